//! Many requests under way at a time, completed by `MPI_Waitsome`. The size is their number (100,000 are for a patient person: `--sizes`).

use super::owned::{Messages, Owned};
use crate::case::{Block, Case, Contestant};
use crate::lab::Lab;
use crate::options::Pace;
use oxmpi::request::RequestSet;
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
        let messages = Messages::new(vec![1u8; 8], size);
        // SAFETY: there are 8 bytes for each request, and what fills a block keeps them.
        let c = unsafe { Contestant::c("C", lab, lab_outstanding, messages.filling(size)) };
        let mut owned = Owned::new(messages);
        let mut completed = Vec::with_capacity(size);
        let oxmpi = Contestant::new("oxmpi", lab, move |iterations| {
            let complete = |set: &mut RequestSet| {
                while set.wait_some(&mut completed)? > 0 {}
                Ok(())
            };
            owned.block(lab, iterations, complete, || {
                let nothing: [u8; 0] = [];
                let (to, from) = (to(lab.peer).tag(1), from(lab.peer).tag(1));
                lab.world.sendrecv_into(&nothing[..], to, &mut [0u8; 0][..], from).map(drop)
            })
        });
        Ok(vec![c, oxmpi])
    }
}
