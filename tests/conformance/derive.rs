//! `#[derive(Datatype)]` on newtypes: they move as their field does. Structs of several fields and enums are in `derive_structs.rs` and
//! `derive_enums.rs`.

use crate::derive_moves::{moves_everywhere, shape};
use crate::sample::{Sample, assert_same, for_each_type, samples};
use oxmpi::prelude::*;
use oxmpi::{ErrorKind, Result};
use oxmpi_test::oxmpi_test;

shape! {
    #[repr(transparent)]
    struct Kelvin(f64)
}

shape! {
    #[repr(transparent)]
    struct Flags { flags: [bool; 3] }
}

#[derive(Clone, Copy, Debug, PartialEq, Datatype)]
#[repr(transparent)]
struct Tagged<T>(T);

#[derive(Clone, Copy, Debug, PartialEq, Datatype)]
#[repr(transparent)]
struct Grid<T: Copy, const N: usize>([[T; N]; N]);

shape! {
    #[repr(transparent)]
    struct Letter(Tagged<char>)
}

// Without a representation a newtype is the same to MPI.
shape! {
    struct Meters(f64)
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

fn moves_wrapped<T: Sample>(world: &Communicator) -> Result<()> {
    let (rank, size) = (world.rank(), world.size());
    let (right, left) = ((rank + 1) % size, (rank + size - 1) % size);
    let many: Vec<Tagged<T>> = world.sendrecv(&samples::<Tagged<T>>(rank, 9), right, left)?;
    assert_same(&many, &samples(left, 9), "sendrecv");
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
    moves_everywhere::<Meters>(world)?;
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
