//! Ranks, tags, roots and colors out of range: an error that names the argument and what is allowed, before anything happens.

use crate::support::{kind, names_argument, works};
use oxmpi::ErrorKind::{Arg, Rank, Root, Tag};
use oxmpi::point_to_point::{Destination, Source};
use oxmpi::prelude::*;
use oxmpi_test::oxmpi_test;

/// Every call that sends: none may succeed.
fn every_send(world: &Communicator, to: Destination) -> Vec<(&'static str, oxmpi::Result<()>)> {
    let long = vec![1u8; 1 << 20];
    let here = world.rank();
    vec![
        ("send", world.send(&1u8, to)),
        ("send str", world.send("text", to)),
        ("send Obj", world.send(&Obj(1), to)),
        ("send of nothing", world.send(&[0u8; 0][..], to)),
        ("ssend", world.ssend(&1u8, to)),
        ("bsend", world.bsend(&1u8, to)),
        // SAFETY: refused: nothing is sent.
        ("rsend", unsafe { world.rsend(&1u8, to) }),
        ("sendrecv", world.sendrecv::<_, u8>(&1u8, to, None).map(drop)),
        ("sendrecv", world.sendrecv::<_, u8>(&1u8, to, here).map(drop)),
        ("sendrecv Vec", world.sendrecv::<_, Vec<u8>>(&long, to, here).map(drop)),
        ("sendrecv Option", world.sendrecv::<_, Option<u8>>(&1u8, to, None).map(drop)),
        ("sendrecv_into", world.sendrecv_into(&1u8, to, &mut [0u8][..], here).map(drop)),
        ("sendrecv_replace", world.sendrecv_replace(&mut [0u8][..], to, here).map(drop)),
    ]
}

/// Every call that receives or looks. Those that also send do so to themselves, which must not happen.
fn every_receive(world: &Communicator, from: Source) -> Vec<(&'static str, oxmpi::Result<()>)> {
    let long = vec![1u8; 1 << 20];
    let here = world.rank();
    vec![
        ("recv", world.recv::<u8>(from).map(drop)),
        ("recv Option", world.recv::<Option<u8>>(from).map(drop)),
        ("recv Vec", world.recv::<Vec<u8>>(from).map(drop)),
        ("recv String", world.recv::<String>(from).map(drop)),
        ("recv Obj", world.recv::<Obj<u8>>(from).map(drop)),
        ("recv_from", world.recv_from::<u8>(from).map(drop)),
        ("recv_into", world.recv_into(&mut [0u8][..], from).map(drop)),
        ("recv_append", world.recv_append(&mut vec![0u8], from).map(drop)),
        ("probe", world.probe(from).map(drop)),
        ("iprobe", world.iprobe(from).map(drop)),
        ("mprobe", world.mprobe(from).map(drop)),
        ("improbe", world.improbe(from).map(drop)),
        ("sendrecv", world.sendrecv::<_, u8>(&1u8, here, from).map(drop)),
        ("sendrecv Vec", world.sendrecv::<_, Vec<u8>>(&1u8, here, from).map(drop)),
        ("sendrecv of a long Vec", world.sendrecv::<_, Vec<u8>>(&long, here, from).map(drop)),
        ("sendrecv_into", world.sendrecv_into(&1u8, here, &mut [0u8][..], from).map(drop)),
        ("sendrecv_replace", world.sendrecv_replace(&mut [0u8][..], here, from).map(drop)),
    ]
}

const RANKS: [usize; 5] = [0, 1, i32::MAX as usize, i32::MAX as usize + 1, usize::MAX];

/// Ranks that this communicator does not have; the last ones would be negative as an `int`.
fn beyond(world: &Communicator) -> impl Iterator<Item = usize> {
    let size = world.size();
    RANKS.into_iter().map(move |more| size.saturating_add(more))
}

#[oxmpi_test(ranks = [1, 2])]
fn a_destination_out_of_range_is_refused_by_every_send(world: &Communicator) {
    for rank in beyond(world) {
        for (name, result) in every_send(world, to(rank)) {
            names_argument(name, result, Rank, "to", &format!("0 to {}", world.size() - 1));
        }
    }
    works(world);
}

#[oxmpi_test(ranks = [1, 2])]
fn a_source_out_of_range_is_refused_by_every_receive_and_nothing_is_sent(world: &Communicator) {
    for rank in beyond(world) {
        for (name, result) in every_receive(world, from(rank)) {
            names_argument(name, result, Rank, "from", &format!("0 to {}", world.size() - 1));
        }
    }
    works(world);
}

