//! A message that is not a whole number of elements is an error, and nothing that did not arrive can be read.

use crate::support::{Guarded, kind, works};
use oxmpi::ErrorKind::Incomplete;
use oxmpi::prelude::*;
use oxmpi_test::oxmpi_test;

type Wide = [u64; 10];
type Three = [u8; 3];

fn peer(world: &Communicator) -> usize {
    (world.rank() + 1) % world.size()
}

#[oxmpi_test(ranks = [1, 2])]
fn one_int_is_no_value_of_eighty_bytes(world: &Communicator) {
    let peer = peer(world);
    let send = || world.bsend(&1i32, peer).unwrap();
    send();
    assert_eq!(kind("recv", world.recv::<Wide>(peer)), Incomplete);
    send();
    assert_eq!(kind("recv Option", world.recv::<Option<Wide>>(peer)), Incomplete);
    send();
    assert_eq!(kind("recv_from", world.recv_from::<Wide>(ANY)), Incomplete);
    send();
    assert_eq!(kind("matched", world.mprobe(peer).unwrap().recv::<Wide>()), Incomplete);
    assert_eq!(kind("sendrecv", world.sendrecv::<_, Wide>(&1i32, peer, peer)), Incomplete);
    send();
    let mut into = Guarded::<Wide>::new(1, [9; 10], 4, [8; 10]);
    assert_eq!(kind("recv_into one", world.recv_into(&mut into.slice()[0], peer)), Incomplete);
    let [low, rest @ ..] = into.checked("recv_into one")[0];
    assert_eq!((low >> 32, rest), (0, [9; 9]), "what did not arrive is as it was");
    works(world);
}

#[oxmpi_test(ranks = [1, 2])]
fn four_bytes_are_no_vector_of_three_byte_elements(world: &Communicator) {
    let peer = peer(world);
    let send = || world.bsend(&[1u8, 2, 3, 4], peer).unwrap();
    send();
    assert_eq!(kind("Vec", world.recv::<Vec<Three>>(peer)), Incomplete);
    send();
    assert_eq!(kind("Box", world.recv::<Box<[Three]>>(peer)), Incomplete);
    send();
    assert_eq!(kind("Arc", world.recv::<std::sync::Arc<[Three]>>(peer)), Incomplete);
    send();
    assert_eq!(kind("matched Vec", world.mprobe(peer).unwrap().recv::<Vec<Three>>()), Incomplete);
    let out = [1u8, 2, 3, 4];
    assert_eq!(kind("sendrecv Vec", world.sendrecv::<_, Vec<Three>>(&out, peer, peer)), Incomplete);
    send();
    let mut vector = vec![[5u8; 3]; 2];
    assert_eq!(kind("recv_append", world.recv_append(&mut vector, peer)), Incomplete);
    assert_eq!(vector, [[5; 3]; 2], "the vector is unchanged");
    send();
    let mut into = Guarded::new(5, [9u8; 3], 4, [8; 3]);
    assert_eq!(kind("recv_into", world.recv_into(into.slice(), peer)), Incomplete);
    assert_eq!(into.checked("recv_into")[2..], [[9; 3]; 3], "what did not arrive is as it was");
    let mut into = Guarded::new(5, [9u8; 3], 4, [8; 3]);
    assert_eq!(kind("sendrecv_into", world.sendrecv_into(&out, peer, into.slice(), peer)), Incomplete);
    into.checked("sendrecv_into");
    send();
    let mut into = Guarded::new(5, [9u8; 3], 4, [8; 3]);
    assert_eq!(kind("matched", world.mprobe(peer).unwrap().recv_into(into.slice())), Incomplete);
    into.checked("matched");
    works(world);
}

#[oxmpi_test(ranks = [1, 2])]
fn an_empty_message_is_no_value(world: &Communicator) {
    let peer = peer(world);
    let nothing: [u8; 0] = [];
    let send = || world.bsend(&nothing[..], peer).unwrap();
    send();
    assert_eq!(kind("u64", world.recv::<u64>(peer)), Incomplete);
    send();
    assert_eq!(kind("bool", world.recv::<bool>(peer)), Incomplete);
    send();
    assert_eq!(kind("Option", world.recv::<Option<u64>>(peer)), Incomplete, "None is for the source None alone");
    send();
    assert_eq!(world.recv::<Vec<u64>>(peer).unwrap(), [0u64; 0]);
    send();
    assert_eq!(world.recv::<String>(peer).unwrap(), "");
    send();
    let mut into = Guarded::new(3, 6u64, 4, 7);
    assert_eq!(world.recv_into(into.slice(), peer).unwrap().count::<u64>(), Some(0));
    assert_eq!(into.checked("recv_into"), [6; 3]);
    works(world);
}

#[oxmpi_test(ranks = [1, 2])]
fn nobody_sends_no_value(world: &Communicator) {
    assert_eq!(kind("u64", world.recv::<u64>(None)), Incomplete);
    assert_eq!(kind("bool", world.recv::<bool>(None)), Incomplete);
    assert_eq!(world.recv::<Option<u64>>(None).unwrap(), None);
    assert_eq!(world.recv::<Vec<u64>>(None).unwrap(), [0u64; 0]);
    assert_eq!(world.recv::<Option<Vec<u64>>>(None).unwrap(), None);
    assert_eq!(world.recv::<Option<String>>(None).unwrap(), None);
    assert_eq!(world.recv::<Option<Obj<u8>>>(None).unwrap(), None);
    let mut into = Guarded::new(3, true, 4, true);
    let status = world.recv_into(into.slice(), None).unwrap();
    assert_eq!((status.source(), status.tag(), status.bytes()), (None, None, 0));
    assert_eq!(into.checked("recv_into"), [true; 3]);
    let matched = world.mprobe(None).unwrap();
    assert_eq!(matched.status(), status);
    assert_eq!(matched.recv_into(into.slice()).unwrap(), status);
    assert_eq!(world.mprobe(None).unwrap().recv::<Option<u64>>().unwrap(), None);
    drop(world.mprobe(None).unwrap());
    assert_eq!(world.probe(None).unwrap(), status);
    assert_eq!(world.sendrecv::<_, Option<u64>>(&1u8, None, None).unwrap(), None);
    assert_eq!(world.sendrecv::<_, Option<Vec<u64>>>(&1u8, None, None).unwrap(), None);
    assert_eq!(world.sendrecv_replace(into.slice(), None, None).unwrap(), status);
    assert_eq!(into.checked("sendrecv_replace"), [true; 3]);
    world.send(&1u8, None).unwrap();
    world.bsend(&1u8, None).unwrap();
    world.ssend(&1u8, None).unwrap();
    works(world);
}
