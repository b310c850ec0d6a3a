//! The executors that smol is made of.

use crate::scenarios;
use async_executor::{Executor, LocalExecutor};
use futures_lite::future;
use oxmpi::Result;
use oxmpi::prelude::*;
use oxmpi_test::oxmpi_test;

#[oxmpi_test(ranks = [1, 2], threads = "funneled")]
fn a_local_executor_at_funneled(world: &Communicator) -> Result<()> {
    let executor = LocalExecutor::new();
    let mut tasks = Vec::new();
    for _ in 0..3 {
        let own = world.duplicate()?;
        tasks.push(executor.spawn(async move { scenarios::all(&own).await }));
    }
    future::block_on(executor.run(async {
        for task in tasks {
            task.await?;
        }
        scenarios::dropped_losers_take_no_message(world, 100).await
    }))
}

#[oxmpi_test(ranks = [1, 2], threads = "funneled")]
fn a_local_executor_within_our_block_on(world: &Communicator) -> Result<()> {
    let executor = LocalExecutor::new();
    let own = [world.duplicate()?, world.duplicate()?];
    let tasks = own.map(|own| executor.spawn(async move { scenarios::all(&own).await }));
    oxmpi::request::block_on(executor.run(async {
        for task in tasks {
            task.await?;
        }
        Ok(())
    }))
}

#[oxmpi_test(ranks = [1, 2], threads = "multiple")]
fn an_executor_of_three_threads_at_multiple(world: &Communicator) -> Result<()> {
    let executor = Executor::new();
    let own: Vec<Communicator> = (0..6).map(|_| world.duplicate()).collect::<Result<_>>()?;
    let tasks: Vec<_> = own.into_iter().map(|own| executor.spawn(async move { scenarios::all(&own).await })).collect();
    let (stop, stopped) = (std::sync::Mutex::new(Vec::new()), std::sync::atomic::AtomicBool::new(false));
    let end = || {
        future::poll_fn(|context| {
            if stopped.load(std::sync::atomic::Ordering::SeqCst) {
                return std::task::Poll::Ready(());
            }
            stop.lock().expect("no panic").push(context.waker().clone());
            std::task::Poll::Pending
        })
    };
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| future::block_on(executor.run(end())));
        }
        let result = future::block_on(executor.run(async {
            for task in tasks {
                task.await?;
            }
            Ok(())
        }));
        stopped.store(true, std::sync::atomic::Ordering::SeqCst);
        stop.lock().expect("no panic").drain(..).for_each(std::task::Waker::wake);
        result
    })
}
