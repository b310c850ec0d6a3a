//! Rust ranks that exchange objects with one Python rank, which argument 1 names. See tests/interop.rs.

use oxmpi::buffer::{Encoded, Pickle};
use oxmpi::prelude::*;
use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;
use std::collections::BTreeSet;

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Row {
    name: String,
    numbers: Vec<i64>,
    ratio: f64,
    flag: Option<bool>,
    bytes: ByteBuf,
}

/// What rank `of` gives rank `to`, as in the script.
fn row(of: usize, to: usize) -> Row {
    Row {
        name: "Zoë ".repeat(of * 1000 + to),
        numbers: [of as i64, -(to as i64), 255, 65536, -(1 << 40), i64::MAX].repeat(of + 1),
        ratio: of as f64 / 4.0,
        flag: (to != 0).then_some(to == 1),
        bytes: (0..=255).collect::<Vec<u8>>().repeat(of * 100).into(),
    }
}

const SIZES: [usize; 6] = [0, 1, 1000, 32 << 10, 100_000, 1 << 20];

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Block {
    from: usize,
    data: ByteBuf,
}

/// An object of about this size, as in the script.
fn block(from: usize, size: usize) -> Block {
    let mut data: Vec<u8> = (0..251).map(|i| ((from + i) % 251) as u8).collect::<Vec<_>>().repeat(size / 251);
    data.resize(size, b'x');
    Block { from, data: data.into() }
}

/// Objects of one size by each of the script's methods.
fn blocks(world: &Communicator, python: usize, size: usize) -> oxmpi::Result<()> {
    let (mine, theirs) = (pickled(block(world.rank(), size)), block(python, size));
    // Both of these are nonblocking there.
    world.send(&mine, to(python).tag(8))?;
    assert_eq!(world.recv::<Encoded<Pickle, Block>>(from(python).tag(9))?.into_inner(), theirs);
    world.send(&mine, to(python).tag(10))?;
    assert_eq!(world.recv::<Encoded<Pickle, Block>>(from(python).tag(11))?.into_inner(), theirs);
    let got: Encoded<Pickle, Block> = world.sendrecv(&mine, to(python).tag(13), from(python).tag(12))?;
    assert_eq!(got.into_inner(), theirs);
    Ok(())
}

fn pickled<T>(value: T) -> Encoded<Pickle, T> {
    Encoded::new(value)
}

fn main() -> ExitCode {
    let python: usize = std::env::args().nth(1).expect("the rank of Python").parse().expect("a rank");
    oxmpi::run(|mpi| {
        let world = mpi.world();
        let (rank, size) = (world.rank(), world.size());

        world.send(&pickled(row(rank, python)), to(python).tag(1))?;
        let got: Encoded<Pickle, Row> = world.recv(from(python).tag(2))?;
        assert_eq!(got.into_inner(), row(python, rank));
        type Tuple = (u8, String, (f64, Option<u8>), BTreeSet<u8>);
        let got: Encoded<Pickle, Tuple> = world.recv(from(python).tag(3))?;
        assert_eq!(got.into_inner(), (1, "two".to_owned(), (3.0, None), [4, 5].into()));
        let got: Encoded<Pickle, Option<String>> = world.recv(from(python).tag(4))?;
        assert_eq!(got.into_inner(), None);
        world.send(&pickled((rank, "short")), to(python).tag(5))?;
        // As mpi4py reads no bytes: None.
        let got: Encoded<Pickle, Option<String>> = world.recv(from(python).tag(6))?;
        assert_eq!(got.into_inner(), None);
        world.send(&[0_u8][..0], to(python).tag(7))?;
        for size in SIZES {
            blocks(&world, python, size)?;
        }

        for root in 0..size {
            let at_root = rank == root;
            let got = world.broadcast(at_root.then(|| pickled(row(root, 0))), root)?;
            assert_eq!(got.into_inner(), row(root, 0));
            let all = at_root.then(|| (0..size).map(|of| row(of, root)).collect::<Vec<_>>());
            assert_eq!(world.gather(&pickled(row(rank, root)), root)?, all);
            let parts: Vec<Row> = (0..size).map(|to| row(root, to)).collect();
            let part: Encoded<Pickle, Row> = world.scatter(at_root.then_some(&parts[..]), root)?;
            assert_eq!(part.into_inner(), row(root, rank));
        }
        assert_eq!(world.all_gather(&pickled(row(rank, 9)))?, (0..size).map(|of| row(of, 9)).collect::<Vec<_>>());
        let parts: Vec<_> = (0..size).map(|to| pickled(row(rank, to))).collect();
        assert_eq!(world.all_to_all(&parts)?, (0..size).map(|of| row(of, rank)).collect::<Vec<_>>());
        println!("rust agrees");
        Ok(())
    })
}
