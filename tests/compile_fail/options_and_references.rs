use oxmpi::prelude::*;

fn main() {
    let mpi = oxmpi::init().unwrap();
    let world = mpi.world();
    let number = 5;
    world.send(&[Some(1u8), None], 0).unwrap();
    world.send(&[std::num::NonZero::new(1u8)], 0).unwrap();
    world.send(&std::net::IpAddr::from([127, 0, 0, 1]), 0).unwrap();
    world.send(&[&number], 0).unwrap();
    world.send(&&number, 0).unwrap();
    let _: Vec<&'static str> = world.recv(0).unwrap();
    let _: Vec<String> = world.recv(0).unwrap();
}
