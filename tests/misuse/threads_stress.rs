//! Threads that call MPI as hard as their level allows: many small messages from four threads, pools, threads that take turns; and what they
//! drop on the wrong thread.
//!
//! 10,000 messages a thread; 100,000 with `OXMPI_TEST_FULL=1`.

use crate::support::{kind, works};
use oxmpi::ErrorKind::WrongThread;
use oxmpi::prelude::*;
use oxmpi::request::{Request, RequestSet, wait_all};
use oxmpi_test::oxmpi_test;
use rayon::prelude::*;
use std::time::Instant;

const THREADS: usize = 4;
/// How many messages are under way at a time, of one thread.
const BATCH: usize = 20;

fn messages_per_thread() -> usize {
    let full = std::env::var_os("OXMPI_TEST_FULL").is_some_and(|value| value == "1");
    if full { 100_000 } else { 10_000 }
}

/// What a message says: who sent it, which thread, which one it is, and as many more words as tell them apart.
fn content(rank: usize, thread: usize, number: usize) -> Vec<u64> {
    let word = (rank * 10 + thread) as u64 * 1_000_000 + number as u64;
    (0..1 + number % 4).map(|index| word * (index as u64 + 1)).collect()
}

/// Gives what a call is refused another try, until it is its thread's turn.
fn insist<T>(mut call: impl FnMut() -> oxmpi::Result<T>) -> T {
    loop {
        match call() {
            Ok(value) => return value,
            Err(error) if error.kind() == WrongThread => std::thread::yield_now(),
            Err(error) => panic!("{error}"),
        }
    }
}

type Receiving = Request<(Vec<u64>, Status)>;

/// A thread's exchanges with its peer, by every kind of call in turn.
fn exchange(world: &Communicator, thread: usize, count: usize) -> oxmpi::Result<()> {
    let (here, peer) = (world.rank(), world.size() - 1 - world.rank());
    let (to, from) = (to(peer).tag(thread as i32), from(peer).tag(thread as i32));
    let check = |number: usize, got: &[u64], status: Status| {
        let expected = content(peer, thread, number);
        assert_eq!((&got[..expected.len()], status.bytes()), (&expected[..], 8 * expected.len()), "message {number}");
    };
    let mut number = 0;
    while number < count {
        let batch = number..count.min(number + BATCH);
        match number / BATCH % 4 {
            0 => {
                // One request after another.
                let receiving = batch.clone().map(|_| Ok(world.irecv_into(vec![0u64; 4], from)?));
                let receiving = receiving.collect::<oxmpi::Result<Vec<Receiving>>>()?;
                let sending = batch.clone().map(|number| Ok(world.isend(content(here, thread, number), to)?));
                let sending = sending.collect::<oxmpi::Result<Vec<_>>>()?;
                for (number, request) in batch.clone().zip(receiving) {
                    let (got, status) = request.wait()?;
                    check(number, &got, status);
                }
                for (number, sent) in batch.clone().zip(wait_all(sending)?) {
                    assert_eq!(sent, content(here, thread, number));
                }
            }
            1 => {
                // A set of both kinds, told as they complete.
                let mut set = RequestSet::with_capacity(2 * BATCH);
                let (mut receiving, mut sending) = (Vec::new(), Vec::new());
                for _ in batch.clone() {
                    receiving.push(set.add(world.irecv_into(vec![0u64; 4], from)?));
                }
                for number in batch.clone() {
                    sending.push(set.add(world.isend(content(here, thread, number), to)?));
                }
                let (mut completed, mut told) = (Vec::new(), 0);
                while set.wait_some(&mut completed)? > 0 {
                    told += completed.len();
                }
                assert_eq!(told, 2 * batch.len());
                for (number, ticket) in batch.clone().zip(receiving) {
                    let (got, status) = set.take(ticket)?;
                    check(number, &got, status);
                }
                for ticket in sending {
                    set.take(ticket)?;
                }
            }
            2 => {
                // Calls that block, with room that the caller has or that is made.
                for number in batch.clone() {
                    let mut into = [0u64; 4];
                    let sent = content(here, thread, number);
                    if number % 2 == 0 {
                        let status = world.sendrecv_into(&sent[..], to, &mut into[..], from)?;
                        check(number, &into, status);
                    } else {
                        let got: Vec<u64> = world.sendrecv(&sent, to, from)?;
                        assert_eq!(got, content(peer, thread, number));
                    }
                }
            }
            _ => {
                // Memory that is lent, and tests in place of waits.
                let mut rooms = [[0u64; 4]; BATCH];
                let sent: Vec<Vec<u64>> = batch.clone().map(|number| content(here, thread, number)).collect();
                world.scope(|s| {
                    for (room, sent) in rooms.iter_mut().zip(&sent) {
                        let mut receiving = world.irecv_into(s.lend_mut(&mut room[..]), from)?;
                        world.isend(s.lend(sent), to)?;
                        let _ = receiving.test()?;
                    }
                    Ok(())
                })?;
                for (number, room) in batch.clone().zip(rooms) {
                    assert_eq!(room[0], content(peer, thread, number)[0]);
                }
            }
        }
        number = batch.end;
    }
    Ok(())
}

