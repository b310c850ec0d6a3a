//! Objects from bytes that another process chose: an error, and no allocation beyond the bytes that arrived.

use crate::support::{kind, works};
use oxmpi::ErrorKind::Decode;
use oxmpi::buffer::{Codec, Encoded};
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

/// A length of 2^60, nothing behind it, and the end of a message.
const HUGE: [u8; 10] = [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x10, 0];

#[oxmpi_test(ranks = [1, 2])]
fn hostile_bytes_are_no_objects(world: &Communicator) {
    let peer = peer(world);
    // Of each kind with the end that messages have, and without.
    let encodings = [&HUGE[..9], &[0xFF; 64], &[], &[9], &[1, 200], &[0, 1, 2], &[1, 3, 0xFF, 0xFF, 0xFF, 0]];
    let with_ends = encodings
        .iter()
        .flat_map(|encoding| [encoding.to_vec(), [encoding, &[0][..]].concat(), [encoding, &[1; 17][..]].concat()]);
    for bytes in with_ends {
        let bytes = &bytes[..];
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
    // Elements that take no bytes would be decoded for ever.
    send();
    assert_eq!(kind("Vec of nothing", world.recv::<Obj<Vec<()>>>(0)), Decode);
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

/// Encodes everything as [`HUGE`].
enum Hostile {}

impl Codec for Hostile {
    fn encode<T: Serialize + ?Sized>(_: &T, mut bytes: Vec<u8>) -> Result<Vec<u8>, String> {
        bytes.extend_from_slice(&HUGE);
        Ok(bytes)
    }

    fn decode<T: serde::de::DeserializeOwned>(_: &[u8]) -> Result<T, String> {
        Err("is not decoded".into())
    }
}

/// In a collective, too, the ranks that get hostile bytes have an error, and the others don't wait.
#[oxmpi_test(ranks = [1, 2, 3])]
fn collectives_of_hostile_bytes_are_errors_where_they_arrive(world: &Communicator) {
    let (rank, size) = (world.rank(), world.size());
    let hostile = || Encoded::<Hostile, _>::new(());
    for bad in 0..size {
        // The codecs differ on the bad rank; the calls do not.
        if rank == bad {
            assert_eq!(kind("all_gather", world.all_gather(&hostile())), Decode);
            let parts: Vec<_> = (0..size).map(|_| hostile()).collect();
            assert_eq!(kind("all_to_all", world.all_to_all(&parts)), Decode);
            let part = world.scatter::<Encoded<Hostile, ()>>(Some(&vec![(); size][..]), bad).map(drop);
            assert_eq!(kind("scatter", part), Decode);
            // A root alone has but its own part.
            if size > 1 {
                assert_eq!(kind("gather", world.gather(&Obj(vec![1u64]), bad)), Decode);
            }
        } else {
            assert_eq!(kind("all_gather", world.all_gather(&Obj(vec![1u64]))), Decode);
            let parts: Vec<_> = (0..size).map(|_| Obj(vec![1u64])).collect();
            assert_eq!(kind("all_to_all", world.all_to_all(&parts)), Decode);
            assert_eq!(kind("scatter", world.scatter::<Obj<Vec<u64>>>(None, bad)), Decode);
            assert_eq!(world.gather(&hostile(), bad).unwrap(), None);
        }
    }
    works(world);
}
