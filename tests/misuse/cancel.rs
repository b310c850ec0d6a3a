//! Cancelling: of everything, at every time. The job goes on, the buffer comes back, and no message is lost that was not cancelled.

use crate::support::{kind, poll_once, works};
use oxmpi::ErrorKind::{self, Cancelled};
use oxmpi::prelude::*;
use oxmpi::request::{Failed, Request, RequestSet};
use oxmpi_test::oxmpi_test;

fn peer(world: &Communicator) -> usize {
    (world.rank() + 1) % world.size()
}

/// Every way to come to the end of a request.
fn ends<T>(mut request: Request<T>, way: usize) -> Result<T, Failed<T>> {
    match way {
        0 => request.wait(),
        1 => loop {
            if let Some(value) = request.test()? {
                return Ok(value);
            }
        },
        2 => oxmpi::request::block_on(request),
        3 => {
            while poll_once(&mut request).is_pending() {
                let polled = poll_once(&mut request);
                if let std::task::Poll::Ready(result) = polled {
                    return result;
                }
            }
            panic!("the result was thrown away")
        }
        _ => unreachable!(),
    }
}

/// Whether the request is polled before it is cancelled, and how it is ended.
fn ways() -> impl Iterator<Item = (bool, usize)> {
    [false, true].into_iter().flat_map(|polled| (0..3).map(move |way| (polled, way)))
}

#[oxmpi_test(ranks = [1, 2])]
fn a_receive_is_cancelled_and_gives_its_buffer_back(world: &Communicator) {
    let peer = peer(world);
    for (polled, way) in ways() {
        let what = format!("polled {polled}, way {way}");
        let mut into = world.irecv_into(vec![7u64; 100], peer).unwrap();
        let mut number = world.irecv::<u64>(ANY).unwrap();
        let mut looking = world.irecv::<Vec<u8>>(peer).unwrap();
        let mut object = world.irecv::<Option<Obj<u8>>>(ANY.tag(ANY)).unwrap();
        if polled {
            assert!(poll_once(&mut into).is_pending() && poll_once(&mut number).is_pending());
            assert!(poll_once(&mut looking).is_pending() && poll_once(&mut object).is_pending());
        }
        for _ in 0..2 {
            into.cancel().unwrap();
            number.cancel().unwrap();
            looking.cancel().unwrap();
            object.cancel().unwrap();
        }
        let failed = ends(into, way).unwrap_err();
        assert_eq!(failed.kind(), Cancelled, "{what}: {failed}");
        assert_eq!(failed.into_value().expect("the buffer").0, [7; 100], "{what}");
        assert_eq!(kind(&what, ends(number, way).map_err(oxmpi::Error::from)), Cancelled);
        assert_eq!(kind(&what, ends(looking, way).map_err(oxmpi::Error::from)), Cancelled);
        assert_eq!(kind(&what, ends(object, way).map_err(oxmpi::Error::from)), Cancelled);
        world.barrier().unwrap(); // so that no message of what follows comes to one of these
    }
    works(world);
}

#[oxmpi_test(ranks = [1, 2])]
fn a_cancelled_receive_may_be_dropped_and_takes_no_message(world: &Communicator) {
    let peer = peer(world);
    for round in 0..200u64 {
        let mut into = world.irecv_into(vec![7u64; 100], peer).unwrap();
        let mut looking = world.irecv::<Vec<u64>>(peer).unwrap();
        if round % 2 == 0 {
            assert!(poll_once(&mut into).is_pending() && poll_once(&mut looking).is_pending());
        }
        into.cancel().unwrap();
        looking.cancel().unwrap();
        drop((into, looking));
        world.barrier().unwrap();
        let sending = world.isend(round, peer).unwrap();
        assert_eq!(world.recv::<u64>(peer).unwrap(), round);
        sending.wait().unwrap();
    }
    works(world);
}

