use oxmpi::prelude::*;

fn main() {
    let mpi = oxmpi::init().unwrap();
    let world = mpi.world();
    let numbers = [1i32, 2, 3];
    let mut sums = [0i64; 3];
    world.all_reduce_into(&numbers, &mut sums, Op::SUM).unwrap();
    world.all_gather_into(&numbers[..], &mut sums).unwrap();
}
