//! Matrices of `faer`.

use super::peer;
use crate::sample::{Sample, samples};
use faer::{Col, Mat, MatRef, Row};
use oxmpi::ErrorKind::{InvalidValue, Truncated};
use oxmpi::Result;
use oxmpi::prelude::*;
use oxmpi_test::oxmpi_test;

const ROWS: usize = 7;
const COLUMNS: usize = 9;

fn matrix<T: Sample>(rank: usize) -> Mat<T> {
    let elements = samples::<T>(rank, ROWS * COLUMNS);
    Mat::from_fn(ROWS, COLUMNS, |row, column| elements[column * ROWS + row])
}

/// Column by column.
fn elements<T: Copy>(matrix: MatRef<'_, T>) -> Vec<T> {
    (0..matrix.ncols()).flat_map(|column| (0..matrix.nrows()).map(move |row| matrix[(row, column)])).collect()
}

/// Sends a view of one matrix into the same view of another, and compares all of it.
macro_rules! travels {
    ($world:expr, $type:ty, |$matrix:ident| $view:expr, $view_mut:expr) => {{
        let (rank, peer) = ($world.rank(), peer($world));
        let of = |rank: usize| {
            let $matrix = matrix::<$type>(rank);
            elements($view.as_dyn().as_dyn_stride())
        };
        let mine = matrix::<$type>(rank);
        let $matrix = &mine;
        let got: Vec<$type> = $world.sendrecv(&$view, peer, peer)?;
        assert_eq!(got, of(peer), stringify!($view));
        $world.bsend(&$view, peer)?;
        let mut into = matrix::<$type>(90);
        let mut expected = matrix::<$type>(90);
        let $matrix = &mut into;
        $world.recv_into(&mut $view_mut, peer)?;
        let $matrix = &mut expected;
        let mut view = $view_mut;
        let (mut at, theirs) = (0, of(peer));
        for column in 0..view.ncols() {
            for row in 0..view.nrows() {
                view[(row, column)] = theirs[at];
                at += 1;
            }
        }
        assert_eq!(elements(into.as_ref()), elements(expected.as_ref()), "{}", stringify!($view_mut));
        let $matrix = &mut into;
        let error = $world.sendrecv_into(&vec![theirs[0]; got.len() + 1], peer, &mut $view_mut, peer);
        assert_eq!(error.expect_err("too long").kind(), Truncated);
    }};
}

fn all_views<T: Sample>(world: &Communicator) -> Result<()> {
    travels!(world, T, |m| m.as_ref(), m.as_mut());
    travels!(world, T, |m| m.as_ref().transpose(), m.as_mut().transpose_mut());
    travels!(world, T, |m| m.as_ref().reverse_rows(), m.as_mut().reverse_rows_mut());
    travels!(world, T, |m| m.as_ref().reverse_rows_and_cols(), m.as_mut().reverse_rows_and_cols_mut());
    travels!(world, T, |m| m.as_ref().submatrix(1, 2, 4, 5), m.as_mut().submatrix_mut(1, 2, 4, 5));
    travels!(world, T, |m| m.as_ref().subcols(3, 4), m.as_mut().subcols_mut(3, 4));
    travels!(world, T, |m| m.as_ref().subrows(3, 1), m.as_mut().subrows_mut(3, 1));
    Ok(())
}

#[oxmpi_test(ranks = [1, 2])]
fn every_view_travels(world: &Communicator) -> Result<()> {
    all_views::<f64>(world)?;
    all_views::<u8>(world)?;
    all_views::<bool>(world)?;
    all_views::<[i16; 3]>(world)?;
    Ok(())
}

#[oxmpi_test(ranks = [1, 2])]
fn columns_and_rows_travel(world: &Communicator) -> Result<()> {
    let peer = peer(world);
    let (mine, theirs) = (matrix::<f64>(world.rank()), matrix::<f64>(peer));
    let mut into = Mat::<f64>::zeros(ROWS, COLUMNS);
    world.sendrecv_into(&mine.row(3), peer, &mut into.row_mut(5), peer)?;
    world.sendrecv_into(&mine.col(2), peer, &mut into.col_mut(8).reverse_rows_mut(), peer)?;
    for column in 0..COLUMNS - 1 {
        assert_eq!(into[(5, column)], theirs[(3, column)]);
        assert_eq!(into[(4, column)], 0.0);
    }
    for row in 0..ROWS {
        assert_eq!(into[(row, 8)], theirs[(ROWS - 1 - row, 2)]);
    }
    let (column, row) = (Col::from_fn(5, |at| at as f32), Row::from_fn(5, |at| at as f32));
    assert_eq!(world.sendrecv::<_, Vec<f32>>(&column, peer, peer)?, [0.0, 1.0, 2.0, 3.0, 4.0]);
    let mut back = Row::<f32>::zeros(5);
    world.sendrecv_into(&row, peer, &mut back, peer)?;
    assert_eq!(back, row);
    world.broadcast_into(&mut back, 0)?;
    let mut all = matrix::<f64>(world.rank());
    world.broadcast_into(&mut all, 0)?;
    assert_eq!(all, matrix::<f64>(0));
    Ok(())
}

#[oxmpi_test(ranks = [1])]
fn repeated_and_invalid_elements(world: &Communicator) -> Result<()> {
    world.bsend(&MatRef::from_repeated_ref(&2.5, 3, 4), 0)?;
    assert_eq!(world.recv::<Vec<f64>>(0)?, [2.5; 12]);
    let mut flags = Mat::from_fn(4, 5, |_, _| true);
    world.bsend(&[0u8, 1, 9, 1, 1], 0)?;
    let error = world.recv_into(&mut flags.row_mut(2), 0).expect_err("9 is no bool");
    assert_eq!(error.kind(), InvalidValue);
    assert_eq!(flags, Mat::from_fn(4, 5, |row, column| (row, column) != (2, 0) && (row, column) != (2, 2)));
    Ok(())
}
