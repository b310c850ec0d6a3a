//! Sets of requests: many of any type, waited for together.

use super::neighbours;
use crate::sample::{Sample, assert_same, for_each_type, samples};
use oxmpi::Result;
use oxmpi::prelude::*;
use oxmpi::request::{RequestSet, wait_all};
use oxmpi_test::oxmpi_test;
use std::sync::Arc;

/// How a set is emptied.
type Emptied = fn(&mut RequestSet) -> Result<()>;

const EMPTIED: [(&str, Emptied); 6] = [
    ("wait_all", RequestSet::wait_all),
    ("wait_any", |set| {
        while set.wait_any()?.is_some() {}
        Ok(())
    }),
    ("wait_some", |set| {
        let mut completed = Vec::new();
        while set.wait_some(&mut completed)? > 0 {}
        Ok(())
    }),
    ("test_all", |set| {
        while !set.test_all()? {
            std::thread::yield_now();
        }
        Ok(())
    }),
    ("test_any", |set| {
        while set.active() > 0 {
            let _ = set.test_any()?;
            std::thread::yield_now();
        }
        Ok(())
    }),
    ("test_some", |set| {
        let mut completed = Vec::new();
        while set.active() > 0 {
            set.test_some(&mut completed)?;
            std::thread::yield_now();
        }
        Ok(())
    }),
];

/// Everybody to everybody, all at the same time: per pair a short and a long message into posted receives, and one of a length that the
/// message tells.
fn crowd<T: Sample>(world: &Communicator, set: &mut RequestSet, (name, empty): (&str, Emptied)) -> Result<()> {
    let (rank, size) = (world.rank(), world.size());
    let salt = |from: usize, to: usize| 10 * from + to;
    let mut receiving = Vec::new();
    let mut sending = Vec::new();
    for peer in 0..size {
        let short = set.add(world.irecv_into(samples::<T>(9, 3), from(peer).tag(1))?);
        let long = set.add(world.irecv_into(Box::<[T]>::from(samples(9, 5000)), from(peer).tag(2))?);
        let told = set.add(world.irecv::<Vec<T>>(from(peer).tag(3))?);
        receiving.push((short, long, told));
    }
    for peer in (0..size).rev() {
        let data: Arc<[T]> = samples(salt(rank, peer), 5000).into();
        let short = set.add(world.isend(data[..3].to_vec(), to(peer).tag(1))?);
        let long = set.add(world.isend(Arc::clone(&data), to(peer).tag(2))?);
        let told = set.add(world.issend(Box::<[T]>::from(&data[..77]), to(peer).tag(3))?);
        sending.push((data, short, long, told));
    }
    assert_eq!(set.active(), 6 * size);
    empty(set)?;
    assert_eq!(set.active(), 0, "{name}");
    for (peer, (short, long, told)) in receiving.into_iter().enumerate() {
        let expected: Vec<T> = samples(salt(peer, rank), 5000);
        let (got, status) = set.take(short)?;
        assert_eq!((status.source(), status.tag(), status.count::<T>()), (Some(peer), Some(1), Some(3)), "{name}");
        assert_same(&got, &expected[..3], name);
        assert_same(&set.take(long)?.0, &expected, name);
        let (got, status) = set.take(told)?;
        assert_eq!((status.source(), status.tag()), (Some(peer), Some(3)), "{name}");
        assert_same(&got, &expected[..77], name);
    }
    for (data, short, long, told) in sending {
        assert_same(&set.take(short)?, &data[..3], name);
        assert!(Arc::ptr_eq(&set.take(long)?, &data), "{name}: the same");
        assert_same(&set.take(told)?, &data[..77], name);
    }
    Ok(())
}

/// The same set serves again.
fn crowds<T: Sample>(world: &Communicator, set: &mut RequestSet) -> Result<()> {
    EMPTIED.into_iter().try_for_each(|way| crowd::<T>(world, set, way))
}

