//! Tasks of several requests do not stand in each other's way: those that are not polled any more, those whose wakers panic, and values
//! that drop requests when they are freed.

use crate::support::{counting, poll, soon};
use oxmpi::Result;
use oxmpi::prelude::*;
use oxmpi::request::{Request, block_on};
use oxmpi_test::oxmpi_test;
use std::sync::Arc;
use std::task::{Wake, Waker};
use std::time::Duration;

#[oxmpi_test(ranks = [1], threads = "funneled")]
fn a_task_that_does_not_look_any_more_starves_no_other(world: &Communicator) -> Result<()> {
    let ((_, stale), (count, waker)) = (counting(), counting());
    let mut left_alone = world.irecv::<Vec<u8>>(from(0).tag(1))?;
    let mut another = world.irecv_into(vec![0u8; 4], from(0).tag(3))?;
    assert!(poll(&mut left_alone, &stale).is_pending());
    assert!(poll(&mut another, &stale).is_pending());
    let mut receiving = world.irecv_into(vec![0u8; 4], from(0).tag(2))?;
    assert!(poll(&mut receiving, &waker).is_pending());
    world.bsend(&[5u8; 4], to(0).tag(2))?;
    let mut seen = 0;
    soon("the task that waits is woken until it is done", || {
        let woken = count.get();
        std::mem::replace(&mut seen, woken) != woken && poll(&mut receiving, &waker).is_ready()
    });
    Ok(())
}

#[oxmpi_test(ranks = [2], threads = "serialized")]
fn serialized_a_completion_that_came_while_another_thread_was_inside_is_told(world: &Communicator) -> Result<()> {
    // Rank 0 looks while a thread is inside of a receive: refused, and to be woken later.
    if world.rank() == 1 {
        world.recv::<u8>(from(0).tag(8))?;
        std::thread::sleep(Duration::from_millis(300));
        return world.send(&5u8, to(0).tag(9));
    }
    let ((first, old), (second, new)) = (counting(), counting());
    let mut receiving = world.irecv_into(vec![0u8; 4], from(0).tag(1))?;
    let mut other = world.irecv_into(vec![0u8; 4], from(0).tag(2))?;
    assert!(poll(&mut receiving, &old).is_pending());
    assert!(poll(&mut other, &old).is_pending());
    world.bsend(&[5u8; 4], to(0).tag(1))?;
    // A look at the other one asks for both. Enough of them that the first is complete.
    for _ in 0..50 {
        assert!(poll(&mut other, &old).is_pending());
        std::thread::sleep(Duration::from_millis(2));
    }
    assert!(first.get() > 0);
    world.send(&1u8, to(1).tag(8))?;
    std::thread::scope(|scope| {
        let inside = scope.spawn(|| world.recv::<u8>(from(1).tag(9)));
        std::thread::sleep(Duration::from_millis(50));
        assert!(poll(&mut receiving, &new).is_pending(), "another thread has its turn");
        assert_eq!(inside.join().expect("no panic").expect("comes"), 5);
    });
    soon("woken to look again", || second.get() > 0);
    assert!(poll(&mut receiving, &new).is_ready());
    Ok(())
}

/// A waker that panics.
struct Panics;

impl Wake for Panics {
    fn wake(self: Arc<Self>) {
        panic!("a panic of a waker, on purpose");
    }
}

/// Wakers of other requests panic; who waits is woken all the same, now and later.
fn panics_of_wakers_are_of_no_account(world: &Communicator) -> Result<()> {
    for round in 0..3u8 {
        let mut all = Vec::new();
        for tag in 0..10 {
            let mut request = world.irecv_into(vec![0u8; 4], from(0).tag(tag))?;
            // By a thread of its own where it may: this thread must go on.
            assert!(poll(&mut request, &Waker::from(Arc::new(Panics))).is_pending());
            all.push(request);
        }
        let mut receiving = world.irecv_into(vec![0u8; 4], from(0).tag(10))?;
        let (count, waker) = counting();
        assert!(poll(&mut receiving, &waker).is_pending());
        for tag in 0..=10 {
            world.bsend(&[round; 4], to(0).tag(tag))?;
        }
        let mut seen = 0;
        soon("the task that waits is woken until it is done", || {
            let woken = count.get();
            // A poll may be the one that wakes the others.
            let mut ready =
                || std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| poll(&mut receiving, &waker).is_ready()));
            std::mem::replace(&mut seen, woken) != woken && ready().unwrap_or(false)
        });
        for request in all {
            request.wait()?;
        }
    }
    Ok(())
}

#[oxmpi_test(ranks = [1], threads = "funneled")]
fn wakers_that_panic_leave_nobody_waiting_at_funneled(world: &Communicator) -> Result<()> {
    panics_of_wakers_are_of_no_account(world)
}

#[oxmpi_test(ranks = [1], threads = "multiple")]
fn wakers_that_panic_leave_nobody_waiting_at_multiple(world: &Communicator) -> Result<()> {
    panics_of_wakers_are_of_no_account(world)
}

/// A value whose drop drops a request.
struct DropsRequest {
    _request: Request<(Vec<u8>, Status)>,
}

#[oxmpi_test(ranks = [1], threads = "funneled", timeout = 30)]
fn a_value_that_drops_a_request_may_be_freed_when_mpi_is_asked(mpi: &Mpi) -> Result<()> {
    let world = mpi.world();
    let (_, waker) = counting();
    let mut kept = world.irecv_into(vec![0u8], from(0).tag(1))?;
    assert!(poll(&mut kept, &waker).is_pending());
    let mut inner = world.irecv_into(vec![0u8], from(0).tag(2))?;
    assert!(poll(&mut inner, &waker).is_pending());
    // Nobody waits for the value, and who completes the operation may not call MPI: this thread frees it when it asks next.
    let (waiting, completer) = mpi.generalized_request()?;
    drop(waiting);
    std::thread::spawn(move || completer.complete(DropsRequest { _request: inner })).join().expect("no panic");
    for _ in 0..20 {
        std::thread::sleep(Duration::from_millis(5));
        assert!(poll(&mut kept, &waker).is_pending());
    }
    world.bsend(&3u8, to(0).tag(1))?;
    assert_eq!(block_on(kept)?.0, [3]);
    Ok(())
}
