//! Lengths that cannot fit are an error before anything is sent, and no memory is touched.

use crate::support::{Guarded, names_argument, works};
use oxmpi::ErrorKind::{Buffer, Count, Dims, PeerFailed};
use oxmpi::prelude::*;
use oxmpi_test::oxmpi_test;

const GUARD: i32 = -77;
const FILL: i32 = 5;

/// Lengths around the right one, and far from it.
fn wrong_lengths(right: usize) -> Vec<usize> {
    [0, 1, right.saturating_sub(1), right + 1, 2 * right + 1].into_iter().filter(|len| *len != right).collect()
}

#[track_caller]
fn refused(what: &str, len: usize, argument: &str, allowed: &str, call: impl FnOnce(&mut [i32]) -> oxmpi::Result<()>) {
    let mut into = Guarded::new(len, FILL, 64, GUARD);
    let result = call(into.slice());
    names_argument(what, result, Count, argument, allowed);
    assert!(into.checked(what).iter().all(|element| *element == FILL), "{what}: the slice itself was touched");
}

#[oxmpi_test(ranks = [1, 3])]
fn all_reduce_into_another_length_is_refused(world: &Communicator) {
    let mine = [1; 16];
    for len in wrong_lengths(16) {
        refused("all_reduce_into", len, "into", "exactly 16 elements", |into| {
            world.all_reduce_into(&mine[..], into, Op::SUM)
        });
    }
    works(world);
}

#[oxmpi_test(ranks = [1, 3])]
fn reduce_into_another_length_is_refused_at_every_root(world: &Communicator) {
    let mine = [1; 16];
    // The root finds it before it takes part, so the others are not needed.
    for len in wrong_lengths(16) {
        refused("reduce_into", len, "into", "exactly 16 elements", |into| {
            world.reduce_into(&mine[..], Some(into), Op::SUM, world.rank())
        });
    }
    names_argument("reduce_into", world.reduce_into(&mine[..], None, Op::SUM, world.rank()), Buffer, "into", "Some");
    works(world);
}

#[oxmpi_test(ranks = [1, 2, 3])]
fn gather_into_another_length_is_refused_at_every_root(world: &Communicator) {
    let mine = [1; 16];
    let right = 16 * world.size();
    for len in wrong_lengths(right) {
        refused("gather_into", len, "into", &format!("exactly {right} elements"), |into| {
            world.gather_into(&mine[..], Some(into), world.rank())
        });
    }
    names_argument("gather_into", world.gather_into(&mine[..], None, world.rank()), Buffer, "into", "Some");
    works(world);
}

#[oxmpi_test(ranks = [1, 2, 3])]
fn all_gather_into_another_length_is_refused(world: &Communicator) {
    let mine = [1; 16];
    let right = 16 * world.size();
    for len in wrong_lengths(right) {
        refused("all_gather_into", len, "into", &format!("exactly {right} elements"), |into| {
            world.all_gather_into(&mine[..], into)
        });
    }
    works(world);
}

#[oxmpi_test(ranks = [1, 2, 3])]
fn scatter_into_from_another_length_is_refused_at_every_root(world: &Communicator) {
    let right = 16 * world.size();
    for len in wrong_lengths(right) {
        let from = vec![1; len];
        refused("scatter_into", 16, "from", &format!("exactly {right} elements"), |into| {
            world.scatter_into(Some(&from[..]), into, world.rank())
        });
    }
    let mut into = [FILL; 16];
    names_argument("scatter_into", world.scatter_into(None, &mut into[..], world.rank()), Buffer, "from", "Some");
    assert_eq!(into, [FILL; 16]);
    works(world);
}

#[oxmpi_test(ranks = [2, 3])]
fn scatter_of_a_length_that_cannot_be_shared_is_an_error_on_every_rank(world: &Communicator) {
    let size = world.size();
    for root in 0..size {
        let is_root = world.rank() == root;
        let at = |what: &str, result: oxmpi::Result<Vec<i32>>, allowed: &str| {
            if is_root {
                names_argument(what, result, Count, "from", allowed);
            } else {
                let error = result.expect_err(what);
                assert_eq!(error.kind(), PeerFailed, "{what}: {error}");
                assert!(error.message().contains(&format!("rank {root}")), "{what}: {error}");
            }
        };
        let odd = vec![1; 2 * size + 1];
        at("scatter", world.scatter(is_root.then_some(&odd[..]), root), "multiple");
        for len in wrong_lengths(size) {
            let from = vec![1; len];
            let one = world.scatter::<i32>(is_root.then_some(&from[..]), root).map(|one| vec![one]);
            at("scatter of one each", one, "one for each rank");
        }
        let nothing = world.scatter::<i32>(None, root);
        let error = nothing.expect_err("None at the root");
        assert_eq!(error.kind(), if is_root { Buffer } else { PeerFailed }, "{error}");
    }
    works(world);
}

