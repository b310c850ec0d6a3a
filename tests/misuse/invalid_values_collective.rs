//! Collectives in which one rank says `u8` or `u32` and the others `bool` or `char`: an error where invalid values arrive, and none of
//! them to be seen.

use crate::invalid_values::{BYTES, WORDS, are_repaired_bools, are_repaired_chars, bytes_of};
use crate::support::{Guarded, kind, works};
use oxmpi::ErrorKind::{self, InvalidValue};
use oxmpi::prelude::*;
use oxmpi::{Datatype, Result};
use oxmpi_test::oxmpi_test;
use std::fmt::Debug;

/// Sends invalid bytes from the root as `U` and receives them as `T` elsewhere; `check` looks at what is in the receivers' slices.
fn from_the_root<U: Datatype, T: Datatype + Debug + PartialEq>(
    world: &Communicator,
    (sent, fill): (&[U; 6], T),
    check: impl Fn(&[T]),
) {
    let root = world.size() - 1;
    let is_root = world.rank() == root;
    let invalid = |what: &str, error: ErrorKind| assert_eq!(error, InvalidValue, "{what}");

    if is_root {
        let mut own = *sent;
        world.broadcast_into(&mut own[..], root).unwrap();
        world.broadcast(Some(sent.to_vec()), root).unwrap();
        world.broadcast(Some(sent[1]), root).unwrap();
        world.broadcast(Some(*sent), root).unwrap();
    } else {
        let mut into = Guarded::new(6, fill, 64, fill);
        invalid("broadcast_into", kind("broadcast_into", world.broadcast_into(into.slice(), root)));
        check(into.checked("broadcast_into"));
        invalid("broadcast Vec", kind("broadcast Vec", world.broadcast::<Vec<T>>(None, root)));
        // For bytes, element 1 is a valid bool.
        let one = world.broadcast::<T>(None, root);
        assert_eq!(one.is_ok(), size_of::<T>() == 1, "broadcast of one: {one:?}");
        invalid("broadcast of an array", kind("an array", world.broadcast::<[T; 6]>(None, root)));
    }

    let all: Vec<U> = sent.iter().copied().cycle().take(6 * world.size()).collect();
    if is_root {
        let mut own = sent.to_vec();
        world.scatter_into(Some(&all), &mut own, root).unwrap();
        assert_eq!(world.scatter::<Vec<U>>(Some(&all), root).unwrap().len(), 6);
    } else {
        let mut into = Guarded::new(6, fill, 64, fill);
        invalid("scatter_into", kind("scatter_into", world.scatter_into(None, into.slice(), root)));
        check(into.checked("scatter_into"));
        invalid("scatter", kind("scatter", world.scatter::<Vec<T>>(None, root)));
    }
    works(world);
}

/// Rank 0 gathers `T`, the others give `U`.
fn to_the_root<U: Datatype, T: Datatype + Debug + PartialEq>(
    world: &Communicator,
    (sent, fill): (&[U; 6], T),
    check: impl Fn(&[T]),
) {
    let invalid = |what: &str, error: ErrorKind| assert_eq!(error, InvalidValue, "{what}");
    if world.rank() == 0 {
        let mine = [fill; 6];
        let mut into = Guarded::new(6 * world.size(), fill, 64, fill);
        invalid("gather_into", kind("gather_into", world.gather_into(&mine[..], Some(into.slice()), 0)));
        let parts = into.checked("gather_into");
        assert_eq!(bytes_of(&parts[..6]), bytes_of(&mine), "what is valid is as it came");
        parts[6..].chunks(6).for_each(&check);
        invalid("gather", kind("gather", world.gather(&mine[..], 0)));
        invalid("gather of arrays", kind("gather of arrays", world.gather(&mine, 0)));
        invalid("all_gather", kind("all_gather", world.all_gather(&mine[..])));
        let mut into = Guarded::new(6 * world.size(), fill, 64, fill);
        invalid("all_gather_into", kind("all_gather_into", world.all_gather_into(&mine[..], into.slice())));
        into.checked("all_gather_into")[6..].chunks(6).for_each(&check);
        let parts = vec![fill; 6 * world.size()];
        invalid("all_to_all", kind("all_to_all", world.all_to_all(&parts)));
        let mut into = Guarded::new(6 * world.size(), fill, 64, fill);
        invalid("all_to_all_into", kind("all_to_all_into", world.all_to_all_into(&parts, into.slice())));
        into.checked("all_to_all_into")[6..].chunks(6).for_each(&check);
    } else {
        for _ in 0..2 {
            world.gather_into(&sent[..], None, 0).unwrap();
        }
        assert!(world.gather(&sent[..], 0).unwrap().is_none());
        for _ in 0..2 {
            assert_eq!(world.all_gather(&sent[..]).unwrap().len(), 6 * world.size());
        }
        let parts: Vec<U> = sent.iter().copied().cycle().take(6 * world.size()).collect();
        for _ in 0..2 {
            assert_eq!(world.all_to_all(&parts).unwrap().len(), parts.len());
        }
    }
    works(world);
}

