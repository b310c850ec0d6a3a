//! Nonblocking exchanges: sent and received at once, by one request.

use crate::point_to_point::neighbours;
use crate::sample::{Sample, assert_same, for_each_type, samples};
use oxmpi::prelude::*;
use oxmpi::request::{RequestSet, block_on};
use oxmpi::{ErrorKind, Result};
use oxmpi_test::oxmpi_test;

fn rings<T: Sample>(world: &Communicator) -> Result<()> {
    let rank = world.rank();
    let (left, right) = neighbours(world);
    let lengths: &[usize] = if world.size() <= 2 { &[0, 1, 7, 4095] } else { &[0, 7] };
    for &len in lengths {
        let (mine, theirs) = (samples::<T>(rank, len), samples::<T>(left, len));
        let (sent, got, status) =
            world.isendrecv::<_, Vec<T>>(mine.clone(), to(right).tag(3), from(left).tag(3))?.wait()?;
        assert_same(&sent, &mine, "given back");
        assert_same(&got, &theirs, "isendrecv");
        assert_eq!((status.source(), status.tag(), status.count::<T>()), (Some(left), Some(3), Some(len)));
        let room = samples::<T>(98, len + 2);
        let (sent, got, status) = world.isendrecv_into(mine.clone(), right, room.clone(), left)?.wait()?;
        assert_same(&sent, &mine, "given back");
        assert_same(&got[..len], &theirs, "isendrecv_into");
        assert_same(&got[len..], &room[len..], "behind what arrived");
        assert_eq!(status.count::<T>(), Some(len));
        let (got, status) = world.isendrecv_replace(mine, right, left)?.wait()?;
        assert_same(&got, &theirs, "isendrecv_replace");
        assert_eq!((status.source(), status.count::<T>()), (Some(left), Some(len)));
    }
    let (_, one, _) = world.isendrecv::<_, T>(T::sample(rank, 5), right, left)?.wait()?;
    assert_eq!(one, T::sample(left, 5));
    Ok(())
}

#[oxmpi_test(ranks = [1, 2, 3])]
fn every_type_is_exchanged_around_a_ring(world: &Communicator) -> Result<()> {
    for_each_type!(rings(world));
    Ok(())
}

#[oxmpi_test(ranks = [1, 2])]
fn long_messages_do_not_deadlock(world: &Communicator) -> Result<()> {
    let (left, right) = neighbours(world);
    for len in [65_536, 1_000_000] {
        let mine = samples::<f64>(world.rank(), len);
        let theirs = samples::<f64>(left, len);
        let (_, got, _) = world.isendrecv::<_, Vec<f64>>(mine.clone(), right, left)?.wait()?;
        assert_same(&got, &theirs, "isendrecv");
        let (_, got, _) = world.isendrecv_into(mine.clone(), right, vec![0.0; len], left)?.wait()?;
        assert_same(&got, &theirs, "isendrecv_into");
        let (got, _) = world.isendrecv_replace(mine, right, left)?.wait()?;
        assert_same(&got, &theirs, "isendrecv_replace");
    }
    Ok(())
}

#[oxmpi_test(ranks = [1, 2])]
fn tested_in_a_set_and_awaited(world: &Communicator) -> Result<()> {
    let rank = world.rank();
    let (left, right) = neighbours(world);
    let mut exchange = world.isendrecv::<_, String>(format!("from {rank}"), right, left)?;
    let (_, text, _) = loop {
        if let Some(done) = exchange.test()? {
            break done;
        }
    };
    assert_eq!(text, format!("from {left}"));
    assert_eq!(exchange.test().expect_err("taken").kind(), ErrorKind::Request);
    let mut set = RequestSet::new();
    for round in 0..4 {
        let numbers = set.add(world.isendrecv_into(vec![rank; 5], to(right).tag(1), vec![9; 5], from(left).tag(1))?);
        let texts =
            set.add(world.isendrecv::<_, String>(format!("from {rank}"), to(right).tag(2), from(left).tag(2))?);
        let replaced = set.add(world.isendrecv_replace(vec![rank; 3], to(right).tag(3), from(left).tag(3))?);
        let plain = set.add(world.irecv_into(vec![0u8; 3], from(left).tag(4))?);
        world.bsend(&[7u8; 3], to(right).tag(4))?;
        match round % 3 {
            0 => set.wait_all()?,
            1 => while set.wait_any()?.is_some() {},
            _ => while !set.test_all()? {},
        }
        let (sent, got, _) = set.take(numbers)?;
        assert_eq!((sent, got), (vec![rank; 5], vec![left; 5]));
        assert_eq!(set.take(texts)?.1, format!("from {left}"));
        assert_eq!(set.take(replaced)?.0, [left; 3]);
        assert_eq!(set.take(plain)?.0, [7; 3]);
    }
    let got = block_on(async {
        let (_, text, _) = world.isendrecv::<_, String>(format!("from {rank}"), right, left)?.await?;
        let (_, numbers, _) = world.isendrecv_into(vec![rank; 5], right, vec![9; 5], left)?.await?;
        let (replaced, _) = world.isendrecv_replace(vec![rank; 3], right, left)?.await?;
        Ok::<_, oxmpi::Error>((text, numbers, replaced))
    })?;
    assert_eq!(got, (format!("from {left}"), vec![left; 5], vec![left; 3]));
    Ok(())
}

#[oxmpi_test(ranks = [2])]
fn the_peer_may_use_ordinary_calls(world: &Communicator) -> Result<()> {
    if world.rank() == 0 {
        let (_, got, _) = world.isendrecv::<_, Obj<Vec<u8>>>(vec![1.5; 100], 1, 1)?.wait()?;
        assert_eq!(got.0, [3; 50]);
    } else {
        assert_eq!(world.recv::<Vec<f64>>(0)?, [1.5; 100]);
        world.send(&Obj(vec![3u8; 50]), 0)?;
    }
    Ok(())
}

