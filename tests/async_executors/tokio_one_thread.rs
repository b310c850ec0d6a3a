//! Tokio on one thread, at the levels below Multiple: a thread of ours wakes the tasks, which ask MPI on the thread that may.

use crate::scenarios;
use crate::support::neighbours;
use oxmpi::Result;
use oxmpi::prelude::*;
use oxmpi_test::oxmpi_test;
use std::rc::Rc;
use std::time::Duration;
use tokio::runtime::{Builder, Runtime};
use tokio::task::{LocalSet, spawn_local};

fn one_thread() -> Runtime {
    Builder::new_current_thread().enable_time().build().expect("starts")
}

#[oxmpi_test(ranks = [1, 2], threads = "funneled")]
fn current_thread_at_funneled(world: &Communicator) -> Result<()> {
    one_thread().block_on(scenarios::all(world))
}

#[oxmpi_test(ranks = [1, 2], threads = "serialized")]
fn current_thread_at_serialized(world: &Communicator) -> Result<()> {
    one_thread().block_on(scenarios::all(world))
}

#[oxmpi_test(ranks = [1, 2], threads = "single")]
fn current_thread_at_single(world: &Communicator) -> Result<()> {
    one_thread().block_on(scenarios::all(world))
}

#[oxmpi_test(ranks = [1, 2], threads = "funneled")]
fn tasks_of_a_local_set_have_requests_of_their_own(mpi: &Mpi) -> Result<()> {
    let world = Rc::new(mpi.world());
    let (left, right) = neighbours(&world);
    LocalSet::new().block_on(&one_thread(), async {
        let mut tasks = Vec::new();
        for number in 0..1000usize {
            let world = Rc::clone(&world);
            tasks.push(spawn_local(async move {
                let receiving = world.irecv_into(vec![0usize; 2], from(left).tag(number as i32))?;
                tokio::task::yield_now().await;
                let sending = world.isend(vec![number; 2], to(right).tag(number as i32))?;
                assert_eq!(receiving.await?.0, [number; 2]);
                sending.await?;
                Ok::<_, oxmpi::Error>(())
            }));
        }
        for task in tasks {
            task.await.expect("no panic")?;
        }
        let mut tasks = Vec::new();
        for _ in 0..3 {
            let own = world.duplicate()?;
            tasks.push(spawn_local(async move { scenarios::all(&own).await }));
        }
        for task in tasks {
            task.await.expect("no panic")?;
        }
        scenarios::losers_of_a_race_go_on(&world, 1000).await
    })
}

#[oxmpi_test(ranks = [2], threads = "funneled")]
fn a_timeout_and_an_abort_on_the_main_thread(mpi: &Mpi) -> Result<()> {
    let world = Rc::new(mpi.world());
    let (left, right) = neighbours(&world);
    LocalSet::new().block_on(&one_thread(), async {
        let waiting = Rc::clone(&world);
        let task = spawn_local(async move { waiting.irecv::<Vec<u8>>(left).expect("starts").await.map(drop) });
        let mut receiving = world.irecv_into(vec![0u8; 3], from(left).tag(1))?;
        assert!(tokio::time::timeout(Duration::from_millis(30), &mut receiving).await.is_err());
        task.abort();
        assert!(task.await.expect_err("nothing was sent").is_cancelled());
        world.barrier()?;
        let sending = [world.isend(vec![1u8; 3], to(right).tag(1))?, world.isend(vec![2u8; 5], right)?];
        assert_eq!(receiving.await?.0, [1; 3]);
        assert_eq!(world.irecv::<Vec<u8>>(left)?.await?.0, [2; 5]);
        for sending in sending {
            sending.await?;
        }
        Ok(())
    })
}
