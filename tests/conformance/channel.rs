//! Channels: values of one type from one rank to another, in their order, until the sender is dropped.

use crate::point_to_point::neighbours;
use oxmpi::point_to_point::{Receiver, Sender};
use oxmpi::prelude::*;
use oxmpi::{ErrorKind, Result};
use oxmpi_test::oxmpi_test;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Record {
    name: String,
    values: Vec<Option<i32>>,
}

/// All values go to the right and come from the left; then the channel is closed.
fn around<T, S>(world: &Communicator, tag: i32, values: Vec<T>, see: impl Fn(T) -> S) -> Result<()>
where
    T: oxmpi::buffer::OwnedBuffer + oxmpi::point_to_point::Receive + Clone,
    S: PartialEq + std::fmt::Debug,
{
    let (left, right) = neighbours(world);
    let sender: Sender<T> = world.sender(right, tag)?;
    let receiver: Receiver<T> = world.receiver(left, tag)?;
    for value in &values {
        sender.send(value.clone())?;
    }
    let (front, back) = values.split_at(values.len() / 2);
    for value in front {
        assert_eq!(see(receiver.recv()?), see(value.clone()));
    }
    drop(sender);
    let rest = receiver.iter().collect::<Result<Vec<_>>>()?;
    assert_eq!(rest.into_iter().map(&see).collect::<Vec<_>>(), back.iter().cloned().map(&see).collect::<Vec<_>>());
    for _ in 0..3 {
        assert_eq!(receiver.recv().map(drop).expect_err("closed").kind(), ErrorKind::Closed);
        assert_eq!(receiver.try_recv().map(drop).expect_err("closed").kind(), ErrorKind::Closed);
    }
    assert_eq!((receiver.iter().count(), receiver.try_iter().count()), (0, 0));
    Ok(())
}

#[oxmpi_test(ranks = [1, 2, 3])]
fn values_of_every_kind_arrive_in_order(world: &Communicator) -> Result<()> {
    around(world, 1, (0..20).map(f64::from).collect(), |value| value)?;
    around(world, 2, (0..20).map(|len| vec![1.5; len % 4]).collect(), |value: Vec<f64>| value)?;
    around(world, 3, vec![Vec::<f64>::new(); 4], |value| value)?;
    around(world, 4, (0..20).map(|len| "é".repeat(len % 3)).collect(), |value: String| value)?;
    let record = |number: i32| Obj(Record { name: format!("{number}"), values: vec![Some(number), None] });
    around(world, 5, (0..20).map(record).collect(), |value| value.0)?;
    around(world, 6, vec![Obj(()), Obj(()), Obj(()), Obj(())], |value| value.0)?;
    around(world, 7, Vec::<u8>::new(), |value| value)?;
    // One after the other with one tag.
    around(world, 7, vec![1u8, 2], |value| value)?;
    around(world, 7, vec![String::new(); 2], |value| value)
}

#[oxmpi_test(ranks = [2])]
fn flush_waits_until_long_values_are_taken(world: &Communicator) -> Result<()> {
    let peer = 1 - world.rank();
    let (sender, receiver) = world.channel::<Vec<u64>>(peer, 3)?;
    if world.rank() == 0 {
        for number in 0..5 {
            sender.send(vec![number; 100_000])?;
        }
        sender.flush()?;
        assert_eq!(receiver.recv()?, [9]);
    } else {
        for number in 0..5 {
            assert_eq!(receiver.recv()?, vec![number; 100_000]);
        }
        sender.send(vec![9])?;
        sender.flush()?;
    }
    Ok(())
}

#[oxmpi_test(ranks = [2])]
fn ten_thousand_values(world: &Communicator) -> Result<()> {
    if world.rank() == 0 {
        let sender = world.sender::<u64>(1, 7)?;
        for number in 0..10_000 {
            sender.send(number)?;
        }
    } else {
        let receiver = world.receiver::<u64>(0, 7)?;
        let mut expected = 0;
        for value in receiver.iter() {
            assert_eq!(value?, expected);
            expected += 1;
        }
        assert_eq!(expected, 10_000);
    }
    Ok(())
}

