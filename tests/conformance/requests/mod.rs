//! Nonblocking calls: every form of an exchange, sets of requests, scopes, futures.
//!
//! A *form* ([`forms`]) is a way to send and a way to receive at the same time; a *pattern* says who does so with whom. The tests run
//! forms over patterns, types and lengths, against values that each rank computes by itself ([`Oracle`]).

mod completions;
mod forms;
mod futures;
mod halves;
mod nobody;
mod oracle;
mod scopes;
mod sets;
mod texts;
mod tickets;

use crate::sample::{Sample, assert_same};
use oracle::Oracle;
use oxmpi::Result;
use oxmpi::prelude::*;

/// The tag of the messages that forms exchange.
const TAG: i32 = 3;

/// One exchange, seen by one rank: where its message goes, and from where one of `len` elements comes.
struct Ends<'a> {
    world: &'a Communicator,
    to: usize,
    from: usize,
    len: usize,
}

/// A way to exchange messages: sends the slice, returns what arrived. Blocking for the caller, and free of deadlocks when all ranks of a
/// pattern do it.
type Form<T> = fn(&Ends<'_>, &[T]) -> Result<Vec<T>>;

/// The exchanges of a rank, as (to, from), in the order in which all do them.
type Pattern = fn(&Communicator) -> Vec<(usize, usize)>;

/// Each rank with itself.
fn to_oneself(world: &Communicator) -> Vec<(usize, usize)> {
    vec![(world.rank(), world.rank())]
}

/// The first rank with the last.
fn pair(world: &Communicator) -> Vec<(usize, usize)> {
    let (rank, last) = (world.rank(), world.size() - 1);
    if rank == 0 || rank == last { vec![(last - rank, last - rank)] } else { vec![] }
}

/// To the right, from the left.
fn ring(world: &Communicator) -> Vec<(usize, usize)> {
    vec![neighbours(world)]
}

/// Each with each, itself included.
fn all_pairs(world: &Communicator) -> Vec<(usize, usize)> {
    let (rank, size) = (world.rank(), world.size());
    (0..size).map(|shift| ((rank + shift) % size, (rank + size - shift) % size)).collect()
}

/// The neighbours of a rank in a ring: (right, left).
fn neighbours(world: &Communicator) -> (usize, usize) {
    let (rank, size) = (world.rank(), world.size());
    ((rank + 1) % size, (rank + size - 1) % size)
}

/// Runs a form over a pattern, and compares what arrived.
#[track_caller]
fn exchange<T: Sample>(
    world: &Communicator,
    oracle: &Oracle<T>,
    pattern: Pattern,
    (name, form): (&str, Form<T>),
    len: usize,
) {
    for (to, from) in pattern(world) {
        let ends = Ends { world, to, from, len };
        match form(&ends, &oracle.sent(to)[..len]) {
            Ok(got) => assert_same(&got, &oracle.arriving(from)[..len], name),
            Err(error) => panic!("{name}: {len} of {}: {error}", std::any::type_name::<T>()),
        }
    }
}
