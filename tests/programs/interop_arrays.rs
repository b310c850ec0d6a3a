//! Rust ranks that exchange arrays with the Python ranks of `interop_arrays.py`. See tests/interop.rs.

use ndarray::Array2;
use num_complex::Complex64;
use oxmpi::prelude::*;
use std::fmt::Debug;

const LENGTHS: [usize; 5] = [0, 1, 7, 1000, 100_000];

/// The element of a rank's array at an index, as the script computes it.
trait Sample: Datatype + Debug + PartialEq {
    fn sample(of: usize, index: usize) -> Self;

    fn samples(of: usize, count: usize) -> Vec<Self> {
        (0..count).map(|index| Self::sample(of, index)).collect()
    }
}

macro_rules! samples {
    ($( $rust:ty: |$of:pat_param, $i:pat_param| $value:expr; )*) => { $(
        impl Sample for $rust {
            fn sample($of: usize, $i: usize) -> $rust {
                $value
            }
        }
    )* };
}

/// What all values come from.
fn number(of: usize, i: usize) -> usize {
    of * 1000 + i
}

samples! {
    f64: |of, i| number(of, i) as f64 / 8.0;
    f32: |of, i| number(of, i) as f32 / 8.0 % 4096.0;
    i32: |of, i| (number(of, i) % 2001) as i32 * 1_000_000 - 1_000_000_000;
    i64: |of, i| number(of, i) as i64 * (1 << 40) - (1 << 50);
    u8: |of, i| (number(of, i) % 251) as u8;
    bool: |of, i| number(of, i) % 3 == 0;
    Complex64: |of, i| Complex64::new(number(of, i) as f64 / 8.0, -(i as f64));
    // Three times as many numbers as elements.
    [f32; 3]: |of, i| [0, 1, 2].map(|part| f32::sample(of, i * 3 + part));
    Particle: |of, i| Particle {
        id: Sample::sample(of, i),
        mass: Sample::sample(of, i),
        at: Sample::sample(of, i),
        fixed: Sample::sample(of, i),
        spin: Sample::sample(of, i),
    };
    Padded: |of, i| {
        let Particle { id, mass, at, fixed, spin } = Sample::sample(of, i);
        Padded { id, mass, at, fixed, spin }
    };
    Reading: |of, i| Reading { value: Sample::sample(of, i), station: Sample::sample(of, i) };
}

/// Its fields alone travel, as the type that mpi4py makes of a structured dtype has it.
#[derive(Clone, Copy, Debug, PartialEq, Datatype)]
#[repr(C)]
#[mpi(no_padding)]
struct Particle {
    id: i32,
    mass: f64,
    at: [f32; 3],
    fixed: bool,
    spin: Complex64,
}

/// The same, with all bytes.
#[derive(Clone, Copy, Debug, PartialEq, Datatype)]
#[repr(C)]
struct Padded {
    id: i32,
    mass: f64,
    at: [f32; 3],
    fixed: bool,
    spin: Complex64,
}

/// Has no padding, so that there is nothing to say about it.
#[derive(Clone, Copy, Debug, PartialEq, Datatype)]
#[repr(C)]
struct Reading {
    value: f64,
    station: i64,
}

fn main() -> ExitCode {
    oxmpi::run(|mpi| {
        let world = mpi.world();
        let (rank, size) = (world.rank(), world.size());
        let is_python: Vec<bool> = world.all_gather(&false)?;
        for peer in (0..size).filter(|peer| is_python[*peer]) {
            element_type::<f64>(&world, peer)?;
            element_type::<f32>(&world, peer)?;
            element_type::<i32>(&world, peer)?;
            element_type::<i64>(&world, peer)?;
            element_type::<u8>(&world, peer)?;
            element_type::<bool>(&world, peer)?;
            element_type::<Complex64>(&world, peer)?;
            two_dimensions(&world, peer)?;
            columns(&world, peer)?;
            structs::<Particle>(&world, peer, 13)?;
            structs::<Reading>(&world, peer, 15)?;
            structs::<Padded>(&world, peer, 17)?;
        }
        for root in 0..size {
            let mut got = matrix(rank);
            world.broadcast_into(&mut got, root)?;
            assert_eq!(got, matrix(root));
        }
        let mine = f64::samples(rank, 40 * 30);
        let total: Vec<f64> = (0..40 * 30).map(|i| (0..size).map(|of| f64::sample(of, i)).sum()).collect();
        assert_eq!(world.all_reduce(&mine, Op::SUM)?, total);
        println!("rust agrees");
        Ok(())
    })
}

/// Arrays of one type by each of the script's methods.
fn element_type<T: Sample>(world: &Communicator, peer: usize) -> oxmpi::Result<()> {
    for count in LENGTHS {
        let (mine, theirs) = (T::samples(world.rank(), count), T::samples(peer, count));
        world.send(&mine, to(peer).tag(1))?;
        assert_eq!(world.recv::<Vec<T>>(from(peer).tag(2))?, theirs);
        // Both of these are nonblocking there.
        world.send(&mine[..], to(peer).tag(3))?;
        let mut got = vec![T::sample(9, 9); count];
        let status = world.recv_into(&mut got, from(peer).tag(4))?;
        assert_eq!((&got, status.count::<T>()), (&theirs, Some(count)));
        let got: Vec<T> = world.sendrecv(&mine, to(peer).tag(6), from(peer).tag(5))?;
        assert_eq!(got, theirs);
    }
    Ok(())
}

fn matrix(of: usize) -> Array2<f64> {
    Array2::from_shape_vec((40, 30), f64::samples(of, 40 * 30)).expect("as many as there are places")
}

fn two_dimensions(world: &Communicator, peer: usize) -> oxmpi::Result<()> {
    let mine = matrix(world.rank());
    world.send(&mine, to(peer).tag(7))?;
    world.send(&mine.t(), to(peer).tag(8))?;
    let mut got = Array2::<f64>::zeros((40, 30));
    world.recv_into(&mut got, from(peer).tag(9))?;
    assert_eq!(got, matrix(peer));
    Ok(())
}

fn columns(world: &Communicator, peer: usize) -> oxmpi::Result<()> {
    let (mut mine, theirs) = (matrix(world.rank()), matrix(peer));
    world.send(&mine.column(28), to(peer).tag(10))?;
    world.recv_into(&mut mine.column_mut(0), from(peer).tag(11))?;
    world.recv_into(&mut mine.column_mut(29), from(peer).tag(12))?;
    let mut expected = matrix(world.rank());
    expected.column_mut(0).assign(&theirs.column(3));
    expected.column_mut(29).assign(&theirs.column(4));
    assert_eq!(mine, expected);
    Ok(())
}

fn structs<T: Sample>(world: &Communicator, peer: usize, tag: i32) -> oxmpi::Result<()> {
    world.send(&T::samples(world.rank(), 50), to(peer).tag(tag))?;
    assert_eq!(world.recv::<Vec<T>>(from(peer).tag(tag + 1))?, T::samples(peer, 50));
    Ok(())
}