#[oxmpi_test(ranks = [1, 2])]
fn everybody_exchanges_every_type_at_the_same_time(world: &Communicator) -> Result<()> {
    let mut set = RequestSet::new();
    for_each_type!(crowds(world, &mut set));
    Ok(())
}

#[oxmpi_test(ranks = [3, 4])]
fn crowds_exchange_at_the_same_time(world: &Communicator) -> Result<()> {
    let mut set = RequestSet::with_capacity(100);
    crowds::<f64>(world, &mut set)?;
    crowds::<bool>(world, &mut set)
}

/// Requests come and go; results are taken as they complete, and their numbers serve again.
#[oxmpi_test(ranks = [1, 2, 3])]
fn a_window_of_requests_slides_over_a_long_stream(world: &Communicator) -> Result<()> {
    const MESSAGES: usize = 600;
    const WINDOW: usize = 20;
    let (right, left) = neighbours(world);
    let (mut receives, mut sends) = (RequestSet::with_capacity(WINDOW), RequestSet::new());
    let mut tickets = Vec::new();
    let receive = |set: &mut RequestSet, index: usize| {
        Ok::<_, oxmpi::Error>((index, set.add(world.irecv_into([0usize; 2], from(left).tag(index as i32))?)))
    };
    for index in 0..WINDOW {
        let (index, ticket) = receive(&mut receives, index)?;
        assert_eq!(ticket.id(), index, "numbers from 0 on");
        tickets.push((index, ticket));
    }
    let mut next = WINDOW;
    let mut seen = vec![false; MESSAGES];
    let mut completed = Vec::new();
    for index in 0..MESSAGES {
        sends.add(world.isend([index, world.rank()], to(right).tag(index as i32))?);
        if index % WINDOW == WINDOW - 1 {
            receives.test_some(&mut completed)?;
            for &done in &completed {
                let (index, ticket) = tickets[done.id()];
                assert!(done.is(&ticket));
                assert_eq!(receives.take(ticket)?.0, [index, left]);
                assert!(!std::mem::replace(&mut seen[index], true));
                if next < MESSAGES {
                    let (index, ticket) = receive(&mut receives, next)?;
                    tickets[ticket.id()] = (index, ticket);
                    next += 1;
                }
            }
        }
    }
    while seen.contains(&false) {
        let done = receives.wait_any()?.expect("some are under way");
        let (index, ticket) = tickets[done.id()];
        assert_eq!(receives.take(ticket)?.0, [index, left]);
        assert!(!std::mem::replace(&mut seen[index], true));
        if next < MESSAGES {
            let (index, ticket) = receive(&mut receives, next)?;
            assert!(ticket.id() < WINDOW, "numbers serve again");
            tickets[ticket.id()] = (index, ticket);
            next += 1;
        }
    }
    assert!(receives.wait_any()?.is_none());
    sends.wait_all()
}

#[oxmpi_test(ranks = [1, 2, 3])]
fn a_list_of_requests_is_waited_for(world: &Communicator) -> Result<()> {
    let (rank, size) = (world.rank(), world.size());
    let receiving =
        (0..size).map(|peer| world.irecv_into(vec![0u32; 100], peer)).collect::<std::result::Result<Vec<_>, _>>()?;
    let sending = (0..size)
        .map(|peer| world.isend(samples::<u32>(10 * rank + peer, 100), peer))
        .collect::<std::result::Result<Vec<_>, _>>()?;
    for (peer, (got, status)) in wait_all(receiving)?.into_iter().enumerate() {
        assert_eq!(status.source(), Some(peer));
        assert_same(&got, &samples(10 * peer + rank, 100), "in their order");
    }
    assert_eq!(wait_all(sending)?.len(), size);
    assert_eq!(wait_all(Vec::<oxmpi::request::Request<Vec<u8>>>::new())?, Vec::<Vec<u8>>::new());
    Ok(())
}
