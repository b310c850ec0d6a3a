use oxmpi::prelude::*;

#[derive(Clone, Copy, Datatype)]
struct Generic<T>(T);

fn main() {
    let mpi = oxmpi::init().unwrap();
    let _: Generic<[u8; 0]> = mpi.world().recv(0).unwrap();
}
