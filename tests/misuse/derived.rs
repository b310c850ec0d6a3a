//! Derived types: bytes that are no value of theirs, messages that are no whole number of them. Each is an error, and whatever can be
//! seen afterwards is a value, which was sent or was there before, or the type's own repair.

use crate::support::{Guarded, kind, works};
use oxmpi::ErrorKind::{self, Incomplete, InvalidValue, Truncated};
use oxmpi::prelude::*;
use oxmpi::{Datatype, Result};
use oxmpi_test::oxmpi_test;
use std::fmt::Debug;

fn peer(world: &Communicator) -> usize {
    (world.rank() + 1) % world.size()
}

#[derive(Clone, Copy, Debug, PartialEq, Datatype)]
#[repr(u8)]
enum Color {
    Red = 3,
    Green,
    Blue = 200,
}

#[derive(Clone, Copy, Debug, PartialEq, Datatype)]
#[repr(C, packed)]
struct Pixel {
    place: u32,
    color: Color,
    visible: bool,
}

/// Twelve bytes: tag, three bytes of padding or a flag, and eight that are a number, letters or padding.
#[derive(Clone, Copy, Debug, PartialEq, Datatype)]
#[repr(u8)]
enum Event {
    Nothing = 1,
    Hit { sure: bool, strength: [f32; 2] },
    Said { first: char, second: char } = 9,
}

type EventBytes = [u8; 12];

/// Ten of them are one value.
#[derive(Clone, Copy, Debug, PartialEq, Datatype)]
#[repr(C)]
struct Track {
    name: u64,
    events: [Event; 6],
}

const VALID_PIXEL: Pixel = Pixel { place: 7, color: Color::Green, visible: true };

fn pixel(color: u8, visible: u8) -> [u8; 6] {
    let [a, b, c, d] = 5u32.to_ne_bytes();
    [a, b, c, d, color, visible]
}

fn event(tag: u8, sure: u8, words: [u32; 2]) -> EventBytes {
    let mut bytes = [0u8; 12];
    (bytes[0], bytes[1]) = (tag, sure);
    bytes[4..8].copy_from_slice(&words[0].to_ne_bytes());
    bytes[8..].copy_from_slice(&words[1].to_ne_bytes());
    bytes
}

/// Four elements of which the second and the fourth are invalid, as they go out; what must be seen, where anything is; what was there.
struct Case<T: 'static, const N: usize> {
    sent: [[u8; N]; 4],
    seen: [T; 4],
    old: T,
}

fn colors() -> Case<Color, 1> {
    Case { sent: [[200], [0], [4], [5]], seen: [Color::Blue, Color::Red, Color::Green, Color::Red], old: Color::Blue }
}

fn pixels() -> Case<Pixel, 6> {
    let repair = Pixel { place: 0, color: Color::Red, visible: false };
    let seen = [
        Pixel { place: 5, color: Color::Red, visible: false },
        repair,
        Pixel { place: 5, color: Color::Blue, visible: true },
        repair,
    ];
    Case { sent: [pixel(3, 0), pixel(2, 1), pixel(200, 1), pixel(4, 2)], seen, old: VALID_PIXEL }
}

fn events() -> Case<Event, 12> {
    let bits = 1.5f32.to_bits();
    // A flag of 7; a letter that is none. Where there is no flag or letter, these bytes may be anything.
    let sent =
        [event(2, 1, [bits, bits]), event(2, 7, [bits, bits]), event(1, 7, [0xD800; 2]), event(9, 7, [65, 0xD800])];
    let seen = [Event::Hit { sure: true, strength: [1.5; 2] }, Event::Nothing, Event::Nothing, Event::Nothing];
    Case { sent, seen, old: Event::Said { first: 'a', second: 'b' } }
}