#[oxmpi_test(ranks = [1, 2])]
fn a_tag_out_of_range_is_refused_by_every_call(mpi: &Mpi) {
    let world = mpi.world();
    let largest = mpi.tag_upper_bound();
    assert!(largest >= 32767);
    let here = world.rank();
    for tag in [-1, -2, -1000, i32::MIN, largest.wrapping_add(1)] {
        if (0..=largest).contains(&tag) {
            continue; // where the largest tag is i32::MAX, i32::MIN was tried
        }
        let allowed = format!("0 to {largest}");
        for (name, result) in every_send(&world, to(here).tag(tag)) {
            names_argument(name, result, Tag, "tag", &allowed);
        }
        for (name, result) in every_send(&world, to(None).tag(tag)) {
            names_argument(name, result, Tag, "tag", &allowed);
        }
        for source in [from(here).tag(tag), ANY.tag(tag), from(None).tag(tag)] {
            for (name, result) in every_receive(&world, source) {
                names_argument(name, result, Tag, "tag", &allowed);
            }
        }
    }
    // The largest itself is one.
    world.bsend(&5u8, to(here).tag(largest)).unwrap();
    assert_eq!(world.recv::<u8>(from(here).tag(largest)).unwrap(), 5);
    works(&world);
}

#[oxmpi_test(ranks = [1, 3])]
fn a_root_out_of_range_is_refused_by_every_collective(world: &Communicator) {
    let size = world.size();
    for root in beyond(world) {
        let results = [
            ("broadcast", world.broadcast(Some(1u8), root).map(drop)),
            ("broadcast Vec", world.broadcast(Some(vec![1u8]), root).map(drop)),
            ("broadcast String", world.broadcast(Some(String::new()), root).map(drop)),
            ("broadcast Obj", world.broadcast(Some(Obj(1u8)), root).map(drop)),
            ("broadcast_into", world.broadcast_into(&mut [0u8; 2], root)),
            ("gather", world.gather(&1u8, root).map(drop)),
            ("gather_into", world.gather_into(&1u8, Some(&mut vec![0; size][..]), root)),
            ("gather_into", world.gather_into(&1u8, None, root)),
            ("scatter", world.scatter::<u8>(Some(&vec![0; size]), root).map(drop)),
            ("scatter Vec", world.scatter::<Vec<u8>>(None, root).map(drop)),
            ("scatter_into", world.scatter_into(Some(&vec![0u8; size]), &mut 0, root)),
            ("reduce", world.reduce(&1u8, Op::SUM, root).map(drop)),
            ("reduce_into", world.reduce_into(&[1u8; 2][..], Some(&mut [0; 2]), Op::SUM, root)),
            ("reduce_into", world.reduce_into(&[1u8; 2][..], None, Op::SUM, root)),
        ];
        for (name, result) in results {
            names_argument(name, result, Root, "root", &format!("0 to {}", size - 1));
        }
    }
    works(world);
}

#[oxmpi_test(ranks = [1, 3])]
fn a_color_out_of_range_is_refused_and_the_others_do_not_wait(world: &Communicator) {
    for color in [i32::MAX as usize + 1, u32::MAX as usize, usize::MAX] {
        // One rank errs; the others get their communicator.
        let erring = world.size() - 1;
        if world.rank() == erring {
            names_argument("split", world.split(Some(color), 0), Arg, "color", &format!("0 to {}", i32::MAX));
        } else {
            let half = world.split(Some(i32::MAX as usize), 0).unwrap().expect("has a color");
            assert_eq!(half.size(), world.size() - 1);
        }
    }
    works(world);
}

#[oxmpi_test(ranks = [2])]
fn a_grid_refuses_ranks_that_it_does_not_have(world: &Communicator) {
    let grid = world.cartesian(&[2]).periodic(&[true]).create().unwrap().expect("both are in it");
    for rank in beyond(world) {
        names_argument("coords_of", grid.coords_of(rank), Rank, "rank", "0 to 1");
    }
    works(world);
}

#[oxmpi_test(ranks = [1])]
fn names_and_sizes_that_cannot_be_are_refused(mpi: &Mpi) {
    let world = mpi.world();
    names_argument("set_name", world.set_name("a\0b"), Arg, "name", "none of them zero");
    names_argument("set_name", world.set_name(&"x".repeat(10_000)), Arg, "name", "at most");
    names_argument("attach_buffer", mpi.attach_buffer(0), Arg, "bytes", "1 to");
    names_argument("attach_buffer", mpi.attach_buffer(usize::MAX), Arg, "bytes", "1 to");
    names_argument("dims_create", mpi.dims_create(0, &mut [0, 0]), Arg, "ranks", "1 to");
    let mut dims = [5, 0];
    names_argument("dims_create", mpi.dims_create(12, &mut dims), oxmpi::ErrorKind::Dims, "dims", "divides 12");
    assert_eq!(dims, [5, 0], "the slice is as it was");
    // A refused call left nothing behind: a buffer can be attached, and one at a time.
    mpi.attach_buffer(1000).unwrap();
    assert_eq!(kind("a second buffer", mpi.attach_buffer(1000)), oxmpi::ErrorKind::Buffer);
    mpi.detach_buffer().unwrap();
    works(&world);
}