#[oxmpi_test(ranks = [1, 2])]
fn what_arrived_before_it_was_cancelled_is_there(world: &Communicator) {
    let peer = peer(world);
    for (polled, way) in ways() {
        let what = format!("polled {polled}, way {way}");
        let into = world.irecv_into(vec![7u64; 3], from(peer).tag(1)).unwrap();
        let number = world.irecv::<u64>(from(peer).tag(2)).unwrap();
        let (mut into, mut number) = (into, number);
        if polled {
            assert!(poll_once(&mut into).is_pending() && poll_once(&mut number).is_pending());
        }
        world.barrier().unwrap();
        drop(world.isend(vec![1u64, 2], to(peer).tag(1)).unwrap());
        drop(world.isend(3u64, to(peer).tag(2)).unwrap());
        while into.get_status().unwrap().is_none() || number.get_status().unwrap().is_none() {}
        into.cancel().unwrap();
        number.cancel().unwrap();
        let (got, status) = ends(into, way).unwrap();
        assert_eq!((&got[..], status.count::<u64>(), status.source()), (&[1, 2, 7][..], Some(2), Some(peer)), "{what}");
        assert_eq!(ends(number, way).unwrap().0, 3, "{what}");
        world.barrier().unwrap();
    }
    works(world);
}

#[oxmpi_test(ranks = [1, 2])]
fn a_send_is_sent_although_it_is_cancelled_or_not_at_all(world: &Communicator) {
    let peer = peer(world);
    for (polled, way) in ways() {
        for len in [0, 1, 500, 40_000] {
            let what = format!("{len} numbers, polled {polled}, way {way}");
            let mut sending = world.isend(vec![5u64; len], peer).unwrap();
            let early = polled && poll_once(&mut sending).is_ready();
            if !early {
                sending.cancel().unwrap();
                sending.cancel().unwrap();
            } else {
                assert_eq!(kind(&what, sending.cancel()), ErrorKind::Request);
            }
            // Libraries may cancel a send, or not: then its message is there. A second one tells which.
            let marker = world.isend(vec![6u64], peer).unwrap();
            let first = world.recv::<Vec<u64>>(peer).unwrap();
            if first != [6] {
                assert!(first == vec![5; len], "{what}");
                assert_eq!(world.recv::<Vec<u64>>(peer).unwrap(), [6], "{what}");
            }
            marker.wait().unwrap();
            if early {
                continue;
            }
            match ends(sending, way) {
                Ok(buffer) => assert!(buffer == vec![5; len], "{what}"),
                Err(failed) => {
                    assert_eq!(failed.kind(), Cancelled, "{what}: {failed}");
                    assert!(failed.into_value() == Some(vec![5; len]), "{what}");
                }
            }
        }
    }
    works(world);
}

#[oxmpi_test(ranks = [1, 2])]
fn a_matched_receive_is_received_although_it_is_cancelled(world: &Communicator) {
    let peer = peer(world);
    for (polled, way) in ways() {
        for len in [1, 500, 40_000] {
            let what = format!("{len} numbers, polled {polled}, way {way}");
            drop(world.isend(vec![5u64; len], peer).unwrap());
            drop(world.isend(vec![6u64; len], peer).unwrap());
            let (first, second) = (world.mprobe(peer).unwrap(), world.mprobe(peer).unwrap());
            let mut value = first.irecv::<Vec<u64>>().unwrap();
            let mut into = second.irecv_into(vec![0u64; len]).unwrap();
            if polled && (poll_once(&mut value).is_ready() | poll_once(&mut into).is_ready()) {
                world.barrier().unwrap();
                continue;
            }
            value.cancel().unwrap();
            into.cancel().unwrap();
            assert!(ends(value, way).unwrap().0 == vec![5; len], "{what}");
            match ends(into, way) {
                Ok((got, status)) => assert!(got == vec![6; len] && status.count::<u64>() == Some(len), "{what}"),
                // The standard does not forbid it.
                Err(failed) => assert!(failed.kind() == Cancelled && failed.into_value().is_some(), "{what}"),
            }
            world.barrier().unwrap();
        }
    }
    works(world);
}

