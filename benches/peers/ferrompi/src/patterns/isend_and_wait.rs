//! Ping-pong by requests, each of which is waited for at once: there and back is one iteration.

use crate::binding::World;
use lab::{Case, Sides};

pub(crate) fn case<'mpi>() -> Case<World<'mpi>> {
    Case { name: "isend and wait", twin: "lab_isend_and_wait", sides: isend_and_wait }
}

fn isend_and_wait<'a>(lab: &'a World<'_>, size: usize) -> Sides<'a> {
    let (world, peer) = (&lab.world, lab.peer);
    let run = move |send: &mut [u8], receive: &mut [u8], iterations| {
        for _ in 0..iterations {
            ferrompi::scope(|scope| {
                if lab.rank == 0 {
                    world.isend(scope, send, peer, 0)?.wait()?;
                    world.irecv(scope, receive, peer, 0)?.wait()?;
                } else {
                    world.irecv(scope, receive, peer, 0)?.wait()?;
                    world.isend(scope, send, peer, 0)?.wait()?;
                }
                Ok(())
            })?;
        }
        Ok(())
    };
    // SAFETY: the twin sends and receives as many bytes as these have.
    unsafe { Sides::new(vec![1; size], vec![0; size], size, run) }
}
