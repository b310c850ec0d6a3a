//! `block_on`, at each thread level.

use crate::scenarios;
use crate::support::{delay, neighbours};
use futures_lite::future::{or, yield_now};
use oxmpi::prelude::*;
use oxmpi::request::block_on;
use oxmpi_test::oxmpi_test;
use std::time::Duration;

#[oxmpi_test(ranks = [1, 2], threads = "single")]
fn single(world: &Communicator) -> oxmpi::Result<()> {
    block_on(scenarios::all(world))
}

#[oxmpi_test(ranks = [1, 2], threads = "funneled")]
fn funneled(world: &Communicator) -> oxmpi::Result<()> {
    block_on(scenarios::all(world))
}

#[oxmpi_test(ranks = [1, 2], threads = "serialized")]
fn serialized(world: &Communicator) -> oxmpi::Result<()> {
    block_on(scenarios::all(world))
}

#[oxmpi_test(ranks = [1, 2], threads = "multiple")]
fn multiple_on_three_threads(world: &Communicator) -> oxmpi::Result<()> {
    let own: Vec<Communicator> = (0..3).map(|_| world.duplicate()).collect::<oxmpi::Result<_>>()?;
    std::thread::scope(|scope| {
        let threads: Vec<_> = own.iter().map(|own| scope.spawn(move || block_on(scenarios::all(own)))).collect();
        threads.into_iter().try_for_each(|thread| thread.join().expect("no panic"))
    })
}

#[oxmpi_test(ranks = [2], threads = "funneled")]
fn a_task_that_never_rests_starves_no_request(world: &Communicator) -> oxmpi::Result<()> {
    let (left, right) = neighbours(world);
    let receiving = world.irecv_into(vec![0u64; 100_000], left)?;
    let sending = world.isend(vec![7u64; 100_000], right)?;
    let restless = async {
        loop {
            yield_now().await;
        }
    };
    let (got, _) = block_on(or(receiving, restless))?;
    assert!(got == vec![7; 100_000]);
    sending.wait().map(drop).map_err(Into::into)
}

#[oxmpi_test(ranks = [1], threads = "single")]
fn futures_of_others_and_none_of_ours_are_run(_: &Communicator) {
    block_on(delay(Duration::from_millis(20)));
    assert_eq!(block_on(async { 5 }), 5);
    // One within another.
    assert_eq!(block_on(async { block_on(async { 6 }) + 1 }), 7);
}
