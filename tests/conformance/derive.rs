//! `#[derive(Datatype)]` on transparent newtypes: they move as their field does.
//!
//! Not there yet: structs of several fields and enums, and operations on newtypes (`Op::SUM` is for the plain types).

use crate::sample::{Sample, assert_same, for_each_type, samples};
use oxmpi::prelude::*;
use oxmpi::{ErrorKind, Result};
use oxmpi_test::oxmpi_test;

#[derive(Clone, Copy, Debug, PartialEq, Datatype)]
#[repr(transparent)]
struct Kelvin(f64);

#[derive(Clone, Copy, Debug, PartialEq, Datatype)]
#[repr(transparent)]
struct Flags {
    flags: [bool; 3],
}

#[derive(Clone, Copy, Debug, PartialEq, Datatype)]
#[repr(transparent)]
struct Tagged<T>(T);

#[derive(Clone, Copy, Debug, PartialEq, Datatype)]
#[repr(transparent)]
struct Grid<T: Copy, const N: usize>([[T; N]; N]);

#[derive(Clone, Copy, Debug, PartialEq, Datatype)]
#[repr(transparent)]
struct Letter(Tagged<char>);

impl Sample for Kelvin {
    fn sample(rank: usize, index: usize) -> Kelvin {
        Kelvin(f64::sample(rank, index))
    }
}

impl Sample for Flags {
    fn sample(rank: usize, index: usize) -> Flags {
        Flags { flags: Sample::sample(rank, index) }
    }
}

impl<T: Sample> Sample for Tagged<T> {
    fn sample(rank: usize, index: usize) -> Tagged<T> {
        Tagged(T::sample(rank, index))
    }
}

impl<T: Sample, const N: usize> Sample for Grid<T, N> {
    fn sample(rank: usize, index: usize) -> Grid<T, N> {
        Grid(Sample::sample(rank, index))
    }
}

impl Sample for Letter {
    fn sample(rank: usize, index: usize) -> Letter {
        Letter(Tagged(char::sample(rank, index)))
    }
}

fn moves_everywhere<T: Sample>(world: &Communicator) -> Result<()> {
    let (rank, size) = (world.rank(), world.size());
    let (right, left) = ((rank + 1) % size, (rank + size - 1) % size);
    let one: T = world.sendrecv(&T::sample(rank, 5), right, left)?;
    assert_eq!(one, T::sample(left, 5));
    let many: Vec<T> = world.sendrecv(&samples::<T>(rank, 9), right, left)?;
    assert_same(&many, &samples(left, 9), "sendrecv");
    let all = world.all_gather(&samples::<T>(rank, 2))?;
    let expected: Vec<T> = (0..size).flat_map(|rank| samples(rank, 2)).collect();
    assert_same(&all, &expected, "all_gather");
    let root = size - 1;
    let value: T = world.broadcast((rank == root).then(|| T::sample(root, 3)), root)?;
    assert_eq!(value, T::sample(root, 3));
    Ok(())
}

fn moves_wrapped<T: Sample>(world: &Communicator) -> Result<()> {
    moves_everywhere::<Tagged<T>>(world)?;
    if world.rank() == 0 {
        world.bsend(&samples::<T>(1, 4), 0)?;
        let wrapped: Vec<Tagged<T>> = world.recv(0)?;
        assert_same(&wrapped, &samples(1, 4), "a newtype is on the wire as its field");
    }
    Ok(())
}

#[oxmpi_test(ranks = [1, 2, 3])]
fn newtypes_move_as_their_fields(world: &Communicator) -> Result<()> {
    moves_everywhere::<Kelvin>(world)?;
    moves_everywhere::<Flags>(world)?;
    moves_everywhere::<Grid<u16, 2>>(world)?;
    moves_everywhere::<Grid<char, 3>>(world)?;
    moves_everywhere::<Letter>(world)?;
    for_each_type!(moves_wrapped(world));
    Ok(())
}

#[oxmpi_test(ranks = [1, 2])]
fn what_arrives_for_a_newtype_is_checked_as_for_its_field(world: &Communicator) -> Result<()> {
    if world.rank() == 0 {
        world.bsend(&[1u8, 7, 0], 0)?;
        assert_eq!(world.recv::<Flags>(0).expect_err("7 is no bool").kind(), ErrorKind::InvalidValue);
        world.bsend(&[0xd800u32, 'x' as u32], 0)?;
        let mut letters = [Letter(Tagged('a')); 3];
        let error = world.recv_into(&mut letters[..], 0).expect_err("a surrogate is no char");
        assert_eq!(error.kind(), ErrorKind::InvalidValue);
        let letters = letters.map(|letter| letter.0.0);
        assert_eq!(letters, [char::REPLACEMENT_CHARACTER, 'x', 'a'], "only the invalid one is overwritten");
    }
    Ok(())
}
