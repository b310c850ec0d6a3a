//! What futures promise: who is woken, that a wrong thread is told so, and that the other ways to look at a request agree.

use crate::support::{counting, neighbours, poll, soon};
use oxmpi::ErrorKind::WrongThread;
use oxmpi::Result;
use oxmpi::prelude::*;
use oxmpi::request::{RequestSet, block_on};
use oxmpi_test::oxmpi_test;
use std::task::Poll;

#[oxmpi_test(ranks = [1], threads = "multiple")]
fn the_waker_of_the_last_poll_is_the_one_that_is_woken(world: &Communicator) -> Result<()> {
    let mut receiving = world.irecv_into(vec![0u8; 4], 0)?;
    let ((first, old), (second, new)) = (counting(), counting());
    assert!(poll(&mut receiving, &old).is_pending());
    assert!(poll(&mut receiving, &new).is_pending());
    world.bsend(&[5u8; 4], 0)?;
    soon("the later waker is woken", || second.get() > 0);
    assert_eq!(first.get(), 0, "the earlier one is not");
    let (idle, another) = counting();
    let Poll::Ready(Ok((got, _))) = poll(&mut receiving, &another) else { panic!("must be complete") };
    assert_eq!((got, idle.get()), (vec![5; 4], 0));
    // Once.
    let Poll::Ready(Err(spent)) = poll(&mut receiving, &another) else { panic!("must be an error") };
    assert_eq!(spent.kind(), oxmpi::ErrorKind::Request);
    Ok(())
}

#[oxmpi_test(ranks = [1], threads = "funneled")]
fn at_funneled_too(world: &Communicator) -> Result<()> {
    let mut receiving = world.irecv_into(vec![0u8; 4], 0)?;
    let ((first, old), (second, new)) = (counting(), counting());
    assert!(poll(&mut receiving, &old).is_pending());
    soon("a task is woken to ask", || first.get() > 0);
    assert!(poll(&mut receiving, &new).is_pending());
    let before = first.get();
    world.bsend(&[5u8; 4], 0)?;
    soon("the task asks until it is complete", || second.get() > 0 && poll(&mut receiving, &new).is_ready());
    assert_eq!(first.get(), before, "whoever went away is not woken");
    Ok(())
}

#[oxmpi_test(ranks = [1], threads = "funneled")]
fn a_poll_on_the_wrong_thread_is_an_error_and_the_request_goes_on(world: &Communicator) -> Result<()> {
    let (_, waker) = counting();
    for polled_before in [false, true] {
        let mut known = world.irecv_into(vec![0u8; 4], from(0).tag(1))?;
        let mut unknown = world.irecv::<Vec<u8>>(from(0).tag(2))?;
        if polled_before {
            assert!(poll(&mut known, &waker).is_pending());
            assert!(poll(&mut unknown, &waker).is_pending());
        }
        std::thread::scope(|scope| {
            scope.spawn(|| {
                for _ in 0..3 {
                    let Poll::Ready(Err(error)) = poll(&mut known, &waker) else { panic!("must be an error") };
                    assert_eq!(error.kind(), WrongThread);
                    let error = block_on(&mut unknown).expect_err("must be an error");
                    assert_eq!(error.kind(), WrongThread);
                }
            });
        });
        world.bsend(&[5u8; 4], to(0).tag(1))?;
        world.bsend(&[6u8; 3], to(0).tag(2))?;
        let (known, unknown) = block_on(async { (known.await, unknown.await) });
        assert_eq!((known?.0, unknown?.0), (vec![5; 4], vec![6; 3]));
    }
    Ok(())
}

#[oxmpi_test(ranks = [1, 2], threads = "funneled")]
fn what_was_polled_can_be_waited_tested_cancelled_and_put_into_sets(world: &Communicator) -> Result<()> {
    let (left, right) = neighbours(world);
    let (_, waker) = counting();
    for known in [true, false] {
        let receive = |tag: i32| -> Result<_> {
            let source = from(left).tag(tag);
            let mut request = match known {
                true => world.irecv_into(vec![0u64], source)?,
                false => world.irecv::<Vec<u64>>(source)?,
            };
            assert!(poll(&mut request, &waker).is_pending());
            Ok(request)
        };
        world.barrier()?; // nobody sends before all have received what came before
        let (by_wait, mut by_test, mut by_status, by_set) = (receive(1)?, receive(2)?, receive(3)?, receive(4)?);
        let (mut cancelled, dropped) = (receive(5)?, receive(5)?);
        drop(dropped);
        cancelled.cancel()?;
        assert_eq!(block_on(cancelled).expect_err("nothing was sent").kind(), oxmpi::ErrorKind::Cancelled);
        world.barrier()?; // nor before all wait
        for tag in 1..=4 {
            world.bsend(&(tag as u64), to(right).tag(tag))?;
        }
        assert_eq!(by_wait.wait()?.0, [1]);
        soon("tested", || by_test.test().expect("tests").is_some_and(|(got, _)| got == [2]));
        if known {
            soon("its status is known", || by_status.get_status().expect("looks").is_some());
        }
        assert_eq!(by_status.wait()?.0, [3]);
        let mut set = RequestSet::new();
        let ticket = set.add(by_set);
        set.wait_all()?;
        assert_eq!(set.take(ticket)?.0, [4]);
    }
    Ok(())
}

#[oxmpi_test(ranks = [1], threads = "multiple")]
fn a_generalized_request_can_be_awaited(mpi: &Mpi) -> Result<()> {
    for executor in 0..2 {
        let (waiting, completer) = mpi.generalized_request::<String>()?;
        let thread = std::thread::spawn(move || {
            std::thread::sleep(std::time::Duration::from_millis(20));
            completer.complete("done".to_owned());
        });
        let done = if executor == 0 { block_on(waiting) } else { futures_lite::future::block_on(waiting) };
        assert_eq!(done?.0, "done");
        thread.join().expect("no panic");
    }
    Ok(())
}

#[oxmpi_test(ranks = [1], threads = "funneled")]
fn a_generalized_request_that_another_thread_completes_can_be_awaited(mpi: &Mpi) -> Result<()> {
    for executor in 0..2 {
        let (waiting, completer) = mpi.generalized_request::<String>()?;
        let thread = std::thread::spawn(move || {
            std::thread::sleep(std::time::Duration::from_millis(20));
            completer.complete("done".to_owned());
        });
        let done = if executor == 0 { block_on(waiting) } else { futures_lite::future::block_on(waiting) };
        assert_eq!(done?.0, "done");
        thread.join().expect("no panic");
    }
    Ok(())
}
