//! Bytes that are no value of the element types beyond `bool` and `char`: zero for `NonZero`, a billion nanoseconds for `Duration`, and what
//! a checked type of another crate refuses. Always an error, and never to be seen.

use crate::invalid_values::bytes_of;
use crate::support::{Guarded, kind, works};
use oxmpi::Datatype;
use oxmpi::ErrorKind::InvalidValue;
use oxmpi::datatype::ValueIndex;
use oxmpi::prelude::*;
use oxmpi_test::oxmpi_test;
use std::fmt::Debug;
use std::num::{NonZero, Wrapping};
use std::time::Duration;

/// What is sent as `U` and is no valid `T` at index 1 and 3 of 4, a value of `T` to have before, and what `T`s are there afterwards.
struct Case<U, T> {
    name: &'static str,
    sent: [U; 4],
    before: T,
    after: [T; 4],
}

/// Compares by value, once the bytes of all have been found to be valid by `valid`.
fn is_repaired<U, T: Datatype + PartialEq + Debug>(case: &Case<U, T>, what: &str, slice: &[T]) {
    for element in slice {
        // SAFETY: one initialized element.
        let valid = unsafe { T::is_valid(std::hint::black_box(element)) };
        assert!(valid, "{} by {what}: invalid bytes are to be seen", case.name);
    }
    assert_eq!(slice, case.after, "{} by {what}", case.name);
}

/// Point to point, each way to receive.
fn point_to_point<U: Datatype, T: Datatype + PartialEq + Debug>(world: &Communicator, case: &Case<U, T>) {
    let peer = (world.rank() + 1) % world.size();
    let name = case.name;
    let send = || world.bsend(&case.sent, peer).unwrap();
    world.bsend(&case.sent[1], peer).unwrap();
    assert_eq!(kind(name, world.recv::<T>(peer)), InvalidValue);
    world.bsend(&case.sent[0], peer).unwrap();
    assert_eq!(world.recv::<T>(peer).unwrap(), case.after[0], "{name}: a valid one comes through");
    send();
    assert_eq!(kind(name, world.recv::<[T; 4]>(peer)), InvalidValue);
    send();
    let error = world.recv::<Vec<T>>(peer).unwrap_err();
    assert_eq!(error.kind(), InvalidValue, "{name}");
    assert!(error.to_string().contains("element 1 of 4"), "{name}: {error}");
    assert_eq!(kind(name, world.sendrecv::<_, Vec<T>>(&case.sent, peer, peer)), InvalidValue);
    send();
    let mut into = Guarded::new(4, case.before, 16, case.before);
    assert_eq!(kind(name, world.recv_into(into.slice(), peer)), InvalidValue);
    is_repaired(case, "recv_into", into.checked(name));
    send();
    let mut into = Guarded::new(4, case.before, 16, case.before);
    assert_eq!(kind(name, world.mprobe(peer).unwrap().recv_into(into.slice())), InvalidValue);
    is_repaired(case, "matched", into.checked(name));
    works(world);
}

/// Collectives: rank 0 has the invalid bytes, the others have the type.
fn collective<U: Datatype, T: Datatype + PartialEq + Debug>(world: &Communicator, case: &Case<U, T>) {
    let (name, size) = (case.name, world.size());
    if world.rank() == 0 {
        let mut own = case.sent;
        world.broadcast_into(&mut own[..], 0).unwrap();
        world.broadcast(Some(case.sent[1]), 0).unwrap();
        let all: Vec<U> = case.sent.iter().copied().cycle().take(4 * size).collect();
        world.scatter_into(Some(&all), &mut own[..], 0).unwrap();
        assert!(world.gather(&case.sent[..], 1).unwrap().is_none());
        // Of the others' elements nothing is wrong.
        assert_eq!(world.all_gather(&case.sent[..]).unwrap().len(), 4 * size);
    } else {
        let mut into = Guarded::new(4, case.before, 16, case.before);
        assert_eq!(kind(name, world.broadcast_into(into.slice(), 0)), InvalidValue);
        is_repaired(case, "broadcast_into", into.checked(name));
        assert_eq!(kind(name, world.broadcast::<T>(None, 0)), InvalidValue);
        let mut into = Guarded::new(4, case.before, 16, case.before);
        assert_eq!(kind(name, world.scatter_into(None, into.slice(), 0)), InvalidValue);
        is_repaired(case, "scatter_into", into.checked(name));
        let mine = [case.before; 4];
        let gathered = world.gather(&mine[..], 1);
        if world.rank() == 1 {
            assert_eq!(kind(name, gathered), InvalidValue);
        } else {
            assert!(gathered.unwrap().is_none());
        }
        assert_eq!(kind(name, world.all_gather(&mine[..])), InvalidValue);
    }
    works(world);
}

fn nonzero_words() -> Case<u32, NonZero<u32>> {
    let one = NonZero::<u32>::MIN;
    let five = NonZero::new(5).unwrap();
    Case { name: "NonZero<u32>", sent: [5, 0, u32::MAX, 0], before: five, after: [five, one, NonZero::<u32>::MAX, one] }
}

