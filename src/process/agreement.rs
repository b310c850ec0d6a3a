//! Types on which all ranks have to agree before any message is sent.

use crate::collective::Op;
use crate::communicator::Communicator;
use crate::datatype::{Datatype, TypeSignature};
use crate::error::{Error, ErrorKind, Result};

const CALL: &str = "Builder::agree_on";

/// What this rank says of one type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Statement {
    signature: u64,
    size: u64,
    name: &'static str,
}

impl Statement {
    pub(super) fn of<T: Datatype>() -> Statement {
        Statement {
            signature: TypeSignature::of::<T>().as_u64(),
            size: size_of::<T>() as u64,
            name: std::any::type_name::<T>(),
        }
    }
}

/// What some rank says, as it travels.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Told {
    /// Signature and size, or nothing from a rank whose list ends before.
    numbers: Option<[u64; 2]>,
    name: String,
}

/// Fails on every rank, with the same error, unless all lists are as rank 0's. Collective over `world`.
pub(super) fn check(world: &Communicator, mine: &[Statement]) -> Result<()> {
    // Rank 0's signatures to all.
    let signatures: Vec<u64> = mine.iter().map(|statement| statement.signature).collect();
    let first: Vec<u64> = world.broadcast((world.rank() == 0).then(|| signatures.clone()), 0)?;
    // The first place at which any rank differs, and the first rank that does so there. Numbers of elements in memory fit.
    let place = difference(&first, &signatures).map_or(i64::MAX, |place| place as i64);
    let earliest: i64 = world.all_reduce(&place, Op::MIN)?;
    if earliest == i64::MAX {
        return Ok(());
    }
    let candidate = if place == earliest { world.rank() as i64 } else { i64::MAX };
    let other = world.all_reduce(&candidate, Op::MIN)? as usize;
    let place = earliest as usize;
    let from_first = tell(world, mine.get(place), 0)?;
    let from_other = tell(world, mine.get(place), other)?;
    Err(Error::new(ErrorKind::Type, CALL, disagreement(place, &from_first, other, &from_other)))
}

/// The first index at which two lists differ, also by ending.
fn difference(a: &[u64], b: &[u64]) -> Option<usize> {
    let common = a.len().min(b.len());
    (0..common).find(|&at| a[at] != b[at]).or((a.len() != b.len()).then_some(common))
}

/// Gives one rank's statement to all.
fn tell(world: &Communicator, mine: Option<&Statement>, root: usize) -> Result<Told> {
    let at_root = world.rank() == root;
    let numbers = mine.map_or(vec![], |statement| vec![statement.signature, statement.size]);
    let numbers: Vec<u64> = world.broadcast(at_root.then_some(numbers), root)?;
    let name = mine.map_or("", |statement| statement.name).to_owned();
    let name: String = world.broadcast(at_root.then_some(name), root)?;
    Ok(Told { numbers: numbers.try_into().ok(), name })
}

fn disagreement(place: usize, first: &Told, other: usize, others: &Told) -> String {
    let says = |told: &Told| match told.numbers {
        Some([signature, size]) => format!("`{}` ({size} bytes, signature {signature:016x})", told.name),
        None => "nothing".to_owned(),
    };
    format!(
        "the ranks do not agree on type {} of those that were given: rank 0 has {}, rank {other} has {}; \
         types that several programs share need `#[repr(C)]` and the same fields",
        place + 1,
        says(first),
        says(others)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_differ_where_they_differ_or_end() {
        assert_eq!(difference(&[1, 2], &[1, 2]), None);
        assert_eq!(difference(&[1, 2], &[1, 3]), Some(1));
        assert_eq!(difference(&[1, 2], &[1]), Some(1));
        assert_eq!(difference(&[], &[7]), Some(0));
    }

    #[test]
    fn the_error_names_both_types() {
        let first = Told { numbers: Some([1, 16]), name: "a::Particle".into() };
        let text = disagreement(0, &first, 3, &Told { numbers: None, name: String::new() });
        assert!(
            text.contains("type 1") && text.contains("`a::Particle` (16 bytes") && text.contains("rank 3 has nothing")
        );
    }
}
