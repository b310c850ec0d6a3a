//! Cartesian grids against arithmetic on coordinates.

use oxmpi::prelude::*;
use oxmpi::topology::Cartesian;
use oxmpi::{ErrorKind, Result};
use oxmpi_test::oxmpi_test;

/// All grids of one to three dimensions with `points` points.
fn shapes(points: usize) -> Vec<Vec<usize>> {
    let divisors = |n: usize| (1..=n).filter(move |d| n % d == 0);
    let mut shapes = vec![vec![points]];
    for a in divisors(points) {
        shapes.push(vec![a, points / a]);
        shapes.extend(divisors(points / a).map(|b| vec![a, b, points / a / b]));
    }
    shapes
}

/// Row-major coordinates of a rank.
fn coords(rank: usize, dims: &[usize]) -> Vec<usize> {
    (0..dims.len()).map(|at| rank / dims[at + 1..].iter().product::<usize>() % dims[at]).collect()
}

/// The rank at coordinates that may be outside; `None` beyond an edge.
fn rank(coords: &[isize], dims: &[usize], periodic: &[bool]) -> Option<usize> {
    let mut rank = 0;
    for ((&coord, &dim), &wraps) in coords.iter().zip(dims).zip(periodic) {
        let inside = if wraps { coord.rem_euclid(dim as isize) } else { coord };
        if !(0..dim as isize).contains(&inside) {
            return None;
        }
        rank = rank * dim + inside as usize;
    }
    Some(rank)
}

fn agrees_with_the_oracle(grid: &Cartesian, dims: &[usize], periodic: &[bool]) -> Result<()> {
    assert_eq!((grid.dims(), grid.periodic()), (dims, periodic));
    assert_eq!(grid.coords(), coords(grid.rank(), dims));
    for other in 0..grid.size() {
        let at = grid.coords_of(other)?;
        assert_eq!(at, coords(other, dims));
        let signed: Vec<isize> = at.iter().map(|&coord| coord as isize).collect();
        assert_eq!(grid.rank_of(&signed)?, Some(other));
        for dimension in 0..dims.len() {
            for step in -5..=5 {
                let mut moved = signed.clone();
                moved[dimension] += step;
                assert_eq!(grid.rank_of(&moved)?, rank(&moved, dims, periodic), "{moved:?} in {dims:?} {periodic:?}");
            }
        }
    }
    let mine: Vec<isize> = grid.coords().iter().map(|&coord| coord as isize).collect();
    for dimension in 0..dims.len() {
        for displacement in (-4i32..=4).chain([i32::MIN, i32::MAX]) {
            let at = |step: isize| {
                let mut moved = mine.clone();
                moved[dimension] += step;
                rank(&moved, dims, periodic)
            };
            let expected = (at(-(displacement as isize)), at(displacement as isize));
            let what = format!("{dims:?} {periodic:?} from {mine:?} by {displacement} along {dimension}");
            assert_eq!(grid.shift(dimension, displacement)?, expected, "{what}");
        }
    }
    Ok(())
}

#[oxmpi_test(ranks = [1, 2, 3, 4])]
fn grids_of_one_to_three_dimensions_are_as_computed(world: &Communicator) -> Result<()> {
    for points in 1..=world.size() {
        for dims in shapes(points) {
            for mask in 0..1 << dims.len() {
                let periodic: Vec<bool> = (0..dims.len()).map(|at| mask >> at & 1 == 1).collect();
                let grid = world.cartesian(&dims).periodic(&periodic).reorder(mask % 2 == 0).create()?;
                match &grid {
                    Some(grid) => {
                        assert_eq!(grid.size(), points);
                        agrees_with_the_oracle(grid, &dims, &periodic)?;
                    }
                    None => assert!(points < world.size()),
                }
                let members = world.all_reduce(&usize::from(grid.is_some()), Op::SUM)?;
                assert_eq!(members, points, "each point of {dims:?} is one rank");
            }
        }
    }
    Ok(())
}

#[oxmpi_test(ranks = [1, 4])]
fn a_shift_along_each_dimension_moves_data_to_the_neighbour(world: &Communicator) -> Result<()> {
    let dims: &[usize] = if world.size() == 4 { &[2, 2] } else { &[1, 1] };
    let torus = world.cartesian(dims).periodic(&[true, false]).create()?.expect("all ranks are points");
    for dimension in 0..2 {
        let (source, destination) = torus.shift(dimension, 1)?;
        let got: Option<usize> = torus.sendrecv(&torus.rank(), destination, source)?;
        assert_eq!(got, source);
    }
    let plain = torus.into_communicator();
    assert_eq!(plain.all_reduce(&1, Op::SUM)? as usize, plain.size());
    Ok(())
}

#[oxmpi_test(ranks = [2])]
fn arguments_that_make_no_grid_are_errors(world: &Communicator) -> Result<()> {
    let kind = |dims: &[usize], periodic: &[bool]| {
        world.cartesian(dims).periodic(periodic).create().expect_err("no grid").kind()
    };
    assert_eq!(kind(&[3], &[false]), ErrorKind::Dims);
    assert_eq!(kind(&[2, 0], &[false, false]), ErrorKind::Dims);
    assert_eq!(kind(&[2], &[false, true]), ErrorKind::Dims);
    assert_eq!(kind(&[usize::MAX, usize::MAX], &[false, false]), ErrorKind::Dims);
    let grid = world.cartesian(&[2]).periodic(&[false]).create()?.expect("all ranks are points");
    assert_eq!(grid.shift(1, 1).expect_err("one dimension").kind(), ErrorKind::Dims);
    assert_eq!(grid.rank_of(&[0, 0]).expect_err("one dimension").kind(), ErrorKind::Dims);
    assert_eq!(grid.rank_of(&[isize::MIN])?, None);
    assert_eq!(grid.rank_of(&[isize::MAX])?, None);
    assert_eq!(grid.coords_of(2).expect_err("two ranks").kind(), ErrorKind::Rank);
    let ring = world.cartesian(&[2]).periodic(&[true]).create()?.expect("all ranks are points");
    assert_eq!(ring.rank_of(&[isize::MAX])?, Some(1));
    assert_eq!(ring.rank_of(&[isize::MIN])?, Some(0));
    Ok(())
}

#[oxmpi_test(ranks = [1])]
fn dims_create_factors_the_number_of_ranks_and_keeps_what_is_given(mpi: &Mpi) -> Result<()> {
    for ranks in 1..=64 {
        for dimensions in 1..=3 {
            let mut dims = vec![0; dimensions];
            mpi.dims_create(ranks, &mut dims)?;
            assert_eq!(dims.iter().product::<usize>(), ranks, "{dims:?}");
            assert!(dims.is_sorted_by(|a, b| a >= b), "{dims:?}: larger ones first");
        }
        for given in (1..=ranks).filter(|given| ranks % given == 0) {
            let mut dims = [0, given, 0];
            mpi.dims_create(ranks, &mut dims)?;
            assert_eq!(dims[1], given);
            assert_eq!(dims.iter().product::<usize>(), ranks, "{dims:?}");
        }
    }
    let mut dims = [0, 0];
    mpi.dims_create(16, &mut dims)?;
    assert_eq!(dims, [4, 4]);
    let mut dims = [5, 0];
    assert_eq!(mpi.dims_create(12, &mut dims).expect_err("5 divides not").kind(), ErrorKind::Dims);
    assert_eq!(dims, [5, 0], "unchanged by an error");
    Ok(())
}
