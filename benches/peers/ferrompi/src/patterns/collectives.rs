//! The collective calls on `f64`, with root 0. The size is what a rank contributes (or what it has for each other one), in bytes,
//! rounded down to whole elements.

use crate::binding::World;
use ferrompi::{ReduceOp, Result};
use lab::{Case, Sides};

/// A case for each call.
pub(crate) fn cases<'mpi>() -> [Case<World<'mpi>>; 9] {
    [
        Case { name: "barrier", twin: "lab_barrier", sides: barrier },
        Case { name: "broadcast", twin: "lab_broadcast", sides: broadcast },
        Case { name: "reduce", twin: "lab_reduce", sides: reduce },
        Case { name: "all_reduce", twin: "lab_all_reduce", sides: all_reduce },
        Case { name: "all_reduce in place", twin: "lab_all_reduce_in_place", sides: all_reduce_in_place },
        Case { name: "gather", twin: "lab_gather", sides: gather },
        Case { name: "all_gather", twin: "lab_all_gather", sides: all_gather },
        Case { name: "scatter", twin: "lab_scatter", sides: scatter },
        Case { name: "all_to_all", twin: "lab_all_to_all", sides: all_to_all },
    ]
}

fn barrier<'a>(lab: &'a World<'_>, _: usize) -> Sides<'a> {
    sides(0, 0, 0, |_, _| lab.world.barrier())
}

fn broadcast<'a>(lab: &'a World<'_>, size: usize) -> Sides<'a> {
    sides(size, 0, 1, |_, receive| lab.world.broadcast(receive, 0))
}

fn reduce<'a>(lab: &'a World<'_>, size: usize) -> Sides<'a> {
    sides(size, 1, 1, |send, receive| lab.world.reduce(send, receive, ReduceOp::Sum, 0))
}

fn all_reduce<'a>(lab: &'a World<'_>, size: usize) -> Sides<'a> {
    sides(size, 1, 1, |send, receive| lab.world.allreduce(send, receive, ReduceOp::Sum))
}

fn all_reduce_in_place<'a>(lab: &'a World<'_>, size: usize) -> Sides<'a> {
    sides(size, 0, 1, |_, receive| lab.world.allreduce_inplace(receive, ReduceOp::Sum))
}

fn gather<'a>(lab: &'a World<'_>, size: usize) -> Sides<'a> {
    sides(size, 1, lab.ranks(), |send, receive| lab.world.gather(send, receive, 0))
}

fn all_gather<'a>(lab: &'a World<'_>, size: usize) -> Sides<'a> {
    sides(size, 1, lab.ranks(), |send, receive| lab.world.allgather(send, receive))
}

fn scatter<'a>(lab: &'a World<'_>, size: usize) -> Sides<'a> {
    sides(size, lab.ranks(), 1, |send, receive| lab.world.scatter(send, receive, 0))
}

fn all_to_all<'a>(lab: &'a World<'_>, size: usize) -> Sides<'a> {
    sides(size, lab.ranks(), lab.ranks(), |send, receive| lab.world.alltoall(send, receive))
}

/// [`Sides::collective`].
fn sides<'a>(
    size: usize,
    send: usize,
    receive: usize,
    call: impl Fn(&[f64], &mut [f64]) -> Result<()> + 'a,
) -> Sides<'a> {
    // SAFETY: the functions above give the twins the memory that c/collectives.c says.
    unsafe { Sides::collective(size, send, receive, call) }
}
