//! Threads: what the thread level does not admit is an error, drops on the wrong thread wait for the right one, and what it admits works.

use crate::every_call::all_are_refused;
use crate::support::{kind, works};
use oxmpi::ErrorKind::WrongThread;
use oxmpi::prelude::*;
use oxmpi_test::oxmpi_test;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::time::{Duration, Instant};

#[oxmpi_test(ranks = [1, 2], threads = "funneled")]
fn funneled_refuses_every_call_of_other_threads(world: &Communicator) {
    let grid = world.cartesian(&[1]).periodic(&[false]).create().unwrap();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| match &grid {
                Some(grid) => all_are_refused(world, grid, WrongThread),
                None => assert_eq!(kind("barrier", world.barrier()), WrongThread),
            });
        }
    });
    works(world);
}

#[oxmpi_test(ranks = [2], threads = "funneled")]
fn funneled_refuses_to_receive_a_matched_message_elsewhere_and_the_job_goes_on(world: &Communicator) {
    let other = 1 - world.rank();
    for _ in 0..3 {
        world.bsend(&[1u8; 100], other).unwrap();
    }
    let (by_value, into_slice, dropped) =
        (world.mprobe(other).unwrap(), world.mprobe(other).unwrap(), world.mprobe(other).unwrap());
    std::thread::scope(|scope| {
        scope.spawn(|| assert_eq!(kind("recv", by_value.recv::<Vec<u8>>()), WrongThread));
        scope.spawn(|| {
            let mut buffer = [7u8; 100];
            assert_eq!(kind("recv_into", into_slice.recv_into(&mut buffer[..])), WrongThread);
            assert_eq!(buffer, [7; 100]);
        });
        scope.spawn(|| drop(dropped));
    });
    works(world);
}

#[oxmpi_test(ranks = [2], threads = "funneled", timeout = 120)]
fn communicators_that_other_threads_drop_are_freed_by_the_right_one(world: &Communicator) {
    // More than any library has room for at a time: MPICH has some 2,000.
    for _ in 0..100 {
        let many: Vec<Communicator> = (0..50).map(|_| world.duplicate().unwrap()).collect();
        std::thread::spawn(move || drop(many)).join().unwrap();
    }
    works(world);
}

#[oxmpi_test(ranks = [1], threads = "multiple")]
fn a_communicator_may_be_dropped_at_the_very_end_of_a_thread(world: &Communicator) {
    use std::cell::RefCell;
    thread_local!(static KEPT: RefCell<Option<Communicator>> = const { RefCell::new(None) });
    for used in [false, true] {
        let copy = world.duplicate().unwrap();
        std::thread::scope(|scope| {
            scope.spawn(move || {
                if used {
                    copy.barrier().unwrap();
                }
                KEPT.set(Some(copy));
            });
        });
    }
    works(world);
}

#[oxmpi_test(ranks = [2], threads = "serialized")]
fn serialized_refuses_the_second_of_two_threads_at_once(world: &Communicator) {
    // Rank 1 is late, so that a thread of rank 0 is inside of its receive for a while; meanwhile the main thread is refused.
    let dropped_inside = world.duplicate().unwrap();
    if world.rank() == 1 {
        std::thread::sleep(Duration::from_millis(700));
        world.send(&5u8, 0).unwrap();
    } else {
        std::thread::scope(|scope| {
            let receiver = scope.spawn(|| world.recv::<u8>(1));
            std::thread::sleep(Duration::from_millis(300));
            for _ in 0..3 {
                assert_eq!(kind("send", world.send(&1u8, 1)), WrongThread);
                assert_eq!(kind("barrier", world.barrier()), WrongThread);
            }
            drop(dropped_inside); // not now, but later
            assert_eq!(receiver.join().unwrap().unwrap(), 5);
        });
    }
    works(world);
}