fn nonzero_wide() -> Case<i128, NonZero<i128>> {
    let one = NonZero::new(1).unwrap();
    let low = NonZero::new(1i128 << 64).unwrap();
    Case {
        name: "NonZero<i128>",
        sent: [1 << 64, 0, -1, 0],
        before: low,
        after: [low, one, NonZero::new(-1).unwrap(), one],
    }
}

/// A pair of numbers that lies in memory as a `Duration` does.
fn durations() -> Case<ValueIndex<u64, u32>, Duration> {
    let billion = ValueIndex::new(3, 1_000_000_000);
    let largest = Duration::new(u64::MAX, 999_999_999);
    Case {
        name: "Duration",
        sent: [ValueIndex::new(3, 4), billion, ValueIndex::new(u64::MAX, 999_999_999), ValueIndex::new(0, u32::MAX)],
        before: Duration::from_secs(1),
        after: [Duration::new(3, 4), Duration::ZERO, largest, Duration::ZERO],
    }
}

fn wrapped_bools() -> Case<u8, Wrapping<bool>> {
    let (no, yes) = (Wrapping(false), Wrapping(true));
    Case { name: "Wrapping<bool>", sent: [1, 2, 0, 255], before: yes, after: [yes, no, no, no] }
}

fn pairs() -> Case<ValueIndex<f32, u32>, ValueIndex<f32, char>> {
    let none = ValueIndex::new(0.0, char::REPLACEMENT_CHARACTER);
    Case {
        name: "ValueIndex<f32, char>",
        sent: [0x41, 0xD800, 0x42, u32::MAX].map(|index| ValueIndex::new(1.5, index)),
        before: ValueIndex::new(2.5, 'x'),
        after: [ValueIndex::new(1.5, 'A'), none, ValueIndex::new(1.5, 'B'), none],
    }
}

#[oxmpi_test(ranks = [1, 2])]
fn invalid_elements_are_errors_in_every_receive(world: &Communicator) {
    point_to_point(world, &nonzero_words());
    point_to_point(world, &nonzero_wide());
    point_to_point(world, &durations());
    point_to_point(world, &wrapped_bools());
    point_to_point(world, &pairs());
}

#[oxmpi_test(ranks = [2, 3])]
fn invalid_elements_are_errors_in_collectives(world: &Communicator) {
    collective(world, &nonzero_words());
    collective(world, &nonzero_wide());
    collective(world, &durations());
    collective(world, &wrapped_bools());
    collective(world, &pairs());
}

/// Where in long sequences the invalid one is does not matter: it is found among those that are looked at many at a time.
#[oxmpi_test(ranks = [2])]
fn one_invalid_element_among_many_is_found(world: &Communicator) {
    let len = 100_000;
    for wrong in [0, 1, 4095, 16_383, 16_384, 65_537, len - 2, len - 1] {
        let mut bytes = vec![1u8; len];
        let mut words = vec![7u64; len];
        (bytes[wrong], words[wrong]) = (2, 0);
        if world.rank() == 0 {
            world.send(&bytes, 1).unwrap();
            world.send(&words, 1).unwrap();
        } else {
            let expected = format!("element {wrong} of {len}");
            let mut into = vec![true; len];
            let error = world.recv_into(&mut into, 0).unwrap_err();
            assert!(error.kind() == InvalidValue && error.to_string().contains(&expected), "{error}");
            assert!(bytes_of(&into).iter().enumerate().all(|(at, byte)| *byte == u8::from(at != wrong)));
            let error = world.recv::<Vec<NonZero<u64>>>(0).unwrap_err();
            assert!(error.kind() == InvalidValue && error.to_string().contains(&expected), "{error}");
        }
    }
    works(world);
}

/// A reduction in which a rank gives zeros: whatever comes out is no zero.
#[oxmpi_test(ranks = [2, 3])]
fn a_reduction_to_zero_is_an_error(world: &Communicator) {
    if world.rank() == 0 {
        let result = world.all_reduce(&[0u32, 9], Op::MIN).unwrap();
        assert_eq!(result, [0, 5]);
    } else {
        let five = NonZero::new(5u32).unwrap();
        assert_eq!(kind("all_reduce", world.all_reduce(&[five, five], Op::MIN)), InvalidValue);
    }
    works(world);
}

#[cfg(feature = "bytemuck")]
mod checked {
    use super::*;
    use oxmpi::datatype::Checked;

    #[derive(Clone, Copy, Debug, PartialEq, bytemuck::CheckedBitPattern, bytemuck::NoUninit, bytemuck::Zeroable)]
    #[repr(u8)]
    enum Phase {
        Start,
        Run,
        End,
    }

    fn phases() -> Case<u8, Checked<Phase>> {
        let [start, run, end] = [Phase::Start, Phase::Run, Phase::End].map(Checked);
        Case { name: "Checked<Phase>", sent: [2, 3, 1, 255], before: run, after: [end, start, run, start] }
    }

    #[oxmpi_test(ranks = [1, 2])]
    fn invalid_bits_of_other_crates_types_are_errors_in_every_receive(world: &Communicator) {
        point_to_point(world, &phases());
    }

    #[oxmpi_test(ranks = [2, 3])]
    fn invalid_bits_of_other_crates_types_are_errors_in_collectives(world: &Communicator) {
        collective(world, &phases());
    }
}
