//! Sending and receiving at once.

use super::{lengths, neighbours};
use crate::sample::{Sample, assert_same, for_each_type, samples};
use oxmpi::prelude::*;
use oxmpi::{ErrorKind, Result};
use oxmpi_test::oxmpi_test;
use std::sync::Arc;

fn exchanges<T: Sample>(world: &Communicator) -> Result<()> {
    let (left, right) = neighbours(world);
    let rank = world.rank();
    for &len in lengths(world) {
        let mine: Vec<T> = samples(rank, len);
        let expected: Vec<T> = samples(left, len);
        let got: Vec<T> = world.sendrecv(&mine, right, left)?;
        assert_same(&got, &expected, "sendrecv of a Vec");
        let mut into: Vec<T> = samples(9, len + 2);
        let status = world.sendrecv_into(&mine[..], to(right).tag(4), &mut into, from(left).tag(4))?;
        assert_eq!((status.source(), status.tag(), status.count::<T>()), (Some(left), Some(4), Some(len)));
        assert_same(&into[..len], &expected, "sendrecv_into");
        assert_same(&into[len..], &samples::<T>(9, len + 2)[len..], "behind what arrived");
        let mut place = mine;
        let status = world.sendrecv_replace(&mut place, right, ANY)?;
        assert_eq!((status.source(), status.count::<T>()), (Some(left), Some(len)));
        assert_same(&place, &expected, "sendrecv_replace");
    }
    let one: T = world.sendrecv(&T::sample(rank, 1), right, left)?;
    assert_eq!(one, T::sample(left, 1));
    let array: [T; 3] = world.sendrecv(&samples::<T>(rank, 3), right, left)?;
    assert_same(&array, &samples(left, 3), "sendrecv of an array");
    let shared: Arc<[T]> = world.sendrecv(&array, left, right)?;
    assert_same(&shared, &samples(rank, 3), "and back");
    Ok(())
}

#[oxmpi_test(ranks = [1, 2, 3, 4])]
fn exchanges_around_a_ring_do_not_deadlock_at_any_length(world: &Communicator) -> Result<()> {
    for_each_type!(exchanges(world));
    Ok(())
}

#[oxmpi_test(ranks = [1, 2, 3])]
fn the_two_halves_may_differ_in_type_length_and_peer(world: &Communicator) -> Result<()> {
    let (rank, size) = (world.rank(), world.size());
    let (left, right) = neighbours(world);
    // Everybody sends a text of another length and gets one; then an object.
    let text: String = world.sendrecv(&"é".repeat(rank * 5000), right, left)?;
    assert_eq!(text, "é".repeat(left * 5000));
    let Obj(got): Obj<(usize, Vec<String>)> = world.sendrecv(&Obj((rank, vec!["x".to_owned(); rank])), right, left)?;
    assert_eq!(got, (left, vec!["x".to_owned(); left]));
    // Even ranks send numbers, odd ones text (in a ring of odd length only the first two take part).
    if size >= 2 && rank == 0 {
        let got: String = world.sendrecv(&[1.0, 2.0], 1, 1)?;
        assert_eq!(got, "numbers, please");
    } else if rank == 1 {
        let got: [f64; 2] = world.sendrecv("numbers, please", 0, 0)?;
        assert_eq!(got, [1.0, 2.0]);
    }
    // The peer uses other calls for its halves.
    if size >= 2 && rank == 0 {
        let got: Vec<u8> = world.sendrecv(&vec![1u8; 100_000], 1, 1)?;
        assert_eq!(got, vec![2; 200_000]);
    } else if rank == 1 {
        let got: Vec<u8> = world.recv(0)?;
        assert_eq!(got, vec![1; 100_000]);
        world.send(&vec![2u8; 200_000], 0)?;
    }
    Ok(())
}

#[oxmpi_test(ranks = [1, 2, 3])]
fn none_on_either_side_leaves_that_half_out(world: &Communicator) -> Result<()> {
    let (rank, size) = (world.rank(), world.size());
    // A shift to the right with open ends.
    let right = (rank + 1 < size).then_some(rank + 1);
    let left = rank.checked_sub(1);
    let value: Option<usize> = world.sendrecv(&rank, right, left)?;
    assert_eq!(value, left);
    let vector: Option<Vec<usize>> = world.sendrecv(&vec![rank; 20_000], right, left)?;
    assert_eq!(vector, left.map(|left| vec![left; 20_000]));
    let text: Option<String> = world.sendrecv("hi", right, left)?;
    assert_eq!(text.is_some(), left.is_some());
    // A plain Vec from nobody is empty.
    let vector: Vec<usize> = world.sendrecv(&vec![rank; 3], right, left)?;
    assert_eq!(vector, left.map_or(vec![], |left| vec![left; 3]));
    let mut into = [99; 2];
    let status = world.sendrecv_into(&rank, right, &mut into[..], left)?;
    assert_eq!((status.source(), status.count::<usize>()), (left, Some(left.map_or(0, |_| 1))));
    assert_eq!(into, [left.unwrap_or(99), 99]);
    let mut place = [rank; 2];
    world.sendrecv_replace(&mut place, right, left)?;
    assert_eq!(place, [left.unwrap_or(rank); 2]);
    let nothing: Option<f64> = world.sendrecv(&1.0, None, None)?;
    assert_eq!(nothing, None);
    let error = world.sendrecv::<_, f64>(&1.0, None, None).expect_err("nothing arrives");
    assert_eq!(error.kind(), ErrorKind::Incomplete);
    Ok(())
}

#[oxmpi_test(ranks = [1, 2])]
fn a_bad_half_is_refused_before_the_other_is_sent(world: &Communicator) -> Result<()> {
    let (me, nobody) = (world.rank(), world.size());
    let kind = |result: Result<()>| result.expect_err("no such rank").kind();
    assert_eq!(kind(world.sendrecv::<_, i32>(&1, me, nobody).map(drop)), ErrorKind::Rank);
    assert_eq!(kind(world.sendrecv::<_, Vec<i32>>(&1, me, nobody).map(drop)), ErrorKind::Rank);
    assert_eq!(kind(world.sendrecv::<_, Vec<i32>>(&1, nobody, me).map(drop)), ErrorKind::Rank);
    assert_eq!(kind(world.sendrecv::<_, String>("", to(me).tag(-1), me).map(drop)), ErrorKind::Tag);
    assert_eq!(kind(world.sendrecv_into(&1, me, &mut [0; 3], nobody).map(drop)), ErrorKind::Rank);
    assert_eq!(kind(world.sendrecv_replace(&mut [0; 3], nobody, me).map(drop)), ErrorKind::Rank);
    assert_eq!(world.iprobe(ANY.tag(ANY))?, None, "nothing was sent");
    Ok(())
}
