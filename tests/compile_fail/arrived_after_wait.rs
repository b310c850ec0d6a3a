fn main() {
    let mpi = oxmpi::init().unwrap();
    let world = mpi.world();
    let posted = world.precv_init(vec![0u8; 10], 2, 0).unwrap().start().unwrap();
    let part = posted.arrived(0).unwrap();
    let mut again = posted.wait().unwrap();
    again.buffer_mut().fill(1);
    println!("{part:?}");
}
