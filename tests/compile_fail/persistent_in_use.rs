fn main() {
    let mpi = oxmpi::init().unwrap();
    let world = mpi.world();
    let receiving = world.recv_init(vec![0u8; 10], 0).unwrap();
    let posted = receiving.start().unwrap();
    println!("{:?}", receiving.buffer());
    posted.wait().unwrap();

    let mut sending = world.send_init(vec![0u8; 10], 0).unwrap();
    let request = sending.start().unwrap();
    sending.buffer_mut().fill(1);
    request.wait().unwrap();
}
