//! Requests and threads: what the thread level does not admit is an error that gives the request back, drops wait for the right thread without
//! taking a message, and what it admits works.

use crate::support::{kind, poll_once, works};
use oxmpi::ErrorKind::WrongThread;
use oxmpi::prelude::*;
use oxmpi::request::{Request, RequestSet, block_on, wait_all};
use oxmpi_test::oxmpi_test;
use std::task::Poll;

fn peer(world: &Communicator) -> usize {
    (world.rank() + 1) % world.size()
}

/// Runs something on another thread.
fn elsewhere<R: Send>(run: impl FnOnce() -> R + Send) -> R {
    std::thread::scope(|scope| scope.spawn(run).join().expect("no panic"))
}

#[oxmpi_test(ranks = [1, 2], threads = "funneled")]
fn funneled_gives_requests_back_to_threads_that_may_not_wait(world: &Communicator) {
    let peer = peer(world);
    for polled in [false, true] {
        let mut into = world.irecv_into(vec![0u64; 3], from(peer).tag(1)).unwrap();
        let mut looking = world.irecv::<Vec<u64>>(from(peer).tag(2)).unwrap();
        let mut sending = world.isend(vec![5u64; 40_000], to(peer).tag(3)).unwrap();
        if polled {
            assert!(poll_once(&mut into).is_pending() && poll_once(&mut looking).is_pending());
        }
        let (mut into, mut looking) = elsewhere(|| {
            assert_eq!(kind("test", into.test().map_err(oxmpi::Error::from)), WrongThread);
            assert_eq!(kind("test", looking.test().map_err(oxmpi::Error::from)), WrongThread);
            assert_eq!(kind("test", sending.test().map_err(oxmpi::Error::from)), WrongThread);
            assert_eq!(kind("get_status", into.get_status()), WrongThread);
            assert_eq!(kind("cancel", into.cancel()), WrongThread);
            assert_eq!(kind("cancel", looking.cancel()), WrongThread);
            if !polled {
                let Poll::Ready(Err(failed)) = poll_once(&mut into) else { panic!("is told") };
                assert_eq!(failed.kind(), WrongThread);
                assert_eq!(kind("block_on", block_on(&mut looking).map_err(oxmpi::Error::from)), WrongThread);
            }
            let mut give_back = Vec::new();
            let failed = into.wait().unwrap_err();
            assert_eq!(failed.kind(), WrongThread, "{failed}");
            give_back.push(failed.into_request().expect("goes on"));
            let failed = looking.wait().unwrap_err();
            assert_eq!(failed.kind(), WrongThread, "{failed}");
            (give_back.pop().expect("is there"), failed.into_request().expect("goes on"))
        });
        let early = world.recv::<Vec<u64>>(from(peer).tag(3)).unwrap();
        assert!(early == vec![5; 40_000]);
        sending.wait().unwrap();
        assert!(into.test().unwrap().is_none() && looking.test().unwrap().is_none());
        world.barrier().unwrap();
        world.bsend(&[1u64, 2], to(peer).tag(1)).unwrap();
        world.bsend(&[3u64], to(peer).tag(2)).unwrap();
        assert_eq!(into.wait().unwrap().0, [1, 2, 0]);
        assert_eq!(looking.wait().unwrap().0, [3]);
        world.barrier().unwrap();
    }
    // A list of requests: those that were not waited for are dropped.
    let list: Vec<_> = (0..3).map(|_| world.irecv_into(vec![0u64], peer).unwrap()).collect();
    assert_eq!(elsewhere(|| kind("wait_all", wait_all(list))), WrongThread);
    works(world);
}

/// Each way to receive a number, of which a receive that was dropped on another thread must take nothing.
const WAYS: [fn(&Communicator, usize) -> u64; 9] = [
    |world, from| world.recv(from).unwrap(),
    |world, from| world.recv::<Vec<u64>>(from).unwrap()[0],
    |world, from| world.mprobe(from).unwrap().recv().unwrap(),
    |world, from| world.irecv::<u64>(from).unwrap().wait().unwrap().0,
    |world, from| world.irecv::<Vec<u64>>(from).unwrap().wait().unwrap().0[0],
    |world, from| world.irecv_into([0u64], from).unwrap().wait().unwrap().0[0],
    |world, from| block_on(world.irecv::<u64>(from).unwrap()).unwrap().0,
    |world, from| {
        let mut set = RequestSet::new();
        let ticket = set.add(world.irecv::<u64>(from).unwrap());
        set.wait_any().unwrap().expect("is there");
        set.take(ticket).unwrap().0
    },
    |world, from| {
        let mut number = 0u64;
        world.scope(|s| world.irecv_into(s.lend_mut(&mut number), from).map(drop).map_err(oxmpi::Error::from)).unwrap();
        number
    },
];

