//! The collective calls on `f64`, with root 0. The size is what a rank contributes (or what it has for each other one), in bytes; sizes are
//! rounded down to whole elements.
//!
//! Those of varied lengths carry objects only, whose lengths are exchanged first, so that no call in C is the same.

use crate::case::{Block, Case, Contestant, Memory, Pattern, filling};
use crate::lab::Lab;
use crate::options::Pace;
use oxmpi::Result;
use oxmpi::prelude::Op;

unsafe extern "C" {
    /// All in c/collectives.c
    fn lab_barrier(block: *const Block) -> f64;
    fn lab_broadcast(block: *const Block) -> f64;
    fn lab_reduce(block: *const Block) -> f64;
    fn lab_all_reduce(block: *const Block) -> f64;
    fn lab_all_reduce_in_place(block: *const Block) -> f64;
    fn lab_gather(block: *const Block) -> f64;
    fn lab_all_gather(block: *const Block) -> f64;
    fn lab_scatter(block: *const Block) -> f64;
    fn lab_all_to_all(block: *const Block) -> f64;
}

/// How much memory a call works in.
#[derive(Clone, Copy)]
enum Room {
    Nothing,
    /// For what one rank contributes.
    One,
    /// For that of each rank.
    Each,
}

/// One collective call, by C and by oxmpi. The call is a type of its own, so that the compiler puts it into the loop.
struct Collective<F> {
    name: &'static str,
    c: Pattern,
    send: Room,
    receive: Room,
    /// Is given what to send from and what to receive into.
    call: F,
}

impl<F: Fn(&Lab, &[f64], &mut [f64]) -> Result<()>> Case for Collective<F> {
    fn name(&self) -> &'static str {
        self.name
    }

    fn sizes(&self, pace: Pace) -> Vec<usize> {
        match (self.receive, pace) {
            (Room::Nothing, _) => vec![0],
            (_, Pace::Quick) => vec![8, 1 << 10, 64 << 10, 1 << 20],
            _ => vec![8, 64, 1 << 10, 16 << 10, 64 << 10, 1 << 20],
        }
    }

    fn contestants<'a>(&'a self, lab: &'a Lab, size: usize) -> Result<Vec<Contestant<'a>>> {
        let count = size / size_of::<f64>();
        let elements = |room| match room {
            Room::Nothing => 0,
            Room::One => count,
            Room::Each => count * lab.world.size(),
        };
        let (send, receive) = (Memory::new(1.0, elements(self.send)), Memory::new(0.0, elements(self.receive)));
        // SAFETY: both memories have as many elements as the call reads and writes, and what fills a block keeps them.
        let c = unsafe { Contestant::c("C", lab, self.c, filling(&send, &receive, count)) };
        let oxmpi = Contestant::new("oxmpi", lab, move |iterations| {
            let (send, mut receive) = (send.borrow(), receive.borrow());
            for _ in 0..iterations {
                (self.call)(lab, &send, &mut receive)?;
            }
            Ok(())
        });
        Ok(vec![c, oxmpi])
    }
}

/// A case for each call.
pub(crate) fn cases() -> Vec<Box<dyn Case>> {
    use Room::{Each, Nothing, One};
    vec![
        case("barrier", lab_barrier, Nothing, Nothing, |lab, _, _| lab.world.barrier()),
        case("broadcast", lab_broadcast, Nothing, One, |lab, _, receive| lab.world.broadcast_into(receive, 0)),
        case("reduce", lab_reduce, One, One, |lab, send, receive| {
            lab.world.reduce_into(send, at_root(lab, receive), Op::SUM, 0)
        }),
        case("all_reduce", lab_all_reduce, One, One, |lab, send, receive| {
            lab.world.all_reduce_into(send, receive, Op::SUM)
        }),
        case("all_reduce in place", lab_all_reduce_in_place, Nothing, One, |lab, _, receive| {
            lab.world.all_reduce_in_place(receive, Op::SUM)
        }),
        case("gather", lab_gather, One, Each, |lab, send, receive| {
            lab.world.gather_into(send, at_root(lab, receive), 0)
        }),
        case("all_gather", lab_all_gather, One, Each, |lab, send, receive| lab.world.all_gather_into(send, receive)),
        case("scatter", lab_scatter, Each, One, |lab, send, receive| {
            lab.world.scatter_into((lab.rank == 0).then_some(send), receive, 0)
        }),
        case("all_to_all", lab_all_to_all, Each, Each, |lab, send, receive| lab.world.all_to_all_into(send, receive)),
    ]
}

fn case<F: Fn(&Lab, &[f64], &mut [f64]) -> Result<()> + 'static>(
    name: &'static str,
    c: Pattern,
    send: Room,
    receive: Room,
    call: F,
) -> Box<dyn Case> {
    Box::new(Collective { name, c, send, receive, call })
}

fn at_root<'a>(lab: &Lab, receive: &'a mut [f64]) -> Option<&'a mut [f64]> {
    (lab.rank == 0).then_some(receive)
}
