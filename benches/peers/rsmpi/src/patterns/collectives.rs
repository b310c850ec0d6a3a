//! The collective calls on `f64`, with root 0. The size is what a rank contributes (or what it has for each other one), in bytes,
//! rounded down to whole elements.
//!
//! rsmpi has no all-reduce in place.

use crate::binding::World;
use lab::{Case, Sides};
use mpi::collective::SystemOperation;
use mpi::traits::*;
use std::convert::Infallible;

/// A case for each call.
pub(crate) fn cases() -> [Case<World>; 8] {
    [
        Case { name: "barrier", twin: "lab_barrier", sides: barrier },
        Case { name: "broadcast", twin: "lab_broadcast", sides: broadcast },
        Case { name: "reduce", twin: "lab_reduce", sides: reduce },
        Case { name: "all_reduce", twin: "lab_all_reduce", sides: all_reduce },
        Case { name: "gather", twin: "lab_gather", sides: gather },
        Case { name: "all_gather", twin: "lab_all_gather", sides: all_gather },
        Case { name: "scatter", twin: "lab_scatter", sides: scatter },
        Case { name: "all_to_all", twin: "lab_all_to_all", sides: all_to_all },
    ]
}

fn barrier(lab: &World, _: usize) -> Sides<'_> {
    sides(0, 0, 0, |_, _| lab.world.barrier())
}

fn broadcast(lab: &World, size: usize) -> Sides<'_> {
    let root = lab.world.process_at_rank(0);
    sides(size, 0, 1, move |_, receive| root.broadcast_into(receive))
}

fn reduce(lab: &World, size: usize) -> Sides<'_> {
    let root = lab.world.process_at_rank(0);
    sides(size, 1, 1, move |send, receive| {
        if lab.rank == 0 {
            root.reduce_into_root(send, receive, SystemOperation::sum());
        } else {
            root.reduce_into(send, SystemOperation::sum());
        }
    })
}

fn all_reduce(lab: &World, size: usize) -> Sides<'_> {
    sides(size, 1, 1, |send, receive| lab.world.all_reduce_into(send, receive, SystemOperation::sum()))
}

fn gather(lab: &World, size: usize) -> Sides<'_> {
    let root = lab.world.process_at_rank(0);
    sides(size, 1, lab.ranks(), move |send, receive| {
        if lab.rank == 0 {
            root.gather_into_root(send, receive);
        } else {
            root.gather_into(send);
        }
    })
}

fn all_gather(lab: &World, size: usize) -> Sides<'_> {
    sides(size, 1, lab.ranks(), |send, receive| lab.world.all_gather_into(send, receive))
}

fn scatter(lab: &World, size: usize) -> Sides<'_> {
    let root = lab.world.process_at_rank(0);
    sides(size, lab.ranks(), 1, move |send, receive| {
        if lab.rank == 0 {
            root.scatter_into_root(send, receive);
        } else {
            root.scatter_into(receive);
        }
    })
}

fn all_to_all(lab: &World, size: usize) -> Sides<'_> {
    sides(size, lab.ranks(), lab.ranks(), |send, receive| lab.world.all_to_all_into(send, receive))
}

/// [`Sides::collective`] of calls that cannot fail.
fn sides<'a>(size: usize, send: usize, receive: usize, call: impl Fn(&[f64], &mut [f64]) + 'a) -> Sides<'a> {
    let call = move |send: &[f64], receive: &mut [f64]| {
        call(send, receive);
        Ok::<(), Infallible>(())
    };
    // SAFETY: the functions above give the twins the memory that c/collectives.c says.
    unsafe { Sides::collective(size, send, receive, call) }
}
