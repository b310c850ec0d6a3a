//! Requests that are dropped, leaked, moved, stored and returned while MPI works in their buffers: the buffer outlives the transfer, and the
//! next message is not stolen.

use crate::support::{kind, poll_once, works};
use oxmpi::ErrorKind;
use oxmpi::prelude::*;
use oxmpi::request::{Failed, Request};
use oxmpi_test::oxmpi_test;
use std::future::Future;
use std::task::Poll;

/// Lengths in `u64`: below and above every eager limit.
const LENGTHS: [usize; 4] = [0, 1, 500, 40_000];

fn peer(world: &Communicator) -> usize {
    (world.rank() + 1) % world.size()
}

fn pattern(round: usize, len: usize) -> Vec<u64> {
    (0..len).map(|index| (round * 1_000_000 + index) as u64).collect()
}

/// The kind of the error, whatever comes back with it.
#[track_caller]
fn failed<T: std::fmt::Debug, V>(what: &str, result: Result<T, Failed<V>>) -> ErrorKind {
    kind(what, result.map_err(Failed::into_error))
}

#[oxmpi_test(ranks = [1, 2])]
fn a_dropped_send_is_sent_from_memory_that_lives_on(world: &Communicator) {
    let peer = peer(world);
    for round in 0..30 {
        for len in LENGTHS {
            drop(world.isend(pattern(round, len), peer).unwrap());
            // Memory that was freed too early would be taken for this.
            let others = [vec![u64::MAX; len], vec![u64::MAX - 1; len]];
            assert!(world.recv::<Vec<u64>>(peer).unwrap() == pattern(round, len), "round {round}, {len}");
            assert!(others.concat().iter().all(|&number| number >= u64::MAX - 1));
        }
        drop(world.isend(Obj(pattern(round, 20_000)), peer).unwrap());
        drop(world.isend("x".repeat(100_000), peer).unwrap());
        drop(world.issend([round; 100], peer).unwrap());
        drop(world.isend(std::sync::Arc::<[u64]>::from(pattern(round, 40_000)), peer).unwrap());
        assert!(world.recv::<Obj<Vec<u64>>>(peer).unwrap() == Obj(pattern(round, 20_000)));
        assert!(world.recv::<String>(peer).unwrap() == "x".repeat(100_000));
        assert_eq!(world.recv::<[usize; 100]>(peer).unwrap(), [round; 100]);
        assert!(world.recv::<Vec<u64>>(peer).unwrap() == pattern(round, 40_000));
    }
    works(world);
}

#[oxmpi_test(ranks = [1, 2])]
fn a_leaked_request_leaks_its_memory_and_no_more(world: &Communicator) {
    let peer = peer(world);
    for (round, len) in LENGTHS.into_iter().enumerate() {
        // The receive goes on and takes the first message; the second is for us.
        std::mem::forget(world.irecv_into(vec![0u64; len], from(peer).tag(5)).unwrap());
        world.barrier().unwrap();
        std::mem::forget(world.isend(pattern(0, len), to(peer).tag(5)).unwrap());
        std::mem::forget(world.isend(pattern(round, len), to(peer).tag(5)).unwrap());
        assert!(world.recv::<Vec<u64>>(from(peer).tag(5)).unwrap() == pattern(round, len));
        // One that looks for messages has none until it looks.
        let mut looking = world.irecv::<Vec<u64>>(from(peer).tag(6)).unwrap();
        assert!(looking.test().unwrap().is_none());
        std::mem::forget(looking);
        world.barrier().unwrap();
        std::mem::forget(world.isend(pattern(round, len), to(peer).tag(6)).unwrap());
        assert!(world.recv::<Vec<u64>>(from(peer).tag(6)).unwrap() == pattern(round, len));
        // Leaked while a driver watches it.
        let mut watched = world.irecv_into(vec![0u64; len], from(peer).tag(7)).unwrap();
        assert!(poll_once(&mut watched).is_pending());
        std::mem::forget(watched);
        world.barrier().unwrap();
        std::mem::forget(world.isend(pattern(round, len), to(peer).tag(7)).unwrap());
    }
    works(world);
}

