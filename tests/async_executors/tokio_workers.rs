//! Tokio with several workers, at the level Multiple: tasks wander between threads, and the driver asks MPI.

use crate::scenarios;
use crate::support::neighbours;
use oxmpi::Result;
use oxmpi::prelude::*;
use oxmpi_test::oxmpi_test;
use std::sync::Arc;
use std::time::Duration;
use tokio::runtime::{Builder, Runtime};

fn workers() -> Runtime {
    Builder::new_multi_thread().worker_threads(2).enable_time().build().expect("starts")
}

#[oxmpi_test(ranks = [1, 2], threads = "multiple")]
fn spawned_tasks_have_requests_of_their_own(world: &Communicator) -> Result<()> {
    let runtime = workers();
    runtime.block_on(async {
        let mut tasks = Vec::new();
        for task in 0..4 {
            let own = world.duplicate()?;
            tasks.push(tokio::spawn(async move {
                scenarios::all(&own).await?;
                scenarios::messages_in_order(&own, 300 + task, 100).await
            }));
        }
        for task in tasks {
            task.await.expect("no panic")?;
        }
        Ok(())
    })
}

#[oxmpi_test(ranks = [1, 2], threads = "multiple")]
fn a_thousand_tasks_and_a_thousand_requests_of_one(mpi: &Mpi) -> Result<()> {
    const COUNT: usize = 1000;
    let world = Arc::new(mpi.world());
    let (left, right) = neighbours(&world);
    let runtime = workers();
    runtime.block_on(async {
        let mut tasks = Vec::new();
        for number in 0..COUNT {
            let world = Arc::clone(&world);
            tasks.push(tokio::spawn(async move {
                let receiving = world.irecv_into(vec![0usize; 3], from(left).tag(number as i32))?;
                let text = world.irecv::<String>(from(left).tag((COUNT + number) as i32))?;
                // The others send meanwhile.
                tokio::task::yield_now().await;
                let sending = world.isend(vec![number; 3], to(right).tag(number as i32))?;
                let text_sending = world.isend(number.to_string(), to(right).tag((COUNT + number) as i32))?;
                let (got, text) = tokio::join!(receiving, text);
                assert_eq!((got?.0, text?.0), (vec![number; 3], number.to_string()));
                sending.await?;
                text_sending.await?;
                Ok::<_, oxmpi::Error>(number)
            }));
        }
        for (number, task) in tasks.into_iter().enumerate() {
            assert_eq!(task.await.expect("no panic")?, number);
        }
        scenarios::many_at_once(&world, COUNT).await
    })
}

#[oxmpi_test(ranks = [1, 2], threads = "multiple")]
fn a_thousand_rounds_of_select_steal_and_lose_no_message(world: &Communicator) -> Result<()> {
    workers().block_on(async {
        scenarios::losers_of_a_race_go_on(world, 1000).await?;
        scenarios::dropped_losers_take_no_message(world, 500).await?;
        let (left, right) = neighbours(world);
        let [mut first, mut second] = [1, 2].map(|tag| world.irecv_into(vec![0i32], from(left).tag(tag)));
        let mut expected = [0, 1];
        for round in 0..1000 {
            let sending = world.isend(round, to(right).tag(1 + round % 2))?;
            let (which, got) = tokio::select! {
                got = first.as_mut().expect("is posted") => (0, got?.0),
                got = second.as_mut().expect("is posted") => (1, got?.0),
            };
            assert_eq!(got, [expected[which]]);
            expected[which] += 2;
            let again = if which == 0 { &mut first } else { &mut second };
            *again = world.irecv_into(got, from(left).tag(1 + which as i32));
            sending.await?;
        }
        assert_eq!(expected, [1000, 1001]);
        Ok(())
    })
}

#[oxmpi_test(ranks = [1, 2], threads = "multiple")]
fn a_request_goes_on_after_tokios_timeout(world: &Communicator) -> Result<()> {
    let (left, right) = neighbours(world);
    workers().block_on(async {
        let mut receiving = world.irecv_into(vec![0u64; 3], left)?;
        let mut text = world.irecv::<String>(from(left).tag(1))?;
        for _ in 0..3 {
            let few = Duration::from_millis(10);
            assert!(tokio::time::timeout(few, &mut receiving).await.is_err());
            assert!(tokio::time::timeout(few, &mut text).await.is_err());
        }
        world.barrier()?; // all have seen that nothing came
        let sending = (world.isend(vec![1u64, 2, 3], right)?, world.isend("text".to_owned(), to(right).tag(1))?);
        let limit = Duration::from_secs(20);
        let (got, _) = tokio::time::timeout(limit, &mut receiving).await.expect("comes")?;
        assert_eq!((got, text.await?.0), (vec![1, 2, 3], "text".to_owned()));
        sending.0.await?;
        sending.1.await?;
        Ok(())
    })
}

#[oxmpi_test(ranks = [1, 2], threads = "multiple")]
fn a_task_that_is_aborted_takes_no_message(mpi: &Mpi) -> Result<()> {
    let world = Arc::new(mpi.world());
    let (left, right) = neighbours(&world);
    workers().block_on(async {
        for round in 0..50u64 {
            let mut tasks = Vec::new();
            for _ in 0..3 {
                let world = Arc::clone(&world);
                tasks.push(tokio::spawn(
                    async move { Ok::<_, oxmpi::Error>(world.irecv_into(vec![0u64], left)?.await?) },
                ));
                let world = mpi.world();
                tasks.push(tokio::spawn(async move {
                    let (got, status) = world.irecv::<Vec<u64>>(left)?.await?;
                    Ok((got, status))
                }));
            }
            tokio::time::sleep(Duration::from_millis(round % 3)).await;
            for task in tasks {
                task.abort();
                assert!(task.await.expect_err("nothing was sent").is_cancelled());
            }
            world.barrier()?; // nobody sends before all are gone
            let sending = world.isend(vec![round], right)?;
            assert_eq!(world.irecv_into(vec![0u64], left)?.await?.0, [round]);
            sending.await?;
            world.barrier()?; // nobody posts before all have received
        }
        Ok(())
    })
}
