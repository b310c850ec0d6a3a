//! Layouts in messages, and the life of their types.

use super::Gapped;
use super::recipe::{Recipe, drawn};
use crate::sample::{Sample, assert_same, samples};
use oxmpi::datatype::layout::{Layout, Order};
use oxmpi::prelude::*;
use oxmpi::{ErrorKind, Result, ffi};
use oxmpi_test::oxmpi_test;

/// Calls a generic function for elements of each kind: of 1 byte and more, of several, checked ones, and with gaps.
macro_rules! for_some_types {
    ($function:ident ( $( $argument:expr ),* )) => {
        $function::<u8>($( $argument ),*)?;
        $function::<f64>($( $argument ),*)?;
        $function::<[u16; 3]>($( $argument ),*)?;
        $function::<bool>($( $argument ),*)?;
        $function::<char>($( $argument ),*)?;
        $function::<Gapped>($( $argument ),*)?;
    };
}

/// Elements around those that are laid out, on both sides.
const MARGIN: usize = 5;

/// The origin that leaves a margin, how long a slice is then, and the indices of the elements.
fn room(recipe: &Recipe) -> (usize, usize, Vec<usize>) {
    let expected = recipe.expected();
    let (first, end) = expected.span();
    // An origin is an element: where all elements are far behind it, they are moved no further.
    let origin = (MARGIN as i64 - first).max(0);
    let indices = expected.offsets.iter().map(|at| (at + origin) as usize).collect();
    (origin as usize, (origin + end.max(0)) as usize + MARGIN, indices)
}

/// One recipe: sent from rank 0 in each mode and received into the same places.
fn travels<T: Sample>(world: &Communicator, recipe: &Recipe) -> Result<()> {
    let what = &format!("{recipe:?}")[..];
    let layout = recipe.layout::<T>()?;
    let (origin, len, indices) = room(recipe);
    let source: Vec<T> = samples(0, len);
    let sent: Vec<T> = indices.iter().map(|&index| source[index]).collect();
    let before: Vec<T> = samples(1, len);
    let mut after = before.clone();
    indices.iter().for_each(|&index| after[index] = source[index]);

    // To oneself: out of one slice into another.
    let mut target = before.clone();
    if let Ok(mut laid) = layout.at(origin).of_mut(&mut target) {
        let me = world.rank();
        let status = world.sendrecv_into(&layout.at(origin).of(&source)?, me, &mut laid, me)?;
        assert_eq!(status.count::<T>(), Some(indices.len()), "{what}");
        assert!(laid.iter().eq(&sent), "{what}");
        assert_same(&target, &after, what);
    }
    if world.rank() == 0 {
        let laid = layout.at(origin).of(&source)?;
        world.send(&laid, 1)?;
        world.ssend(&laid, 1)?;
        world.bsend(&laid, 1)?;
        world.send(&sent, 1)?;
        world.send(&sent[..sent.len() / 2], 1)?;
    } else {
        let repeated = recipe.expected().has_an_element_twice();
        assert_same(&world.recv::<Vec<T>>(0)?, &sent, what);
        for by in ["ssend", "bsend", "send of a slice"] {
            let mut target = before.clone();
            match layout.at(origin).of_mut(&mut target) {
                Ok(mut laid) => {
                    world.recv_into(&mut laid, 0)?;
                    assert_same(&target, &after, &format!("{by}: {what}"));
                }
                Err(error) => {
                    assert!(repeated, "{error}");
                    assert_same(&world.recv::<Vec<T>>(0)?, &sent, what);
                }
            }
        }
        // A shorter message fills the first elements.
        let half: Vec<T> = if repeated {
            world.recv(0)?
        } else {
            let mut target = before.clone();
            let status = world.recv_into(&mut layout.at(origin).of_mut(&mut target)?, 0)?;
            assert_eq!(status.count::<T>(), Some(sent.len() / 2), "{what}");
            let mut after = before.clone();
            indices[..sent.len() / 2].iter().for_each(|&index| after[index] = source[index]);
            assert_same(&target, &after, what);
            sent[..sent.len() / 2].to_vec()
        };
        assert_same(&half, &sent[..sent.len() / 2], what);
    }
    // A collective, in place.
    let mut all = if world.rank() == 0 { source.clone() } else { before.clone() };
    if let Ok(mut laid) = layout.at(origin).of_mut(&mut all) {
        world.broadcast_into(&mut laid, 0)?;
        let expected = if world.rank() == 0 { &source } else { &after };
        assert_same(&all, expected, what);
    }
    Ok(())
}

