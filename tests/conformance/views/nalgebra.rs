//! Matrices of `nalgebra`.

use super::peer;
use crate::sample::{Sample, samples};
use nalgebra::{DMatrix, DMatrixView, DVector, Matrix2x3, Matrix3, MatrixXx3, Point3, Quaternion, Vector2, Vector3};
use oxmpi::ErrorKind::{InvalidValue, Truncated};
use oxmpi::Result;
use oxmpi::prelude::*;
use oxmpi_test::oxmpi_test;

const ROWS: usize = 7;
const COLUMNS: usize = 9;

fn matrix<T: Sample>(rank: usize) -> DMatrix<T> {
    DMatrix::from_vec(ROWS, COLUMNS, samples(rank, ROWS * COLUMNS))
}

/// Sends a view of one matrix into the same view of another, and compares all of it with nalgebra's own copy.
macro_rules! travels {
    ($world:expr, $type:ty, |$matrix:ident| $view:expr, $view_mut:expr) => {{
        let (rank, peer) = ($world.rank(), peer($world));
        let of = |rank: usize| {
            let $matrix = matrix::<$type>(rank);
            $view.iter().copied().collect::<Vec<$type>>()
        };
        let $matrix = matrix::<$type>(rank);
        let got: Vec<$type> = $world.sendrecv(&$view, peer, peer)?;
        assert_eq!(got, of(peer), stringify!($view));
        $world.bsend(&$view, peer)?;
        let mut expected = matrix::<$type>(90);
        let mut $matrix = matrix::<$type>(90);
        $world.recv_into(&mut $view_mut, peer)?;
        std::mem::swap(&mut $matrix, &mut expected);
        $view_mut.iter_mut().zip(of(peer)).for_each(|(place, element)| *place = element);
        assert!($matrix == expected, "{}", stringify!($view_mut));
        let error = $world.sendrecv_into(&vec![of(peer)[0]; got.len() + 1], peer, &mut $view_mut, peer);
        assert_eq!(error.expect_err("too long").kind(), Truncated);
    }};
}

fn all_views<T: Sample + nalgebra::Scalar>(world: &Communicator) -> Result<()> {
    travels!(world, T, |m| m.column(4), m.column_mut(4));
    travels!(world, T, |m| m.row(2), m.row_mut(2));
    travels!(world, T, |m| m.columns(2, 5), m.columns_mut(2, 5));
    travels!(world, T, |m| m.rows(1, 3), m.rows_mut(1, 3));
    travels!(world, T, |m| m.view((1, 2), (4, 5)), m.view_mut((1, 2), (4, 5)));
    travels!(world, T, |m| m.fixed_view::<3, 2>(2, 6), m.fixed_view_mut::<3, 2>(2, 6));
    travels!(world, T, |m| m.view_with_steps((0, 1), (3, 4), (2, 1)), m.view_with_steps_mut((0, 1), (3, 4), (2, 1)));
    travels!(world, T, |m| m.rows_with_step(0, 4, 1), m.rows_with_step_mut(0, 4, 1));
    travels!(world, T, |m| m.view((3, 3), (1, 1)), m.view_mut((3, 3), (1, 1)));
    travels!(world, T, |m| m, m);
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

#[oxmpi_test(ranks = [2])]
fn matrices_of_dynamic_size_are_contiguous(world: &Communicator) -> Result<()> {
    let vector = DVector::from_vec(vec![1.0, 2.0, 3.0]);
    assert_eq!(world.all_reduce(&vector, Op::SUM)?, [2.0, 4.0, 6.0]);
    assert_eq!(world.all_gather(&vector)?, [1.0, 2.0, 3.0, 1.0, 2.0, 3.0]);
    let mut into = MatrixXx3::<i32>::zeros(2);
    world.sendrecv_into(&[1, 2, 3, 4, 5, 6], peer(world), &mut into, peer(world))?;
    assert_eq!(into, MatrixXx3::from_row_slice(&[1, 3, 5, 2, 4, 6]));
    world.broadcast_into(&mut into, 1)?;
    let empty: Vec<f64> = world.sendrecv(&DMatrix::<f64>::zeros(0, 5), peer(world), peer(world))?;
    assert!(empty.is_empty());
    Ok(())
}

#[oxmpi_test(ranks = [1, 2])]
fn matrices_of_fixed_size_are_elements(world: &Communicator) -> Result<()> {
    let peer = peer(world);
    let turn = Matrix3::new(0.0, -1.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 1.0);
    assert_eq!(world.sendrecv::<_, Matrix3<f64>>(&turn, peer, peer)?, turn);
    let column_by_column: [f64; 6] = world.sendrecv(&Matrix2x3::new(1.0, 2.0, 3.0, 4.0, 5.0, 6.0), peer, peer)?;
    assert_eq!(column_by_column, [1.0, 4.0, 2.0, 5.0, 3.0, 6.0]);
    let forces = vec![Vector3::new(1.0f32, 2.0, 3.0); 10];
    assert_eq!(world.sendrecv::<_, Vec<Vector3<f32>>>(&forces, peer, peer)?, forces);
    let point = Point3::new(1u16, 2, 3);
    assert_eq!(world.sendrecv::<_, Point3<u16>>(&point, peer, peer)?, point);
    let turned = Quaternion::new(1.0, 2.0, 3.0, 4.0);
    assert_eq!(world.sendrecv::<_, Quaternion<f64>>(&turned, peer, peer)?, turned);
    world.bsend(&[1u8, 3], peer)?;
    assert_eq!(world.recv::<Vector2<bool>>(peer).expect_err("3 is no bool").kind(), InvalidValue);
    Ok(())
}

#[oxmpi_test(ranks = [1])]
fn invalid_elements_of_a_view_are_overwritten(world: &Communicator) -> Result<()> {
    let mut flags = DMatrix::from_element(4, 5, true);
    world.bsend(&[0u8, 1, 9, 1, 1], 0)?;
    let error = world.recv_into(&mut flags.row_mut(2), 0).expect_err("9 is no bool");
    assert_eq!(error.kind(), InvalidValue);
    let mut expected = DMatrix::from_element(4, 5, true);
    (expected[(2, 0)], expected[(2, 2)]) = (false, false);
    assert_eq!(flags, expected);
    Ok(())
}

#[oxmpi_test(ranks = [1])]
fn views_of_slices_are_sent_where_they_overlap(world: &Communicator) -> Result<()> {
    // Each column begins one further: a Hankel matrix without its memory.
    let numbers = [1, 2, 3, 4, 5];
    let hankel = DMatrixView::from_slice_with_strides(&numbers, 3, 3, 1, 1);
    world.bsend(&hankel, 0)?;
    assert_eq!(world.recv::<Vec<i32>>(0)?, [1, 2, 3, 2, 3, 4, 3, 4, 5]);
    Ok(())
}
