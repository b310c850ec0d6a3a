//! Objects from bytes that another process chose: an error, and no allocation beyond the bytes that arrived.

use crate::support::{kind, works};
use oxmpi::ErrorKind::Decode;
use oxmpi::prelude::*;
use oxmpi_test::oxmpi_test;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

#[derive(Debug, Serialize, Deserialize, PartialEq)]
enum Shape {
    Circle(f64),
    Named { name: String, corners: Vec<(f32, f32)> },
}

fn peer(world: &Communicator) -> usize {
    (world.rank() + 1) % world.size()
}

/// A length of 2^60, and nothing behind it.
const HUGE: [u8; 9] = [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x10];

#[oxmpi_test(ranks = [1, 2])]
fn hostile_bytes_are_no_objects(world: &Communicator) {
    let peer = peer(world);
    for bytes in [&HUGE[..], &[0xFF; 64], &[], &[9], &[1, 200], &[0, 1, 2], &[1, 3, 0xFF, 0xFF, 0xFF, 0]] {
        world.bsend(bytes, peer).unwrap();
        assert_eq!(kind("recv", world.recv::<Obj<Shape>>(peer)), Decode, "{bytes:?}");
        world.bsend(bytes, peer).unwrap();
        assert_eq!(kind("matched", world.mprobe(peer).unwrap().recv::<Obj<Shape>>()), Decode, "{bytes:?}");
        assert_eq!(kind("sendrecv", world.sendrecv::<_, Obj<Shape>>(bytes, peer, peer)), Decode, "{bytes:?}");
    }
    works(world);
}

#[oxmpi_test(ranks = [1])]
fn a_huge_length_allocates_nothing(world: &Communicator) {
    let send = || world.bsend(&HUGE[..], 0).unwrap();
    send();
    assert_eq!(kind("Vec", world.recv::<Obj<Vec<u64>>>(0)), Decode);
    send();
    assert_eq!(kind("String", world.recv::<Obj<String>>(0)), Decode);
    send();
    assert_eq!(kind("Vec of Vec", world.recv::<Obj<Vec<Vec<[u64; 32]>>>>(0)), Decode);
    send();
    assert_eq!(kind("map", world.recv::<Obj<BTreeMap<u64, String>>>(0)), Decode);
    works(world);
}

#[oxmpi_test(ranks = [1, 2])]
fn a_truncated_object_is_an_error_at_every_length(world: &Communicator) {
    let peer = peer(world);
    let shape = Shape::Named { name: "square".into(), corners: vec![(0.0, 0.0), (1.0, 0.0), (1.0, 1.0)] };
    world.bsend(&Obj(&shape), peer).unwrap();
    let whole: Vec<u8> = world.recv(peer).unwrap();
    for len in 0..whole.len() {
        world.bsend(&whole[..len], peer).unwrap();
        assert_eq!(kind("recv", world.recv::<Obj<Shape>>(peer)), Decode, "{len} bytes");
    }
    world.bsend(&whole, peer).unwrap();
    assert_eq!(world.recv::<Obj<Shape>>(peer).unwrap(), Obj(shape));
    world.bsend(&Obj(Shape::Circle(1.5)), peer).unwrap();
    assert_eq!(world.recv::<Obj<Shape>>(peer).unwrap(), Obj(Shape::Circle(1.5)));
    works(world);
}

#[oxmpi_test(ranks = [2, 3])]
fn a_broadcast_of_hostile_bytes_is_an_error_where_it_arrives(world: &Communicator) {
    if world.rank() == 0 {
        world.broadcast(Some(HUGE.to_vec()), 0).unwrap();
    } else {
        assert_eq!(kind("broadcast", world.broadcast::<Obj<Vec<u64>>>(None, 0)), Decode);
    }
    works(world);
}
