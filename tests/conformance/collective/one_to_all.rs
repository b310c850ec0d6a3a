//! Barrier, broadcast and scatter.

use super::{LENGTHS, of_all};
use crate::sample::{Sample, assert_same, for_each_type, samples};
use oxmpi::prelude::*;
use oxmpi::{ErrorKind, Result};
use oxmpi_test::oxmpi_test;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

#[oxmpi_test(ranks = [1, 2, 3, 4])]
fn nobody_leaves_a_barrier_before_the_last_has_come(world: &Communicator) -> Result<()> {
    let late = Duration::from_millis(50);
    for last in 0..world.size() {
        world.barrier()?;
        let start = Instant::now();
        if world.rank() == last {
            std::thread::sleep(late);
        }
        world.barrier()?;
        // The others may have left the first barrier a little later than the last one did.
        assert!(start.elapsed() >= late / 2, "left after {:?}", start.elapsed());
    }
    Ok(())
}

fn broadcasts<T: Sample>(world: &Communicator) -> Result<()> {
    for root in 0..world.size() {
        let at_root = world.rank() == root;
        let value: T = world.broadcast(at_root.then(|| T::sample(root, 0)), root)?;
        assert_eq!(value, T::sample(root, 0));
        // A value that is given elsewhere than at the root is not looked at.
        let value: T = world.broadcast(Some(T::sample(world.rank(), 1)), root)?;
        assert_eq!(value, T::sample(root, 1));
        for len in LENGTHS {
            let mut buffer: Vec<T> = samples(world.rank(), len);
            world.broadcast_into(&mut buffer, root)?;
            assert_same(&buffer, &samples(root, len), "broadcast_into");
        }
        let len = LENGTHS[root % LENGTHS.len()] + 2;
        let vector: Vec<T> = world.broadcast(at_root.then(|| samples(root, len)), root)?;
        assert_same(&vector, &samples(root, len), "broadcast of a Vec");
    }
    Ok(())
}

