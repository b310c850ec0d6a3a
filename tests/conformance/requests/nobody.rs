//! To and from nobody: complete at once, in every way.

use crate::sample::{Sample, for_each_type, samples};
use oxmpi::point_to_point::Status;
use oxmpi::prelude::*;
use oxmpi::request::{Request, RequestSet, block_on};
use oxmpi::{ErrorKind, Result};
use oxmpi_test::oxmpi_test;

type Way<V> = (&'static str, fn(Request<V>) -> Result<V>);

/// The ways to complete a request.
fn ways<V: Send + 'static>() -> [Way<V>; 6] {
    [
        ("wait", |request| Ok(request.wait()?)),
        ("test", |mut request| {
            loop {
                if let Some(value) = request.test()? {
                    return Ok(value);
                }
            }
        }),
        ("wait_all", |request| {
            let mut set = RequestSet::new();
            let ticket = set.add(request);
            set.wait_all()?;
            Ok(set.take(ticket)?)
        }),
        ("wait_some", |request| {
            let mut set = RequestSet::new();
            let ticket = set.add(request);
            assert_eq!(set.wait_some(&mut Vec::new())?, 1);
            Ok(set.take(ticket)?)
        }),
        ("await", |request| Ok(block_on(request)?)),
        ("get_status", |mut request| {
            // (A receive of a length that the message tells is not looked at by this.)
            if let Some(status) = request.get_status()? {
                assert_eq!((status.source(), status.tag(), status.bytes()), (None, None, 0));
            }
            Ok(request.wait()?)
        }),
    ]
}

fn is_from_nobody(status: Status, what: &str) {
    assert_eq!((status.source(), status.tag(), status.bytes()), (None, None, 0), "{what}");
}

fn nobody<T: Sample>(world: &Communicator) -> Result<()> {
    let three: Vec<T> = samples(world.rank(), 3);
    for (what, complete) in ways() {
        assert_eq!(complete(world.isend(three.clone(), None)?)?, three, "{what}");
        assert_eq!(complete(world.issend(three.clone(), to(None).tag(7))?)?, three, "{what}");
        assert_eq!(complete(world.ibsend(three.clone(), None)?)?, three, "{what}");
        // SAFETY: to nobody: there is no receive that would have to be posted.
        assert_eq!(complete(unsafe { world.irsend(three.clone(), None) }?)?, three, "{what}");
    }
    for (what, complete) in ways() {
        let (buffer, status) = complete(world.irecv_into(three.clone(), None)?)?;
        assert_eq!(buffer, three, "{what}: unchanged");
        is_from_nobody(status, what);
    }
    for (what, complete) in ways() {
        let (value, status) = complete(world.irecv::<Option<T>>(None)?)?;
        assert_eq!(value, None, "{what}");
        is_from_nobody(status, what);
    }
    for (what, complete) in ways() {
        let (value, status) = complete(world.irecv::<Option<Vec<T>>>(from(None).tag(3))?)?;
        assert_eq!(value, None, "{what}");
        is_from_nobody(status, what);
    }
    for (what, complete) in ways() {
        let (value, status) = complete(world.mprobe(None)?.irecv::<Vec<T>>()?)?;
        assert_eq!(value, [], "{what}");
        is_from_nobody(status, what);
    }
    for (what, complete) in ways() {
        let (buffer, status) = complete(world.mprobe(None)?.irecv_into(three.clone())?)?;
        assert_eq!(buffer, three, "{what}: unchanged");
        is_from_nobody(status, what);
    }
    for (what, complete) in ways() {
        let error = complete(world.irecv::<T>(None)?).expect_err("nothing arrives");
        assert_eq!(error.kind(), ErrorKind::Incomplete, "{what}");
    }
    Ok(())
}

#[oxmpi_test(ranks = [1, 2])]
fn exchanges_with_nobody_are_complete_at_once(world: &Communicator) -> Result<()> {
    for_each_type!(nobody(world));
    Ok(())
}