/// Requests in a struct, beside each other.
struct Exchange {
    receiving: Request<(Vec<u64>, Status)>,
    fixed: Request<([u64; 32], Status)>,
    into_array: Request<([u64; 32], Status)>,
    sending: [Request<Vec<u64>>; 2],
    array: Request<[u64; 32]>,
}

/// All is started here, and goes on after this function has returned.
fn start(world: &Communicator, round: usize, len: usize) -> Exchange {
    let peer = peer(world);
    let receiving = world.irecv_into(vec![0; len + 1], from(peer).tag(1)).unwrap();
    let fixed = world.irecv(from(peer).tag(2)).unwrap();
    let into_array = world.irecv_into([9; 32], from(peer).tag(3)).unwrap();
    let array = world.isend([round as u64; 32], to(peer).tag(2)).unwrap();
    let sending = [1, 3].map(|tag| {
        let message = if tag == 1 { pattern(round, len) } else { pattern(round, 32) };
        world.isend(message, to(peer).tag(tag)).unwrap()
    });
    Exchange { receiving, fixed, into_array, sending, array }
}

#[oxmpi_test(ranks = [1, 2])]
fn requests_are_stored_returned_and_moved_while_mpi_works(world: &Communicator) {
    let mut under_way = Vec::new(); // which moves what is in it as it grows
    for round in 0..20 {
        for len in LENGTHS {
            under_way.push((round, len, start(world, round, len)));
            let last = under_way.len() - 1;
            under_way.swap(0, last);
        }
    }
    // In the order in which they were started, or a request waits for a message that is sent by one behind it.
    under_way.sort_by_key(|(round, len, _)| (*round, *len));
    for (round, len, exchange) in under_way {
        let Exchange { receiving, fixed, into_array, sending, array } = *Box::new(exchange);
        let (mut got, status) = receiving.wait().unwrap();
        assert_eq!((status.count::<u64>(), got.pop()), (Some(len), Some(0)));
        assert!(got == pattern(round, len), "round {round}, {len}");
        assert_eq!(fixed.wait().unwrap().0, [round as u64; 32]);
        assert_eq!(into_array.wait().unwrap().0[..], pattern(round, 32));
        let [long, short] = sending.map(|request| request.wait().unwrap());
        assert!(long == pattern(round, len) && short == pattern(round, 32), "what was sent comes back");
        assert_eq!(array.wait().unwrap(), [round as u64; 32]);
    }
    works(world);
}

#[oxmpi_test(ranks = [2], threads = "multiple")]
fn requests_are_waited_for_by_other_threads(world: &Communicator) {
    let peer = peer(world);
    for len in LENGTHS {
        let receiving: Vec<_> =
            (0..4).map(|tag| world.irecv_into(vec![0u64; len], from(peer).tag(tag)).unwrap()).collect();
        let looking = world.irecv::<Vec<u64>>(from(peer).tag(4)).unwrap();
        let sending: Vec<_> =
            (0..5).map(|tag| world.isend(pattern(tag as usize, len), to(peer).tag(tag)).unwrap()).collect();
        std::thread::scope(|scope| {
            for (tag, request) in receiving.into_iter().enumerate() {
                scope.spawn(move || assert!(request.wait().unwrap().0 == pattern(tag, len)));
            }
            scope.spawn(move || assert!(looking.wait().unwrap().0 == pattern(4, len)));
            scope.spawn(move || drop(sending));
        });
    }
    works(world);
}

