//! A request is complete once, and a set outlives what is borrowed.

use oxmpi::prelude::*;
use oxmpi::request::RequestSet;

fn waits_twice(world: &Communicator) {
    let sending = world.isend(1u8, 0).unwrap();
    sending.wait().unwrap();
    sending.wait().unwrap();
}

fn borrowed_object_in_a_set(world: &Communicator, set: &mut RequestSet) {
    let text = String::from("text");
    set.add(world.isend(Obj(&text), 0).unwrap());
}

fn main() {}