fn by_every_receive<T: Datatype + Debug + PartialEq, const N: usize>(world: &Communicator, case: Case<T, N>) {
    assert_eq!(size_of::<T>(), N);
    let (peer, Case { sent, seen, old }) = (peer(world), case);
    let invalid = |what: &str, error: ErrorKind| assert_eq!(error, InvalidValue, "{what}");
    let one = || world.bsend(&sent[1], peer).unwrap();
    one();
    invalid("recv", kind("recv", world.recv::<T>(peer)));
    one();
    invalid("recv Option", kind("recv Option", world.recv::<Option<T>>(peer)));
    one();
    invalid("recv_from", kind("recv_from", world.recv_from::<T>(ANY)));
    one();
    invalid("matched", kind("matched", world.mprobe(peer).unwrap().recv::<T>()));
    invalid("sendrecv", kind("sendrecv", world.sendrecv::<_, T>(&sent[3], peer, peer)));
    let send = || world.bsend(&sent, peer).unwrap();
    send();
    invalid("Vec", kind("Vec", world.recv::<Vec<T>>(peer)));
    send();
    invalid("array", kind("array", world.recv::<[T; 4]>(peer)));
    send();
    invalid("Box", kind("Box", world.recv::<Box<[T]>>(peer)));
    invalid("sendrecv Vec", kind("sendrecv Vec", world.sendrecv::<_, Vec<T>>(&sent, peer, peer)));
    send();
    let mut vector = vec![old; 2];
    invalid("recv_append", kind("recv_append", world.recv_append(&mut vector, peer)));
    assert_eq!(vector, [old; 2], "the vector is unchanged");
    let into = |what: &str, receive: &dyn Fn(&mut [T]) -> Result<Status>| {
        let mut into = Guarded::new(5, old, 9, old);
        invalid(what, kind(what, receive(into.slice())));
        assert_eq!(into.checked(what)[..4], seen, "{what}");
        assert_eq!(into.checked(what)[4], old, "{what}: behind the message");
    };
    send();
    into("recv_into", &|into| world.recv_into(into, peer));
    send();
    into("matched", &|into| world.mprobe(peer)?.recv_into(into));
    into("sendrecv_into", &|into| world.sendrecv_into(&sent, peer, into, peer));
    works(world);
}

#[oxmpi_test(ranks = [1, 2])]
fn unknown_variants_and_invalid_fields_are_errors_in_every_receive(world: &Communicator) {
    by_every_receive(world, colors());
    by_every_receive(world, pixels());
    by_every_receive(world, events());
}

/// The root sends bytes, the others receive values.
fn from_the_root<T: Datatype + Debug + PartialEq, const N: usize>(world: &Communicator, case: Case<T, N>) {
    let (root, Case { sent, seen, old }) = (world.size() - 1, case);
    let invalid = |what: &str, error: ErrorKind| assert_eq!(error, InvalidValue, "{what}");
    let all: Vec<[u8; N]> = sent.iter().copied().cycle().take(4 * world.size()).collect();
    if world.rank() == root {
        let mut own = sent;
        world.broadcast_into(&mut own[..], root).unwrap();
        world.broadcast(Some(sent.to_vec()), root).unwrap();
        world.broadcast(Some(sent[1]), root).unwrap();
        world.scatter_into(Some(&all), &mut own[..], root).unwrap();
        world.scatter::<Vec<[u8; N]>>(Some(&all), root).unwrap();
    } else {
        let mut into = Guarded::new(4, old, 9, old);
        invalid("broadcast_into", kind("broadcast_into", world.broadcast_into(into.slice(), root)));
        assert_eq!(into.checked("broadcast_into"), seen);
        invalid("broadcast Vec", kind("broadcast Vec", world.broadcast::<Vec<T>>(None, root)));
        invalid("broadcast", kind("broadcast", world.broadcast::<T>(None, root)));
        let mut into = Guarded::new(4, old, 9, old);
        invalid("scatter_into", kind("scatter_into", world.scatter_into(None, into.slice(), root)));
        assert_eq!(into.checked("scatter_into"), seen);
        invalid("scatter", kind("scatter", world.scatter::<Vec<T>>(None, root)));
    }
    works(world);
}