#[oxmpi_test(ranks = [2])]
fn random_layouts_travel_exactly(world: &Communicator) -> Result<()> {
    for recipe in drawn(150) {
        for_some_types!(travels(world, &recipe));
    }
    Ok(())
}

/// Long messages: a column, every second element, a transposed matrix, a block, between ranks.
#[oxmpi_test(ranks = [2])]
fn long_layouts_travel_exactly(world: &Communicator) -> Result<()> {
    const N: usize = 400;
    let n = N as isize;
    let transposed = Layout::<f64>::vector(N, 1, n)?.resized(0, 1)?.repeated(N)?;
    let layouts = [
        Layout::vector(N, 1, n)?,
        Layout::vector(N * N / 2, 1, 2)?,
        transposed,
        Layout::subarray(&[N, N], &[N / 2, N / 2], &[N / 4, N / 3], Order::C)?,
        Layout::indexed(&(0..N).map(|row| (row as isize * n, row)).collect::<Vec<_>>())?,
    ];
    let source: Vec<f64> = samples(0, N * N);
    for layout in &layouts {
        for (into, name) in layouts.iter().filter(|into| into.size() == layout.size()).zip(["same", "other"]) {
            if world.rank() == 0 {
                world.send(&layout.of(&source)?, 1)?;
            } else {
                let mut target = vec![-1.0; N * N];
                world.recv_into(&mut into.of_mut(&mut target)?, 0)?;
                let mut expected = vec![-1.0; N * N];
                layout
                    .elements()
                    .zip(into.elements())
                    .for_each(|(from, to)| expected[to as usize] = source[from as usize]);
                assert_same(&target, &expected, &format!("{name}: {layout:?}"));
            }
        }
    }
    Ok(())
}

/// The types of layouts live as long as the layouts and no longer, on whatever thread they are dropped.
#[oxmpi_test(ranks = [1])]
fn layouts_are_made_once_shared_and_dropped_anywhere(world: &Communicator) -> Result<()> {
    let me = world.rank();
    let (source, mut target) = (samples::<i32>(0, 64), vec![0; 64]);
    let mut kept = Vec::new();
    for index in 0..500usize {
        let layout = Layout::<i32>::vector(1 + index % 8, 1 + index % 3, 4 + (index % 4) as isize)?;
        let clone = layout.clone();
        world.sendrecv_into(&layout.of(&source)?, me, &mut clone.of_mut(&mut target)?, me)?;
        drop(layout);
        world.sendrecv_into(&clone.of(&source)?, me, &mut clone.of_mut(&mut target)?, me)?;
        match index % 3 {
            0 => drop(clone),
            1 => std::thread::spawn(move || drop(clone)).join().unwrap(),
            _ => kept.push(clone), // some until the end
        }
    }
    assert!(kept.iter().all(|layout| layout.of(&source).is_ok()));
    // This one outlives MPI.
    std::mem::forget(kept.pop());
    Ok(())
}

/// A layout that is used under one attachment after the other gets a type from each.
#[oxmpi_test(ranks = [1])]
fn layouts_outlive_attachments() -> Result<()> {
    // SAFETY: the first MPI call of this process; null for argc and argv is allowed.
    unsafe { ffi::MPI_Init(std::ptr::null_mut(), std::ptr::null_mut()) };
    let kept = Layout::<u16>::vector(3, 2, 4)?;
    let (source, mut target) = (samples::<u16>(0, 12), vec![0; 12]);
    for _ in 0..3 {
        // SAFETY: no message is longer than its buffer, no other thread is there, and one guard lives at a time.
        let mpi = unsafe { oxmpi::attach() }?;
        let world = mpi.comm_self();
        for layout in [kept.clone(), Layout::vector(2, 3, 5)?] {
            target.fill(0);
            world.sendrecv_into(&layout.of(&source)?, 0, &mut layout.of_mut(&mut target)?, 0)?;
            assert!(layout.elements().all(|at| target[at as usize] == source[at as usize]));
        }
        let named = kept.commit(&mpi)?;
        drop(mpi);
        assert_eq!(named.size().unwrap_err().kind(), ErrorKind::Finalized, "of an attachment that ended");
    }
    // SAFETY: initialized by this thread, not finalized, nothing is under way.
    unsafe { ffi::MPI_Finalize() };
    Ok(())
}
