fn main() {
    let mpi = oxmpi::init().unwrap();
    let world = mpi.world();
    let mut sending = world.psend_init(vec![0u8; 10], 2, 0).unwrap().start().unwrap();
    for mut part in sending.partitions() {
        part.ready().unwrap();
        part.fill(1);
    }

    // Two at once that may be the same.
    let mut first = sending.partitions().next().unwrap();
    let mut second = sending.partitions().next().unwrap();
    first.fill(1);
    second.fill(2);

    // The whole, while partitions are out.
    let part = sending.partitions().next().unwrap();
    sending.ready(0).unwrap();
    drop(part);
}