#[oxmpi_test(ranks = [1, 2], threads = "multiple", timeout = 600)]
fn multiple_four_threads_exchange_very_many_messages(world: &Communicator) {
    let (count, start) = (messages_per_thread(), Instant::now());
    std::thread::scope(|scope| {
        for thread in 0..THREADS {
            scope.spawn(move || exchange(world, thread, count).expect("goes well"));
        }
    });
    if world.rank() == 0 {
        println!("{THREADS} threads, {count} messages each: {:?}", start.elapsed());
    }
    works(world);
}

#[oxmpi_test(ranks = [1, 2], threads = "multiple")]
fn multiple_requests_and_sets_wander_between_threads(world: &Communicator) {
    // Each request is started by one thread and waited for by another.
    let peer = world.size() - 1 - world.rank();
    let (to_waiters, requests) = std::sync::mpsc::sync_channel::<(usize, Receiving)>(64);
    let requests = std::sync::Mutex::new(requests);
    std::thread::scope(|scope| {
        scope.spawn(move || {
            for number in 0..2000 {
                let receiving = world.irecv_into(vec![0u64; 4], from(peer).tag(number as i32 % 100)).expect("starts");
                to_waiters.send((number, receiving)).expect("somebody waits");
                world.bsend(&content(world.rank(), 0, number), to(peer).tag(number as i32 % 100)).expect("sends");
            }
        });
        for _ in 0..3 {
            scope.spawn(|| {
                loop {
                    let next = requests.lock().expect("no panic").recv();
                    let Ok((number, request)) = next else { return };
                    let (got, status) = request.wait().expect("comes");
                    let expected = content(peer, 0, number);
                    assert_eq!((&got[..expected.len()], status.bytes()), (&expected[..], 8 * expected.len()));
                }
            });
        }
    });
    works(world);
}

/// Has a thread wait for a message of this rank to itself, by each kind of wait, until this one sends it.
fn somebody_waits_for(own: &Communicator) {
    let buffer = || vec![0u64; 4];
    let mut waits: Vec<Box<dyn FnMut() -> Vec<u64> + Send + '_>> = vec![
        Box::new(|| own.irecv_into(buffer(), from(0)).expect("starts").wait().expect("comes").0),
        Box::new(|| own.recv(from(0)).expect("comes")),
        Box::new(|| own.irecv::<Vec<u64>>(from(0)).expect("starts").wait().expect("comes").0),
        Box::new(|| {
            let mut into = buffer();
            own.recv_into(&mut into[..], from(0)).expect("comes");
            into
        }),
        Box::new(|| {
            let request = own.irecv_into(buffer(), from(0)).expect("starts");
            wait_all([request]).expect("comes").remove(0).0
        }),
        Box::new(|| {
            let mut set = RequestSet::new();
            let ticket = set.add(own.irecv_into(buffer(), from(0)).expect("starts"));
            set.wait_all().expect("comes");
            set.take(ticket).expect("came").0
        }),
        Box::new(|| {
            let mut into = buffer();
            own.scope(|s| own.irecv_into(s.lend_mut(&mut into[..]), from(0))?.wait().map(drop)).expect("comes");
            into
        }),
        Box::new(|| {
            let receive = own.recv_init(buffer(), from(0)).expect("is made");
            let (received, _) = receive.start().expect("starts").wait().expect("comes");
            received.buffer().to_vec()
        }),
        Box::new(|| own.sendrecv(&1u8, None, from(0)).expect("comes")),
    ];
    for wait in &mut waits {
        std::thread::scope(|scope| {
            let waiting = scope.spawn(wait);
            std::thread::sleep(std::time::Duration::from_millis(20)); // most probably it waits by now
            own.send(&[7u64, 8, 9, 10][..], 0).expect("goes");
            assert_eq!(waiting.join().expect("no panic"), [7, 8, 9, 10]);
        });
    }
    // What an exchange sends has to wake the thread that the exchange waits for.
    for by_replacing in [false, true] {
        std::thread::scope(|scope| {
            let answering = scope.spawn(|| {
                let question: u64 = own.recv(from(0).tag(1)).expect("comes");
                own.send(&(question + 1), to(0).tag(2)).expect("goes");
            });
            std::thread::sleep(std::time::Duration::from_millis(20));
            let mut number = 41u64;
            if by_replacing {
                own.sendrecv_replace(&mut number, to(0).tag(1), from(0).tag(2)).expect("is answered");
            } else {
                number = own.sendrecv(&number, to(0).tag(1), from(0).tag(2)).expect("is answered");
            }
            assert_eq!(number, 42);
            answering.join().expect("no panic");
        });
    }
}

