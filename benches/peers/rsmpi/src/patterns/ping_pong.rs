//! Ping-pong of bytes: there and back is one iteration.

use crate::binding::World;
use lab::{Case, Sides};
use mpi::traits::*;

pub(crate) const CASE: Case<World> = Case { name: "ping-pong", twin: "lab_ping_pong", sides: ping_pong };

fn ping_pong(lab: &World, size: usize) -> Sides<'_> {
    let peer = lab.world.process_at_rank(lab.peer);
    let run = move |send: &mut [u8], receive: &mut [u8], iterations| {
        for _ in 0..iterations {
            if lab.rank == 0 {
                peer.send(send);
                peer.receive_into_with_tag(receive, 0);
            } else {
                peer.receive_into_with_tag(receive, 0);
                peer.send(send);
            }
        }
        Ok(())
    };
    // SAFETY: the twin sends and receives as many bytes as these have.
    unsafe { Sides::new(vec![1; size], vec![0; size], size, run) }
}
