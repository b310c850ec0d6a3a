use oxmpi::prelude::*;

fn main() {
    let mpi = oxmpi::init().unwrap();
    let _: [f64; 0] = mpi.world().recv(0).unwrap();
}
