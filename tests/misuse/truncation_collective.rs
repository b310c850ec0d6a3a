//! Ranks that disagree on lengths in a collective: the call may succeed or fail, but memory outside of the buffers survives.
//!
//! What the standard leaves undefined ends with the job: each test has its own communicator for the disagreement, and looks at
//! nothing but its own memory afterwards. Two ranks, and the calls that come back then on every library: others wait forever for parts
//! that nobody sends (all_to_all, reductions; with four ranks all of them).

use crate::support::{Guarded, library_is};
use oxmpi::prelude::*;
use oxmpi_test::oxmpi_test;

const LEN: usize = 100;
const GUARD: u8 = 0xA5;
/// The lengths of the rank that gives more. (Longer ones make ranks choose different algorithms, which wait for each other forever.)
const LONGER: [usize; 2] = [101, 5000];

#[oxmpi_test(ranks = 2)]
fn gather_from_a_rank_that_gives_more_stays_inside_of_the_buffer(world: &Communicator) {
    if library_is("Intel") {
        return; // waits forever (2021.18.1)
    }
    for longer in LONGER {
        let arena = world.duplicate().unwrap();
        let mine = vec![7u8; if world.rank() == 1 { longer } else { LEN }];
        if world.rank() == 0 {
            let mut into = Guarded::new(LEN * world.size(), 1u8, 2 * longer, GUARD);
            let _ = arena.gather_into(&mine, Some(into.slice()), 0);
            into.checked("gather_into");
        } else {
            arena.gather_into(&mine, None, 0).unwrap();
        }
        world.barrier().unwrap();
    }
}

#[oxmpi_test(ranks = 2)]
fn all_gather_from_a_rank_that_gives_more_stays_inside_of_the_buffer(world: &Communicator) {
    // MPICH 5.0.2 aborts the job, whatever the error handler.
    if library_is("MPICH Version:      5") {
        return;
    }
    for longer in LONGER {
        let arena = world.duplicate().unwrap();
        let len = if world.rank() == 1 { longer } else { LEN };
        let mut into = Guarded::new(len * world.size(), 1u8, 4 * longer, GUARD);
        let _ = arena.all_gather_into(&vec![7u8; len], into.slice());
        into.checked("all_gather_into");
        world.barrier().unwrap();
    }
}

#[oxmpi_test(ranks = 2)]
fn broadcast_from_a_root_that_gives_more_stays_inside_of_the_buffer(world: &Communicator) {
    if library_is("Intel") {
        return; // waits forever (2021.18.1)
    }
    for longer in LONGER {
        let arena = world.duplicate().unwrap();
        let len = if world.rank() == 0 { longer } else { LEN };
        let mut into = Guarded::new(len, 1u8, 2 * longer, GUARD);
        let _ = arena.broadcast_into(into.slice(), 0);
        into.checked("broadcast_into");
        world.barrier().unwrap();
    }
}

#[oxmpi_test(ranks = 2)]
fn scatter_from_a_root_that_gives_more_stays_inside_of_the_buffer(world: &Communicator) {
    for longer in LONGER {
        let arena = world.duplicate().unwrap();
        let len = if world.rank() == 0 { longer } else { LEN };
        let from = (world.rank() == 0).then(|| vec![7u8; longer * world.size()]);
        let mut into = Guarded::new(len, 1u8, 2 * longer, GUARD);
        let _ = arena.scatter_into(from.as_deref(), into.slice(), 0);
        into.checked("scatter_into");
        world.barrier().unwrap();
    }
}
