//! Many requests under way at a time, completed by `MPI_Waitsome`. The size is their number (100,000 are for a patient person: `--sizes`).

use super::owned::Owned;
use crate::case::{Block, Case, Contestant, Memory, filling};
use crate::lab::Lab;
use crate::options::Pace;
use oxmpi::{Result, from, to};

unsafe extern "C" {
    /// c/outstanding.c
    fn lab_outstanding(block: *const Block) -> f64;
}

pub(crate) struct Outstanding;

impl Case for Outstanding {
    fn name(&self) -> &'static str {
        "outstanding requests"
    }

    fn sizes(&self, pace: Pace) -> Vec<usize> {
        // Open MPI takes a second for ten rounds of 10,000.
        if pace == Pace::Quick { vec![100, 1000] } else { vec![100, 1000, 10_000] }
    }

    fn contestants<'a>(&'a self, lab: &'a Lab, size: usize) -> Result<Vec<Contestant<'a>>> {
        let (send, receive) = (Memory::new(1u8, 8 * size), Memory::new(0u8, 8 * size));
        // SAFETY: both memories have 8 bytes for each request, and what fills a block keeps them.
        let c = unsafe { Contestant::c("C", lab, lab_outstanding, filling(&send, &receive, size)) };
        let mut owned = Owned::new(vec![1u64], size);
        let mut completed = Vec::with_capacity(size);
        let oxmpi = Contestant::new("oxmpi", lab, move |iterations| {
            let (world, peer) = (&lab.world, lab.peer);
            for _ in 0..iterations {
                owned.exchange(lab, |set| {
                    while set.wait_some(&mut completed)? > 0 {}
                    Ok(())
                })?;
                let nothing: [u8; 0] = [];
                world.sendrecv_into(&nothing[..], to(peer).tag(1), &mut [0u8; 0][..], from(peer).tag(1))?;
            }
            Ok(())
        });
        Ok(vec![c, oxmpi])
    }
}
