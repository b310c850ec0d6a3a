//! Ping-pong of messages in 8 partitions, set up before the clock starts: there and back is one iteration. The sizes are those that 8 divides;
//! others are taken as the next one below.

use crate::case::{Block, Case, Contestant, bytes_both_ways};
use crate::lab::Lab;
use crate::options::Pace;
use oxmpi::Result;
use oxmpi::partitioned::{PartitionedReceive, PartitionedSend};
use std::ffi::c_int;

unsafe extern "C" {
    /// c/partitioned.c
    fn lab_partitioned(block: *const Block) -> f64;
    /// Not 0 where that has partitions, and is not a plain persistent message.
    safe fn lab_partitioned_is_native() -> c_int;
}

/// As in c/partitioned.c.
const PARTITIONS: usize = 8;

pub(crate) struct Partitioned;

impl Case for Partitioned {
    fn name(&self) -> &'static str {
        "partitioned"
    }

    fn sizes(&self, pace: Pace) -> Vec<usize> {
        if pace == Pace::Quick {
            vec![8, 1 << 10, 64 << 10, 1 << 20]
        } else {
            vec![8, 64, 1 << 10, 16 << 10, 256 << 10, 4 << 20]
        }
    }

    fn contestants<'a>(&'a self, lab: &'a Lab, size: usize) -> Result<Vec<Contestant<'a>>> {
        let size = size / PARTITIONS * PARTITIONS;
        let (send, receive, fill) = bytes_both_ways(size);
        let name = if lab_partitioned_is_native() != 0 { "C" } else { "C persistent" };
        // SAFETY: both memories have `size` bytes, and the closure keeps them.
        let c = unsafe { Contestant::c(name, lab, lab_partitioned, fill) };
        let oxmpi = Contestant::timing_itself("oxmpi", move |iterations| {
            let mut sender = lab.world.psend_init(send.take(), PARTITIONS, lab.peer)?;
            let mut receiver = lab.world.precv_init(receive.take(), PARTITIONS, lab.peer)?;
            let start = lab.seconds();
            for _ in 0..iterations {
                if lab.rank == 0 {
                    sender = give(sender)?;
                    receiver = take(receiver)?;
                } else {
                    receiver = take(receiver)?;
                    sender = give(sender)?;
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

fn give(message: PartitionedSend<Vec<u8>>) -> Result<PartitionedSend<Vec<u8>>> {
    let mut sending = message.start()?;
    for partition in 0..PARTITIONS {
        sending.ready(partition)?;
    }
    sending.wait()
}

fn take(message: PartitionedReceive<Vec<u8>>) -> Result<PartitionedReceive<Vec<u8>>> {
    Ok(message.start()?.wait()?)
}
