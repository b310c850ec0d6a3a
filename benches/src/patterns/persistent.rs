//! Ping-pong by persistent requests, made before the clock starts: there and back is one iteration.

use crate::case::{Block, Case, Contestant, bytes_both_ways};
use crate::lab::Lab;
use oxmpi::Result;

unsafe extern "C" {
    /// c/persistent.c
    fn lab_persistent(block: *const Block) -> f64;
}

pub(crate) struct Persistent;

impl Case for Persistent {
    fn name(&self) -> &'static str {
        "persistent"
    }

    fn contestants<'a>(&'a self, lab: &'a Lab, size: usize) -> Result<Vec<Contestant<'a>>> {
        let (send, receive, fill) = bytes_both_ways(size);
        // SAFETY: both memories have `size` bytes, and the closure keeps them.
        let c = unsafe { Contestant::c("C", lab, lab_persistent, fill) };
        let oxmpi = Contestant::timing_itself("oxmpi", move |iterations| {
            let mut sender = lab.world.send_init(send.take(), lab.peer)?;
            let mut receiver = lab.world.recv_init(receive.take(), lab.peer)?;
            let start = lab.seconds();
            for _ in 0..iterations {
                if lab.rank == 0 {
                    sender = sender.start()?.wait()?;
                    (receiver, _) = receiver.start()?.wait()?;
                } else {
                    (receiver, _) = receiver.start()?.wait()?;
                    sender = sender.start()?.wait()?;
                }
            }
            let seconds = lab.seconds() - start;
            send.put_back(sender.into_buffer());
            receive.put_back(receiver.into_buffer());
            Ok(seconds)
        });
        Ok(vec![c, oxmpi])
    }
}