#[oxmpi_test(ranks = [1, 2])]
fn what_has_no_partner_is_complete_although_it_is_cancelled(world: &Communicator) {
    for (_, way) in ways() {
        let mut sending = world.isend(vec![1u8; 3], None).unwrap();
        let mut buffered = world.ibsend(vec![2u8; 3], None).unwrap();
        let mut into = world.irecv_into(vec![3u8; 3], None).unwrap();
        let mut number = world.irecv::<Option<u64>>(None).unwrap();
        let mut matched = world.mprobe(None).unwrap().irecv::<Vec<u8>>().unwrap();
        sending.cancel().unwrap();
        buffered.cancel().unwrap();
        into.cancel().unwrap();
        number.cancel().unwrap();
        matched.cancel().unwrap();
        let or_cancelled = |kind: ErrorKind| assert_eq!(kind, Cancelled);
        match ends(sending, way) {
            Ok(buffer) => assert_eq!(buffer, [1; 3]),
            Err(failed) => or_cancelled(failed.kind()),
        }
        match ends(buffered, way) {
            Ok(buffer) => assert_eq!(buffer, [2; 3]),
            Err(failed) => or_cancelled(failed.kind()),
        }
        match ends(into, way) {
            Ok((buffer, status)) => assert_eq!((buffer, status.source()), (vec![3; 3], None)),
            Err(failed) => or_cancelled(failed.kind()),
        }
        match ends(number, way) {
            Ok((number, _)) => assert_eq!(number, None),
            Err(failed) => or_cancelled(failed.kind()),
        }
        match ends(matched, way) {
            Ok((nothing, _)) => assert_eq!(nothing, [0u8; 0]),
            Err(failed) => or_cancelled(failed.kind()),
        }
    }
    works(world);
}

#[oxmpi_test(ranks = [1, 2])]
fn members_of_sets_are_cancelled_one_by_one(world: &Communicator) {
    let peer = peer(world);
    for (polled, way) in ways() {
        let what = format!("polled {polled}, way {way}");
        let mut set = RequestSet::new();
        // So that there are places that have served before.
        let used = set.add(world.isend(1u8, None).unwrap());
        set.wait_all().unwrap();
        set.take(used).unwrap();
        let mut requests: Vec<_> =
            (0..5).map(|tag| world.irecv_into(vec![7u64; 3], from(peer).tag(tag)).unwrap()).collect();
        let mut looking = world.irecv::<Vec<u64>>(from(peer).tag(9)).unwrap();
        if polled {
            requests.iter_mut().for_each(|request| assert!(poll_once(request).is_pending()));
            assert!(poll_once(&mut looking).is_pending());
        }
        let tickets: Vec<_> = requests.into_iter().map(|request| set.add(request)).collect();
        let looking = set.add(looking);
        for at in [1, 3] {
            set.cancel(&tickets[at]).unwrap();
        }
        set.cancel(&looking).unwrap();
        world.barrier().unwrap();
        [0, 2, 4].into_iter().for_each(|tag| drop(world.isend([8u64; 2], to(peer).tag(tag)).unwrap()));
        match way {
            0 => assert_eq!(kind(&what, set.wait_all()), Cancelled),
            1 => {
                let mut told = 0;
                while let Some(done) = set.wait_any().unwrap() {
                    let cancelled = done.is(&tickets[1]) || done.is(&tickets[3]) || done.is(&looking);
                    assert_eq!(done.is_ok(), !cancelled, "{what}");
                    told += 1;
                }
                assert_eq!(told, 6);
            }
            _ => {
                while set.active() > 0 {
                    set.test_any().unwrap();
                }
            }
        }
        for (at, &ticket) in tickets.iter().enumerate() {
            assert_eq!(kind("cancel what is complete", set.cancel(&ticket)), ErrorKind::Request);
            match set.take(ticket) {
                Ok((got, status)) => assert_eq!((at % 2, got, status.bytes()), (0, vec![8, 8, 7], 16), "{what}"),
                Err(failed) => {
                    assert_eq!((at % 2, failed.kind()), (1, Cancelled), "{what}");
                    assert_eq!(failed.into_value().expect("the buffer").0, [7; 3]);
                }
            }
        }
        assert_eq!(kind(&what, set.take(looking).map_err(oxmpi::Error::from)), Cancelled);
        world.barrier().unwrap();
    }
    works(world);
}

