//! Contexts, splits, names and lifetimes of communicators.

use oxmpi::communicator::Similarity;
use oxmpi::prelude::*;
use oxmpi::{ErrorKind, Result};
use oxmpi_test::oxmpi_test;

#[oxmpi_test(ranks = [1, 2, 3, 4])]
fn a_duplicate_is_a_context_of_its_own(world: &Communicator) -> Result<()> {
    let other = world.duplicate()?;
    assert_eq!((other.rank(), other.size()), (world.rank(), world.size()));
    assert_eq!(world.compare(&other)?, Similarity::Congruent);
    let (rank, size) = (world.rank(), world.size());
    let (right, left) = ((rank + 1) % size, (rank + size - 1) % size);
    // Same tag and peer; sent on the duplicate first, received from the world first.
    other.bsend(&(100 + rank), right)?;
    other.probe(left)?;
    assert_eq!(world.iprobe(ANY.tag(ANY))?, None);
    other.barrier()?;
    world.bsend(&rank, right)?;
    let on_world: usize = world.recv(ANY.tag(ANY))?;
    let on_other: usize = other.recv(ANY.tag(ANY))?;
    assert_eq!((on_world, on_other), (left, 100 + left));
    assert_eq!(world.iprobe(ANY.tag(ANY))?, None);
    other.barrier()
}

#[oxmpi_test(ranks = [1, 2, 3, 4])]
fn a_split_orders_by_key_and_leaves_out_none(world: &Communicator) -> Result<()> {
    let (rank, size) = (world.rank(), world.size());

    // Two colors; the keys turn the order around.
    let half = world.split(Some(rank % 2), -(rank as i32))?.expect("has a color");
    let mut members: Vec<usize> = (0..size).filter(|other| other % 2 == rank % 2).collect();
    members.reverse();
    assert_eq!(half.all_gather(&rank)?, members);
    assert_eq!(members[half.rank()], rank);

    // Equal keys: the old order. Colors may be large.
    let all = world.split(Some(i32::MAX as usize), 7)?.expect("has a color");
    assert_eq!(all.all_gather(&rank)?, (0..size).collect::<Vec<_>>());
    assert_eq!(all.compare(world)?, Similarity::Congruent);

    // Keys at the ends of the range.
    let key = [i32::MAX, 0, i32::MIN, -1][rank];
    let mut order: Vec<usize> = (0..size).collect();
    order.sort_by_key(|&other| [i32::MAX, 0, i32::MIN, -1][other]);
    let sorted = world.split(Some(0), key)?.expect("has a color");
    assert_eq!(sorted.all_gather(&rank)?, order);

    // Rank 0 stays out.
    let rest = world.split((rank != 0).then_some(1), 0)?;
    assert_eq!(rest.as_ref().map(Communicator::size), (rank != 0).then_some(size - 1));
    if let Some(rest) = &rest {
        assert_eq!(rest.rank(), rank - 1);
        assert_eq!(rest.all_reduce(&1, Op::SUM)? as usize, size - 1);
    }

    // Nobody.
    assert!(world.split(None, 0)?.is_none());

    // A color that MPI cannot take: an error for that rank, and the others are not left waiting.
    let bad = world.split(Some(if rank == size - 1 { usize::MAX } else { 3 }), 0);
    if rank == size - 1 {
        let error = bad.expect_err("no such color");
        assert_eq!((error.kind(), error.argument().map(|argument| argument.name)), (ErrorKind::Arg, Some("color")));
    } else {
        assert_eq!(bad?.expect("has a color").size(), size - 1);
    }
    Ok(())
}

#[oxmpi_test(ranks = [1, 2, 4])]
fn communicators_nest_and_outlive_their_parents(world: &Communicator) -> Result<()> {
    let grandchild = {
        let child = world.duplicate()?;
        let half = child.split(Some(world.rank() / 2), 0)?.expect("has a color");
        half.duplicate()?
    };
    let first = world.rank() / 2 * 2;
    let members: Vec<usize> = (first..world.size().min(first + 2)).collect();
    assert_eq!(grandchild.all_gather(&world.rank())?, members);
    // Deeper, with each level dropped after the next is made.
    let mut deepest = grandchild;
    for _ in 0..20 {
        deepest = deepest.duplicate()?;
    }
    assert_eq!(deepest.all_gather(&world.rank())?, members);
    Ok(())
}

