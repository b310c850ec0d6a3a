//! Nothing that is lent to a scope, and no request of it, gets out.

use oxmpi::prelude::*;

fn its_own_memory(world: &Communicator) -> oxmpi::Result<()> {
    world.scope(|s| {
        let mut room = [0u8; 10];
        world.irecv_into(s.lend_mut(&mut room), 0)?;
        Ok(())
    })
}

fn kept(world: &Communicator) -> oxmpi::Result<()> {
    let (out, mut kept) = ([0u8; 10], None);
    world.scope(|s| {
        kept = Some(world.isend(s.lend(&out), 0)?);
        Ok(())
    })
}

fn returned(world: &Communicator) -> oxmpi::Result<()> {
    let mut room = [0u8; 10];
    world.scope(|s| Ok(s.lend_mut(&mut room)))?;
    Ok(())
}

fn main() {}
