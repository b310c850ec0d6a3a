//! What a request cannot keep, and what needs a promise.

use oxmpi::prelude::*;
use std::rc::Rc;

fn borrowed(world: &Communicator) {
    let mut data = vec![0u8; 10];
    world.isend(&data, 0).unwrap();
    world.irecv_into(&mut data, 0).unwrap();
}

fn shared_or_text(world: &Communicator) {
    world.irecv_into(std::sync::Arc::<[u8]>::from([1, 2]), 0).unwrap();
    world.irecv_into(String::from("text"), 0).unwrap();
}

fn no_elements(world: &Communicator) {
    world.isend(vec![String::new()], 0).unwrap();
    world.irecv::<Rc<u8>>(0).unwrap();
}

fn ready_without_a_promise(world: &Communicator) {
    world.irsend(1u8, 0).unwrap();
}

fn main() {}
