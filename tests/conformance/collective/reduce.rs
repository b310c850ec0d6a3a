//! Reductions: each operation on each of its types, against a fold over what all ranks have.

use crate::sample::{Sample, assert_same, samples};
use oxmpi::Result;
use oxmpi::collective::{Operation, predefined};
use oxmpi::prelude::*;
use oxmpi_test::oxmpi_test;
use std::num::{NonZero, Wrapping};

/// A type with operations: small values, so that sums and products of floats are exact in any order.
pub(crate) trait Small: Sample {
    fn small(rank: usize, index: usize) -> Self;
}

/// Reduces by every call and compares with the fold.
pub(crate) fn agrees<T: Small, O: Operation<T> + Copy>(
    world: &Communicator,
    name: &str,
    operation: O,
    fold: impl Fn(T, T) -> T,
) -> Result<()> {
    agrees_on(world, name, operation, T::small, fold)
}

pub(crate) fn agrees_on<T: Small, O: Operation<T> + Copy>(
    world: &Communicator,
    name: &str,
    operation: O,
    value: impl Fn(usize, usize) -> T,
    fold: impl Fn(T, T) -> T,
) -> Result<()> {
    let (rank, size) = (world.rank(), world.size());
    let has = |len: usize| -> Vec<T> { (0..len).map(|index| value(rank, index)).collect() };
    let expected = |len: usize| -> Vec<T> {
        let at = |index| (1..size).fold(value(0, index), |sum, rank| fold(sum, value(rank, index)));
        (0..len).map(at).collect()
    };
    let root = name.len() % size;
    for len in [0, 1, 7, 4095] {
        let mine: Vec<T> = has(len);
        let got = world.all_reduce(&mine, operation)?;
        assert_same(&got, &expected(len), name);
        if len == 4095 {
            continue;
        }
        let got = world.reduce(&mine[..], operation, root)?;
        assert_eq!(got, (rank == root).then(|| expected(len)), "{name}");
    }
    let mine: Vec<T> = has(7);
    let mut into: Vec<T> = samples(9, 7);
    world.all_reduce_into(&mine, &mut into, operation)?;
    assert_same(&into, &expected(7), name);
    let mut into: Vec<T> = samples(9, 7);
    let root = size - 1 - root;
    world.reduce_into(&mine, (rank == root).then_some(&mut into[..]), operation, root)?;
    let unchanged = samples(9, 7);
    assert_same(&into, if rank == root { expected(7) } else { unchanged }.as_slice(), name);
    let mut place = mine.clone();
    world.all_reduce_in_place(&mut place, operation)?;
    assert_same(&place, &expected(7), name);
    let got: T = world.all_reduce(&value(rank, 2), operation)?;
    assert_eq!(got, expected(3)[2], "{name}");
    Ok(())
}

macro_rules! small_integers {
    ($( $type:ident )*) => { $(
        impl Small for $type {
            fn small(rank: usize, index: usize) -> $type {
                // Zeros often enough for the logical operations to tell.
                if (rank + index) % 3 == 0 { 0 } else { $type::sample(rank, index) }
            }
        }

        fn $type(world: &Communicator) -> Result<()> {
            type T = $type;
            agrees::<T, _>(world, "SUM", Op::SUM, T::wrapping_add)?;
            agrees::<T, _>(world, "PROD", Op::PROD, T::wrapping_mul)?;
            agrees::<T, _>(world, "MAX", Op::MAX, T::max)?;
            agrees::<T, _>(world, "MIN", Op::MIN, T::min)?;
            agrees::<T, _>(world, "LOGICAL_AND", Op::LOGICAL_AND, |a, b| (a != 0 && b != 0).into())?;
            agrees::<T, _>(world, "LOGICAL_OR", Op::LOGICAL_OR, |a, b| (a != 0 || b != 0).into())?;
            agrees::<T, _>(world, "LOGICAL_XOR", Op::LOGICAL_XOR, |a, b| ((a != 0) != (b != 0)).into())?;
            agrees::<T, _>(world, "BITWISE_AND", Op::BITWISE_AND, |a, b| a & b)?;
            agrees::<T, _>(world, "BITWISE_OR", Op::BITWISE_OR, |a, b| a | b)?;
            agrees::<T, _>(world, "BITWISE_XOR", Op::BITWISE_XOR, |a, b| a ^ b)
        }
    )* };
}

small_integers! { i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize }

macro_rules! nonzero_extremes {
    ($( $type:ident )*) => { $(
        impl Small for NonZero<$type> {
            fn small(rank: usize, index: usize) -> NonZero<$type> {
                NonZero::sample(rank, index)
            }
        }
    )* };
}

nonzero_extremes! { i8 u16 i64 u128 usize }

fn nonzero<T: Small + Ord>(world: &Communicator) -> Result<()>
where
    predefined::Max: Operation<T>,
    predefined::Min: Operation<T>,
{
    agrees::<T, _>(world, "MAX", Op::MAX, T::max)?;
    agrees::<T, _>(world, "MIN", Op::MIN, T::min)
}

impl<T: Small> Small for Wrapping<T> {
    fn small(rank: usize, index: usize) -> Wrapping<T> {
        Wrapping(T::small(rank, index))
    }
}

