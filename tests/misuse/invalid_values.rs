//! Point to point: bytes that are no `bool`, words that are no `char`. Always an error, and never to be seen, not even in the caller's
//! own slice.

use crate::support::{Guarded, kind, works};
use oxmpi::ErrorKind::{Incomplete, InvalidValue};
use oxmpi::prelude::*;
use oxmpi_test::oxmpi_test;

/// Sent where bools are expected: 7 is none.
pub(crate) const BYTES: [u8; 6] = [1, 0, 7, 1, 255, 2];
/// What a `bool` slice holds then: invalid ones are `false`.
pub(crate) const BOOLS: [bool; 6] = [true, false, false, true, false, false];
/// Sent where chars are expected: surrogates, and beyond Unicode.
pub(crate) const WORDS: [u32; 6] = [0x41, 0xD800, 0x10FFFF, 0x11_0000, u32::MAX, 0xDFFF];
/// What a `char` slice holds then.
pub(crate) const CHARS: [char; 6] = ['A', '\u{FFFD}', '\u{10FFFF}', '\u{FFFD}', '\u{FFFD}', '\u{FFFD}'];

/// The bytes of a slice, so that the compiler cannot assume them to be valid.
pub(crate) fn bytes_of<T>(slice: &[T]) -> &[u8] {
    // SAFETY: bools and chars have no padding: all bytes are initialized.
    std::hint::black_box(unsafe { std::slice::from_raw_parts(slice.as_ptr().cast(), size_of_val(slice)) })
}

#[track_caller]
pub(crate) fn are_repaired_bools(slice: &[bool]) {
    assert_eq!(bytes_of(slice), bytes_of(&BOOLS));
}

#[track_caller]
pub(crate) fn are_repaired_chars(slice: &[char]) {
    assert_eq!(bytes_of(slice), bytes_of(&CHARS));
}

fn peer(world: &Communicator) -> usize {
    (world.rank() + 1) % world.size()
}

#[oxmpi_test(ranks = [1, 2])]
fn an_invalid_bool_is_an_error_in_every_receive_by_value(world: &Communicator) {
    let peer = peer(world);
    let send = || world.bsend(&7u8, peer).unwrap();
    send();
    assert_eq!(kind("recv", world.recv::<bool>(peer)), InvalidValue);
    send();
    assert_eq!(kind("recv Option", world.recv::<Option<bool>>(peer)), InvalidValue);
    send();
    assert_eq!(kind("recv_from", world.recv_from::<bool>(ANY)), InvalidValue);
    send();
    assert_eq!(kind("matched", world.mprobe(peer).unwrap().recv::<bool>()), InvalidValue);
    assert_eq!(kind("sendrecv", world.sendrecv::<_, bool>(&7u8, peer, peer)), InvalidValue);
    for invalid in 2..=255u8 {
        world.bsend(&invalid, peer).unwrap();
        assert_eq!(kind("each value", world.recv::<bool>(peer)), InvalidValue, "{invalid}");
    }
    world.bsend(&[0u8, 1, 2], peer).unwrap();
    assert_eq!(kind("array", world.recv::<[bool; 3]>(peer)), InvalidValue);
    world.bsend(&[0u8, 1, 2, 1], peer).unwrap();
    assert_eq!(kind("array of arrays", world.recv::<[[bool; 2]; 2]>(peer)), InvalidValue);
    world.bsend(&[0u8, 1], peer).unwrap();
    assert_eq!(world.recv::<[bool; 2]>(peer).unwrap(), [false, true], "valid ones come through");
    works(world);
}

#[oxmpi_test(ranks = [1, 2])]
fn an_invalid_bool_is_an_error_in_every_receive_of_a_sequence(world: &Communicator) {
    let peer = peer(world);
    let send = || world.bsend(&BYTES, peer).unwrap();
    send();
    assert_eq!(kind("Vec", world.recv::<Vec<bool>>(peer)), InvalidValue);
    send();
    assert_eq!(kind("Box", world.recv::<Box<[bool]>>(peer)), InvalidValue);
    send();
    assert_eq!(kind("Arc", world.recv::<std::sync::Arc<[bool]>>(peer)), InvalidValue);
    send();
    assert_eq!(kind("Vec of arrays", world.recv::<Vec<[bool; 3]>>(peer)), InvalidValue);
    send();
    assert_eq!(kind("matched Vec", world.mprobe(peer).unwrap().recv::<Vec<bool>>()), InvalidValue);
    assert_eq!(kind("sendrecv Vec", world.sendrecv::<_, Vec<bool>>(&BYTES, peer, peer)), InvalidValue);
    send();
    let mut vector = vec![true; 2];
    assert_eq!(kind("recv_append", world.recv_append(&mut vector, peer)), InvalidValue);
    assert_eq!(vector, [true; 2], "the vector is unchanged");
    works(world);
}

