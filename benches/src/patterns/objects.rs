//! Objects there and back, against mpi4py on the same objects in Python. The sizes are numbers of records or entries, and bytes of
//! the block.

use crate::case::{Baseline, Case, Contestant};
use crate::lab::Lab;
use crate::options::Pace;
use oxmpi::Result;
use oxmpi::buffer::Obj;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};

/// A row of a table; a tuple in Python.
#[derive(Serialize, Deserialize)]
struct Record {
    id: u64,
    name: String,
    values: (f64, f64, f64),
}

/// What is mostly bytes; in Python a dict with a NumPy array, by `mpi4py.util.pkl5`.
#[derive(Serialize, Deserialize)]
struct Image {
    id: u64,
    name: String,
    #[serde(with = "serde_bytes")]
    data: Vec<u8>,
}

struct Objects {
    name: &'static str,
    sizes: [usize; 2],
    make: for<'a> fn(&'a Lab, usize) -> Contestant<'a>,
}

pub(crate) fn cases() -> Vec<Box<dyn Case>> {
    let cases: [Objects; 4] = [
        Objects {
            name: "objects: records",
            sizes: [100, 1_000_000],
            make: |lab, len| there_and_back(lab, (0..len as u64).map(record).collect::<Vec<_>>()),
        },
        Objects {
            name: "objects: map",
            sizes: [100, 1_000_000],
            make: |lab, len| there_and_back(lab, entries(len).collect::<HashMap<_, _>>()),
        },
        Objects {
            name: "objects: sorted map",
            sizes: [100, 1_000_000],
            make: |lab, len| there_and_back(lab, entries(len).collect::<BTreeMap<_, _>>()),
        },
        Objects {
            name: "objects: block",
            sizes: [1 << 20, 64 << 20],
            make: |lab, len| there_and_back(lab, Image { id: 7, name: "sky".to_owned(), data: vec![1; len] }),
        },
    ];
    cases.into_iter().map(|case| Box::new(case) as Box<dyn Case>).collect()
}

fn record(id: u64) -> Record {
    Record { id, name: format!("record {id}"), values: (id as f64 * 0.5, -1.0, 1e300) }
}

fn entries(len: usize) -> impl Iterator<Item = (u64, f64)> {
    (0..len as u64).map(|key| (key, key as f64 * 0.5))
}

impl Case for Objects {
    fn name(&self) -> &'static str {
        self.name
    }

    fn sizes(&self, _: Pace) -> Vec<usize> {
        self.sizes.to_vec()
    }

    fn baseline(&self) -> Baseline {
        Baseline::Peer("mpi4py")
    }

    fn contestants<'a>(&'a self, lab: &'a Lab, size: usize) -> Result<Vec<Contestant<'a>>> {
        Ok(vec![(self.make)(lab, size)])
    }
}

fn there_and_back<'a, T: Serialize + DeserializeOwned + 'a>(lab: &'a Lab, value: T) -> Contestant<'a> {
    Contestant::new("oxmpi", lab, move |iterations| {
        let (world, peer) = (&lab.world, lab.peer);
        for _ in 0..iterations {
            if lab.rank == 0 {
                world.send(&Obj(&value), peer)?;
                let _back: Obj<T> = world.recv(peer)?;
            } else {
                let _there: Obj<T> = world.recv(peer)?;
                world.send(&Obj(&value), peer)?;
            }
        }
        Ok(())
    })
}
