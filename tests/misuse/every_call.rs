//! Every call of a communicator, with arguments that are right on any number of ranks.

use oxmpi::prelude::*;
use oxmpi::topology::Cartesian;
use oxmpi::{ErrorKind, Result};

/// A call, by its name.
pub(crate) type Call<On> = (&'static str, fn(&On) -> Result<()>);

fn here(world: &Communicator) -> usize {
    world.rank()
}

/// What a nonblocking call says, without its request and its buffer.
fn started<T, E: Into<oxmpi::Error>>(result: std::result::Result<T, E>) -> Result<()> {
    result.map(drop).map_err(Into::into)
}

/// All that a communicator can do.
pub(crate) const ON_COMMUNICATOR: &[Call<Communicator>] = &[
    ("send", |world| world.send(&1u8, here(world))),
    ("ssend", |world| world.ssend(&1u8, here(world))),
    ("bsend", |world| world.bsend(&1u8, here(world))),
    // SAFETY: refused by the gate: nothing is sent.
    ("rsend", |world| unsafe { world.rsend(&1u8, here(world)) }),
    ("send str", |world| world.send("text", here(world))),
    ("send Obj", |world| world.send(&Obj(1u8), here(world))),
    ("send to nobody", |world| world.send(&1u8, None)),
    ("recv", |world| world.recv::<u8>(here(world)).map(drop)),
    ("recv array", |world| world.recv::<[u8; 2]>(here(world)).map(drop)),
    ("recv Vec", |world| world.recv::<Vec<u8>>(here(world)).map(drop)),
    ("recv String", |world| world.recv::<String>(here(world)).map(drop)),
    ("recv Option", |world| world.recv::<Option<u8>>(None).map(drop)),
    ("recv Obj", |world| world.recv::<Obj<u8>>(here(world)).map(drop)),
    ("recv_from", |world| world.recv_from::<u8>(ANY).map(drop)),
    ("recv_into", |world| world.recv_into(&mut [0u8; 2][..], ANY).map(drop)),
    ("recv_append", |world| world.recv_append(&mut vec![0u8; 2], ANY).map(drop)),
    ("sendrecv", |world| world.sendrecv::<_, u8>(&1u8, here(world), here(world)).map(drop)),
    ("sendrecv Vec", |world| world.sendrecv::<_, Vec<u8>>(&1u8, here(world), here(world)).map(drop)),
    ("sendrecv_into", |world| world.sendrecv_into(&1u8, here(world), &mut [0u8; 2][..], here(world)).map(drop)),
    ("sendrecv_replace", |world| world.sendrecv_replace(&mut [0u8; 2][..], here(world), here(world)).map(drop)),
    ("probe", |world| world.probe(ANY).map(drop)),
    ("iprobe", |world| world.iprobe(ANY).map(drop)),
    ("mprobe", |world| world.mprobe(ANY).map(drop)),
    ("improbe", |world| world.improbe(ANY).map(drop)),
    ("isend", |world| started(world.isend(1u8, here(world)))),
    ("isend Vec", |world| started(world.isend(vec![1u8], here(world)))),
    ("isend String", |world| started(world.isend(String::new(), here(world)))),
    ("isend Obj", |world| started(world.isend(Obj(1u8), here(world)))),
    ("isend to nobody", |world| started(world.isend(1u8, None))),
    ("issend", |world| started(world.issend(1u8, here(world)))),
    ("ibsend", |world| started(world.ibsend(1u8, here(world)))),
    // SAFETY: refused by the gate: nothing is sent.
    ("irsend", |world| started(unsafe { world.irsend(1u8, here(world)) })),
    ("irecv", |world| world.irecv::<u8>(here(world)).map(drop)),
    ("irecv array", |world| world.irecv::<[u8; 2]>(ANY).map(drop)),
    ("irecv Vec", |world| world.irecv::<Vec<u8>>(here(world)).map(drop)),
    ("irecv String", |world| world.irecv::<String>(ANY).map(drop)),
    ("irecv Obj", |world| world.irecv::<Obj<u8>>(here(world)).map(drop)),
    ("irecv Option", |world| world.irecv::<Option<u8>>(None).map(drop)),
    ("irecv_into", |world| started(world.irecv_into(vec![0u8; 2], here(world)))),
    ("irecv_into from nobody", |world| started(world.irecv_into([0u8; 2], None))),
    ("scope to send", |world| world.scope(|s| started(world.isend(s.lend(&1u8), here(world))))),
    ("scope to receive", |world| {
        let mut room = [0u8; 2];
        world.scope(|s| started(world.irecv_into(s.lend_mut(&mut room), ANY)))
    }),
    ("barrier", |world| world.barrier()),
    ("broadcast", |world| world.broadcast(Some(1u8), 0).map(drop)),
    ("broadcast Vec", |world| world.broadcast(Some(vec![1u8]), 0).map(drop)),
    ("broadcast String", |world| world.broadcast(Some(String::new()), 0).map(drop)),
    ("broadcast Obj", |world| world.broadcast(Some(Obj(1u8)), 0).map(drop)),
    ("broadcast_into", |world| world.broadcast_into(&mut [0u8; 2], 0)),
    ("gather", |world| world.gather(&1u8, 0).map(drop)),
    ("gather_into", |world| world.gather_into(&1u8, Some(&mut vec![0; world.size()][..]), 0)),
    ("all_gather", |world| world.all_gather(&1u8).map(drop)),
    ("all_gather_into", |world| world.all_gather_into(&1u8, &mut vec![0; world.size()])),
    ("scatter", |world| world.scatter::<u8>(Some(&vec![0; world.size()]), 0).map(drop)),
    ("scatter Vec", |world| world.scatter::<Vec<u8>>(Some(&vec![0; world.size()]), 0).map(drop)),
    ("scatter_into", |world| world.scatter_into(Some(&vec![0u8; world.size()]), &mut 0, 0)),
    ("all_to_all", |world| world.all_to_all(&vec![1u8; world.size()]).map(drop)),
    ("all_to_all_into", |world| world.all_to_all_into(&vec![1u8; world.size()], &mut vec![0; world.size()])),
    ("reduce", |world| world.reduce(&1u8, Op::SUM, 0).map(drop)),
    ("reduce_into", |world| world.reduce_into(&[1u8; 2][..], Some(&mut [0; 2]), Op::SUM, 0)),
    ("all_reduce", |world| world.all_reduce(&1u8, Op::SUM).map(drop)),
    ("all_reduce_into", |world| world.all_reduce_into(&[1u8; 2][..], &mut [0; 2], Op::SUM)),
    ("all_reduce_in_place", |world| world.all_reduce_in_place(&mut [1u8; 2], Op::SUM)),
    ("duplicate", |world| world.duplicate().map(drop)),
    ("split", |world| world.split(Some(0), 0).map(drop)),
    ("split none", |world| world.split(None, 0).map(drop)),
    ("compare", |world| world.compare(world).map(drop)),
    ("name", |world| world.name().map(drop)),
    ("set_name", |world| world.set_name("name")),
    ("cartesian", |world| world.cartesian(&[1]).periodic(&[false]).create().map(drop)),
];

/// All that a grid can do besides.
pub(crate) const ON_CARTESIAN: &[Call<Cartesian>] = &[
    ("coords_of", |grid| grid.coords_of(0).map(drop)),
    ("rank_of", |grid| grid.rank_of(&[0]).map(drop)),
    ("shift", |grid| grid.shift(0, 1).map(drop)),
];

/// Every call is refused with this kind, names an MPI function, and comes back at once.
pub(crate) fn all_are_refused(world: &Communicator, grid: &Cartesian, expected: ErrorKind) {
    for (name, call) in ON_COMMUNICATOR {
        refused(name, call(world), expected);
    }
    for (name, call) in ON_CARTESIAN {
        refused(name, call(grid), expected);
    }
    // What calls nothing goes on working.
    assert!(world.rank() < world.size());
    assert_eq!(grid.coords(), [0]);
    assert_eq!((grid.dims(), grid.periodic()), (&[1][..], &[false][..]));
}

fn refused(name: &str, result: Result<()>, expected: ErrorKind) {
    let error = result.expect_err(name);
    assert_eq!(error.kind(), expected, "{name}: {error}");
    assert!(error.call().starts_with("MPI_") && !error.message().is_empty(), "{name}: {error}");
}