#[oxmpi_test(ranks = [1, 2], threads = "funneled")]
fn funneled_steals_nothing_by_what_other_threads_drop(world: &Communicator) {
    let peer = peer(world);
    for round in 0..5 {
        for (number, way) in WAYS.into_iter().enumerate() {
            let mut posted = world.irecv_into(vec![0u64; 10], peer).unwrap();
            let mut looking = world.irecv::<Vec<u64>>(peer).unwrap();
            let mut set = RequestSet::new();
            set.add(world.irecv::<u64>(ANY).unwrap());
            set.add(world.irecv::<String>(ANY).unwrap());
            if round % 2 == 0 {
                assert!(poll_once(&mut posted).is_pending() && poll_once(&mut looking).is_pending());
            }
            elsewhere(|| drop((posted, looking, set)));
            world.barrier().unwrap();
            // Without a call that starts something, which would look at what was dropped.
            let message = 100 * round + number as u64;
            if world.size() == 1 {
                let sending = world.isend(message, 0).unwrap();
                assert_eq!(way(world, peer), message);
                sending.wait().unwrap();
            } else if world.rank() == 0 {
                world.send(&message, 1).unwrap();
                assert_eq!(way(world, 1), message, "way {number}");
            } else {
                assert_eq!(way(world, 0), message, "way {number}");
                world.send(&message, 0).unwrap();
            }
        }
    }
    works(world);
}

/// The receive that is to have the message was posted already when the one before it is dropped elsewhere.
#[oxmpi_test(ranks = [1, 2], threads = "funneled")]
fn funneled_leaves_the_message_to_the_receive_behind_one_that_another_thread_dropped(world: &Communicator) {
    let peer = peer(world);
    for way in 0..4 {
        let first = world.irecv_into(vec![0u64; 10], peer).unwrap();
        let mut second = world.irecv::<u64>(peer).unwrap();
        elsewhere(|| drop(first));
        // The one that waits looks after what was dropped before it waits; the peer has not sent yet.
        let tested = second.test().unwrap();
        assert!(tested.is_none());
        world.barrier().unwrap();
        drop(world.isend(7u64, peer).unwrap());
        let got = match way {
            0 => second.wait().unwrap().0,
            1 => block_on(second).unwrap().0,
            2 => loop {
                if let Some((got, _)) = second.test().unwrap() {
                    break got;
                }
            },
            _ => {
                let mut set = RequestSet::new();
                let ticket = set.add(second);
                set.wait_all().unwrap();
                set.take(ticket).unwrap().0
            }
        };
        assert_eq!(got, 7);
        world.barrier().unwrap();
    }
    works(world);
}

#[oxmpi_test(ranks = [1, 2], threads = "funneled")]
fn funneled_refuses_sets_and_scopes_elsewhere_and_loses_nothing(world: &Communicator) {
    let peer = peer(world);
    let mut set = RequestSet::new();
    let receiving = set.add(world.irecv_into(vec![0u64; 3], peer).unwrap());
    let done = set.add(world.isend(vec![1u8], None).unwrap());
    let mut set = elsewhere(move || {
        let mut completed = Vec::new();
        assert_eq!(kind("wait_all", set.wait_all()), WrongThread);
        assert_eq!(kind("wait_any", set.wait_any()), WrongThread);
        assert_eq!(kind("wait_some", set.wait_some(&mut completed)), WrongThread);
        assert_eq!(kind("test_all", set.test_all()), WrongThread);
        assert_eq!(kind("test_any", set.test_any()), WrongThread);
        assert_eq!(kind("test_some", set.test_some(&mut completed)), WrongThread);
        assert_eq!(kind("cancel", set.cancel(&receiving)), WrongThread);
        set
    });
    assert!(set.wait_any().unwrap().expect("one is complete").is(&done));
    let mut set = elsewhere(move || {
        assert_eq!(set.take(done).unwrap_err().kind(), WrongThread);
        set
    });
    assert_eq!(set.take(done).unwrap(), [1]);
    world.barrier().unwrap();
    drop(world.isend([5u64; 2], peer).unwrap());
    set.wait_all().unwrap();
    assert_eq!(set.take(receiving).unwrap().0, [5, 5, 0]);
    elsewhere(|| {
        let mut number = 3u64;
        let refused = world.scope(|s| {
            let failed = world.irecv_into(s.lend_mut(&mut number), peer).unwrap_err();
            assert!(failed.kind() == WrongThread);
            let _ = failed.into_value().expect("what was lent");
            Err::<(), _>(world.isend(s.lend(&1u64), peer).unwrap_err().into_error())
        });
        assert_eq!((kind("scope", refused), number), (WrongThread, 3));
        world.scope(|_| Ok(())).expect("an empty scope calls nothing");
    });
    works(world);
}

