use oxmpi::prelude::*;

struct Particle {
    mass: f64,
}

fn main() {
    let mpi = oxmpi::init().unwrap();
    let world = mpi.world();
    let mut particle = Particle { mass: 1.0 };
    world.recv_into(&mut particle, 0).unwrap();
    world.send(&particle, 0).unwrap();
    let _: Particle = world.recv(0).unwrap();
    let _ = particle.mass;
}
