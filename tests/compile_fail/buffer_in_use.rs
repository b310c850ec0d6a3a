use oxmpi::prelude::*;

fn main() {
    let mpi = oxmpi::init().unwrap();
    let world = mpi.world();
    let mut data = vec![0u8; 10];
    world.sendrecv_into(&data[..5], 0, &mut data[..], 0).unwrap();
    world.all_reduce_into(&data[..], &mut data, Op::SUM).unwrap();
}