/// As after a lost `select!`: `start` a receive, look at it once, drop it; then a message is sent, and a later receive must have it.
fn steals_nothing<F: Future + Unpin>(world: &Communicator, start: impl Fn() -> F)
where
    F::Output: std::fmt::Debug,
{
    let alone = world.size() == 1;
    for round in 0..1000u64 {
        let message = vec![round; 1];
        if world.rank() == 1 {
            // Sends after the other one has dropped its receive.
            assert_eq!(world.recv::<u64>(from(0).tag(1)).unwrap(), round);
            world.send(&message, 0).unwrap();
            continue;
        }
        let mut loser = start();
        if round % 3 != 0 {
            let polled = poll_once(&mut loser);
            assert!(polled.is_pending(), "round {round}: {polled:?}");
        }
        drop(loser);
        let sending = match alone {
            true => Some(world.isend(message.clone(), 0).unwrap()),
            false => {
                world.send(&round, to(1).tag(1)).unwrap();
                None
            }
        };
        let got: Vec<u64> = match round % 5 {
            0 => world.recv(ANY).unwrap(),
            1 => world.irecv(ANY).unwrap().wait().unwrap().0,
            2 => world.irecv_into(vec![0], ANY).unwrap().wait().unwrap().0,
            3 => world.mprobe(ANY).unwrap().recv().unwrap(),
            _ => vec![oxmpi::request::block_on(world.irecv::<u64>(ANY).unwrap()).unwrap().0],
        };
        assert_eq!(got, message, "round {round}");
        if let Some(sending) = sending {
            sending.wait().unwrap();
        }
    }
    works(world);
}

fn source(world: &Communicator) -> usize {
    world.size() - 1
}

#[oxmpi_test(ranks = [1, 2])]
fn a_dropped_receive_into_a_buffer_steals_nothing(world: &Communicator) {
    steals_nothing(world, || world.irecv_into(vec![0u64; 10], source(world)).unwrap());
}

#[oxmpi_test(ranks = [1, 2])]
fn a_dropped_receive_of_a_number_steals_nothing(world: &Communicator) {
    steals_nothing(world, || world.irecv::<u64>(source(world)).unwrap());
}

#[oxmpi_test(ranks = [1, 2])]
fn a_dropped_receive_from_any_rank_steals_nothing(world: &Communicator) {
    steals_nothing(world, || world.irecv_into([0u64; 1], ANY.tag(ANY)).unwrap());
}

#[oxmpi_test(ranks = [1, 2])]
fn a_dropped_receive_of_any_length_steals_nothing(world: &Communicator) {
    steals_nothing(world, || world.irecv::<Vec<u8>>(source(world)).unwrap());
}

#[oxmpi_test(ranks = [1, 2])]
fn a_dropped_receive_of_an_object_steals_nothing(world: &Communicator) {
    steals_nothing(world, || world.irecv::<Obj<Vec<u64>>>(ANY).unwrap());
}

#[oxmpi_test(ranks = [1, 2])]
fn a_set_that_is_dropped_steals_nothing(world: &Communicator) {
    steals_nothing(world, || {
        let mut set = oxmpi::request::RequestSet::new();
        set.add(world.irecv_into(vec![0u64; 10], ANY).unwrap());
        set.add(world.irecv::<u64>(ANY).unwrap());
        set.add(world.irecv::<String>(ANY).unwrap());
        assert!(set.test_any().unwrap().is_none());
        drop(set);
        std::future::pending::<()>()
    });
}