#[oxmpi_test(ranks = [1, 2])]
fn an_invalid_bool_is_never_seen_in_the_callers_slice(world: &Communicator) {
    let peer = peer(world);
    let send = || world.bsend(&BYTES, peer).unwrap();
    let check = |what: &str, receive: &dyn Fn(&mut [bool]) -> oxmpi::Result<Status>| {
        let mut into = Guarded::new(6, true, 64, true);
        assert_eq!(kind(what, receive(into.slice())), InvalidValue, "{what}");
        are_repaired_bools(into.checked(what));
    };
    send();
    check("recv_into", &|into| world.recv_into(into, peer));
    send();
    check("matched", &|into| world.mprobe(peer)?.recv_into(into));
    check("sendrecv_into", &|into| world.sendrecv_into(&BYTES, peer, into, peer));
    if world.size() == 2 {
        // One replaces, the other does the halves one by one.
        if world.rank() == 0 {
            check("sendrecv_replace", &|into| world.sendrecv_replace(into, to(1).tag(2), from(1).tag(1)));
        } else {
            world.bsend(&BYTES, to(0).tag(1)).unwrap();
            assert_eq!(world.recv::<[bool; 6]>(from(0).tag(2)).unwrap(), [true; 6]);
        }
    }
    send();
    let mut arrays = [[true; 3]; 2];
    assert_eq!(kind("arrays", world.recv_into(&mut arrays, peer)), InvalidValue);
    // An array is one element: it is overwritten as a whole.
    assert_eq!(bytes_of(&arrays), [0; 6]);
    // A shorter message: what lies behind it stays.
    world.bsend(&[9u8, 1], peer).unwrap();
    let mut into = [true; 6];
    assert_eq!(kind("shorter", world.recv_into(&mut into[..], peer)), InvalidValue);
    assert_eq!(bytes_of(&into), [0, 1, 1, 1, 1, 1]);
    works(world);
}

#[oxmpi_test(ranks = [1, 2])]
fn an_invalid_char_is_an_error_everywhere_and_never_seen(world: &Communicator) {
    let peer = peer(world);
    let send = || world.bsend(&WORDS, peer).unwrap();
    let one = || world.bsend(&0xD800u32, peer).unwrap();
    one();
    assert_eq!(kind("recv", world.recv::<char>(peer)), InvalidValue);
    one();
    assert_eq!(kind("matched", world.mprobe(peer).unwrap().recv::<char>()), InvalidValue);
    assert_eq!(kind("sendrecv", world.sendrecv::<_, char>(&0x11_0000u32, peer, peer)), InvalidValue);
    send();
    assert_eq!(kind("Vec", world.recv::<Vec<char>>(peer)), InvalidValue);
    send();
    assert_eq!(kind("array", world.recv::<[char; 6]>(peer)), InvalidValue);
    let check = |what: &str, receive: &dyn Fn(&mut [char]) -> oxmpi::Result<Status>| {
        let mut into = Guarded::new(6, 'x', 64, 'g');
        assert_eq!(kind(what, receive(into.slice())), InvalidValue, "{what}");
        are_repaired_chars(into.checked(what));
    };
    send();
    check("recv_into", &|into| world.recv_into(into, peer));
    send();
    check("matched", &|into| world.mprobe(peer)?.recv_into(into));
    check("sendrecv_into", &|into| world.sendrecv_into(&WORDS, peer, into, peer));
    if world.size() == 2 {
        // One replaces, the other does the halves one by one.
        if world.rank() == 0 {
            check("sendrecv_replace", &|into| world.sendrecv_replace(into, to(1).tag(2), from(1).tag(1)));
        } else {
            world.bsend(&WORDS, to(0).tag(1)).unwrap();
            assert_eq!(world.recv::<[char; 6]>(from(0).tag(2)).unwrap(), ['x'; 6]);
        }
    }
    // Half a char: that is the error, and the slice is valid.
    world.bsend(&[0xFFu8; 6], peer).unwrap();
    let mut into = ['x'; 2];
    assert_eq!(kind("six bytes", world.recv_into(&mut into[..], peer)), Incomplete);
    assert!(bytes_of(&into).chunks(4).all(|c| char::from_u32(u32::from_ne_bytes(c.try_into().unwrap())).is_some()));
    works(world);
}

/// A transparent struct is checked as its field is.
#[derive(Clone, Copy, Debug, Datatype, PartialEq)]
#[repr(transparent)]
struct Flags([bool; 3]);

#[oxmpi_test(ranks = [1, 2])]
fn a_derived_type_is_checked_as_its_field_is(world: &Communicator) {
    let peer = peer(world);
    world.bsend(&BYTES, peer).unwrap();
    assert_eq!(kind("Vec", world.recv::<Vec<Flags>>(peer)), InvalidValue);
    world.bsend(&BYTES, peer).unwrap();
    let mut into = [Flags([true; 3]); 2];
    assert_eq!(kind("slice", world.recv_into(&mut into[..], peer)), InvalidValue);
    assert_eq!(bytes_of(&into), [0; 6]);
    world.bsend(&[1u8, 0, 1], peer).unwrap();
    assert_eq!(world.recv::<Flags>(peer).unwrap(), Flags([true, false, true]));
    works(world);
}

#[oxmpi_test(ranks = [1, 2])]
fn text_that_is_not_utf8_is_an_error(world: &Communicator) {
    let peer = peer(world);
    let broken = [b'a', 0xFF, b'b'];
    world.bsend(&broken, peer).unwrap();
    assert_eq!(kind("recv", world.recv::<String>(peer)), InvalidValue);
    world.bsend(&broken, peer).unwrap();
    assert_eq!(kind("matched", world.mprobe(peer).unwrap().recv::<String>()), InvalidValue);
    assert_eq!(kind("sendrecv", world.sendrecv::<_, String>(&broken, peer, peer)), InvalidValue);
    world.bsend("ä", peer).unwrap();
    assert_eq!(world.recv::<String>(peer).unwrap(), "ä");
    works(world);
}
