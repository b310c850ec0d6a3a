//! Both ranks send and receive at the same time.

use crate::binding::World;
use lab::{Case, Sides};
use mpi::point_to_point::send_receive_into_with_tags;
use mpi::traits::*;

pub(crate) const CASE: Case<World> = Case { name: "bidirectional", twin: "lab_bidirectional", sides: bidirectional };

fn bidirectional(lab: &World, size: usize) -> Sides<'_> {
    let peer = lab.world.process_at_rank(lab.peer);
    let run = move |send: &mut [u8], receive: &mut [u8], iterations| {
        for _ in 0..iterations {
            send_receive_into_with_tags(send, &peer, 0, receive, &peer, 0);
        }
        Ok(())
    };
    // SAFETY: the twin sends and receives as many bytes as these have.
    unsafe { Sides::new(vec![1; size], vec![0; size], size, run) }
}