#[oxmpi_test(ranks = [1, 2])]
fn a_request_yields_its_result_once(world: &Communicator) {
    let peer = peer(world);
    let tested = |message: &str| {
        world.bsend(&5u64, peer).unwrap();
        let mut request = world.irecv::<u64>(peer).unwrap();
        loop {
            if let Some((value, _)) = request.test().unwrap() {
                assert_eq!(value, 5, "{message}");
                return request;
            }
        }
    };
    assert_eq!(failed("test after Some", tested("test").test()), ErrorKind::Request);
    assert_eq!(failed("wait after Some", tested("wait").wait()), ErrorKind::Request);
    assert_eq!(kind("get_status after Some", tested("get_status").get_status()), ErrorKind::Request);
    assert_eq!(kind("cancel after Some", tested("cancel").cancel()), ErrorKind::Request);
    match poll_once(&mut tested("poll")) {
        Poll::Ready(result) => assert_eq!(failed("poll after Some", result), ErrorKind::Request),
        Poll::Pending => panic!("a complete request is never pending"),
    }
    let mut request = tested("again and again");
    for _ in 0..3 {
        assert_eq!(failed("test", request.test()), ErrorKind::Request);
        assert!(poll_once(&mut request).is_ready());
    }
    assert!(
        request.wait().unwrap_err().into_request().is_none_or(|request| format!("{request:?}").contains("complete"))
    );

    // By polls alone: of a receive that is posted, one that looks, and a send.
    world.bsend(&5u64, peer).unwrap();
    let mut receiving = world.irecv_into(vec![0u64; 1], peer).unwrap();
    while poll_once(&mut receiving).is_pending() {}
    assert_eq!(failed("test after Ready", receiving.test()), ErrorKind::Request);
    world.bsend(&5u64, peer).unwrap();
    let mut looking = world.irecv::<Vec<u64>>(peer).unwrap();
    while poll_once(&mut looking).is_pending() {}
    assert!(poll_once(&mut looking).is_ready());
    assert_eq!(failed("wait after Ready", looking.wait()), ErrorKind::Request);
    let mut sending = world.isend(vec![7u64; 3], None).unwrap();
    while poll_once(&mut sending).is_pending() {}
    assert!(poll_once(&mut sending).is_ready());
    works(world);
}

#[oxmpi_test(ranks = [1, 2])]
fn a_request_may_be_looked_at_in_any_way_until_it_is_complete(world: &Communicator) {
    let peer = peer(world);
    for len in LENGTHS {
        let mut posted = world.irecv_into(vec![0u64; len], from(peer).tag(1)).unwrap();
        let mut looking = world.irecv::<Vec<u64>>(from(peer).tag(2)).unwrap();
        for _ in 0..3 {
            assert!(posted.test().unwrap().is_none() && looking.test().unwrap().is_none());
            assert!(poll_once(&mut posted).is_pending() && poll_once(&mut looking).is_pending());
            assert_eq!((posted.get_status().unwrap(), looking.get_status().unwrap()), (None, None));
        }
        world.barrier().unwrap();
        drop(world.isend(pattern(1, len), to(peer).tag(1)).unwrap());
        drop(world.isend(pattern(2, len), to(peer).tag(2)).unwrap());
        // It was polled before, and is looked at by this alone now.
        let status = loop {
            if let Some(status) = posted.get_status().unwrap() {
                break status;
            }
        };
        assert_eq!((status.source(), status.tag(), status.count::<u64>()), (Some(peer), Some(1), Some(len)));
        assert_eq!(posted.get_status().unwrap(), Some(status), "it is told as often as one asks");
        assert!(posted.wait().unwrap() == (pattern(1, len), status));
        assert!(looking.wait().unwrap().0 == pattern(2, len));
        let mut sending = world.isend(vec![1u8; len], None).unwrap();
        while sending.get_status().unwrap().is_none() {}
        assert_eq!(sending.wait().unwrap().len(), len);
        world.barrier().unwrap();
    }
    works(world);
}

#[oxmpi_test(ranks = [1, 2])]
fn what_cannot_start_gives_its_buffer_back(world: &Communicator) {
    let far = world.size();
    let vector = world.isend(vec![1u64, 2], far).unwrap_err();
    assert_eq!((vector.kind(), vector.argument().map(|argument| argument.name)), (ErrorKind::Rank, Some("to")));
    assert_eq!(vector.into_value(), Some(vec![1, 2]));
    assert_eq!(world.issend(String::from("text"), to(0).tag(-1)).unwrap_err().into_value().unwrap(), "text");
    assert_eq!(world.ibsend(Obj([1u8; 3]), far).unwrap_err().into_value(), Some(Obj([1; 3])));
    assert_eq!(world.irecv_into([7u64; 4], far).unwrap_err().into_value(), Some([7; 4]));
    assert_eq!(kind("irecv", world.irecv::<u64>(far)), ErrorKind::Rank);
    assert_eq!(kind("irecv", world.irecv::<Vec<u64>>(from(0).tag(-5))), ErrorKind::Tag);
    works(world);
}
