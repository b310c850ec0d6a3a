//! Ping-pong of bytes: there and back is one iteration.

use crate::binding::World;
use lab::{Case, Sides};

pub(crate) fn case<'mpi>() -> Case<World<'mpi>> {
    Case { name: "ping-pong", twin: "lab_ping_pong", sides: ping_pong }
}

fn ping_pong<'a>(lab: &'a World<'_>, size: usize) -> Sides<'a> {
    let (world, peer) = (&lab.world, lab.peer);
    let run = move |send: &mut [u8], receive: &mut [u8], iterations| {
        for _ in 0..iterations {
            if lab.rank == 0 {
                world.send(send, peer, 0)?;
                world.recv(receive, peer, 0)?;
            } else {
                world.recv(receive, peer, 0)?;
                world.send(send, peer, 0)?;
            }
        }
        Ok(())
    };
    // SAFETY: the twin sends and receives as many bytes as these have.
    unsafe { Sides::new(vec![1; size], vec![0; size], size, run) }
}
