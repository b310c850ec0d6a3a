use oxmpi::prelude::*;

fn main() {
    let mpi = oxmpi::init().unwrap();
    let world = mpi.world();
    let nothing: [[u8; 0]; 3] = [[]; 3];
    world.send(&nothing[..], 0).unwrap();
}
