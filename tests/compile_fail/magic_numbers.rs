use oxmpi::prelude::*;

fn main() {
    let mpi = oxmpi::init().unwrap();
    let world = mpi.world();
    world.send(&1u8, -1).unwrap();
    let _: u8 = world.recv(1i32).unwrap();
}