#[oxmpi_test(ranks = [1, 2], threads = "serialized")]
fn serialized_loses_no_message_when_threads_take_turns_by_chance(world: &Communicator) {
    // Another thread tries to get in all the time. A receive may be refused, before it does anything; its message is there still.
    let peer = (world.rank() + 1) % world.size();
    let done = AtomicBool::new(false);
    // Until it is let in; with time for the other thread, of which there may be one processor alone.
    fn insist<T>(mut call: impl FnMut() -> oxmpi::Result<T>) -> T {
        loop {
            match call() {
                Ok(value) => return value,
                Err(error) if error.kind() == WrongThread => std::thread::yield_now(),
                Err(error) => panic!("{error}"),
            }
        }
    }
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !done.load(SeqCst) {
                let _ = world.iprobe(from(peer).tag(9));
            }
        });
        for round in 0..2000u64 {
            let message = vec![round; 10 + round as usize % 100];
            insist(|| world.bsend(&message, peer));
            assert_eq!(insist(|| world.recv::<Vec<u64>>(peer)), message);
            let text = format!("round {round}");
            insist(|| world.bsend(&Obj(&text), peer));
            assert_eq!(insist(|| world.recv::<Obj<String>>(peer)), Obj(text));
        }
        done.store(true, SeqCst);
    });
    insist(|| world.barrier());
}

#[oxmpi_test(ranks = [1], threads = "serialized")]
fn serialized_finishes_an_exchange_before_it_gives_the_data_back(world: &Communicator) {
    // The data that goes out is long, so that it is read late; were the exchange refused half-way, it would be freed before.
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !done.load(SeqCst) {
                let _ = world.iprobe(from(0).tag(9));
            }
        });
        let mut rounds = 0u64;
        let start = Instant::now();
        while rounds < 200 && start.elapsed() < Duration::from_secs(20) {
            let message = vec![rounds; 50_000];
            match world.sendrecv::<_, Vec<u64>>(&message, 0, 0) {
                Ok(got) => assert!(got == message),
                Err(error) => {
                    assert_eq!(
                        (error.kind(), error.call()),
                        (WrongThread, "MPI_Isend"),
                        "refused before it sends: {error}"
                    );
                    std::thread::yield_now();
                    continue;
                }
            }
            rounds += 1;
        }
        done.store(true, SeqCst);
        assert!(rounds > 0);
    });
}

#[oxmpi_test(ranks = [1, 2, 3], threads = "multiple", timeout = 120)]
fn multiple_lets_four_threads_split_send_and_drop(world: &Communicator) {
    // Collectives at the same time need a communicator each.
    let own: Vec<Communicator> = (0..4).map(|_| world.duplicate().unwrap()).collect();
    std::thread::scope(|scope| {
        for (number, mine) in own.iter().enumerate() {
            scope.spawn(move || {
                for round in 0..25 {
                    let half = mine.split(Some(mine.rank() % 2), 0).unwrap().expect("has a color");
                    let copy = half.duplicate().unwrap();
                    let (rank, size) = (copy.rank(), copy.size());
                    let (left, right) = ((rank + size - 1) % size, (rank + 1) % size);
                    let message = vec![(number * 100 + round) as u64 + 1000 * rank as u64; 500];
                    let got: Vec<u64> = copy.sendrecv(&message, right, left).unwrap();
                    assert_eq!(got, vec![(number * 100 + round) as u64 + 1000 * left as u64; 500]);
                    let total = copy.all_reduce(&(number as u64), Op::SUM).unwrap();
                    assert_eq!(total, (number * size) as u64);
                    drop(half);
                }
            });
        }
    });
    works(world);
}

#[oxmpi_test(ranks = [2], threads = "multiple")]
fn multiple_keeps_the_messages_of_threads_on_one_communicator_apart(world: &Communicator) {
    let other = 1 - world.rank();
    std::thread::scope(|scope| {
        for tag in 0..4 {
            scope.spawn(move || {
                for round in 0..200u64 {
                    let message = vec![round * 10 + tag as u64; 100 + round as usize];
                    let got: Vec<u64> = world.sendrecv(&message, to(other).tag(tag), from(other).tag(tag)).unwrap();
                    assert_eq!(got, message);
                    world.bsend(&message, to(other).tag(tag + 10)).unwrap();
                    let matched = world.mprobe(from(other).tag(tag + 10)).unwrap();
                    assert_eq!(matched.recv::<Vec<u64>>().unwrap(), message);
                }
            });
        }
    });
    works(world);
}
