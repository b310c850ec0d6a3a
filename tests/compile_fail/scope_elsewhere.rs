//! Requests of a scope stay on its thread, and go into no set.

use oxmpi::prelude::*;
use oxmpi::request::RequestSet;

fn to_another_thread(world: &Communicator) -> oxmpi::Result<()> {
    let out = [0u8; 10];
    world.scope(|s| {
        let sending = world.isend(s.lend(&out), 0)?;
        std::thread::scope(|threads| threads.spawn(|| sending.wait().map(drop)).join().unwrap())
    })
}

fn to_a_set(world: &Communicator) -> oxmpi::Result<()> {
    let out = [0u8; 10];
    world.scope(|s| {
        RequestSet::new().add(world.isend(s.lend(&out), 0)?);
        Ok(())
    })
}

fn main() {}