#[oxmpi_test(ranks = [1, 2])]
fn a_thousand_duplicates_are_freed_as_they_are_dropped(world: &Communicator) -> Result<()> {
    // Libraries run out of contexts at 2,048 (MPICH) or 65,536 live communicators: kept ones would fail on the way.
    for round in 0..2500 {
        let duplicate = world.duplicate()?;
        if round % 500 == 0 {
            assert_eq!(duplicate.all_reduce(&1, Op::SUM)? as usize, world.size());
        }
    }
    // Many alive at a time, dropped in another order than made.
    let mut alive = (0..200).map(|_| world.duplicate()).collect::<Result<Vec<_>>>()?;
    while alive.len() > 1 {
        let index = alive.len() / 2;
        drop(alive.swap_remove(index));
    }
    assert_eq!(alive[0].all_reduce(&1, Op::SUM)? as usize, world.size());
    Ok(())
}

#[oxmpi_test(ranks = [1, 2])]
fn names_are_kept_and_long_ones_refused(mpi: &Mpi) -> Result<()> {
    let world = mpi.world();
    assert_eq!(world.name()?, "MPI_COMM_WORLD");
    assert_eq!(mpi.comm_self().name()?, "MPI_COMM_SELF");
    let named = world.duplicate()?;
    for name in ["grid", "", "Zoë's grid ⊞", "x"] {
        named.set_name(name)?;
        assert_eq!(named.name()?, name);
    }
    let longest = "n".repeat(oxmpi::ffi::MPI_MAX_OBJECT_NAME as usize - 1);
    named.set_name(&longest)?;
    assert_eq!(named.name()?, longest);
    for bad in [format!("{longest}n"), "n".repeat(100_000), "zero\0inside".to_owned()] {
        let error = named.set_name(&bad).expect_err("no such name");
        assert_eq!((error.kind(), error.argument().map(|argument| argument.name)), (ErrorKind::Arg, Some("name")));
        assert_eq!(named.name()?, longest, "unchanged by an error");
    }
    assert_eq!(world.name()?, "MPI_COMM_WORLD", "the parent keeps its own");
    Ok(())
}

#[oxmpi_test(ranks = [2, 3])]
fn communicators_compare_by_ranks_and_context(mpi: &Mpi) -> Result<()> {
    let world = mpi.world();
    assert_eq!(world.compare(&mpi.world())?, Similarity::Identical);
    assert_eq!(world.compare(&world.duplicate()?)?, Similarity::Congruent);
    let turned = world.split(Some(0), -(world.rank() as i32))?.expect("has a color");
    assert_eq!(world.compare(&turned)?, Similarity::Similar);
    assert_eq!(world.compare(&mpi.comm_self())?, Similarity::Unequal);
    Ok(())
}

/// A duplicate that is kept in a static is dropped never, one that is returned from the body after finalization.
#[oxmpi_test(ranks = [1, 2])]
fn handles_that_outlive_mpi_are_inert() {
    let (world, duplicate, rank, size) = {
        let mpi = oxmpi::init().expect("initializes");
        let world = mpi.world();
        let duplicate = world.duplicate().expect("duplicates");
        (mpi.world(), duplicate, world.rank(), world.size())
    };
    assert!(oxmpi::is_finalized());
    for handle in [&world, &duplicate] {
        assert_eq!((handle.rank(), handle.size()), (rank, size), "what is known needs no call");
        let kinds = [
            handle.barrier().map_err(|error| error.kind()),
            handle.send(&1, 0).map_err(|error| error.kind()),
            handle.bsend(&1, 0).map_err(|error| error.kind()),
            handle.recv::<i32>(0).map(drop).map_err(|error| error.kind()),
            handle.recv::<Vec<i32>>(ANY).map(drop).map_err(|error| error.kind()),
            handle.all_reduce(&1, Op::SUM).map(drop).map_err(|error| error.kind()),
            handle.duplicate().map(drop).map_err(|error| error.kind()),
            handle.split(None, 0).map(drop).map_err(|error| error.kind()),
            handle.name().map(drop).map_err(|error| error.kind()),
            handle.cartesian(&[1]).periodic(&[true]).create().map(drop).map_err(|error| error.kind()),
        ];
        assert_eq!(kinds, [Err(ErrorKind::Finalized); 10]);
    }
    drop((world, duplicate));
}
