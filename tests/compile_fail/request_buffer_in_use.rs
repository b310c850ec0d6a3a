//! What a request works in is out of reach until it is complete.

use oxmpi::prelude::*;

fn given_away(world: &Communicator) -> oxmpi::Result<()> {
    let buffer = vec![0u8; 10];
    let receiving = world.irecv_into(buffer, 0)?;
    println!("{buffer:?}");
    receiving.wait()?;
    Ok(())
}

fn lent_to_be_filled(world: &Communicator) -> oxmpi::Result<()> {
    let mut room = [0u8; 10];
    world.scope(|s| {
        let receiving = world.irecv_into(s.lend_mut(&mut room), 0)?;
        println!("{room:?}");
        receiving.wait()?;
        Ok(())
    })
}

fn lent_twice(world: &Communicator) -> oxmpi::Result<()> {
    let mut room = [0u8; 10];
    world.scope(|s| {
        drop(world.irecv_into(s.lend_mut(&mut room[..6]), 0)?);
        drop(world.irecv_into(s.lend_mut(&mut room[5..]), 0)?);
        Ok(())
    })
}

fn changed_while_it_is_sent(world: &Communicator) -> oxmpi::Result<()> {
    let mut out = vec![0u8; 10];
    world.scope(|s| {
        let sending = world.isend(s.lend(&out), 0)?;
        out[0] = 1;
        sending.wait()?;
        Ok(())
    })
}

fn dropped_while_it_is_sent(world: &Communicator) -> oxmpi::Result<()> {
    let out = vec![0u8; 10];
    world.scope(|s| {
        world.isend(s.lend(&out), 0)?;
        drop(out);
        Ok(())
    })
}

fn main() {}
