//! Bandwidth, and message rate: a window of messages from rank 0 to rank 1, each with memory of its own, and an empty message
//! back.

use crate::binding::World;
use lab::{Case, Sides};
use mpi::request::multiple_scope;
use mpi::traits::*;

pub(crate) fn cases() -> [Case<World>; 2] {
    ["bandwidth", "message rate"].map(|name| Case { name, twin: "lab_bandwidth", sides })
}

/// Messages in a window, as `window` in c/bandwidth.c.
fn window(size: usize) -> usize {
    if size >= 1 << 20 { 16 } else { 64 }
}

fn sides(lab: &World, size: usize) -> Sides<'_> {
    let peer = lab.world.process_at_rank(lab.peer);
    let messages = window(size);
    let run = move |send: &mut [u8], receive: &mut [u8], iterations| {
        for _ in 0..iterations {
            // A collection of requests serves one window, and ends only into a vector.
            multiple_scope(messages, |scope, requests| {
                if lab.rank == 0 {
                    for at in 0..messages {
                        requests.add(peer.immediate_send(scope, &send[at * size..][..size]));
                    }
                } else {
                    let mut rest = &mut *receive;
                    for _ in 0..messages {
                        let (message, behind) = rest.split_at_mut(size);
                        requests.add(peer.immediate_receive_into_with_tag(scope, message, 0));
                        rest = behind;
                    }
                }
                requests.wait_all(&mut Vec::with_capacity(messages));
            });
            if lab.rank == 0 {
                peer.receive_into_with_tag(&mut [0u8; 0], 1);
            } else {
                peer.send_with_tag(&[0u8; 0], 1);
            }
        }
        Ok(())
    };
    let bytes = messages * size;
    let (send, receive) = if lab.rank == 0 { (vec![1; bytes], Vec::new()) } else { (Vec::new(), vec![0; bytes]) };
    // SAFETY: on rank 0 the twin only sends, on rank 1 it only receives: a window of messages of that size.
    unsafe { Sides::new(send, receive, size, run) }
}
