//! Both ranks send and receive at the same time.

use crate::binding::World;
use lab::{Case, Sides};

pub(crate) fn case<'mpi>() -> Case<World<'mpi>> {
    Case { name: "bidirectional", twin: "lab_bidirectional", sides: bidirectional }
}

fn bidirectional<'a>(lab: &'a World<'_>, size: usize) -> Sides<'a> {
    let run = move |send: &mut [u8], receive: &mut [u8], iterations| {
        for _ in 0..iterations {
            lab.world.sendrecv(send, lab.peer, 0, receive, lab.peer, 0)?;
        }
        Ok(())
    };
    // SAFETY: the twin sends and receives as many bytes as these have.
    unsafe { Sides::new(vec![1; size], vec![0; size], size, run) }
}
