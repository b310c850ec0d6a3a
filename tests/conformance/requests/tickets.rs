//! What a set says of each of its requests: errors of their own, tickets that do not fit, what is given up.

use super::neighbours;
use oxmpi::prelude::*;
use oxmpi::request::{Failed, Request, RequestSet, wait_all};
use oxmpi::{ErrorKind, Result};
use oxmpi_test::oxmpi_test;

fn kind<T: std::fmt::Debug>(result: std::result::Result<T, Failed<T>>) -> ErrorKind {
    result.expect_err("an error").kind()
}

/// Of many messages some are too long, and some are no value of their type: each says so itself, with its buffer. (Between two ranks:
/// posted receives of messages from oneself that are too long are a fault of Open MPI and MPICH, see the known issues.)
#[oxmpi_test(ranks = [2])]
fn each_request_has_an_error_of_its_own(world: &Communicator) -> Result<()> {
    let (right, left) = neighbours(world);
    for way in 0..3 {
        let mut set = RequestSet::new();
        let receiving = (0..30)
            .map(|tag| Ok(set.add(world.irecv_into(vec![true; 4], from(left).tag(tag))?)))
            .collect::<Result<Vec<_>>>()?;
        // By turns: whole, not valid, too long.
        for tag in (0..30).rev() {
            let message: &[u8] = [&[0, 1, 0, 1][..], &[1, 5], &[1; 6]][tag as usize % 3];
            world.bsend(message, to(right).tag(tag))?;
        }
        match way {
            0 => {
                let error = set.wait_all().expect_err("ten are too long");
                assert_eq!(error.kind(), ErrorKind::Truncated, "{error}");
            }
            1 => {
                while let Some(done) = set.wait_any()? {
                    assert!(done.is_ok() || done.id() % 3 == 2, "{done:?}");
                }
            }
            _ => {
                let mut completed = Vec::new();
                while set.wait_some(&mut completed)? > 0 {}
            }
        }
        assert_eq!(set.active(), 0);
        for (at, ticket) in receiving.into_iter().enumerate() {
            let result = set.take(ticket);
            match at % 3 {
                0 => assert_eq!(result?.0, [false, true, false, true]),
                1 => {
                    let failed = result.expect_err("5 is no bool");
                    assert_eq!(failed.kind(), ErrorKind::InvalidValue);
                    assert_eq!(failed.into_value().expect("over").0, [true, false, true, true]);
                }
                _ => {
                    let failed = result.expect_err("too long");
                    assert_eq!(failed.kind(), ErrorKind::Truncated);
                    let (buffer, status) = failed.into_value().expect("over");
                    assert_eq!((buffer.len(), status.source()), (4, Some(left)));
                }
            }
        }
    }
    Ok(())
}

#[oxmpi_test(ranks = [1])]
fn tickets_take_once_and_from_their_own_set(world: &Communicator) -> Result<()> {
    let (mut set, mut other) = (RequestSet::new(), RequestSet::new());
    let ticket = set.add(world.irecv_into([0u8; 2], 0)?);
    let twin = other.add(world.irecv_into([0u8; 2], from(0).tag(1))?);
    assert_eq!(ticket.id(), twin.id());
    assert_eq!(kind(set.take(ticket)), ErrorKind::Pending);
    assert_eq!(kind(set.take(twin)), ErrorKind::Request);
    assert!(set.test_any()?.is_none() && !set.test_all()?);
    world.bsend(&[1u8, 2], 0)?;
    let done = set.wait_any()?.expect("one");
    assert!(done.is(&ticket) && !done.is(&twin) && done.is_ok());
    assert!(set.wait_any()?.is_none(), "told already");
    assert_eq!(set.wait_some(&mut vec![done])?, 0);
    set.wait_all()?;
    assert_eq!(set.cancel(&ticket).expect_err("complete").kind(), ErrorKind::Request);
    assert_eq!(set.take(ticket)?.0, [1, 2]);
    assert_eq!(kind(set.take(ticket)), ErrorKind::Request, "taken");
    // The number serves again; the old ticket does not.
    let again = set.add(world.isend(vec![5u8], None)?);
    assert_eq!(again.id(), ticket.id());
    assert_eq!(kind(set.take(ticket)), ErrorKind::Request);
    set.wait_all()?;
    assert_eq!(kind(set.take(ticket)), ErrorKind::Request);
    assert_eq!(set.take(again)?, [5]);
    // What is spent before it is added says so.
    let mut request = world.isend(vec![1u8], None)?;
    while request.test()?.is_none() {}
    let spent = set.add(request);
    assert!(!set.wait_any()?.expect("over").is_ok());
    assert_eq!(kind(set.take(spent)), ErrorKind::Request);
    Ok(())
}

