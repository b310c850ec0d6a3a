//! Requests as futures: with `block_on`, with an executor of somebody else's, given up half-way.

use super::neighbours;
use crate::sample::{assert_same, samples};
use oxmpi::prelude::*;
use oxmpi::request::{RequestSet, block_on};
use oxmpi::{ErrorKind, Result};
use oxmpi_test::oxmpi_test;
use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::Thread;
use std::time::{Duration, Instant};

/// Polls all futures until each is complete, only those that are left.
async fn join_all<F: Future>(futures: Vec<F>) -> Vec<F::Output> {
    let mut left: Vec<Option<Pin<Box<F>>>> = futures.into_iter().map(|future| Some(Box::pin(future))).collect();
    let mut values: Vec<Option<F::Output>> = left.iter().map(|_| None).collect();
    poll_fn(|context| {
        for (future, value) in left.iter_mut().zip(&mut values) {
            if let Some(Poll::Ready(done)) = future.as_mut().map(|future| future.as_mut().poll(context)) {
                (*future, *value) = (None, Some(done));
            }
        }
        if left.iter().all(Option::is_none) { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
    values.into_iter().map(|value| value.expect("complete")).collect()
}

/// An executor that knows nothing of MPI: it sleeps until somebody wakes the task.
fn run_elsewhere<F: Future>(future: F) -> F::Output {
    struct Unpark(Thread);
    impl Wake for Unpark {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }
    let waker = Waker::from(Arc::new(Unpark(std::thread::current())));
    let mut future = pin!(future);
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut Context::from_waker(&waker)) {
            return output;
        }
        let start = Instant::now();
        std::thread::park_timeout(Duration::from_secs(20));
        assert!(start.elapsed() < Duration::from_secs(20), "nobody woke the task");
    }
}

fn poll_once<F: Future + Unpin>(future: &mut F) -> Poll<F::Output> {
    Pin::new(future).poll(&mut Context::from_waker(Waker::noop()))
}

/// Many at once: to everybody, in pieces, of both kinds of receive.
async fn exchange(world: &Communicator, pieces: usize, len: usize) -> Result<()> {
    let (rank, size) = (world.rank(), world.size());
    let mut receiving = Vec::new();
    let mut told = Vec::new();
    let mut sending = Vec::new();
    for peer in 0..size {
        for tag in 0..pieces as i32 {
            receiving.push(world.irecv_into(vec![0.0; len], from(peer).tag(tag))?);
            told.push(world.irecv::<String>(from(peer).tag(1000 + tag))?);
            let data: Vec<f64> = samples(100 * rank + 10 * peer + tag as usize, len);
            sending.push(world.isend(data, to(peer).tag(tag))?);
            drop(world.isend(format!("{rank} to {peer}, {tag}"), to(peer).tag(1000 + tag))?);
        }
    }
    for (at, got) in join_all(receiving).await.into_iter().enumerate() {
        let (peer, tag) = (at / pieces, at % pieces);
        let (got, status) = got?;
        assert_eq!((status.source(), status.tag()), (Some(peer), Some(tag as i32)));
        assert_same(&got, &samples::<f64>(100 * peer + 10 * rank + tag, len), "joined");
    }
    for (at, got) in join_all(told).await.into_iter().enumerate() {
        assert_eq!(got?.0, format!("{} to {rank}, {}", at / pieces, at % pieces));
    }
    join_all(sending).await.into_iter().try_for_each(|sent| sent.map(drop))?;
    Ok(())
}

#[oxmpi_test(ranks = [1, 2, 3, 4])]
fn many_are_awaited_at_once(world: &Communicator) -> Result<()> {
    let pieces = if world.size() <= 2 { 40 } else { 4 };
    block_on(exchange(world, pieces, 3))?;
    block_on(exchange(world, 2, 20_000))
}

#[oxmpi_test(ranks = [1, 2], threads = "single")]
fn executors_elsewhere_run_requests_without_another_thread(world: &Communicator) -> Result<()> {
    run_elsewhere(exchange(world, 10, 3))?;
    run_elsewhere(exchange(world, 2, 20_000))
}

#[oxmpi_test(ranks = [1, 2], threads = "funneled")]
fn executors_elsewhere_are_woken_on_the_first_thread(world: &Communicator) -> Result<()> {
    run_elsewhere(exchange(world, 10, 3))?;
    run_elsewhere(exchange(world, 2, 20_000))
}

#[oxmpi_test(ranks = [1, 2], threads = "serialized")]
fn executors_elsewhere_are_woken_in_turns(world: &Communicator) -> Result<()> {
    run_elsewhere(exchange(world, 10, 3))?;
    run_elsewhere(exchange(world, 2, 20_000))
}

#[oxmpi_test(ranks = [1, 2], threads = "multiple")]
fn executors_elsewhere_are_woken_where_any_thread_may_call(world: &Communicator) -> Result<()> {
    run_elsewhere(exchange(world, 10, 3))?;
    run_elsewhere(exchange(world, 2, 20_000))
}

/// Two executors on two threads, each with requests of its own.
#[oxmpi_test(ranks = [1, 2], threads = "multiple")]
fn several_threads_await_at_the_same_time(world: &Communicator) -> Result<()> {
    let (right, left) = neighbours(world);
    let talk = async |tag: i32| {
        for round in 0..200usize {
            let receiving = world.irecv_into([0usize; 2], from(left).tag(tag))?;
            let sending = world.isend([round, tag as usize], to(right).tag(tag))?;
            assert_eq!(receiving.await?.0, [round, tag as usize]);
            sending.await?;
        }
        Ok::<_, oxmpi::Error>(())
    };
    std::thread::scope(|scope| {
        let other = scope.spawn(|| run_elsewhere(talk(1)));
        block_on(talk(2))?;
        other.join().expect("no panic")
    })
}

/// A future that is dropped or left is a request still: nothing is lost.
#[oxmpi_test(ranks = [1, 2])]
fn a_request_that_was_polled_goes_on_by_other_ways(world: &Communicator) -> Result<()> {
    let (right, left) = neighbours(world);
    let mut requests = Vec::new();
    for tag in 0..6 {
        let mut request = world.irecv_into(vec![0u8; 2], from(left).tag(tag))?;
        assert!(poll_once(&mut request).is_pending());
        assert!(poll_once(&mut request).is_pending());
        requests.push(request);
    }
    let mut probed = world.irecv::<Vec<u8>>(from(left).tag(6))?;
    assert!(poll_once(&mut probed).is_pending());
    world.barrier()?;
    for tag in 1..7 {
        world.bsend(&[tag as u8, 1], to(right).tag(tag))?;
    }
    let mut requests = requests.into_iter();
    let mut next = || requests.next().expect("six");
    // Cancelled, and awaited all the same.
    let mut request = next();
    request.cancel()?;
    let failed = block_on(request).expect_err("nobody sent it");
    assert_eq!((failed.kind(), failed.into_value().expect("over").0), (ErrorKind::Cancelled, vec![0; 2]));
    // Waited for, tested, looked at, in a set, awaited.
    assert_eq!(next().wait()?.0, [1, 1]);
    let mut request = next();
    let (got, _) = loop {
        match request.test()? {
            Some(done) => break done,
            None => std::thread::yield_now(),
        }
    };
    assert_eq!(got, [2, 1]);
    let mut request = next();
    let status = loop {
        match request.get_status()? {
            Some(status) => break status,
            None => std::thread::yield_now(),
        }
    };
    assert_eq!((status.source(), status.bytes()), (Some(left), 2));
    assert_eq!(block_on(request)?.0, [3, 1]);
    let mut set = RequestSet::new();
    let (first, second) = (set.add(next()), set.add(probed));
    set.wait_all()?;
    assert_eq!((set.take(first)?.0, set.take(second)?.0), (vec![4, 1], vec![6, 1]));
    assert_eq!(block_on(next())?.0, [5, 1]);
    Ok(())
}

/// `(&mut request).await` in a race loses nothing.
#[oxmpi_test(ranks = [1, 2])]
fn a_race_that_a_request_loses_leaves_it_as_it_is(world: &Communicator) -> Result<()> {
    let (right, left) = neighbours(world);
    let mut slow = world.irecv_into(vec![0u8; 3], from(left).tag(1))?;
    let mut quick = world.irecv::<String>(from(left).tag(2))?;
    let sending = world.isend(String::from("quick"), to(right).tag(2))?;
    let won = block_on(async {
        let mut race = (pin!(&mut slow), pin!(&mut quick));
        poll_fn(|context| match race.0.as_mut().poll(context) {
            Poll::Ready(_) => panic!("nobody sent it yet"),
            Poll::Pending => race.1.as_mut().poll(context),
        })
        .await
    });
    assert_eq!(won?.0, "quick");
    sending.wait()?;
    world.barrier()?;
    world.bsend(&[1u8, 2, 3], to(right).tag(1))?;
    assert_eq!(block_on(slow)?.0, [1, 2, 3]);
    Ok(())
}

/// What is dropped after it was polled is cancelled, and takes nothing.
#[oxmpi_test(ranks = [1, 2])]
fn a_receive_that_is_dropped_while_it_is_awaited_takes_nothing(world: &Communicator) -> Result<()> {
    let (right, left) = neighbours(world);
    for round in 0..20u8 {
        let mut posted = world.irecv_into(vec![0u8; 3], left)?;
        let mut probed = world.irecv::<Vec<u8>>(left)?;
        assert!(poll_once(&mut posted).is_pending() && poll_once(&mut probed).is_pending());
        drop((probed, posted));
        world.barrier()?;
        world.bsend(&[round, 1, 2], right)?;
        assert_eq!(block_on(world.irecv::<Vec<u8>>(left)?)?.0, [round, 1, 2]);
    }
    Ok(())
}

/// Between two ranks: see `each_request_has_an_error_of_its_own`.
#[oxmpi_test(ranks = [2])]
fn awaited_requests_yield_their_own_errors(world: &Communicator) -> Result<()> {
    let (right, left) = neighbours(world);
    let receiving: Vec<_> = (0..9)
        .map(|tag| world.irecv_into(vec![true; 2], from(left).tag(tag)))
        .collect::<std::result::Result<_, _>>()?;
    for tag in 0..9 {
        world.bsend([&[0u8, 1][..], &[7], &[1; 5]][tag as usize % 3], to(right).tag(tag))?;
    }
    for (at, result) in block_on(join_all(receiving)).into_iter().enumerate() {
        match at % 3 {
            0 => assert_eq!(result?.0, [false, true]),
            1 => {
                let failed = result.expect_err("7 is no bool");
                assert_eq!(failed.kind(), ErrorKind::InvalidValue);
                assert_eq!(failed.into_value().expect("over").0, [false, true]);
            }
            _ => {
                let failed = result.expect_err("too long");
                assert_eq!((failed.kind(), failed.into_value().expect("over").0.len()), (ErrorKind::Truncated, 2));
            }
        }
    }
    Ok(())
}

/// A request polled again after its result was taken says so.
#[oxmpi_test(ranks = [1])]
fn a_result_is_taken_once(world: &Communicator) -> Result<()> {
    let mut request = world.isend(vec![1u8], None)?;
    assert_eq!(block_on(&mut request)?, [1]);
    assert_eq!(block_on(&mut request).expect_err("taken").kind(), ErrorKind::Request);
    assert_eq!(request.test().expect_err("taken").kind(), ErrorKind::Request);
    assert_eq!(request.get_status().expect_err("taken").kind(), ErrorKind::Request);
    assert_eq!(request.cancel().expect_err("taken").kind(), ErrorKind::Request);
    assert_eq!(request.wait().expect_err("taken").kind(), ErrorKind::Request);
    Ok(())
}

/// To look asks MPI, also where the driver has the request.
#[oxmpi_test(ranks = [1, 2], timeout = 20)]
fn a_request_that_was_polled_is_looked_at(world: &Communicator) -> Result<()> {
    let (right, left) = neighbours(world);
    let mut receiving = world.irecv_into(vec![0u8; 2], left)?;
    let mut sending = world.issend(vec![1u8; 2], to(right).tag(1))?;
    assert!(poll_once(&mut receiving).is_pending() && poll_once(&mut sending).is_pending());
    assert_eq!((receiving.get_status()?, sending.get_status()?), (None, None));
    world.barrier()?;
    world.bsend(&[3u8, 4], right)?;
    assert_eq!(world.recv::<[u8; 2]>(from(left).tag(1))?, [1, 1]);
    let status = loop {
        match receiving.get_status()? {
            Some(status) => break status,
            None => std::thread::yield_now(),
        }
    };
    assert_eq!((status.source(), status.bytes()), (Some(left), 2));
    while sending.get_status()?.is_none() {
        std::thread::yield_now();
    }
    assert_eq!((receiving.wait()?.0, block_on(sending)?), (vec![3, 4], vec![1, 1]));
    Ok(())
}
