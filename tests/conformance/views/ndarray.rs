//! Views of `ndarray`.

use super::cut::{Cut, cuts, random};
use super::peer;
use crate::derive_moves::{next, shape};
use crate::sample::{Sample, assert_same, samples};
use ndarray::{Array1, Array2, ArrayD, ArrayView2, CowArray, Ix2, IxDyn, arr0, arr2, s};
use oxmpi::ErrorKind::{InvalidValue, Truncated};
use oxmpi::prelude::*;
use oxmpi::{Datatype, Result};
use oxmpi_test::oxmpi_test;

shape! { struct Padded { a: u8, b: f64, c: bool } }
shape! { #[repr(C)] struct Inner { a: u8, b: f64, c: u16 } }

/// Moves without what is between and behind its fields.
#[derive(Clone, Copy, Debug, PartialEq, Datatype)]
#[repr(C)]
#[mpi(no_padding)]
struct Loose {
    a: u8,
    b: f64,
    c: char,
}

impl Sample for Loose {
    fn sample(rank: usize, index: usize) -> Loose {
        let mut index = index * 64;
        Loose { a: next(rank, &mut index), b: next(rank, &mut index), c: next(rank, &mut index) }
    }
}

/// A rank's array.
fn array<T: Sample>(rank: usize, shape: &[usize]) -> ArrayD<T> {
    ArrayD::from_shape_vec(IxDyn(shape), samples(rank, shape.iter().product())).unwrap()
}

/// The elements of a rank's view, in logical order, as ndarray itself has them.
fn oracle<T: Sample>(rank: usize, cut: &Cut) -> Vec<T> {
    cut.of(array::<T>(rank, &cut.shape).view()).iter().copied().collect()
}

/// The array of rank 90, with these elements where the view is.
fn filled<T: Sample>(cut: &Cut, with: &[T]) -> ArrayD<T> {
    let mut array = array::<T>(90, &cut.shape);
    cut.of_mut(array.view_mut()).iter_mut().zip(with).for_each(|(place, element)| *place = *element);
    array
}

#[track_caller]
fn assert_equal<T: Sample>(got: &ArrayD<T>, expected: &ArrayD<T>, what: &str) {
    assert_same(&got.iter().copied().collect::<Vec<T>>(), &expected.iter().copied().collect::<Vec<T>>(), what);
}

/// All ways for one view of arrays of one type.
fn travels<T: Sample>(world: &Communicator, cut: &Cut) -> Result<()> {
    let (rank, peer) = (world.rank(), peer(world));
    let what = format!("{cut:?}");
    let mine = array::<T>(rank, &cut.shape);
    let (view, theirs) = (cut.of(mine.view()), oracle::<T>(peer, cut));

    let got: Vec<T> = world.sendrecv(&view, peer, peer)?;
    assert_same(&got, &theirs, &what);

    let mut into = array::<T>(90, &cut.shape);
    let status = world.sendrecv_into(&view, peer, &mut cut.of_mut(into.view_mut()), peer)?;
    assert_eq!(status.count::<T>(), Some(theirs.len()), "{what}");
    assert_equal(&into, &filled(cut, &theirs), &what);

    let plain = samples::<T>(rank, theirs.len());
    let mut into = array::<T>(90, &cut.shape);
    world.bsend(&plain, peer)?;
    world.recv_into(&mut cut.of_mut(into.view_mut()), peer)?;
    assert_equal(&into, &filled(cut, &samples(peer, theirs.len())), &what);

    world.bsend(&view, peer)?;
    assert_same(&world.recv::<Vec<T>>(peer)?, &theirs, &what);

    let mut everywhere = if rank == 0 { array::<T>(5, &cut.shape) } else { array::<T>(90, &cut.shape) };
    world.broadcast_into(&mut cut.of_mut(everywhere.view_mut()), 0)?;
    if rank != 0 {
        assert_equal(&everywhere, &filled(cut, &oracle::<T>(5, cut)), &what);
    }

    let mut replaced = filled(cut, &oracle::<T>(rank, cut));
    world.sendrecv_replace(&mut cut.of_mut(replaced.view_mut()), peer, peer)?;
    assert_equal(&replaced, &filled(cut, &theirs), &what);

    let short = theirs.len() / 2;
    let mut into = array::<T>(90, &cut.shape);
    let status = world.sendrecv_into(&plain[..short], peer, &mut cut.of_mut(into.view_mut()), peer)?;
    assert_eq!(status.count::<T>(), Some(short), "{what}");
    assert_equal(&into, &filled(cut, &samples(peer, short)), &what);
    Ok(())
}

/// What does not fit is an error, and touches nothing outside of the view.
fn does_not_fit<T: Sample>(world: &Communicator, cut: &Cut) -> Result<()> {
    let peer = peer(world);
    let inside = filled(cut, &oracle::<T>(3, cut));
    let len = oracle::<T>(3, cut).len();
    let mut into = inside.clone();
    let long = samples::<T>(4, len + 1);
    let error = world.sendrecv_into(&long, peer, &mut cut.of_mut(into.view_mut()), peer).expect_err("too long");
    assert_eq!(error.kind(), Truncated, "{cut:?}");
    // What is in the view now is unspecified: put what was there, and compare the rest.
    let all = oracle::<T>(3, cut);
    cut.of_mut(into.view_mut()).iter_mut().zip(&all).for_each(|(place, element)| *place = *element);
    assert_equal(&into, &inside, &format!("{cut:?}"));
    Ok(())
}

#[oxmpi_test(ranks = [1, 2])]
fn every_view_travels(world: &Communicator) -> Result<()> {
    for cut in cuts() {
        travels::<f64>(world, &cut)?;
        travels::<u8>(world, &cut)?;
        travels::<bool>(world, &cut)?;
        travels::<[i16; 3]>(world, &cut)?;
        travels::<Padded>(world, &cut)?;
        travels::<Loose>(world, &cut)?;
    }
    Ok(())
}

#[oxmpi_test(ranks = [2])]
fn random_views_travel(world: &Communicator) -> Result<()> {
    let mut state = 0usize;
    let mut next = |below: usize| {
        state += 1;
        u64::sample(12345, state) as usize % below
    };
    for _ in 0..250 {
        let cut = random(&mut next);
        match next(3) {
            0 => travels::<f64>(world, &cut)?,
            1 => travels::<u16>(world, &cut)?,
            _ => travels::<Inner>(world, &cut)?,
        }
    }
    Ok(())
}

#[oxmpi_test(ranks = [1, 2])]
fn messages_that_are_too_long_leave_the_rest_alone(world: &Communicator) -> Result<()> {
    for cut in cuts().iter().filter(|cut| !oracle::<u8>(0, cut).is_empty()) {
        does_not_fit::<u32>(world, cut)?;
        does_not_fit::<bool>(world, cut)?;
        does_not_fit::<Loose>(world, cut)?;
    }
    Ok(())
}

#[oxmpi_test(ranks = [2])]
fn a_view_arrives_in_one_of_another_shape(world: &Communicator) -> Result<()> {
    let cubes = Cut::all(&[2, 3, 4]);
    let shapes = [
        Cut::all(&[24]),
        Cut::all(&[24]).slice(0, 0, 24, -1),
        Cut::all(&[6, 4]).order(&[1, 0]),
        Cut::all(&[12, 4]).slice(0, 0, 12, 2),
        cubes.clone(),
        cubes.order(&[2, 1, 0]),
        Cut::all(&[8, 9]).slice(0, 2, 8, 1).slice(1, 1, 9, -2),
    ];
    for from in &shapes {
        for to in &shapes {
            if world.rank() == 0 {
                world.send(&from.of(array::<f32>(0, &from.shape).view()), 1)?;
            } else {
                let mut into = array::<f32>(90, &to.shape);
                world.recv_into(&mut to.of_mut(into.view_mut()), 0)?;
                assert_equal(&into, &filled(to, &oracle(0, from)), &format!("{from:?} to {to:?}"));
            }
        }
    }
    Ok(())
}

#[oxmpi_test(ranks = [2])]
fn large_views_travel(world: &Communicator) -> Result<()> {
    const N: usize = 700;
    let matrix = |rank: usize| Array2::from_shape_fn((N, N), |(row, column)| (rank * N * N + row * N + column) as f64);
    let (mine, theirs, peer) = (matrix(world.rank()), matrix(peer(world)), peer(world));
    let mut into = Array2::<f64>::zeros((N, N));
    world.sendrecv_into(&mine.t(), peer, &mut into, peer)?;
    assert!(into == theirs.t(), "transposed");
    into.fill(0.0);
    world.sendrecv_into(&mine.slice(s![..;-1, ..;-1]), peer, &mut into.slice_mut(s![.., ..;-1]), peer)?;
    assert!(into == theirs.slice(s![..;-1, ..]), "reversed");
    into.fill(0.0);
    world.sendrecv_into(&mine.slice(s![100..612, 50..562]), peer, &mut into.slice_mut(s![9..521, 188..]), peer)?;
    assert!(into.slice(s![9..521, 188..]) == theirs.slice(s![100..612, 50..562]), "a block");
    assert_eq!(into.iter().filter(|&&element| element != 0.0).count(), 512 * 512);
    Ok(())
}

#[oxmpi_test(ranks = [2])]
fn arrays_of_all_storages_and_dimensions_are_buffers(world: &Communicator) -> Result<()> {
    let peer = peer(world);
    let owned = arr2(&[[1, 2, 3], [4, 5, 6]]);
    let shared = owned.clone().into_shared();
    let cow = CowArray::from(owned.view());
    for _ in 0..2 {
        assert_eq!(world.sendrecv::<_, Vec<i32>>(&owned, peer, peer)?, [1, 2, 3, 4, 5, 6]);
        assert_eq!(world.sendrecv::<_, Vec<i32>>(&shared, peer, peer)?, [1, 2, 3, 4, 5, 6]);
        assert_eq!(world.sendrecv::<_, Vec<i32>>(&cow, peer, peer)?, [1, 2, 3, 4, 5, 6]);
        assert_eq!(world.sendrecv::<_, Vec<i32>>(&owned.column(2), peer, peer)?, [3, 6]);
        assert_eq!(world.sendrecv::<_, Vec<i32>>(&owned.diag(), peer, peer)?, [1, 5]);
        assert_eq!(world.sendrecv::<_, i32>(&arr0(7), peer, peer)?, 7);
    }
    let mut fortran = Array2::<i32>::zeros(ndarray::ShapeBuilder::f((2, 3)));
    world.sendrecv_into(&owned, peer, &mut fortran, peer)?;
    assert_eq!(fortran, owned, "an array in the order of Fortran");
    Ok(())
}

#[oxmpi_test(ranks = [2])]
fn what_is_shared_is_not_changed_by_a_receive(world: &Communicator) -> Result<()> {
    let peer = peer(world);
    let original = Array2::from_shape_fn((4, 6), |(row, column)| (row * 6 + column) as u64);
    let shared = original.clone().into_shared();
    // A part of the shared array: its strides change when it gets memory of its own.
    let mut part = shared.clone();
    part.slice_collapse(s![1..3, ..;3]);
    world.sendrecv_into(&[7u64, 8, 9, 10], peer, &mut part, peer)?;
    assert_eq!(part, arr2(&[[7, 8], [9, 10]]));
    assert_eq!(shared, original);
    let line = Array1::from(vec![5u64]);
    let mut cow = CowArray::from(line.broadcast((2, 3)).unwrap());
    world.sendrecv_into(&[1u64, 2, 3, 4, 5, 6], peer, &mut cow, peer)?;
    assert_eq!(cow, arr2(&[[1, 2, 3], [4, 5, 6]]));
    assert_eq!(line[0], 5);
    Ok(())
}

#[oxmpi_test(ranks = [1, 2])]
fn a_broadcast_view_is_sent_as_often_as_it_is_seen(world: &Communicator) -> Result<()> {
    let (peer, row) = (peer(world), Array1::from(vec![1.5, 2.5, 3.5]));
    let rows = row.broadcast((400, 3)).unwrap();
    let expected: Vec<f64> = rows.iter().copied().collect();
    assert_same(&world.sendrecv::<_, Vec<f64>>(&rows, peer, peer)?, &expected, "rows");
    let columns = rows.t();
    let expected: Vec<f64> = columns.iter().copied().collect();
    assert_same(&world.sendrecv::<_, Vec<f64>>(&columns, peer, peer)?, &expected, "columns");
    let one = arr0(9u8);
    assert_eq!(world.sendrecv::<_, Vec<u8>>(&one.broadcast((70, 80)).unwrap(), peer, peer)?, [9; 5600]);
    world.bsend(&rows, peer)?;
    assert_eq!(world.recv::<Vec<f64>>(peer)?.len(), 1200);
    Ok(())
}

#[oxmpi_test(ranks = [1, 2])]
fn invalid_elements_of_a_view_are_overwritten(world: &Communicator) -> Result<()> {
    let peer = peer(world);
    let mut flags = Array2::from_elem((4, 5), true);
    world.bsend(&[0u8, 1, 7, 0], peer)?;
    let error = world.recv_into(&mut flags.column_mut(3), peer).expect_err("7 is no bool");
    assert_eq!(error.kind(), InvalidValue);
    assert!(error.to_string().contains("element 2 of 4"), "{error}");
    let mut expected = Array2::from_elem((4, 5), true);
    expected.column_mut(3).assign(&Array1::from(vec![false, true, false, false]));
    assert_eq!(flags, expected);
    // In rows of a block, each of which is looked at in one go, and in transposed order.
    let mut flags = Array2::from_elem((4, 200), true);
    let mut bytes = vec![1u8; 300];
    bytes[299] = 2;
    world.bsend(&bytes, peer)?;
    let error = world.recv_into(&mut flags.slice_mut(s![1..4, 50..150]), peer).expect_err("2 is no bool");
    assert!(error.to_string().contains("element 299 of 300"), "{error}");
    assert_eq!(flags.indexed_iter().filter(|(_, flag)| !**flag).map(|(at, _)| at).collect::<Vec<_>>(), [(3, 149)]);
    let mut letters = Array2::from_elem((3, 2), 'a');
    world.bsend(&[98u32, 0xd800, 99, 100, 101, 102], peer)?;
    world.recv_into(&mut letters.t().into_owned(), peer).expect_err("a surrogate is no char");
    world.bsend(&[98u32, 0xd800, 99, 100, 101, 102], peer)?;
    world.recv_into(&mut letters.view_mut().reversed_axes(), peer).expect_err("a surrogate is no char");
    assert_eq!(letters, arr2(&[['b', 'd'], [char::REPLACEMENT_CHARACTER, 'e'], ['c', 'f']]));
    Ok(())
}

#[oxmpi_test(ranks = [2])]
fn more_shapes_than_are_kept_travel(world: &Communicator) -> Result<()> {
    let peer = peer(world);
    let mine = Array1::from(samples::<i32>(world.rank(), 4000));
    let theirs = Array1::from(samples::<i32>(peer, 4000));
    for len in (2..1300).chain(2..20) {
        let mut into = Array2::<i32>::zeros((len, 3));
        let from = |array: &Array1<i32>| array.slice(s![..3 * len; 3]).to_owned();
        world.sendrecv_into(&mine.slice(s![..3 * len; 3]), peer, &mut into.column_mut(1), peer)?;
        assert_eq!(into.column(1), from(&theirs), "{len}");
        assert!(into.column(0).iter().chain(into.column(2)).all(|&element| element == 0));
    }
    Ok(())
}

/// Views are taken wherever a `Buffer` is, also by reference in generic code.
fn send_any<B: oxmpi::buffer::Buffer>(world: &Communicator, buffer: &B) -> Result<()> {
    world.ssend(buffer, peer(world))
}

#[oxmpi_test(ranks = [2])]
fn views_are_sent_in_every_mode(world: &Communicator) -> Result<()> {
    let matrix = ArrayView2::from_shape((2, 3), &[1u8, 2, 3, 4, 5, 6]).unwrap();
    if world.rank() == 0 {
        send_any(world, &matrix.t())?;
        world.send(&matrix.column(1), 1)?;
    } else {
        let mut into = ndarray::Array::<u8, Ix2>::zeros((3, 2));
        world.recv_into(&mut into, 0)?;
        assert_eq!(into, matrix.t());
        assert_eq!(world.recv::<[u8; 2]>(0)?, [2, 5]);
    }
    Ok(())
}
