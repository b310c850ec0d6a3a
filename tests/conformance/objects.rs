//! Objects: by every codec, every send and every collective that takes them, of lengths from nothing to megabytes.

use oxmpi::ErrorKind::{self, Count, Encode, PeerFailed};
use oxmpi::Result;
use oxmpi::buffer::{Codec, Encoded};
use oxmpi::prelude::*;
use oxmpi_test::oxmpi_test;
use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;
use std::collections::BTreeMap;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Value {
    from: usize,
    to: usize,
    name: String,
    table: BTreeMap<String, Option<Vec<f64>>>,
    bytes: ByteBuf,
    shape: Shape,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
enum Shape {
    Point,
    Circle(f32),
    Box { sides: (u16, u16) },
}

/// Lengths of the byte field: nothing, little, around the size of a block, and long enough for a rendezvous.
const BYTES: [usize; 5] = [0, 100, (256 << 10) - 1, 256 << 10, 900_000];

impl Value {
    /// What rank `from` gives rank `to`; ranks differ in length by orders of magnitude, up to `most` bytes in the byte field.
    fn of(from: usize, to: usize, kind: usize, most: usize) -> Value {
        let len = BYTES[(from + to + kind) % BYTES.len()].min(most);
        let table =
            (0..from * 7).map(|row| (format!("row {row}"), (row % 3 > 0).then(|| vec![row as f64; row]))).collect();
        let bytes = (0..len).map(|at| (at * 7 + from + to) as u8).collect::<Vec<_>>().into();
        let shape = [Shape::Point, Shape::Circle(to as f32), Shape::Box { sides: (1, 65_535) }][kind % 3].clone();
        Value { from, to, name: "Zoë ".repeat(to * 100), table, bytes, shape }
    }
}

/// Runs a generic test with every codec that is there.
macro_rules! for_each_codec {
    ($test:ident($world:expr)) => {{
        #[cfg(feature = "postcard")]
        $test::<oxmpi::buffer::Postcard>($world, usize::MAX)?;
        #[cfg(feature = "message-pack")]
        // Without optimization the others are slow: long enough for a rendezvous, and no longer.
        $test::<oxmpi::buffer::MessagePack>($world, 20_000)?;
        #[cfg(feature = "json")]
        // Bytes are lists of numbers, and slow without optimization.
        $test::<oxmpi::buffer::Json>($world, 3000)?;
        #[cfg(feature = "pickle")]
        $test::<oxmpi::buffer::Pickle>($world, 20_000)?;
    }};
}

fn messages<C: Codec>(world: &Communicator, most: usize) -> Result<()> {
    let (rank, size) = (world.rank(), world.size());
    let (left, right) = ((rank + size - 1) % size, (rank + 1) % size);
    for kind in 0..BYTES.len() {
        let (mine, expected) =
            (Encoded::<C, _>::new(Value::of(rank, right, kind, most)), Value::of(left, rank, kind, most));
        let check = |got: Encoded<C, Value>| assert_eq!(got.into_inner(), expected);
        check(world.sendrecv(&mine, right, left)?);
        world.bsend(&mine, to(right).tag(3))?;
        check(world.recv(from(left).tag(3))?);
        world.bsend(&mine, right)?;
        check(world.mprobe(left)?.recv()?);
        // Objects one way, plain numbers the other.
        let number: usize = world.sendrecv(&rank, right, left)?;
        assert_eq!(number, left);
        if size == 1 {
            continue;
        }
        for synchronous in [false, true] {
            let send = || if synchronous { world.ssend(&mine, right) } else { world.send(&mine, right) };
            if rank % 2 == 0 {
                send()?;
                check(world.recv(left)?);
            } else {
                check(world.recv(left)?);
                send()?;
            }
        }
    }
    let nobody: Option<Encoded<C, Value>> = world.recv(None)?;
    assert!(nobody.is_none());
    world.send(&Encoded::<C, _>::new(1), None)?;
    Ok(())
}

#[oxmpi_test(ranks = [1, 2, 3, 4])]
fn objects_are_messages(world: &Communicator) -> Result<()> {
    for_each_codec!(messages(world));
    Ok(())
}

fn collectives<C: Codec>(world: &Communicator, most: usize) -> Result<()> {
    let (rank, size) = (world.rank(), world.size());
    for root in 0..size {
        let at_root = rank == root;
        for kind in [root, root + 3] {
            let all = |to: usize| (0..size).map(|from| Value::of(from, to, kind, most)).collect::<Vec<_>>();
            let value = Encoded::<C, _>::new(Value::of(root, size, kind, most));
            let got = world.broadcast(at_root.then_some(value), root)?.into_inner();
            assert_eq!(got, Value::of(root, size, kind, most), "broadcast");

            let mine = Encoded::<C, _>::new(Value::of(rank, root, kind, most));
            assert_eq!(world.gather(&mine, root)?, at_root.then(|| all(root)), "gather");

            let parts: Vec<Value> = (0..size).map(|to| Value::of(root, to, kind, most)).collect();
            let part: Encoded<C, Value> = world.scatter(at_root.then_some(&parts[..]), root)?;
            assert_eq!(part.into_inner(), Value::of(root, rank, kind, most), "scatter");
        }
    }
    for kind in 0..BYTES.len() {
        let all = |to: usize| (0..size).map(|from| Value::of(from, to, kind, most)).collect::<Vec<_>>();
        assert_eq!(world.all_gather(&Encoded::<C, _>::new(Value::of(rank, 9, kind, most)))?, all(9), "all_gather");
        let parts: Vec<_> = (0..size).map(|to| Encoded::<C, _>::new(Value::of(rank, to, kind, most))).collect();
        assert_eq!(world.all_to_all(&parts)?, all(rank), "all_to_all");
        assert_eq!(world.all_to_all(&parts[..])?, all(rank), "all_to_all of a slice");
    }
    // Values of no bytes, or of one.
    assert_eq!(world.all_gather(&Encoded::<C, _>::new(()))?, vec![(); size]);
    assert_eq!(world.broadcast((rank == 0).then(|| Encoded::<C, _>::new(String::new())), 0)?.into_inner(), "");
    Ok(())
}

#[oxmpi_test(ranks = [1, 2, 3, 4])]
fn objects_go_through_collectives(world: &Communicator) -> Result<()> {
    for_each_codec!(collectives(world));
    Ok(())
}

#[oxmpi_test(ranks = [1, 3])]
#[cfg(feature = "postcard")]
fn obj_is_short_for_postcard(world: &Communicator) -> Result<()> {
    let (rank, size) = (world.rank(), world.size());
    let ranks: Vec<usize> = (0..size).collect();
    assert_eq!(world.gather(&Obj(rank), 0)?, (rank == 0).then(|| ranks.clone()));
    assert_eq!(world.all_gather(&Obj(rank))?, ranks);
    let Obj(part): Obj<usize> = world.scatter((rank == 0).then_some(&ranks[..]), 0)?;
    assert_eq!(part, rank);
    let parts: Vec<Obj<(usize, usize)>> = (0..size).map(|to| Obj((rank, to))).collect();
    assert_eq!(world.all_to_all(&parts)?, (0..size).map(|from| (from, rank)).collect::<Vec<_>>());
    let Obj(ten) = world.broadcast((rank == 0).then_some(Obj(10)), 0)?;
    assert_eq!(ten, 10);
    if size == 1 {
        assert_eq!(world.all_to_all(&[Obj("x".to_string())])?, ["x"]);
    }
    Ok(())
}

/// A value that can refuse to be encoded.
#[derive(Debug, PartialEq, Deserialize)]
struct Fragile(bool);

impl Serialize for Fragile {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        match self.0 {
            true => serializer.serialize_bool(true),
            false => Err(serde::ser::Error::custom("fragile")),
        }
    }
}

