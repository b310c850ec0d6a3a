//! Bandwidth, and message rate: a window of messages from rank 0 to rank 1, each with memory of its own, and an empty message
//! back.

use crate::binding::World;
use lab::{Case, Sides};

pub(crate) fn cases<'mpi>() -> [Case<World<'mpi>>; 2] {
    ["bandwidth", "message rate"].map(|name| Case { name, twin: "lab_bandwidth", sides })
}

/// Messages in a window, as `window` in c/bandwidth.c.
fn window(size: usize) -> usize {
    if size >= 1 << 20 { 16 } else { 64 }
}

fn sides<'a>(lab: &'a World<'_>, size: usize) -> Sides<'a> {
    let (world, peer) = (&lab.world, lab.peer);
    let messages = window(size);
    let run = move |send: &mut [u8], receive: &mut [u8], iterations| {
        for _ in 0..iterations {
            // At its end a scope waits for all its requests by one call.
            ferrompi::scope(|scope| {
                if lab.rank == 0 {
                    for at in 0..messages {
                        world.isend(scope, &send[at * size..][..size], peer, 0)?;
                    }
                } else {
                    let mut rest = &mut *receive;
                    for _ in 0..messages {
                        let (message, behind) = rest.split_at_mut(size);
                        world.irecv(scope, message, peer, 0)?;
                        rest = behind;
                    }
                }
                Ok(())
            })?;
            if lab.rank == 0 {
                world.recv(&mut [0u8; 0], peer, 1)?;
            } else {
                world.send(&[0u8; 0], peer, 1)?;
            }
        }
        Ok(())
    };
    let bytes = messages * size;
    let (send, receive) = if lab.rank == 0 { (vec![1; bytes], Vec::new()) } else { (Vec::new(), vec![0; bytes]) };
    // SAFETY: on rank 0 the twin only sends, on rank 1 it only receives: a window of messages of that size.
    unsafe { Sides::new(send, receive, size, run) }
}
