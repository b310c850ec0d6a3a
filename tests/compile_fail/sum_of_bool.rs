use oxmpi::prelude::*;

fn main() {
    let mpi = oxmpi::init().unwrap();
    let world = mpi.world();
    world.all_reduce(&true, Op::SUM).unwrap();
    world.all_reduce(&1.5, Op::BITWISE_AND).unwrap();
    world.reduce(&['a'; 3], Op::PROD, 0).unwrap();
    world.all_reduce(&std::num::NonZero::<u8>::MIN, Op::SUM).unwrap();
    world.all_reduce(&1.5, Op::MIN_LOCATION).unwrap();
}