fn kind<T>(result: Result<T>) -> std::result::Result<T, ErrorKind> {
    result.map_err(|error| error.kind())
}

fn errors<C: Codec>(world: &Communicator, _: usize) -> Result<()> {
    let (rank, size) = (world.rank(), world.size());
    let by = |fragile: Fragile| Encoded::<C, _>::new(fragile);
    for bad in 0..size {
        let mine = || by(Fragile(rank != bad));
        let expected = if rank == bad { Encode } else { PeerFailed };
        assert_eq!(kind(world.all_gather(&mine())), Err(expected), "all_gather");
        for root in 0..size {
            let got = kind(world.gather(&mine(), root));
            if C::AS_MPI4PY && rank != bad && rank != root {
                assert_eq!(got, Ok(None), "only the root learns of it");
            } else {
                assert_eq!(got, Err(expected), "gather to {root}");
            }
        }
        let parts: Vec<_> = (0..size).map(|to| by(Fragile(rank != bad || to > 0))).collect();
        assert_eq!(kind(world.all_to_all(&parts)), Err(expected), "all_to_all");

        let root = bad;
        let parts: Vec<_> = (0..size).map(|to| Fragile(to > 0)).collect();
        let part: Result<Encoded<C, Fragile>> = world.scatter((rank == root).then_some(&parts[..]), root);
        assert_eq!(part.map(drop).map_err(|error| error.kind()), Err(expected), "scatter");
        let value = world.broadcast((rank == root).then(|| by(Fragile(false))), root);
        assert_eq!(value.map(drop).map_err(|error| error.kind()), Err(expected), "broadcast");

        // One too few, one too many, nothing.
        let expected = if rank == bad { Count } else { PeerFailed };
        for len in [0, size - 1, size + 1] {
            let len = if rank == bad { len } else { size };
            let parts: Vec<_> = (0..len).map(|_| by(Fragile(true))).collect();
            if len != size || rank != bad {
                let got = kind(world.all_to_all(&parts));
                assert_eq!(got, Err(expected), "all_to_all of {len}");
            }
            let parts: Vec<_> = (0..len).map(|_| Fragile(true)).collect();
            let part: Result<Encoded<C, Fragile>> = world.scatter((rank == root).then_some(&parts[..]), root);
            assert_eq!(part.map(drop).map_err(|error| error.kind()), Err(expected), "scatter of {len}");
        }
        let part: Result<Encoded<C, Fragile>> = world.scatter(None, root);
        let expected = if rank == root { ErrorKind::Buffer } else { PeerFailed };
        assert_eq!(part.map(drop).map_err(|error| error.kind()), Err(expected), "scatter of None");
    }
    assert_eq!(world.all_gather(&by(Fragile(true)))?.len(), size, "nobody waits for anything");
    assert_eq!(world.all_gather(&rank)?, (0..size).collect::<Vec<_>>());
    Ok(())
}

#[oxmpi_test(ranks = [1, 2, 3, 4])]
fn an_error_of_one_rank_is_an_error_on_every_rank(world: &Communicator) -> Result<()> {
    for_each_codec!(errors(world));
    Ok(())
}