macro_rules! small_floats {
    ($( $type:ident )*) => { $(
        impl Small for $type {
            fn small(rank: usize, index: usize) -> $type {
                (i8::sample(rank, index) as $type) / 4.0
            }
        }

        fn $type(world: &Communicator) -> Result<()> {
            type T = $type;
            agrees::<T, _>(world, "SUM", Op::SUM, |a, b| a + b)?;
            agrees::<T, _>(world, "PROD", Op::PROD, |a, b| a * b)?;
            agrees::<T, _>(world, "MAX", Op::MAX, T::max)?;
            agrees::<T, _>(world, "MIN", Op::MIN, T::min)
        }
    )* };
}

small_floats! { f32 f64 }

impl<T: Small, const N: usize> Small for [T; N] {
    fn small(rank: usize, index: usize) -> [T; N] {
        std::array::from_fn(|place| T::small(rank, index * N + place))
    }
}

impl Small for bool {
    fn small(rank: usize, index: usize) -> bool {
        bool::sample(rank, index)
    }
}

fn bool(world: &Communicator) -> Result<()> {
    agrees::<bool, _>(world, "LOGICAL_AND", Op::LOGICAL_AND, |a, b| a && b)?;
    agrees::<bool, _>(world, "LOGICAL_OR", Op::LOGICAL_OR, |a, b| a || b)?;
    agrees::<bool, _>(world, "LOGICAL_XOR", Op::LOGICAL_XOR, |a, b| a != b)
}

impl Small for char {
    fn small(rank: usize, index: usize) -> char {
        char::sample(rank, index)
    }
}

fn char(world: &Communicator) -> Result<()> {
    agrees::<char, _>(world, "MAX", Op::MAX, char::max)?;
    agrees::<char, _>(world, "MIN", Op::MIN, char::min)
}

#[oxmpi_test(ranks = [1, 2, 3, 4])]
fn signed_integers_reduce_as_a_fold(world: &Communicator) -> Result<()> {
    [i8, i16, i32, i64, isize].into_iter().try_for_each(|check| check(world))
}

#[oxmpi_test(ranks = [1, 2, 3, 4])]
fn unsigned_integers_reduce_as_a_fold(world: &Communicator) -> Result<()> {
    [u8, u16, u32, u64, usize].into_iter().try_for_each(|check| check(world))
}

#[oxmpi_test(ranks = [1, 2, 3, 4])]
fn wide_integers_reduce_as_a_fold(world: &Communicator) -> Result<()> {
    [i128, u128].into_iter().try_for_each(|check| check(world))?;
    let pair = |a: [i128; 2], b: [i128; 2]| [a[0].wrapping_add(b[0]), a[1].wrapping_add(b[1])];
    agrees::<[i128; 2], _>(world, "SUM", Op::SUM, pair)
}

#[oxmpi_test(ranks = [1, 2, 3, 4])]
fn nonzero_and_wrapping_integers_reduce_as_what_they_are(world: &Communicator) -> Result<()> {
    nonzero::<NonZero<i8>>(world)?;
    nonzero::<NonZero<u16>>(world)?;
    nonzero::<NonZero<i64>>(world)?;
    nonzero::<NonZero<u128>>(world)?;
    nonzero::<NonZero<usize>>(world)?;
    agrees::<Wrapping<i32>, _>(world, "SUM", Op::SUM, |a, b| a + b)?;
    agrees::<Wrapping<u8>, _>(world, "PROD", Op::PROD, |a, b| a * b)?;
    agrees::<Wrapping<u64>, _>(world, "MAX", Op::MAX, |a, b| a.max(b))?;
    agrees::<Wrapping<u128>, _>(world, "SUM", Op::SUM, |a, b| a + b)?;
    agrees::<Wrapping<i16>, _>(world, "BITWISE_XOR", Op::BITWISE_XOR, |a, b| a ^ b)
}

#[oxmpi_test(ranks = [1, 2, 3, 4])]
fn floats_bools_and_chars_reduce_as_a_fold(world: &Communicator) -> Result<()> {
    [f32, f64, bool, char].into_iter().try_for_each(|check| check(world))
}

#[oxmpi_test(ranks = [1, 2, 3, 4])]
fn arrays_reduce_element_by_element_at_every_root(world: &Communicator) -> Result<()> {
    let (rank, size) = (world.rank(), world.size());
    let mine = [[rank as i32, 1], [-(rank as i32), 10]];
    let total = (0..size as i32).sum::<i32>();
    let expected = [[total, size as i32], [-total, 10 * size as i32]];
    assert_eq!(world.all_reduce(&mine, Op::SUM)?, expected);
    for root in 0..size {
        assert_eq!(world.reduce(&mine, Op::SUM, root)?, (rank == root).then_some(expected));
        assert_eq!(world.reduce(&vec![mine; 3], Op::SUM, root)?, (rank == root).then(|| vec![expected; 3]));
        let flags = world.reduce(&[rank == root, true], Op::LOGICAL_AND, root)?;
        assert_eq!(flags, (rank == root).then_some([size == 1, true]));
    }
    let mut letters = [['a', 'z'], ['b', (b'c' + rank as u8).into()]];
    world.all_reduce_in_place(&mut letters, Op::MAX)?;
    assert_eq!(letters, [['a', 'z'], ['b', (b'c' + size as u8 - 1).into()]]);
    let mut scalar = rank;
    world.all_reduce_in_place(&mut scalar, Op::MAX)?;
    assert_eq!(scalar, size - 1);
    Ok(())
}
