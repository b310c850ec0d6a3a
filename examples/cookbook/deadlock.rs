//! Deadlock: two ranks that exchange messages can wait for each other forever.
//!
//! Rank 1 has "a" for rank 5, and rank 5 has "b" for rank 1. In which order do they send and receive?
//!
//! `sendrecv`, one call that does both at once, is always right, for messages of every length:
//!
//! `mpiexec -n 6 target/debug/examples/deadlock`
//!
//! ```text
//! ranks: 6
//! any order:
//! rank 1 received 1 x "b"
//! rank 5 received 1 x "a"
//! ```
//!
//! ```text
//! ranks: 6
//! arguments: sendrecv 1000000
//! any order:
//! rank 1 received 1000000 x "b"
//! rank 5 received 1000000 x "a"
//! ```
//!
//! If both receive first, neither ever comes to its send. This hangs always (here, a watchdog ends it after 2 seconds):
//!
//! ```text
//! ranks: 6
//! arguments: receive-first
//! status: failure
//! any order:
//! rank 1 has waited for 2 s: deadlock, so it ends the job
//! ```
//!
//! If both send first, it depends. A send may return as soon as the library has put the message aside, which it does with
//! short ones, so this works, by luck:
//!
//! ```text
//! ranks: 6
//! arguments: send-first
//! any order:
//! rank 1 received 1 x "b"
//! rank 5 received 1 x "a"
//! ```
//!
//! A longer message (from some kilobytes on, depending on the library) waits until its receiver is ready, so the same
//! program hangs. A program that works in the small and hangs in the large is the worst of all. (Intel MPI put even 20 MB
//! aside on one machine: the luck is the library's.)
//!
//! ```text
//! ranks: 6
//! arguments: send-first 1000000
//! status: failure
//! not with: Intel
//! any order:
//! rank 1 has waited for 2 s: deadlock, so it ends the job
//! ```

use oxmpi::prelude::*;
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::time::Duration;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let order = arguments.next().unwrap_or("sendrecv".to_string());
    let length = arguments.next();

    oxmpi::run(|mpi| {
        let world = mpi.world();
        let length: usize = length.as_deref().unwrap_or("1").parse()?;
        world.barrier()?; // all ranks are here: nobody waits for one that starts late
        let _watchdog = (world.rank() == 1 && order != "sendrecv").then(watchdog);
        match world.rank() {
            1 => report(1, &exchange(&world, &order, &"a".repeat(length), 5)?),
            5 => report(5, &exchange(&world, &order, &"b".repeat(length), 1)?),
            _ => {}
        }
        world.barrier()?; // the other ranks wait here for the two
        Ok(())
    })
}

fn report(rank: usize, received: &str) {
    println!("rank {rank} received {} x {:?}", received.len(), &received[..1]);
}

/// Sends `mine` to the partner, and receives what the partner sends.
fn exchange(world: &Communicator, order: &str, mine: &str, partner: usize) -> oxmpi::Result<String> {
    match order {
        "receive-first" => {
            let theirs = world.recv(partner)?;
            world.send(mine, partner)?;
            Ok(theirs)
        }
        "send-first" => {
            world.send(mine, partner)?;
            world.recv(partner)
        }
        _ => world.sendrecv(mine, partner, partner), // to whom, from whom
    }
}

/// Ends the job after 2 seconds, unless what this returns is dropped before.
fn watchdog() -> Sender<()> {
    let (alive, watch) = mpsc::channel();
    std::thread::spawn(move || {
        if watch.recv_timeout(Duration::from_secs(2)) == Err(RecvTimeoutError::Timeout) {
            println!("rank 1 has waited for 2 s: deadlock, so it ends the job");
            std::process::exit(1); // oxmpi takes all other ranks along when one exits early
        }
    });
    alive
}