#[oxmpi_test(ranks = [1, 2], threads = "multiple")]
fn multiple_a_message_to_oneself_wakes_the_thread_that_waits_for_it(mpi: &Mpi) {
    // MPICH 4.0.2 forgets to, on communicators of one rank.
    somebody_waits_for(&mpi.comm_self());
    somebody_waits_for(&mpi.comm_self().duplicate().expect("all do"));
    if mpi.world().size() == 1 {
        somebody_waits_for(&mpi.world());
    }
}

#[oxmpi_test(ranks = [1, 2], threads = "multiple")]
fn multiple_each_worker_of_a_pool_sends(world: &Communicator) {
    let peer = world.size() - 1 - world.rank();
    let pool = rayon::ThreadPoolBuilder::new().num_threads(THREADS).build().expect("starts");
    let total: u64 = pool.install(|| {
        (0..1000usize)
            .into_par_iter()
            .map(|number| {
                let receiving = world.irecv_into(vec![0u64; 4], from(peer).tag(number as i32)).expect("starts");
                let sending =
                    world.isend(content(world.rank(), 1, number), to(peer).tag(number as i32)).expect("starts");
                let (got, _) = receiving.wait().expect("comes");
                sending.wait().expect("goes");
                assert_eq!(got[0], content(peer, 1, number)[0]);
                got[0]
            })
            .sum()
    });
    assert_eq!(total, (0..1000).map(|number| content(peer, 1, number)[0]).sum::<u64>());
    works(world);
}

#[oxmpi_test(ranks = [1, 2], threads = "funneled")]
fn funneled_a_pool_computes_while_the_main_thread_communicates(world: &Communicator) {
    let peer = world.size() - 1 - world.rank();
    let pool = rayon::ThreadPoolBuilder::new().num_threads(2).build().expect("starts");
    let mut numbers: Vec<u64> = (0..10_000).collect();
    for round in 0..20u64 {
        let receiving = world.irecv_into(vec![0u64; 10], peer).expect("starts");
        let sending = world.isend(numbers[..10].to_vec(), peer).expect("starts");
        // Requests wander to the pool and back, and buffers are worked on there.
        let receiving = pool.install(|| {
            numbers.par_iter_mut().for_each(|number| *number += 1);
            let refused = receiving.wait().expect_err("the pool may not wait");
            assert_eq!(refused.kind(), WrongThread);
            refused.into_request().expect("it goes on")
        });
        let (got, _) = receiving.wait().expect("comes");
        assert_eq!(got, (round..round + 10).collect::<Vec<_>>());
        sending.wait().expect("goes");
    }
    works(world);
}

#[oxmpi_test(ranks = [1, 2], threads = "serialized", timeout = 120)]
fn serialized_threads_that_insist_lose_no_request(world: &Communicator) {
    let peer = world.size() - 1 - world.rank();
    std::thread::scope(|scope| {
        for thread in 0..3usize {
            scope.spawn(move || {
                let (to, from) = (to(peer).tag(thread as i32), from(peer).tag(thread as i32));
                for number in 0..500 {
                    let mut receiving = insist(|| Ok(world.irecv_into(vec![0u64; 4], from)?));
                    let mut sending = insist(|| Ok(world.isend(content(world.rank(), thread, number), to)?));
                    // No wait: it would keep the others out, and the peer's threads wait for each of ours.
                    let until_done = |mut done: Box<dyn FnMut() -> bool + '_>| {
                        while !done() {
                            std::thread::yield_now();
                        }
                    };
                    let mut got = None;
                    until_done(Box::new(|| {
                        got = insist(|| Ok(receiving.test()?));
                        got.is_some()
                    }));
                    until_done(Box::new(|| insist(|| Ok(sending.test()?)).is_some()));
                    let ((got, status), expected) = (got.expect("is done"), content(peer, thread, number));
                    assert_eq!((&got[..expected.len()], status.bytes()), (&expected[..], 8 * expected.len()));
                }
            });
        }
    });
    insist(|| world.barrier());
}