/// Rank 0 receives values, the others send bytes.
fn to_the_root<T: Datatype + Debug + PartialEq, const N: usize>(world: &Communicator, case: Case<T, N>) {
    let (size, Case { sent, seen, old }) = (world.size(), case);
    let invalid = |what: &str, error: ErrorKind| assert_eq!(error, InvalidValue, "{what}");
    let parts: Vec<[u8; N]> = sent.iter().copied().cycle().take(4 * size).collect();
    if world.rank() == 0 {
        let mine = [old; 4];
        let check = |what: &str, into: &Guarded<T>| {
            assert_eq!(into.checked(what)[..4], mine, "{what}: one's own");
            assert!(into.checked(what)[4..].chunks(4).all(|part| part == seen), "{what}");
        };
        let mut into = Guarded::new(4 * size, old, 9, old);
        invalid("gather_into", kind("gather_into", world.gather_into(&mine[..], Some(into.slice()), 0)));
        check("gather_into", &into);
        invalid("gather", kind("gather", world.gather(&mine[..], 0)));
        let mut into = Guarded::new(4 * size, old, 9, old);
        invalid("all_gather_into", kind("all_gather_into", world.all_gather_into(&mine[..], into.slice())));
        check("all_gather_into", &into);
        invalid("all_gather", kind("all_gather", world.all_gather(&mine[..])));
        let parts = vec![old; 4 * size];
        let mut into = Guarded::new(4 * size, old, 9, old);
        invalid("all_to_all_into", kind("all_to_all_into", world.all_to_all_into(&parts, into.slice())));
        check("all_to_all_into", &into);
        invalid("all_to_all", kind("all_to_all", world.all_to_all(&parts)));
    } else {
        world.gather_into(&sent[..], None, 0).unwrap();
        assert!(world.gather(&sent[..], 0).unwrap().is_none());
        for _ in 0..2 {
            world.all_gather(&sent[..]).unwrap();
        }
        for _ in 0..2 {
            world.all_to_all(&parts).unwrap();
        }
    }
    works(world);
}

#[oxmpi_test(ranks = [2, 3])]
fn unknown_variants_and_invalid_fields_are_errors_in_every_collective(world: &Communicator) {
    from_the_root(world, colors());
    from_the_root(world, pixels());
    from_the_root(world, events());
    to_the_root(world, colors());
    to_the_root(world, pixels());
    to_the_root(world, events());
}

#[oxmpi_test(ranks = [1, 2])]
fn one_int_is_no_struct_of_eighty_bytes(world: &Communicator) {
    assert_eq!(size_of::<Track>(), 80);
    let peer = peer(world);
    let send = || world.bsend(&0x0909_0909i32, peer).unwrap();
    let old = Track { name: u64::MAX, events: [Event::Nothing; 6] };
    send();
    assert_eq!(kind("recv", world.recv::<Track>(peer)), Incomplete);
    send();
    assert_eq!(kind("Vec", world.recv::<Vec<Track>>(peer)), Incomplete);
    assert_eq!(kind("sendrecv", world.sendrecv::<_, Track>(&1i32, peer, peer)), Incomplete);
    send();
    let mut vector = vec![old; 2];
    assert_eq!(kind("recv_append", world.recv_append(&mut vector, peer)), Incomplete);
    assert_eq!(vector, [old; 2]);
    send();
    let mut into = Guarded::new(2, old, 3, old);
    assert_eq!(kind("recv_into", world.recv_into(into.slice(), peer)), Incomplete);
    // There are enums with data in it: nobody looks at what may have been padding before. Zero is no event.
    assert_eq!(into.checked("recv_into"), [Track::REPAIR; 2]);
    works(world);
}

/// The tag arrives and its data does not: what was padding before must not become data.
#[oxmpi_test(ranks = [1, 2])]
fn a_message_that_ends_behind_a_tag_leaves_no_data_that_did_not_arrive(world: &Communicator) {
    let peer = peer(world);
    for length in [1, 2, 4, 7, 11, 13, 25] {
        let bytes: Vec<u8> = [event(2, 1, [0; 2]); 3].concat()[..length].to_vec();
        for what in ["recv_into", "matched", "sendrecv_into"] {
            let mut into = Guarded::new(4, Event::Nothing, 9, Event::Nothing);
            if what != "sendrecv_into" {
                world.bsend(&bytes, peer).unwrap();
            }
            let result = match what {
                "recv_into" => world.recv_into(into.slice(), peer),
                "matched" => world.mprobe(peer).unwrap().recv_into(into.slice()),
                _ => world.sendrecv_into(&bytes, peer, into.slice(), peer),
            };
            assert_eq!(kind(what, result), Incomplete, "{length} bytes");
            assert_eq!(into.checked(what), [Event::REPAIR; 4], "{what}, {length} bytes");
        }
    }
    works(world);
}