#[oxmpi_test(ranks = [2, 3])]
fn invalid_bools_from_the_root_are_errors_and_never_seen(world: &Communicator) {
    from_the_root::<u8, bool>(world, (&BYTES, true), are_repaired_bools);
}

#[oxmpi_test(ranks = [2, 3])]
fn invalid_chars_from_the_root_are_errors_and_never_seen(world: &Communicator) {
    from_the_root::<u32, char>(world, (&WORDS, 'x'), are_repaired_chars);
}

#[oxmpi_test(ranks = [2, 3])]
fn invalid_bools_from_the_others_are_errors_and_never_seen(world: &Communicator) {
    to_the_root::<u8, bool>(world, (&BYTES, true), are_repaired_bools);
}

#[oxmpi_test(ranks = [2, 3])]
fn invalid_chars_from_the_others_are_errors_and_never_seen(world: &Communicator) {
    to_the_root::<u32, char>(world, (&WORDS, 'x'), are_repaired_chars);
}

/// The standard lets a reduction of mismatched types do what it likes; whatever that is, no invalid value may come out.
#[oxmpi_test(ranks = [2])]
fn a_reduction_of_bytes_as_bools_gives_valid_bools_or_an_error(world: &Communicator) {
    let valid = |what: &str, slice: &[bool]| {
        assert!(bytes_of(slice).iter().all(|byte| *byte <= 1), "{what}: {:?}", bytes_of(slice));
    };
    let ours = |result: Result<Vec<bool>>| result.inspect(|bools| valid("by value", bools)).is_ok();
    if world.rank() == 0 {
        let mine = [true, false, false, true, false, false];
        ours(world.all_reduce(&mine[..], Op::LOGICAL_OR));
        ours(world.reduce(&mine[..], Op::LOGICAL_XOR, 0).map(|result| result.expect("the root")));
        let mut into = mine;
        let _ = world.all_reduce_in_place(&mut into, Op::LOGICAL_OR);
        valid("all_reduce_in_place", &into);
        let _ = world.all_reduce_into(&mine[..], &mut into, Op::LOGICAL_AND);
        valid("all_reduce_into", &into);
        let _ = world.reduce_into(&mine[..], Some(&mut into), Op::LOGICAL_OR, 0);
        valid("reduce_into", &into);
    } else {
        let mut mine = BYTES;
        let _ = world.all_reduce(&mine[..], Op::BITWISE_OR);
        let _ = world.reduce(&mine[..], Op::BITWISE_XOR, 0);
        let _ = world.all_reduce_in_place(&mut mine, Op::BITWISE_OR);
        let mut into = mine;
        let _ = world.all_reduce_into(&mine[..], &mut into, Op::BITWISE_AND);
        let _ = world.reduce_into(&mine[..], None, Op::BITWISE_OR, 0);
    }
    world.barrier().unwrap();
}