#[oxmpi_test(ranks = [1, 2])]
fn channels_with_different_tags_do_not_mix(world: &Communicator) -> Result<()> {
    let (left, right) = neighbours(world);
    let (numbers, texts) = (world.sender::<u32>(right, 1)?, world.sender::<String>(right, 2)?);
    let (number, text) = (world.receiver::<u32>(left, 1)?, world.receiver::<String>(left, 2)?);
    for round in 0..10 {
        numbers.send(round)?;
        texts.send(if round % 2 == 0 { String::new() } else { format!("{round}") })?;
    }
    drop(numbers);
    let got = text.iter().take(10).collect::<Result<Vec<_>>>()?;
    assert_eq!(got[..4], ["", "1", "", "3"]);
    assert_eq!(number.iter().collect::<Result<Vec<_>>>()?, (0..10).collect::<Vec<_>>());
    texts.send("still open".into())?;
    assert_eq!(text.recv()?, "still open");
    drop(texts);
    assert_eq!(text.recv().expect_err("closed").kind(), ErrorKind::Closed);
    Ok(())
}

#[oxmpi_test(ranks = [1, 2])]
fn try_recv_does_not_wait(world: &Communicator) -> Result<()> {
    let (left, right) = neighbours(world);
    let (sender, receiver) = (world.sender::<String>(right, 1)?, world.receiver::<String>(left, 1)?);
    assert_eq!(receiver.try_recv()?, None);
    assert_eq!(receiver.try_iter().count(), 0);
    world.barrier()?;
    for text in ["", "a", "", "b"] {
        sender.send(text.into())?;
    }
    let mut got = Vec::new();
    while got.len() < 4 {
        for text in receiver.try_iter() {
            got.push(text?);
        }
    }
    assert_eq!(got, ["", "a", "", "b"]);
    assert_eq!(receiver.try_recv()?, None);
    world.barrier()?;
    drop(sender);
    while !matches!(receiver.try_recv(), Err(error) if error.kind() == ErrorKind::Closed) {}
    Ok(())
}

#[oxmpi_test(ranks = [1, 2], threads = "funneled")]
fn a_sender_that_another_thread_drops_closes_it(world: &Communicator) -> Result<()> {
    let (left, right) = neighbours(world);
    let (sender, receiver) = (world.sender::<String>(right, 1)?, world.receiver::<String>(left, 1)?);
    sender.send("last".into())?;
    std::thread::spawn(move || drop(sender)).join().expect("no panic");
    assert_eq!(receiver.iter().collect::<Result<Vec<_>>>()?, ["last"]);
    // As does one that goes with a thread that panics.
    let (sender, receiver) = (world.sender::<String>(right, 2)?, world.receiver::<String>(left, 2)?);
    sender.send("last".into())?;
    let thread = std::thread::spawn(move || {
        let _sender = sender;
        panic!("this thread gives up");
    });
    thread.join().expect_err("it panicked");
    assert_eq!(receiver.iter().collect::<Result<Vec<_>>>()?, ["last"]);
    Ok(())
}

#[oxmpi_test(ranks = [1, 2], threads = "multiple")]
fn a_sender_that_another_thread_uses(world: &Communicator) -> Result<()> {
    let (left, right) = neighbours(world);
    let (sender, receiver) = (world.sender::<Vec<u32>>(right, 1)?, world.receiver::<Vec<u32>>(left, 1)?);
    std::thread::scope(|threads| {
        threads.spawn(move || {
            for number in 0..500 {
                sender.send(vec![number; number as usize % 3]).expect("is sent");
            }
        });
        let got = receiver.iter().collect::<Result<Vec<_>>>()?;
        assert_eq!(got, (0..500).map(|number| vec![number; number as usize % 3]).collect::<Vec<_>>());
        Ok(())
    })
}

#[oxmpi_test(ranks = [1, 2])]
fn refused_peers_and_tags(world: &Communicator) -> Result<()> {
    let nobody = world.size();
    assert_eq!(world.sender::<u8>(nobody, 1).expect_err("no such rank").kind(), ErrorKind::Rank);
    assert_eq!(world.receiver::<u8>(nobody, 1).expect_err("no such rank").kind(), ErrorKind::Rank);
    assert_eq!(world.channel::<u8>(0, -1).expect_err("no such tag").kind(), ErrorKind::Tag);
    Ok(())
}

#[oxmpi_test(ranks = [1, 2])]
fn what_nobody_receives_does_not_keep_the_job(world: &Communicator) -> Result<()> {
    // Short: long ones would have to be received.
    let (left, right) = neighbours(world);
    let (sender, receiver) = (world.sender::<u8>(right, 1)?, world.receiver::<u8>(left, 1)?);
    sender.send(1)?;
    drop(receiver);
    drop(sender);
    world.barrier()?;
    let again = world.receiver::<u8>(left, 1)?;
    assert_eq!(again.iter().collect::<Result<Vec<_>>>()?, [1], "the next receiver has it");
    Ok(())
}
