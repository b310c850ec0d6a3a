//! A program that waits uses little of the processor, whoever runs it and whatever it waits for.

use crate::support::{delay, neighbours, processor_time};
use futures_lite::future::{or, zip};
use oxmpi::Result;
use oxmpi::prelude::*;
use oxmpi_test::oxmpi_test;
use std::future::Future;
use std::time::{Duration, Instant};

/// Waits for messages that do not come. Checks that this uses less than so many hundredths of a core.
async fn waits_in_peace(world: &Communicator, what: &str, percent: u32) -> Result<()> {
    let (left, right) = neighbours(world);
    let known = world.irecv_into(vec![0u8; 10], from(left).tag(1))?;
    let unknown = world.irecv::<Vec<u8>>(from(left).tag(2))?;
    uses_little(what, percent, known, world, to(right).tag(1)).await?;
    uses_little(what, percent, unknown, world, to(right).tag(2)).await
}

async fn uses_little<T>(
    what: &str,
    percent: u32,
    mut receiving: impl Future<Output = T> + Unpin,
    world: &Communicator,
    to: oxmpi::point_to_point::Destination,
) -> Result<()> {
    let (start, used) = (Instant::now(), processor_time());
    let late = async {
        delay(Duration::from_millis(300)).await;
        None
    };
    assert!(or(async { Some((&mut receiving).await) }, late).await.is_none());
    let (took, used) = (start.elapsed(), processor_time() - used);
    assert!(used * 100 < took * percent, "{what}: {used:?} of the processor in {took:?}");
    let (sent, _) = zip(world.isend(vec![1u8; 10], to)?, receiving).await;
    sent?;
    Ok(())
}

// One rank: with more, what others do would be counted where they share a core.

#[oxmpi_test(ranks = [1], threads = "multiple")]
fn with_workers_of_tokio_at_multiple(world: &Communicator) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).build().expect("starts");
    runtime.block_on(waits_in_peace(world, "tokio", 60))
}

#[oxmpi_test(ranks = [1], threads = "funneled")]
fn with_other_executors_at_funneled(world: &Communicator) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("starts");
    runtime.block_on(waits_in_peace(world, "tokio", 60))?;
    futures_lite::future::block_on(waits_in_peace(world, "futures_lite", 60))
}

#[oxmpi_test(ranks = [1], threads = "funneled")]
fn with_block_on_at_funneled(world: &Communicator) -> Result<()> {
    oxmpi::request::block_on(waits_in_peace(world, "block_on", 60))
}

#[oxmpi_test(ranks = [1], threads = "multiple")]
fn with_block_on_at_multiple(world: &Communicator) -> Result<()> {
    oxmpi::request::block_on(waits_in_peace(world, "block_on", 60))
}
