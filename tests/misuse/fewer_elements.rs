//! Peers that send fewer elements than a collective's receiving side expects: an error, or zeros, or what somebody sent; never memory
//! that nobody wrote.
//!
//! What the standard leaves undefined ends with the job: each has its own communicator. Two ranks: with more, libraries pass parts on
//! by way of other ranks, in memory of their own that is not filled then, or wait for each other forever (Open MPI 4.1.4: scatter, all_gather).

use crate::support::{Guarded, library_is};
use oxmpi::prelude::*;
use oxmpi_test::oxmpi_test;

const LEN: usize = 1000;
/// What all ranks send: nothing else may be seen but 0.
const SENT: u64 = 0x5151_5151_5151_5151;

/// Fills memory that the allocator will give again with a pattern that nobody sends.
fn poison(elements: usize) {
    for _ in 0..4 {
        let vector = std::hint::black_box(vec![0xDEAD_DEAD_DEAD_DEADu64; elements]);
        drop(vector);
    }
}

#[track_caller]
fn is_sent_or_zero(what: &str, result: oxmpi::Result<Vec<u64>>) {
    if let Ok(elements) = result {
        let other = elements.iter().find(|element| ![SENT, 0].contains(element));
        assert_eq!(other, None, "{what}: memory that nobody wrote can be read");
    }
}

fn mine(world: &Communicator, shorter: usize) -> Vec<u64> {
    vec![SENT; if world.rank() == shorter { 3 } else { LEN }]
}

#[oxmpi_test(ranks = 2)]
fn gather_from_a_rank_that_gives_less_shows_no_stale_memory(world: &Communicator) {
    if library_is("Intel") {
        return; // waits forever (2021.18.1)
    }
    let arena = world.duplicate().unwrap();
    poison(LEN * world.size());
    let result = arena.gather(&mine(world, 1)[..], 0);
    is_sent_or_zero("gather", result.map(Option::unwrap_or_default));
    world.barrier().unwrap();
}

#[oxmpi_test(ranks = 2)]
fn all_gather_from_a_rank_that_gives_less_shows_no_stale_memory(world: &Communicator) {
    // MPICH 5.0.2 aborts the job, whatever the error handler. Intel MPI 2021.18.1 gives what nobody sent.
    if library_is("MPICH Version:      5") || library_is("Intel") {
        return;
    }
    let arena = world.duplicate().unwrap();
    poison(LEN * world.size());
    is_sent_or_zero("all_gather", arena.all_gather(&mine(world, 1)[..]));
    world.barrier().unwrap();
}

#[oxmpi_test(ranks = 2)]
fn broadcast_from_a_root_that_gives_less_shows_no_stale_memory(world: &Communicator) {
    if library_is("Intel") {
        return; // waits forever (2021.18.1)
    }
    let arena = world.duplicate().unwrap();
    let len = if world.rank() == 0 { 3 } else { LEN };
    let mut into = Guarded::new(len, SENT, 64, 7);
    let _ = arena.broadcast_into(into.slice(), 0);
    is_sent_or_zero("broadcast_into", Ok(into.checked("broadcast_into").to_vec()));
    world.barrier().unwrap();
}

#[oxmpi_test(ranks = 2)]
fn an_array_from_a_root_that_gives_less_shows_no_stale_memory(world: &Communicator) {
    let arena = world.duplicate().unwrap();
    poison(8);
    if world.rank() == 0 {
        let _ = arena.broadcast(Some([SENT; 2]), 0);
    } else {
        is_sent_or_zero("broadcast", arena.broadcast::<[u64; 8]>(None, 0).map(Vec::from));
    }
    world.barrier().unwrap();
}

#[oxmpi_test(ranks = 2)]
fn scatter_from_a_root_that_gives_less_shows_no_stale_memory(world: &Communicator) {
    let arena = world.duplicate().unwrap();
    let len = if world.rank() == 0 { 3 } else { LEN };
    let from = (world.rank() == 0).then(|| vec![SENT; 3 * world.size()]);
    let mut into = Guarded::new(len, SENT, 64, 7);
    let _ = arena.scatter_into(from.as_deref(), into.slice(), 0);
    is_sent_or_zero("scatter_into", Ok(into.checked("scatter_into").to_vec()));
    world.barrier().unwrap();
}

#[oxmpi_test(ranks = 2)]
fn all_to_all_from_a_rank_that_gives_less_shows_no_stale_memory(world: &Communicator) {
    let arena = world.duplicate().unwrap();
    let len = if world.rank() == 1 { 3 } else { LEN } * world.size();
    poison(len);
    is_sent_or_zero("all_to_all", arena.all_to_all(&vec![SENT; len]));
    world.barrier().unwrap();
}
