//! Large byte strings: wherever they are in a value they come back, and without a copy where they arrive.

#![cfg(feature = "postcard")]

use crate::counting::most_while;
use crate::returns;
use oxmpi::buffer::{Codec, Postcard};
use proptest::prelude::*;
use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;
use std::collections::BTreeMap;

const LARGE: usize = 256 << 10;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
enum Part {
    Number(u64),
    Bytes(ByteBuf),
    Field {
        #[serde(with = "serde_bytes")]
        data: Vec<u8>,
        after: String,
    },
    Boxed(#[serde(with = "serde_bytes")] Box<[u8]>),
    Text(String),
    Option(Option<ByteBuf>),
    Tuple(u8, (ByteBuf, i32)),
    List(Vec<ByteBuf>),
    Map(BTreeMap<String, ByteBuf>),
}

fn block(len: usize, seed: u8) -> Vec<u8> {
    (0..len).map(|index| (index as u8).wrapping_mul(31).wrapping_add(seed)).collect()
}

fn lengths() -> impl Strategy<Value = usize> {
    prop_oneof![Just(0), 1usize..100, Just(LARGE - 1), Just(LARGE), Just(LARGE + 1), LARGE..LARGE * 3]
}

fn bytes() -> impl Strategy<Value = ByteBuf> {
    (lengths(), any::<u8>()).prop_map(|(len, seed)| block(len, seed).into())
}

fn parts() -> impl Strategy<Value = Part> {
    prop_oneof![
        any::<u64>().prop_map(Part::Number),
        bytes().prop_map(Part::Bytes),
        (bytes(), ".{0,9}").prop_map(|(data, after)| Part::Field { data: data.into_vec(), after }),
        bytes().prop_map(|bytes| Part::Boxed(bytes.into_vec().into())),
        lengths().prop_map(|len| Part::Text("z".repeat(len))),
        proptest::option::of(bytes()).prop_map(Part::Option),
        (any::<u8>(), bytes(), any::<i32>()).prop_map(|(a, bytes, b)| Part::Tuple(a, (bytes, b))),
        proptest::collection::vec(bytes(), 0..4).prop_map(Part::List),
        proptest::collection::btree_map("[a-z]{1,5}", bytes(), 0..3).prop_map(Part::Map),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn blocks_return_from_any_place(value in proptest::collection::vec(parts(), 0..6)) {
        returns::<Postcard, _>("postcard", &value);
    }
}

#[test]
fn a_block_is_the_memory_that_arrived() {
    for before in [0, 1, 1000] {
        for len in [LARGE, LARGE + 1, 5 * LARGE] {
            let message = Postcard::encode(&("-".repeat(before), ByteBuf::from(block(len, 7)), 5), Vec::new()).unwrap();
            let arrived = message.as_ptr();
            let ((text, got, five), most) =
                most_while(|| Postcard::decode_owned::<(String, ByteBuf, i32)>(message).unwrap());
            assert_eq!((text.len(), five), (before, 5));
            assert_eq!(got.as_ptr(), arrived, "a block of {len} behind {before} was copied");
            assert!(got == block(len, 7) && most < 3 * before + 1000, "{most} bytes of memory");
            // From bytes that are needed elsewhere it is a copy.
            let message = Postcard::encode(&("", &got), Vec::new()).unwrap();
            assert_eq!(Postcard::decode::<(String, ByteBuf)>(&message).unwrap().1, got);
        }
    }
    let message = Postcard::encode(&"z".repeat(LARGE), Vec::new()).unwrap();
    let arrived = message.as_ptr();
    let text: String = Postcard::decode_owned(message).unwrap();
    assert_eq!((text.as_ptr(), text), (arrived, "z".repeat(LARGE)));
}

#[test]
fn one_block_takes_one_piece_of_memory_to_send() {
    let value = ("name", ByteBuf::from(block(16 * LARGE, 1)), 5);
    let (message, most) = most_while(|| Postcard::encode(&value, Vec::new()).unwrap());
    assert!(most < message.len() + (16 << 10), "{most} bytes for {}", message.len());
}

#[test]
fn blocks_behind_much_else_return() {
    for before in [LARGE / 2 - 10, LARGE / 2 + 10, LARGE, 3 * LARGE] {
        let many: Vec<u8> = block(before, 3);
        returns::<Postcard, _>("postcard", &(many, ByteBuf::from(block(LARGE, 4)), "end".to_string()));
    }
}

/// A block of a message as it was, or changed.
fn message(value: &impl Serialize, change: impl FnOnce(&mut Vec<u8>)) -> Vec<u8> {
    let mut bytes = Postcard::encode(value, Vec::new()).unwrap();
    change(&mut bytes);
    bytes
}

#[track_caller]
fn refused<T: serde::de::DeserializeOwned + std::fmt::Debug>(bytes: Vec<u8>) {
    assert!(Postcard::decode::<T>(&bytes).is_err());
    let (owned, most) = most_while(|| Postcard::decode_owned::<T>(bytes).map(drop));
    assert!(owned.is_err() && most < 4 * LARGE, "{most}");
}

#[test]
fn hostile_ends_of_messages_are_errors() {
    type Value = (u8, ByteBuf, u8);
    let value = (1u8, ByteBuf::from(block(LARGE, 9)), 2u8);
    let end = |number: u64, from_end: usize| {
        message(&value, |bytes| {
            let at = bytes.len() - from_end;
            bytes[at..at + 8].copy_from_slice(&number.to_le_bytes());
        })
    };
    assert_eq!(Postcard::decode::<Value>(&end(LARGE as u64, 17)).unwrap(), value, "as it was");
    for number in [0, 1, LARGE as u64 - 1, LARGE as u64 + 1, LARGE as u64 + 5, 1 << 32, 1 << 60, u64::MAX] {
        refused::<Value>(end(number, 17)); // the length
    }
    for number in [0, 1, 3, 5, 6, LARGE as u64, u64::MAX] {
        refused::<Value>(end(number, 9)); // the place
    }
    for kind in [0, 2, 255] {
        refused::<Value>(message(&value, |bytes| *bytes.last_mut().unwrap() = kind));
    }
    for cut in [1, 2, 17, 18, 20, LARGE] {
        refused::<Value>(message(&value, |bytes| bytes.truncate(bytes.len() - cut)));
        refused::<Value>(message(&value, |bytes| drop(bytes.drain(..cut))));
    }
}

#[test]
fn a_block_in_the_place_of_something_else_is_an_error() {
    let bytes = || message(&(1u8, ByteBuf::from(block(LARGE, 0x80)), 2u8), |_| ());
    refused::<(u8, String, u8)>(bytes());
    refused::<(u8, Vec<u64>, u8)>(bytes());
    refused::<(u8, u64, u8)>(bytes());
    refused::<(u8, char, u8)>(bytes());
    refused::<(u8, ByteBuf)>(bytes());
    refused::<u8>(bytes());
    refused::<()>(bytes());
    // Text is bytes, and bytes that are text are text.
    let text = message(&(1u8, "z".repeat(LARGE)), |_| ());
    assert_eq!(Postcard::decode_owned::<(u8, ByteBuf)>(text.clone()).unwrap().1, "z".repeat(LARGE).as_bytes());
    assert_eq!(Postcard::decode_owned::<(u8, String)>(text).unwrap().1.len(), LARGE);
}

/// What is lent is the message, and the block is lent from its place in the value.
#[test]
fn a_block_is_lent_from_where_it_is() {
    for before in [0, 1, 1000, LARGE - 100] {
        let value =
            ("-".repeat(before), Part::Tuple(1, (block(2 * LARGE, 5).into(), -9)), ByteBuf::from(block(LARGE, 6)));
        let Part::Tuple(_, (bytes, _)) = &value.1 else { unreachable!() };
        let mut lent = None;
        let take = &mut |first: &[u8], second: &[u8]| {
            assert_eq!((first.as_ptr(), first.len()), (bytes.as_ptr(), bytes.len()), "lent in place");
            lent = Some([first, second].concat());
        };
        Postcard::lend(&value, take).unwrap();
        assert_eq!(lent.unwrap(), Postcard::encode(&value, Vec::new()).unwrap());
    }
    for small in [ByteBuf::new(), ByteBuf::from(block(LARGE - 1, 1))] {
        let mut lent = None;
        Postcard::lend(&small, &mut |first, second| lent = Some((first.len(), second.to_vec()))).unwrap();
        assert_eq!(lent.unwrap(), (0, Postcard::encode(&small, Vec::new()).unwrap()));
    }
}

/// Serializes a byte more every other time.
struct Fickle(std::cell::Cell<usize>);

impl Serialize for Fickle {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.set(self.0.get() + 1);
        // A temporary, too: it is gone when this returns.
        serializer.serialize_bytes(&block(LARGE + self.0.get() / 2, 1))
    }
}

#[test]
fn what_is_not_serialized_the_same_way_twice_is_an_error() {
    let mut lent = 0;
    // The same twice, and a temporary.
    Postcard::lend(&(1u8, Fickle(1.into())), &mut |first, _| {
        assert_eq!(first, block(LARGE + 1, 1));
        lent += 1;
    })
    .unwrap();
    assert_eq!(lent, 1);
    let error = Postcard::lend(&(1u8, Fickle(2.into())), &mut |_, _| lent += 1).unwrap_err();
    assert!(error.contains("the same way twice") && lent == 1, "{error}");
}
