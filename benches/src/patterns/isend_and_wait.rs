//! Ping-pong by requests, each of which is waited for at once: there and back is one iteration.

use crate::case::{Block, Case, Contestant, Memory, bytes_both_ways};
use crate::lab::Lab;
use oxmpi::Result;

unsafe extern "C" {
    /// c/isend_and_wait.c
    fn lab_isend_and_wait(block: *const Block) -> f64;
}

pub(crate) struct IsendAndWait;

impl Case for IsendAndWait {
    fn name(&self) -> &'static str {
        "isend and wait"
    }

    fn contestants<'a>(&'a self, lab: &'a Lab, size: usize) -> Result<Vec<Contestant<'a>>> {
        let (send, receive, fill) = bytes_both_ways(size);
        // SAFETY: both memories have `size` bytes, and the closure keeps them.
        let c = unsafe { Contestant::c("C", lab, lab_isend_and_wait, fill) };
        Ok(vec![c, owned(lab, send.clone(), receive.clone()), lent(lab, send, receive)])
    }
}

/// The requests own the vectors, and give them back.
fn owned<'a>(lab: &'a Lab, send: Memory<u8>, receive: Memory<u8>) -> Contestant<'a> {
    Contestant::new("oxmpi", lab, move |iterations| {
        let (world, peer) = (&lab.world, lab.peer);
        let (mut from, mut into) = (send.take(), receive.take());
        for _ in 0..iterations {
            if lab.rank == 0 {
                from = world.isend(from, peer)?.wait()?;
                (into, _) = world.irecv_into(into, peer)?.wait()?;
            } else {
                (into, _) = world.irecv_into(into, peer)?.wait()?;
                from = world.isend(from, peer)?.wait()?;
            }
        }
        send.put_back(from);
        receive.put_back(into);
        Ok(())
    })
}

/// Memory is lent to the requests of a scope, and comes back from each.
fn lent<'a>(lab: &'a Lab, send: Memory<u8>, receive: Memory<u8>) -> Contestant<'a> {
    Contestant::new("oxmpi scoped", lab, move |iterations| {
        let (world, peer) = (&lab.world, lab.peer);
        let (send, mut receive) = (send.borrow(), receive.borrow());
        world.scope(|scope| {
            let (from, mut into) = (&send[..], &mut receive[..]);
            for _ in 0..iterations {
                if lab.rank == 0 {
                    world.isend(scope.lend(from), peer)?.wait()?;
                    (into, _) = world.irecv_into(scope.lend_mut(into), peer)?.wait()?;
                } else {
                    (into, _) = world.irecv_into(scope.lend_mut(into), peer)?.wait()?;
                    world.isend(scope.lend(from), peer)?.wait()?;
                }
            }
            Ok(())
        })
    })
}