#[oxmpi_test(ranks = [1, 2, 3, 4])]
fn broadcast_gives_every_rank_what_the_root_has(world: &Communicator) -> Result<()> {
    for_each_type!(broadcasts(world));
    Ok(())
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Settings {
    name: String,
    depths: BTreeMap<String, Vec<Option<f32>>>,
    origin: (i8, char, bool),
}

impl Settings {
    fn of(rank: usize) -> Settings {
        let depths = (0..rank * 3).map(|i| (format!("layer {i}"), vec![Some(i as f32), None])).collect();
        Settings { name: "Zoë ".repeat(rank), depths, origin: (-5, '⊞', true) }
    }
}

#[oxmpi_test(ranks = [1, 2, 3, 4])]
fn broadcast_takes_text_vectors_arrays_and_objects_of_any_length(world: &Communicator) -> Result<()> {
    for root in 0..world.size() {
        let at_root = world.rank() == root;
        for length in [0, 1, 3000] {
            let text: String = world.broadcast(at_root.then(|| "é".repeat(length)), root)?;
            assert_eq!(text, "é".repeat(length));
        }
        let empty: Vec<f64> = world.broadcast(at_root.then(Vec::new), root)?;
        assert!(empty.is_empty());
        let array: [u16; 5] = world.broadcast(at_root.then_some([1, 2, 3, 4, root as u16]), root)?;
        assert_eq!(array, [1, 2, 3, 4, root as u16]);
        let Obj(settings) = world.broadcast(at_root.then(|| Obj(Settings::of(root))), root)?;
        assert_eq!(settings, Settings::of(root));
        let Obj(()) = world.broadcast(at_root.then_some(Obj(())), root)?;
        let mut boxed: Box<[i32]> = samples(world.rank(), 3).into();
        world.broadcast_into(&mut boxed, root)?;
        assert_same(&boxed, &samples(root, 3), "a boxed slice");
        let mut scalar = world.rank();
        world.broadcast_into(&mut scalar, root)?;
        assert_eq!(scalar, root);
        let mut array = [world.rank(); 3];
        world.broadcast_into(&mut array[1..], root)?;
        assert_eq!(array, [world.rank(), root, root]);
    }
    Ok(())
}

/// Not encodable: says so.
#[derive(Debug, Deserialize)]
struct Stubborn;

impl Serialize for Stubborn {
    fn serialize<S: serde::Serializer>(&self, _: S) -> std::result::Result<S::Ok, S::Error> {
        Err(serde::ser::Error::custom("will not be written"))
    }
}

#[oxmpi_test(ranks = [1, 2, 3, 4])]
fn an_error_at_the_root_reaches_every_rank_where_a_length_is_told(world: &Communicator) -> Result<()> {
    for root in 0..world.size() {
        let at_root = world.rank() == root;
        let kind = |at_root_kind| if at_root { at_root_kind } else { ErrorKind::PeerFailed };

        let error = world.broadcast::<Vec<i32>>(None, root).expect_err("the root has none");
        assert_eq!(error.kind(), kind(ErrorKind::Buffer));
        let error = world.broadcast::<String>(None, root).expect_err("the root has none");
        assert_eq!(error.kind(), kind(ErrorKind::Buffer));
        let error = world.broadcast::<Obj<i32>>(None, root).expect_err("the root has none");
        assert_eq!(error.kind(), kind(ErrorKind::Buffer));
        let error = world.broadcast(at_root.then_some(Obj(Stubborn)), root).expect_err("cannot be encoded");
        assert_eq!(error.kind(), kind(ErrorKind::Encode));

        let error = world.scatter::<i32>(None, root).expect_err("the root has none");
        assert_eq!(error.kind(), kind(ErrorKind::Buffer));
        let wrong = vec![1; world.size() + 1];
        let error = world.scatter::<i32>(at_root.then_some(&wrong[..]), root).expect_err("one too many");
        assert_eq!(error.kind(), kind(ErrorKind::Count));
        if world.size() > 1 {
            let error = world.scatter::<Vec<i32>>(at_root.then_some(&wrong[..]), root).expect_err("no equal shares");
            assert_eq!(error.kind(), kind(ErrorKind::Count));
        }
        // All are in step afterwards.
        assert_eq!(world.all_gather(&world.rank())?, (0..world.size()).collect::<Vec<_>>());
    }
    Ok(())
}

fn scatters<T: Sample>(world: &Communicator) -> Result<()> {
    let (rank, size) = (world.rank(), world.size());
    for root in 0..size {
        let at_root = rank == root;
        let all: Vec<T> = of_all(size, 1);
        let one: T = world.scatter(at_root.then_some(&all[..]), root)?;
        assert_eq!(one, T::sample(rank, 0));
        for (at, len) in LENGTHS.into_iter().enumerate() {
            let all: Vec<T> = of_all(size, len);
            let mut into: Vec<T> = samples(rank + 10, len);
            world.scatter_into(at_root.then_some(&all[..]), &mut into[..], root)?;
            assert_same(&into, &samples(rank, len), "scatter_into");
            if at % size == root {
                let share: Vec<T> = world.scatter(at_root.then_some(&all[..]), root)?;
                assert_same(&share, &samples(rank, len), "scatter");
            }
        }
        let mut scalar = T::sample(99, 0);
        world.scatter_into(at_root.then_some(&all[..]), &mut scalar, root)?;
        assert_eq!(scalar, T::sample(rank, 0));
    }
    Ok(())
}

#[oxmpi_test(ranks = [1, 2, 3, 4])]
fn scatter_gives_each_rank_its_part(world: &Communicator) -> Result<()> {
    for_each_type!(scatters(world));
    Ok(())
}

#[oxmpi_test(ranks = [1])]
fn a_buffer_of_a_wrong_length_or_none_at_the_root_is_an_error(world: &Communicator) -> Result<()> {
    assert_eq!(world.broadcast::<i32>(None, 0).expect_err("no value").kind(), ErrorKind::Buffer);
    let mut into = [0; 3];
    assert_eq!(world.scatter_into(Some(&[1, 2]), &mut into[..], 0).expect_err("too short").kind(), ErrorKind::Count);
    assert_eq!(world.scatter_into(None, &mut into[..], 0).expect_err("no buffer").kind(), ErrorKind::Buffer);
    assert_eq!(world.gather_into(&1, None, 0).expect_err("no buffer").kind(), ErrorKind::Buffer);
    assert_eq!(world.gather_into(&1, Some(&mut into), 0).expect_err("too long").kind(), ErrorKind::Count);
    assert_eq!(world.all_gather_into(&1, &mut into).expect_err("too long").kind(), ErrorKind::Count);
    assert_eq!(world.all_to_all_into(&1, &mut into).expect_err("too long").kind(), ErrorKind::Count);
    assert_eq!(world.reduce_into(&1, None, Op::SUM, 0).expect_err("no buffer").kind(), ErrorKind::Buffer);
    assert_eq!(world.reduce_into(&1, Some(&mut into), Op::SUM, 0).expect_err("too long").kind(), ErrorKind::Count);
    assert_eq!(world.all_reduce_into(&1, &mut into, Op::SUM).expect_err("too long").kind(), ErrorKind::Count);
    assert_eq!(into, [0; 3]);
    Ok(())
}
