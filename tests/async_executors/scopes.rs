//! Requests of scopes, which are awaited by an executor within the scope.

use crate::support::neighbours;
use async_executor::LocalExecutor;
use futures_lite::future::{self, zip};
use oxmpi::Result;
use oxmpi::prelude::*;
use oxmpi_test::oxmpi_test;

/// Every way to await what a scope lends, by our `block_on` or another one.
fn exchanges(world: &Communicator, ours: bool) -> Result<()> {
    let (left, right) = neighbours(world);
    for round in 0..100u64 {
        let (mut ghost, mut other, edge) = ([0u64; 64], 0u64, [round; 64]);
        world.scope(|s| {
            let all = async {
                let receiving = world.irecv_into(s.lend_mut(&mut ghost), left)?;
                let also = world.irecv_into(s.lend_mut(&mut other), from(left).tag(1))?;
                let owned = world.irecv_into(vec![0u64; 2], from(left).tag(2))?;
                let vector = world.irecv::<Vec<u64>>(from(left).tag(3))?;
                let sending = world.isend(s.lend(&edge), right)?;
                let (rest, of_known, of_unknown) = (
                    world.isend(s.lend(&edge[0]), to(right).tag(1))?,
                    world.isend(vec![round; 2], to(right).tag(2))?,
                    world.isend(vec![round; 3], to(right).tag(3))?,
                );
                let (also, (vector, owned)) = zip(also, zip(vector, owned)).await;
                assert_eq!((*also?.0, vector?.0, owned?.0), (round, vec![round; 3], vec![round; 2]));
                let (ghost, status) = receiving.await?;
                assert_eq!((&ghost[..], status.bytes()), (&[round; 64][..], 512));
                assert_eq!(sending.await?, &[round; 64]);
                rest.await?;
                of_known.await?;
                of_unknown.await?;
                Ok(())
            };
            if ours { oxmpi::request::block_on(all) } else { future::block_on(all) }
        })?;
        assert_eq!((ghost, other), ([round; 64], round));
    }
    Ok(())
}

#[oxmpi_test(ranks = [1, 2], threads = "single")]
fn within_block_on_at_single(world: &Communicator) -> Result<()> {
    exchanges(world, true)
}

#[oxmpi_test(ranks = [1, 2], threads = "funneled")]
fn within_executors_at_funneled(world: &Communicator) -> Result<()> {
    exchanges(world, true)?;
    exchanges(world, false)
}

#[oxmpi_test(ranks = [1, 2], threads = "multiple")]
fn within_executors_at_multiple(world: &Communicator) -> Result<()> {
    exchanges(world, true)?;
    exchanges(world, false)
}

#[oxmpi_test(ranks = [1, 2], threads = "funneled", timeout = 30)]
fn a_scoped_request_that_waits_lets_other_tasks_go_on(world: &Communicator) -> Result<()> {
    // The scoped one gets its message when the other has its own.
    let (left, right) = neighbours(world);
    let mut ghost = [0u8; 8];
    world.scope(|s| {
        let scoped = world.irecv_into(s.lend_mut(&mut ghost), left)?;
        let executor = LocalExecutor::new();
        let waiting = executor.spawn(scoped);
        let task = executor.spawn(async {
            let receiving = world.irecv_into(vec![0u8; 2], from(left).tag(1))?;
            futures_lite::future::yield_now().await;
            let sending = world.isend(vec![1u8; 2], to(right).tag(1))?;
            assert_eq!(receiving.await?.0, [1; 2]);
            sending.await?;
            world.isend(vec![2u8; 8], right)?.await?;
            Ok::<_, oxmpi::Error>(())
        });
        future::block_on(executor.run(async {
            task.await?;
            assert_eq!(waiting.await?.0, &[2; 8]);
            Ok(())
        }))
    })
}

#[oxmpi_test(ranks = [1, 2], threads = "funneled")]
fn what_was_polled_and_then_left_is_waited_for_at_the_end(world: &Communicator) -> Result<()> {
    let (left, right) = neighbours(world);
    let (mut dropped, mut leaked, edge) = ([0u8; 8], [0u8; 8], [3u8; 8]);
    world.scope(|s| {
        let (_, waker) = crate::support::counting();
        let mut first = world.irecv_into(s.lend_mut(&mut dropped), from(left).tag(1))?;
        let mut second = world.irecv_into(s.lend_mut(&mut leaked), from(left).tag(2))?;
        assert!(crate::support::poll(&mut first, &waker).is_pending());
        assert!(crate::support::poll(&mut second, &waker).is_pending());
        drop(first);
        std::mem::forget(second);
        world.barrier()?; // nobody sends before all have looked
        world.isend(s.lend(&edge), to(right).tag(1))?;
        world.isend(s.lend(&edge), to(right).tag(2))?;
        Ok(())
    })?;
    assert_eq!((dropped, leaked), ([3; 8], [3; 8]));
    // The driver still serves others, with a task that is gone in its list.
    future::block_on(crate::scenarios::messages_in_order(world, 5, 20))
}