#[oxmpi_test(ranks = [1], threads = "single")]
fn who_is_the_main_thread_at_single(mpi: &Mpi) {
    is_main_here_alone(mpi);
}

#[oxmpi_test(ranks = [1], threads = "funneled")]
fn who_is_the_main_thread_at_funneled(mpi: &Mpi) {
    is_main_here_alone(mpi);
}

#[oxmpi_test(ranks = [1], threads = "serialized")]
fn who_is_the_main_thread_at_serialized(mpi: &Mpi) {
    is_main_here_alone(mpi);
}

#[oxmpi_test(ranks = [1], threads = "multiple")]
fn who_is_the_main_thread_at_multiple(mpi: &Mpi) {
    is_main_here_alone(mpi);
}

/// The thread that initialized MPI is the main one, whatever the level; everybody may ask.
fn is_main_here_alone(_: &Mpi) {
    assert!(oxmpi::is_main_thread().expect("says"));
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| assert!(!oxmpi::is_main_thread().expect("says")));
        }
    });
    assert!(oxmpi::is_main_thread().expect("says"));
}

#[oxmpi_test(ranks = [1, 2], threads = "funneled")]
fn requests_and_sets_that_other_threads_drop_take_no_message(world: &Communicator) {
    let peer = world.size() - 1 - world.rank();
    for round in 0..50u64 {
        let receive = || world.irecv_into(vec![0u64; 2], peer).expect("starts");
        let mut set = RequestSet::new();
        for _ in 0..3 {
            let _ = set.add(receive());
        }
        let _ = set.add(world.irecv::<Vec<u64>>(peer).expect("starts"));
        let persistent = world.recv_init(vec![0u64; 2], peer).expect("is set up");
        let started = world.recv_init(vec![0u64; 2], peer).expect("is set up").start().expect("starts");
        let all = (receive(), set, world.irecv::<Vec<u64>>(peer).expect("starts"), persistent, started);
        std::thread::spawn(move || drop(all)).join().expect("drops");
        // The next call cancels them, and nobody sends before all have.
        world.barrier().expect("synchronizes");
        let next = receive();
        world.barrier().expect("synchronizes");
        let sending = world.isend(vec![round, 7], peer).expect("starts");
        assert_eq!(next.wait().expect("comes").0, [round, 7]);
        std::thread::spawn(move || drop(sending)).join().expect("drops");
        world.barrier().expect("synchronizes");
    }
    works(world);
}

#[oxmpi_test(ranks = [2], threads = "serialized")]
fn what_is_dropped_while_another_thread_has_its_turn_takes_no_message(world: &Communicator) {
    if world.rank() == 1 {
        world.recv::<u8>(0).expect("comes");
        std::thread::sleep(std::time::Duration::from_millis(200));
        world.send(&5u8, 0).expect("goes");
        world.recv::<u8>(0).expect("comes");
        world.send(&[9u8; 4], to(0).tag(1)).expect("goes");
    } else {
        let dropped: Vec<_> = (0..5).map(|_| world.irecv_into(vec![0u8; 4], from(1).tag(1)).expect("starts")).collect();
        let probing = world.irecv::<Vec<u8>>(from(1).tag(1)).expect("starts");
        world.send(&1u8, 1).expect("goes");
        std::thread::scope(|scope| {
            let inside = scope.spawn(|| world.recv::<u8>(1));
            std::thread::sleep(std::time::Duration::from_millis(50));
            assert_eq!(kind("barrier", world.barrier()), WrongThread, "the other thread is inside");
            drop((dropped, probing));
            assert_eq!(inside.join().expect("no panic").expect("comes"), 5);
        });
        world.send(&1u8, 1).expect("goes");
        assert_eq!(world.recv::<Vec<u8>>(from(1).tag(1)).expect("comes"), [9; 4]);
    }
    works(world);
}
