//! Bandwidth, and message rate: a window of messages from rank 0 to rank 1, each with memory of its own, and an empty message back. One
//! iteration is one window.

use super::owned::{Messages, Owned};
use crate::case::{Block, Case, Contestant, QUICK, SIZES};
use crate::lab::Lab;
use crate::options::Pace;
use oxmpi::{Result, from, to};

unsafe extern "C" {
    /// c/bandwidth.c
    fn lab_bandwidth(block: *const Block) -> f64;
    /// The same, and asks how much was received, as oxmpi always does.
    fn lab_bandwidth_status(block: *const Block) -> f64;
}

/// Long messages: how many bytes a second.
pub(crate) struct Bandwidth;

/// Short messages: how many messages a second.
pub(crate) struct MessageRate;

impl Case for Bandwidth {
    fn name(&self) -> &'static str {
        "bandwidth"
    }

    fn sizes(&self, pace: Pace) -> Vec<usize> {
        let sizes: &[usize] = if pace == Pace::Quick { &QUICK[2..] } else { &SIZES[1..] };
        sizes.to_vec()
    }

    fn contestants<'a>(&'a self, lab: &'a Lab, size: usize) -> Result<Vec<Contestant<'a>>> {
        Ok(contestants(lab, size))
    }
}

impl Case for MessageRate {
    fn name(&self) -> &'static str {
        "message rate"
    }

    fn sizes(&self, _: Pace) -> Vec<usize> {
        vec![0, 8, 64]
    }

    fn contestants<'a>(&'a self, lab: &'a Lab, size: usize) -> Result<Vec<Contestant<'a>>> {
        Ok(contestants(lab, size))
    }
}

/// Messages in a window, as `window` in c/bandwidth.c: fewer where they take much memory.
fn window(size: usize) -> usize {
    if size >= 1 << 20 { 16 } else { 64 }
}

fn contestants<'a>(lab: &'a Lab, size: usize) -> Vec<Contestant<'a>> {
    // All use the same memory. Rank 0 only sends, rank 1 only receives.
    let messages = Messages::new(vec![u8::from(lab.rank == 0); size], window(size));
    // SAFETY: there are `size` bytes for each message of a window, and what fills a block keeps them. A rank only sends or only receives.
    let c = unsafe { Contestant::c("C", lab, lab_bandwidth, messages.filling(size)) };
    // SAFETY: as above.
    let c_status = unsafe { Contestant::c("C with status", lab, lab_bandwidth_status, messages.filling(size)) };
    vec![c, lent(lab, messages.clone()), owned(lab, messages), c_status]
}

/// Memory is lent to the requests of a scope, and not moved.
fn lent<'a>(lab: &'a Lab, messages: Messages<u8>) -> Contestant<'a> {
    Contestant::new("oxmpi", lab, move |iterations| {
        let (world, peer) = (&lab.world, lab.peer);
        let mut messages = messages.borrow();
        for _ in 0..iterations {
            world.scope(|scope| {
                for message in messages.iter_mut() {
                    if lab.rank == 0 {
                        world.isend(scope.lend(&message[..]), peer)?;
                    } else {
                        world.irecv_into(scope.lend_mut(&mut message[..]), peer)?;
                    }
                }
                Ok(())
            })?;
            acknowledge(lab)?;
        }
        Ok(())
    })
}

/// The requests own vectors, and give them back.
fn owned<'a>(lab: &'a Lab, messages: Messages<u8>) -> Contestant<'a> {
    let mut owned = Owned::new(messages);
    Contestant::new("oxmpi owned", lab, move |iterations| {
        owned.block(lab, iterations, |set| set.wait_all(), || acknowledge(lab))
    })
}

/// Rank 1 has the whole window.
fn acknowledge(lab: &Lab) -> Result<()> {
    if lab.rank == 0 {
        lab.world.recv_into(&mut [0u8; 0][..], from(lab.peer).tag(1)).map(drop)
    } else {
        lab.world.send(&[0u8; 0][..], to(lab.peer).tag(1))
    }
}