#[oxmpi_test(ranks = [1, 2])]
fn requests_of_a_set_are_cancelled_one_by_one(world: &Communicator) -> Result<()> {
    let (right, left) = neighbours(world);
    let mut set = RequestSet::new();
    let first = set.add(world.irecv_into(vec![0u8; 3], from(left).tag(1))?);
    let second = set.add(world.irecv_into(vec![0u8; 3], from(left).tag(1))?);
    let told = set.add(world.irecv::<Vec<u8>>(from(left).tag(2))?);
    let third = set.add(world.irecv::<u8>(from(left).tag(3))?);
    set.cancel(&first)?;
    set.cancel(&told)?;
    // Nobody sends before all have cancelled.
    world.barrier()?;
    world.bsend(&[1u8, 2, 3], to(right).tag(1))?;
    world.bsend(&9u8, to(right).tag(3))?;
    assert_eq!(set.wait_all().expect_err("two are cancelled").kind(), ErrorKind::Cancelled);
    let failed = set.take(first).expect_err("cancelled");
    assert_eq!((failed.kind(), failed.into_value().expect("over").0), (ErrorKind::Cancelled, vec![0; 3]));
    assert_eq!(set.take(second)?.0, [1, 2, 3], "the first takes nothing");
    assert_eq!(kind(set.take(told)), ErrorKind::Cancelled);
    assert_eq!(set.take(third)?.0, 9);
    Ok(())
}

/// Receives are cancelled, sends go on; also what is complete and was not taken is freed.
#[oxmpi_test(ranks = [1, 2])]
fn a_dropped_set_takes_no_message_and_loses_none(world: &Communicator) -> Result<()> {
    let (right, left) = neighbours(world);
    for len in [1, 50_000] {
        let mut set = RequestSet::new();
        for _ in 0..20 {
            set.add(world.irecv_into(vec![0u8; len], from(left).tag(1))?);
            set.add(world.irecv::<Vec<u8>>(from(left).tag(1))?);
            set.add(world.isend(String::from("to nobody"), None)?);
        }
        let _ = set.test_any()?;
        let sent = set.add(world.isend(vec![7u8; len], to(right).tag(2))?);
        assert_eq!(sent.id(), 60);
        drop(set);
        world.barrier()?;
        world.bsend(&vec![8u8; len], to(right).tag(1))?;
        assert_eq!(world.recv::<Vec<u8>>(from(left).tag(1))?, vec![8; len]);
        assert_eq!(world.recv::<Vec<u8>>(from(left).tag(2))?, vec![7; len]);
    }
    Ok(())
}

#[oxmpi_test(ranks = [1])]
fn an_empty_set_is_complete(_: &Communicator) -> Result<()> {
    let mut set = RequestSet::default();
    set.wait_all()?;
    assert!(set.test_all()?);
    assert_eq!((set.wait_any()?, set.test_any()?, set.active()), (None, None, 0));
    let mut completed = Vec::new();
    assert_eq!((set.wait_some(&mut completed)?, set.test_some(&mut completed)?), (0, 0));
    Ok(())
}

#[oxmpi_test(ranks = [1])]
fn a_list_of_which_one_fails_is_waited_for_whole(world: &Communicator) -> Result<()> {
    let receiving: Vec<Request<(Vec<bool>, _)>> =
        (0..3).map(|tag| world.irecv::<Vec<bool>>(from(0).tag(tag))).collect::<Result<_>>()?;
    for (tag, value) in [(0, 1u8), (1, 2), (2, 0)] {
        world.bsend(&value, to(0).tag(tag))?;
    }
    assert_eq!(wait_all(receiving).expect_err("2 is no bool").kind(), ErrorKind::InvalidValue);
    assert_eq!(world.iprobe(ANY.tag(ANY))?, None, "all were received");
    Ok(())
}