#[oxmpi_test(ranks = [1, 2], threads = "funneled")]
fn funneled_frees_the_memory_of_sends_that_other_threads_drop(world: &Communicator) {
    let peer = peer(world);
    for round in 0..40u64 {
        let sending: Vec<_> = (0..10).map(|_| world.isend(vec![round; 20_000], peer).unwrap()).collect();
        elsewhere(|| drop(sending));
        for _ in 0..10 {
            assert!(world.recv::<Vec<u64>>(peer).unwrap() == vec![round; 20_000]);
        }
    }
    works(world);
}

#[oxmpi_test(ranks = [1, 2], threads = "multiple", timeout = 120)]
fn multiple_lets_four_threads_have_requests_sets_and_scopes(world: &Communicator) {
    let peer = peer(world);
    type Pair = (Request<(Vec<u64>, Status)>, Request<Vec<u64>>);
    let start = |number: u64, tag: i32, len: usize| -> Pair {
        let receiving = world.irecv_into(vec![0; len], from(peer).tag(tag)).unwrap();
        (receiving, world.isend(vec![number; len], to(peer).tag(tag)).unwrap())
    };
    std::thread::scope(|scope| {
        for thread in 0..4i32 {
            scope.spawn(move || {
                for round in 0..25u64 {
                    let number = 1000 * round + thread as u64;
                    for len in [1, 600, 20_000] {
                        let right = vec![number; len];
                        let (receiving, sending) = start(number, thread, len);
                        assert!(receiving.wait().unwrap().0 == right && sending.wait().unwrap() == right);
                        // Dropped, and polled and dropped: by a tag that nobody sends to.
                        let mut lost = world.irecv_into(vec![0u8; 10], from(peer).tag(900 + thread)).unwrap();
                        assert!(poll_once(&mut lost).is_pending());
                        drop(lost);
                        let mut set = RequestSet::new();
                        let (receiving, sending) = start(number, 100 + thread, len);
                        let (receiving, sending) = (set.add(receiving), set.add(sending));
                        while set.wait_any().unwrap().is_some() {}
                        assert!(set.take(receiving).unwrap().0 == right && set.take(sending).unwrap() == right);
                        let mut room = vec![0; len];
                        world
                            .scope(|s| {
                                world.irecv_into(s.lend_mut(&mut room), from(peer).tag(200 + thread))?;
                                world.isend(s.lend(&right), to(peer).tag(200 + thread))?;
                                Ok(())
                            })
                            .unwrap();
                        assert!(room == right);
                        let looking = world.irecv::<Vec<u64>>(from(peer).tag(300 + thread)).unwrap();
                        drop(world.isend(right.clone(), to(peer).tag(300 + thread)).unwrap());
                        assert!(block_on(looking).unwrap().0 == right);
                    }
                }
            });
        }
    });
    works(world);
}

#[oxmpi_test(ranks = [2], threads = "multiple")]
fn a_thread_that_panics_steals_nothing_by_the_receives_that_it_held(world: &Communicator) {
    let peer = peer(world);
    for _ in 0..10 {
        let posted = world.irecv_into(vec![0u8; 10], from(peer).tag(3)).unwrap();
        let exchange = world.isendrecv_into(vec![1u8; 3], None, vec![0u8; 10], from(peer).tag(3)).unwrap();
        let ended = std::thread::scope(|scope| {
            scope
                .spawn(|| {
                    let _held = (posted, exchange);
                    std::panic::resume_unwind(Box::new("on purpose"));
                })
                .join()
        });
        assert!(ended.is_err());
        world.barrier().unwrap();
        let sending = world.isend(vec![5u8; 4], to(peer).tag(3)).unwrap();
        assert_eq!(world.recv::<Vec<u8>>(from(peer).tag(3)).unwrap(), [5; 4]);
        drop(sending.wait().unwrap());
    }
    works(world);
}
