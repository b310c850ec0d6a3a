//! Rust ranks among which the rank of argument 1 is Python (argument 2), with the script of argument 3. See tests/interop.rs.

use oxmpi::buffer::{Encoded, Pickle};
use oxmpi::prelude::*;
use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;
use std::collections::BTreeSet;
use std::os::unix::process::CommandExt;

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

fn pickled<T>(value: T) -> Encoded<Pickle, T> {
    Encoded::new(value)
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let rank = ["OMPI_COMM_WORLD_RANK", "PMI_RANK", "PMIX_RANK"].into_iter().find_map(|name| std::env::var(name).ok());
    if rank.as_ref() == Some(&arguments[0]) {
        let error = std::process::Command::new(&arguments[1]).arg(&arguments[2]).exec();
        panic!("{}: {error}", arguments[1]);
    }
    let python: usize = arguments[0].parse().expect("a rank");
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
