//! Ping-pong by requests, each of which is waited for at once: there and back is one iteration.

use crate::binding::World;
use lab::{Case, Sides};
use mpi::request::scope;
use mpi::traits::*;

pub(crate) const CASE: Case<World> = Case { name: "isend and wait", twin: "lab_isend_and_wait", sides: isend_and_wait };

fn isend_and_wait(lab: &World, size: usize) -> Sides<'_> {
    let peer = lab.world.process_at_rank(lab.peer);
    let sent = move |bytes: &[u8]| scope(|scope| peer.immediate_send(scope, bytes).wait_without_status());
    let received = move |bytes: &mut [u8]| {
        scope(|scope| peer.immediate_receive_into_with_tag(scope, bytes, 0).wait_without_status())
    };
    let run = move |send: &mut [u8], receive: &mut [u8], iterations| {
        for _ in 0..iterations {
            if lab.rank == 0 {
                sent(send);
                received(receive);
            } else {
                received(receive);
                sent(send);
            }
        }
        Ok(())
    };
    // SAFETY: the twin sends and receives as many bytes as these have.
    unsafe { Sides::new(vec![1; size], vec![0; size], size, run) }
}
