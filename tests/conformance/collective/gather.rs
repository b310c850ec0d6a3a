//! Gather, all-gather and all-to-all.

use super::{LENGTHS, of_all};
use crate::sample::{Sample, assert_same, for_each_type, samples};
use oxmpi::prelude::*;
use oxmpi::{ErrorKind, Result};
use oxmpi_test::oxmpi_test;
use std::sync::Arc;

fn gathers<T: Sample>(world: &Communicator) -> Result<()> {
    let (rank, size) = (world.rank(), world.size());
    for root in 0..size {
        let at_root = rank == root;
        let values = world.gather(&T::sample(rank, 0), root)?;
        assert_eq!(values, at_root.then(|| of_all::<T>(size, 1)));
        for (at, len) in LENGTHS.into_iter().enumerate() {
            let mine: Vec<T> = samples(rank, len);
            if at % size == root {
                let all = world.gather(&mine, root)?;
                assert_eq!(all.is_some(), at_root);
                assert_same(&all.unwrap_or_else(|| of_all(size, len)), &of_all(size, len), "gather");
            }
            let mut into: Vec<T> = samples(9, len * size);
            world.gather_into(&mine[..], at_root.then_some(&mut into[..]), root)?;
            let expected = if at_root { of_all(size, len) } else { samples(9, len * size) };
            assert_same(&into, &expected, "gather_into");
        }
    }
    Ok(())
}

#[oxmpi_test(ranks = [1, 2, 3, 4])]
fn gather_brings_all_contributions_to_the_root_in_rank_order(world: &Communicator) -> Result<()> {
    for_each_type!(gathers(world));
    Ok(())
}

fn all_gathers<T: Sample>(world: &Communicator) -> Result<()> {
    let (rank, size) = (world.rank(), world.size());
    assert_same(&world.all_gather(&T::sample(rank, 0))?, &of_all(size, 1), "all_gather of values");
    for len in LENGTHS {
        let mine: Vec<T> = samples(rank, len);
        assert_same(&world.all_gather(&mine[..])?, &of_all(size, len), "all_gather");
        let mut into: Vec<T> = samples(9, len * size);
        world.all_gather_into(&mine, &mut into)?;
        assert_same(&into, &of_all(size, len), "all_gather_into");
    }
    Ok(())
}

fn all_to_alls<T: Sample>(world: &Communicator) -> Result<()> {
    let (rank, size) = (world.rank(), world.size());
    for len in LENGTHS {
        // The part for rank r begins at r * len.
        let parts: Vec<T> = samples(rank, len * size);
        let expected: Vec<T> =
            (0..size).flat_map(|from| (0..len).map(move |index| T::sample(from, rank * len + index))).collect();
        assert_same(&world.all_to_all(&parts)?, &expected, "all_to_all");
        let mut into: Vec<T> = samples(9, len * size);
        world.all_to_all_into(&parts[..], &mut into)?;
        assert_same(&into, &expected, "all_to_all_into");
    }
    Ok(())
}

#[oxmpi_test(ranks = [1, 2, 3, 4])]
fn all_gather_and_all_to_all_bring_every_part_to_its_place(world: &Communicator) -> Result<()> {
    for_each_type!(all_gathers(world));
    for_each_type!(all_to_alls(world));
    Ok(())
}

#[oxmpi_test(ranks = [1, 3])]
fn contributions_have_many_shapes(world: &Communicator) -> Result<()> {
    let (rank, size) = (world.rank(), world.size());
    // An array is one element, a slice of it several.
    let arrays: Vec<[usize; 2]> = world.all_gather(&[rank, 7])?;
    assert_eq!(arrays, (0..size).map(|rank| [rank, 7]).collect::<Vec<_>>());
    let flat: Vec<usize> = world.all_gather(&[rank, 7][..])?;
    assert_eq!(flat, (0..size).flat_map(|rank| [rank, 7]).collect::<Vec<_>>());
    let boxed: Box<[i16]> = samples(rank, 3).into();
    let shared: Arc<[i16]> = samples(rank, 3).into();
    assert_eq!(world.all_gather(&boxed)?, of_all::<i16>(size, 3));
    assert_eq!(world.all_gather(&shared)?, of_all::<i16>(size, 3));
    assert_eq!(world.gather(&shared, 0)?, (rank == 0).then(|| of_all(size, 3)));
    let nothing: Vec<f64> = world.all_gather(&[0.0f64; 0][..])?;
    assert!(nothing.is_empty());
    let nothing: Vec<f64> = world.all_to_all(&Vec::<f64>::new())?;
    assert!(nothing.is_empty());
    if size > 1 {
        let error = world.all_to_all(&vec![1; size + 1]).expect_err("no equal parts");
        assert_eq!((error.kind(), error.call()), (ErrorKind::Count, "MPI_Alltoall"));
    }
    world.barrier()
}