#[oxmpi_test(ranks = [2, 3])]
fn all_to_all_of_a_length_that_cannot_be_shared_is_refused(world: &Communicator) {
    let size = world.size();
    for len in [1, size + 1, 3 * size - 1] {
        let parts = vec![1; len];
        names_argument("all_to_all", world.all_to_all(&parts[..]), Count, "parts", "multiple");
        refused("all_to_all_into", len, "parts", "multiple", |into| world.all_to_all_into(&parts[..], into));
    }
    works(world);
}

#[oxmpi_test(ranks = [1, 2, 3])]
fn all_to_all_into_another_length_is_refused(world: &Communicator) {
    let parts = vec![1; 4 * world.size()];
    for len in wrong_lengths(parts.len()) {
        refused("all_to_all_into", len, "into", &format!("exactly {} elements", parts.len()), |into| {
            world.all_to_all_into(&parts[..], into)
        });
    }
    works(world);
}

#[oxmpi_test(ranks = [2, 3])]
fn broadcast_without_a_value_at_the_root_is_an_error(world: &Communicator) {
    for root in 0..world.size() {
        let is_root = world.rank() == root;
        let expected = if is_root { Buffer } else { PeerFailed };
        let error = world.broadcast::<Vec<i32>>(None, root).expect_err("a Vec");
        assert_eq!(error.kind(), expected, "{error}");
        let error = world.broadcast::<String>(None, root).expect_err("a String");
        assert_eq!(error.kind(), expected, "{error}");
        let error = world.broadcast::<Obj<u8>>(None, root).expect_err("an Obj");
        assert_eq!(error.kind(), expected, "{error}");
        // Of fixed size: the root does not take part, so the others must not call it.
        if is_root {
            names_argument("broadcast", world.broadcast::<i32>(None, root), Buffer, "value", "Some");
        }
    }
    works(world);
}

#[oxmpi_test(ranks = [2, 4])]
fn grids_of_impossible_dimensions_are_refused(world: &Communicator) {
    let size = world.size();
    let grid = |dims: &[usize], periodic: &[bool]| world.cartesian(dims).periodic(periodic).create();
    names_argument("too many points", grid(&[size + 1], &[false]), Dims, "dims", "product of at most");
    names_argument("no points", grid(&[0, 2], &[false; 2]), Dims, "dims", "positive");
    names_argument("a product beyond usize", grid(&[usize::MAX, 2], &[false; 2]), Dims, "dims", "positive");
    names_argument("too few flags", grid(&[1, 1], &[false]), Dims, "periodic", "2 flags");
    names_argument("too many flags", grid(&[1], &[false; 3]), Dims, "periodic", "1 flags");
    names_argument("no flags", grid(&[1], &[]), Dims, "periodic", "1 flags");
    let line = grid(&[size], &[false]).unwrap().expect("all ranks are in it");
    names_argument("too few coordinates", line.rank_of(&[]), Dims, "coords", "1 coordinates");
    names_argument("too many coordinates", line.rank_of(&[0, 0]), Dims, "coords", "1 coordinates");
    names_argument("no such dimension", line.shift(1, 1), Dims, "dimension", "0 to 0");
    names_argument("no such dimension", line.shift(usize::MAX, 1), Dims, "dimension", "0 to 0");
    assert_eq!(line.rank_of(&[isize::MAX]).unwrap(), None);
    assert_eq!(line.rank_of(&[isize::MIN]).unwrap(), None);
    let ring = grid(&[size], &[true]).unwrap().expect("all ranks are in it");
    let expected = (isize::MAX as usize) % size;
    assert_eq!(ring.rank_of(&[isize::MAX]).unwrap(), Some(expected));
    works(world);
}
