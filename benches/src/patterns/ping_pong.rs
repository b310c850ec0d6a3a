//! Ping-pong of bytes: there and back is one iteration.

use crate::case::{Block, Case, Contestant, bytes_both_ways};
use crate::lab::Lab;
use oxmpi::Result;

unsafe extern "C" {
    /// c/ping_pong.c
    fn lab_ping_pong(block: *const Block) -> f64;
    /// The same, and asks how much was received, as `recv_into` always does.
    fn lab_ping_pong_status(block: *const Block) -> f64;
}

pub(crate) struct PingPong;

impl Case for PingPong {
    fn name(&self) -> &'static str {
        "ping-pong"
    }

    fn contestants<'a>(&'a self, lab: &'a Lab, size: usize) -> Result<Vec<Contestant<'a>>> {
        let (send, receive, fill) = bytes_both_ways(size);
        // SAFETY: both memories have `size` bytes, and the closure keeps them.
        let c = unsafe { Contestant::c("C", lab, lab_ping_pong, fill.clone()) };
        // SAFETY: as above.
        let c_status = unsafe { Contestant::c("C with status", lab, lab_ping_pong_status, fill) };
        let oxmpi = Contestant::new("oxmpi", lab, move |iterations| {
            let (world, peer) = (&lab.world, lab.peer);
            let (send, mut receive) = (send.borrow(), receive.borrow());
            for _ in 0..iterations {
                if lab.rank == 0 {
                    world.send(&send[..], peer)?;
                    world.recv_into(&mut receive[..], peer)?;
                } else {
                    world.recv_into(&mut receive[..], peer)?;
                    world.send(&send[..], peer)?;
                }
            }
            Ok(())
        });
        Ok(vec![c, oxmpi, c_status])
    }
}
