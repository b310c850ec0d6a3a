//! Both ranks send and receive at the same time.

use crate::case::{Block, Case, Contestant, bytes_both_ways};
use crate::lab::Lab;
use oxmpi::Result;

unsafe extern "C" {
    /// c/bidirectional.c
    fn lab_bidirectional(block: *const Block) -> f64;
}

pub(crate) struct Bidirectional;

impl Case for Bidirectional {
    fn name(&self) -> &'static str {
        "bidirectional"
    }

    fn contestants<'a>(&'a self, lab: &'a Lab, size: usize) -> Result<Vec<Contestant<'a>>> {
        let (send, receive, fill) = bytes_both_ways(size);
        // SAFETY: both memories have `size` bytes, and the closure keeps them.
        let c = unsafe { Contestant::c("C", lab, lab_bidirectional, fill) };
        let oxmpi = Contestant::new("oxmpi", lab, move |iterations| {
            let (world, peer) = (&lab.world, lab.peer);
            let (send, mut receive) = (send.borrow(), receive.borrow());
            for _ in 0..iterations {
                world.sendrecv_into(&send[..], peer, &mut receive[..], peer)?;
            }
            Ok(())
        });
        Ok(vec![c, oxmpi])
    }
}