/// Cancelled, and found to be so by the driver of futures before it comes to the set.
#[oxmpi_test(ranks = [1, 2])]
fn what_was_cancelled_as_a_future_is_so_in_a_set(world: &Communicator) {
    let mut request = world.irecv_into(vec![7u64; 3], peer(world)).unwrap();
    assert!(poll_once(&mut request).is_pending());
    request.cancel().unwrap();
    // Waits for another one, with all that are watched.
    oxmpi::request::block_on(async {
        let mut number = world.irecv::<u64>(from(peer(world)).tag(1)).unwrap();
        assert!(poll_once(&mut number).is_pending());
        world.barrier().unwrap();
        drop(world.isend(5u64, to(peer(world)).tag(1)).unwrap());
        assert_eq!(number.await.unwrap().0, 5);
    });
    let told = request.get_status();
    assert!(matches!(&told, Ok(None)) || kind("get_status", told) == Cancelled, "a cancelled receive has no status");
    let mut set = RequestSet::new();
    let ticket = set.add(request);
    assert_eq!(kind("wait_all", set.wait_all()), Cancelled);
    let failed = set.take(ticket).unwrap_err();
    assert_eq!(failed.kind(), Cancelled);
    assert_eq!(failed.into_value().expect("the buffer").0, [7; 3]);
    works(world);
}

#[oxmpi_test(ranks = [1, 2])]
fn a_cancelled_receive_has_no_status(world: &Communicator) {
    for polled in [false, true] {
        let mut request = world.irecv_into(vec![7u64; 3], peer(world)).unwrap();
        assert!(!polled || poll_once(&mut request).is_pending());
        request.cancel().unwrap();
        let error = loop {
            match request.get_status() {
                Ok(status) => assert_eq!(status, None),
                Err(error) => break error,
            }
        };
        assert_eq!(error.kind(), Cancelled, "{error}");
        assert_eq!(request.wait().unwrap_err().into_value().expect("the buffer").0, [7; 3]);
    }
    works(world);
}

#[oxmpi_test(ranks = [1, 2])]
fn operations_of_scopes_are_cancelled(mpi: &Mpi) {
    let world = mpi.world();
    let peer = peer(&world);
    let mut rooms = [[7u64; 4]; 6];
    let [waited, tested, awaited, left, late, nobody] = &mut rooms;
    let message = [5u64; 2];
    mpi.scope(|s| {
        let mut waited = world.irecv_into(s.lend_mut(waited), peer)?;
        let mut tested = world.irecv_into(s.lend_mut(tested), peer)?;
        let mut awaited = world.irecv_into(s.lend_mut(awaited), peer)?;
        let mut left = world.irecv_into(s.lend_mut(left), peer)?;
        let mut late = world.irecv_into(s.lend_mut(&mut late[..]), from(peer).tag(1))?;
        let mut nobody = world.irecv_into(s.lend_mut(nobody), None)?;
        let mut sending = world.isend(s.lend(&message), to(peer).tag(1))?;
        let mut buffered = world.ibsend(s.lend(&message), None)?;
        assert!(poll_once(&mut awaited).is_pending());
        for _ in 0..2 {
            waited.cancel()?;
            tested.cancel()?;
            awaited.cancel()?;
            left.cancel()?;
            nobody.cancel()?;
            buffered.cancel()?;
        }
        sending.cancel()?;
        assert_eq!(kind("wait", waited.wait()), Cancelled);
        let error = loop {
            match tested.test() {
                Ok(result) => assert!(result.is_none()),
                Err(error) => break error,
            }
        };
        assert_eq!(error.kind(), Cancelled);
        assert_eq!(kind("test again", tested.test()), ErrorKind::Request);
        assert_eq!(kind("cancel again", tested.cancel()), ErrorKind::Request);
        assert_eq!(kind("await", oxmpi::request::block_on(awaited)), Cancelled);
        // The peer's send may be cancelled, by a library that does that; so may ours.
        drop(world.isend(message, to(peer).tag(1))?);
        let (got, status) = loop {
            if let Some(done) = late.test()? {
                break done;
            }
        };
        assert_eq!((&got[..], status.bytes()), (&[5, 5, 7, 7][..], 16));
        assert_eq!(kind("cancel what is complete", late.cancel()), ErrorKind::Request);
        Ok(())
    })
    .unwrap();
    assert_eq!(rooms[..4], [[7; 4]; 4]);
    assert_eq!((rooms[4], rooms[5]), ([5, 5, 7, 7], [7; 4]));
    // What was not cancelled comes before this.
    world.bsend(&[9u64][..], to(peer).tag(1)).unwrap();
    loop {
        let left_over: Vec<u64> = world.recv(from(peer).tag(1)).unwrap();
        if left_over == [9] {
            break;
        }
        assert_eq!(left_over, message);
    }
    works(&world);
}