#[oxmpi_test(ranks = [1, 2])]
fn truncation_inside_of_an_element_leaves_values(world: &Communicator) {
    let peer = peer(world);
    let long: Vec<EventBytes> = vec![event(2, 1, [1; 2]); 40];
    for (bytes, len) in [(13, 1), (100, 2), (477, 30), (480, 39)] {
        let message = &long.as_flattened()[..bytes];
        world.bsend(message, peer).unwrap();
        let mut into = Guarded::new(len, Event::Said { first: 'a', second: 'b' }, 9, Event::Nothing);
        assert_eq!(kind("recv_into", world.recv_into(into.slice(), peer)), Truncated, "{bytes} bytes");
        assert_eq!(into.checked("recv_into"), vec![Event::REPAIR; len], "{bytes} bytes");
        let mut into = Guarded::new(len, VALID_PIXEL, 9, VALID_PIXEL);
        world.bsend(&vec![7u8; 6 * len + 3], peer).unwrap();
        assert_eq!(kind("pixels", world.recv_into(into.slice(), peer)), Truncated);
        let repair = Pixel::REPAIR;
        assert!(into.checked("pixels").iter().all(|pixel| *pixel == repair || *pixel == VALID_PIXEL));
    }
    // Seven bytes are a pixel and a bit.
    world.bsend(&[3u8; 7], peer).unwrap();
    assert_eq!(kind("Vec", world.recv::<Vec<Pixel>>(peer)), Incomplete);
    world.bsend(&[3u8; 7], peer).unwrap();
    assert_eq!(kind("one", world.recv::<Pixel>(peer)), Truncated);
    works(world);
}

/// Each rank but the root gives less than it has to: the root gets zeros or an error, and never what was padding.
#[oxmpi_test(ranks = [2, 3])]
fn a_rank_that_gives_a_part_of_an_element_leaves_values(world: &Communicator) {
    let size = world.size();
    let part = &event(2, 1, [0; 2])[..5];
    if world.rank() == 0 {
        let mine = [Event::Said { first: 'x', second: 'y' }; 2];
        let mut into = Guarded::new(2 * size, Event::Nothing, 9, Event::Nothing);
        let result = world.gather_into(&mine[..], Some(into.slice()), 0);
        let seen = into.checked("gather_into");
        match result {
            // The sender's tag came, and zeros are behind it.
            Ok(()) => {
                assert_eq!(seen[..2], mine);
                let tag_alone = Event::Hit { sure: true, strength: [0.0; 2] };
                assert!(seen[2..].iter().all(|event| [tag_alone, Event::REPAIR].contains(event)), "{seen:?}");
            }
            Err(error) => {
                assert!([Truncated, InvalidValue].contains(&error.kind()), "{error}");
                let tag_alone = Event::Hit { sure: true, strength: [0.0; 2] };
                let known = [mine[0], tag_alone, Event::REPAIR];
                assert!(seen.iter().all(|event| known.contains(event)), "{seen:?}");
            }
        }
    } else {
        world.gather_into(part, None, 0).unwrap();
    }
    works(world);
}

#[derive(Clone, Copy, Debug, PartialEq, Datatype)]
#[repr(C)]
#[mpi(no_padding)]
struct Left {
    a: f64,
    b: bool,
    c: Color,
}

/// Ten of sixteen bytes travel.
#[oxmpi_test(ranks = [1, 2])]
fn types_without_padding_are_checked_by_what_travels(world: &Communicator) {
    let peer = peer(world);
    let old = Left { a: -1.0, b: true, c: Color::Blue };
    let bytes = |b: u8, c: u8| [&1.5f64.to_ne_bytes()[..], &[b, c]].concat();
    world.bsend(&bytes(1, 4), peer).unwrap();
    assert_eq!(world.recv::<Left>(peer).unwrap(), Left { a: 1.5, b: true, c: Color::Green });
    world.bsend(&bytes(1, 5), peer).unwrap();
    assert_eq!(kind("recv", world.recv::<Left>(peer)), InvalidValue);
    world.bsend(&[bytes(2, 3), bytes(0, 200)].concat(), peer).unwrap();
    let mut into = Guarded::new(3, old, 4, old);
    assert_eq!(kind("recv_into", world.recv_into(into.slice(), peer)), InvalidValue);
    assert_eq!(into.checked("recv_into"), [Left::REPAIR, Left { a: 1.5, b: false, c: Color::Blue }, old]);
    world.bsend(&[0u8; 16], peer).unwrap();
    assert_eq!(kind("sixteen bytes", world.recv::<Vec<Left>>(peer)), Incomplete);
    world.bsend(&[0u8; 25], peer).unwrap();
    let mut into = Guarded::new(2, old, 4, old);
    assert_eq!(kind("more than two", world.recv_into(into.slice(), peer)), Truncated);
    assert!(into.checked("more than two").iter().all(|left| [Left::REPAIR, old].contains(left)));
    works(world);
}