#[oxmpi_test(ranks = [1, 2])]
fn nobody_on_either_side_leaves_that_half_out(world: &Communicator) -> Result<()> {
    let (left, right) = neighbours(world);
    let (sent, got, status) = world.isendrecv::<_, Option<u32>>(5u32, None, None)?.wait()?;
    assert_eq!((sent, got, status.source()), (5, None, None));
    let (_, got, _) = world.isendrecv_into(vec![1u8; 3], None, vec![9u8; 3], None)?.wait()?;
    assert_eq!(got, [9; 3]);
    let (got, _) = world.isendrecv_replace(vec![1u8; 3], None, None)?.wait()?;
    assert_eq!(got, [1; 3]);
    let exchange = world.isendrecv::<_, Vec<u8>>(vec![1u8; 3], right, None)?;
    assert_eq!(world.recv::<Vec<u8>>(left)?, [1; 3]);
    let (_, got, _) = exchange.wait()?;
    assert!(got.is_empty());
    world.bsend(&[2u8; 3], right)?;
    let (_, got, _) = world.isendrecv::<_, Vec<u8>>(vec![1u8; 3], None, left)?.wait()?;
    assert_eq!(got, [2; 3]);
    Ok(())
}

#[oxmpi_test(ranks = [2])]
fn an_error_in_the_half_that_receives_gives_both_buffers_back(world: &Communicator) -> Result<()> {
    let peer = 1 - world.rank();
    for (room, len) in [(3, 4), (10, 100_000)] {
        let failed = world.isendrecv_into(vec![5u8; len], peer, vec![9u8; room], peer)?.wait().expect_err("too long");
        assert_eq!(failed.kind(), ErrorKind::Truncated);
        let (sent, buffer, _) = failed.into_value().expect("both buffers");
        assert_eq!((sent, buffer.len()), (vec![5; len], room));
        // In a set too.
        let mut set = RequestSet::new();
        let ticket = set.add(world.isendrecv_into(vec![5u8; len], peer, vec![9u8; room], peer)?);
        while set.wait_any()?.is_some() {}
        let failed = set.take(ticket).expect_err("too long");
        assert_eq!(failed.kind(), ErrorKind::Truncated);
        assert!(failed.into_value().is_some());
        // And the library works.
        assert_eq!(world.isendrecv_replace(vec![world.rank(); 4], peer, peer)?.wait()?.0, [peer; 4]);
    }
    Ok(())
}

#[oxmpi_test(ranks = [1, 2])]
fn refused_arguments_give_everything_back_and_send_nothing(world: &Communicator) -> Result<()> {
    let (me, nobody) = (world.rank(), world.size());
    let both = (vec![1u8; 3], vec![2u8; 4]);
    for (destination, source, kind) in [
        (to(nobody).tag(0), from(me).tag(0), ErrorKind::Rank),
        (to(me).tag(0), from(nobody).tag(0), ErrorKind::Rank),
        (to(me).tag(-1), from(me).tag(0), ErrorKind::Tag),
        (to(me).tag(0), from(me).tag(-1), ErrorKind::Tag),
    ] {
        let refused = world.isendrecv_into(both.0.clone(), destination, both.1.clone(), source).expect_err("refused");
        assert_eq!((refused.kind(), refused.into_value()), (kind, Some(both.clone())));
        let refused = world.isendrecv::<_, u32>(both.0.clone(), destination, source).expect_err("refused");
        assert_eq!((refused.kind(), refused.into_value()), (kind, Some(both.0.clone())));
        let refused = world.isendrecv::<_, Vec<u8>>(both.0.clone(), destination, source).expect_err("refused");
        assert_eq!((refused.kind(), refused.into_value()), (kind, Some(both.0.clone())));
        let refused = world.isendrecv_replace(both.1.clone(), destination, source).expect_err("refused");
        assert_eq!((refused.kind(), refused.into_value()), (kind, Some(both.1.clone())));
    }
    assert_eq!(world.iprobe(ANY.tag(ANY))?, None, "nothing was sent");
    world.bsend(&[8u8; 4], me)?;
    assert_eq!(world.recv::<Vec<u8>>(me)?, [8; 4], "and no receive was left");
    Ok(())
}

#[oxmpi_test(ranks = [1, 2])]
fn a_dropped_exchange_takes_no_message(world: &Communicator) -> Result<()> {
    let (left, right) = neighbours(world);
    for _ in 0..20 {
        drop(world.isendrecv_into(vec![1u8; 10], to(right).tag(1), vec![0u8; 10], from(left).tag(2))?);
        drop(world.isendrecv::<_, u64>(1u64, to(right).tag(1), from(left).tag(2))?);
        drop(world.isendrecv::<_, String>(String::new(), to(right).tag(1), from(left).tag(2))?);
        drop(world.isendrecv_replace(vec![1u8; 10], to(right).tag(1), from(left).tag(2))?);
    }
    world.barrier()?;
    world.bsend(&[7u8; 10], to(right).tag(2))?;
    assert_eq!(world.recv::<Vec<u8>>(from(left).tag(2))?, [7; 10], "not stolen");
    for _ in 0..80 {
        world.recv::<Vec<u8>>(from(left).tag(1))?; // what was sent is sent
    }
    let mut exchange = world.isendrecv::<_, u8>(1u8, to(right).tag(1), from(left).tag(2))?;
    assert_eq!(exchange.cancel().expect_err("cannot be").kind(), ErrorKind::Unsupported);
    drop(exchange);
    world.recv::<u8>(from(left).tag(1))?;
    Ok(())
}
