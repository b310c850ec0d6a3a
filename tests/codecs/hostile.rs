//! Bytes that another process chose: an error, never a panic, an overflow of the stack or memory beyond what arrived.

use crate::counting::most_while;
use crate::for_each_codec;
use oxmpi::buffer::Codec;
use proptest::prelude::*;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};

#[derive(Debug, PartialEq, Serialize, Deserialize)]
enum Tree {
    Leaf,
    Newtype(Box<Tree>),
    Tuple(Box<Tree>, u8),
    Struct { inner: Box<Tree> },
    Option(Option<Box<Tree>>),
    List(Vec<Tree>),
    Map(HashMap<u8, Tree>),
}

/// Nests without taking any bytes in formats that describe themselves.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Endless(Option<Box<Endless>>);

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Lists(Vec<Lists>);

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Record {
    id: u64,
    name: String,
    values: Vec<Option<(f32, [u16; 4])>>,
    bytes: serde_bytes::ByteBuf,
    map: BTreeMap<u32, String>,
}

/// Decodes, and says what came of it; memory must be within a multiple of the bytes. The largest element above takes 120
/// bytes of memory for one that arrived.
#[track_caller]
fn decode<C: Codec, T: DeserializeOwned>(codec: &str, bytes: &[u8]) -> Result<T, String> {
    let copy = bytes.to_vec();
    let (result, most) = most_while(|| (C::decode::<T>(bytes), C::decode_owned::<T>(copy).is_ok()));
    let allowed = 256 * bytes.len() + 8192;
    assert!(most <= allowed, "{codec}: {most} bytes of memory for {} that arrived", bytes.len());
    assert_eq!(result.0.is_ok(), result.1);
    result.0
}

/// Decodes as everything. On a small stack, so that what nests too deep is noticed.
fn decode_as_all<C: Codec>(codec: &'static str, bytes: Vec<u8>) {
    std::thread::Builder::new()
        .stack_size(2 << 20)
        .spawn(move || {
            let _ = decode::<C, Tree>(codec, &bytes);
            let _ = decode::<C, Endless>(codec, &bytes);
            let _ = decode::<C, Lists>(codec, &bytes);
            let _ = decode::<C, Record>(codec, &bytes);
            let _ = decode::<C, Vec<Record>>(codec, &bytes);
            let _ = decode::<C, Vec<()>>(codec, &bytes);
            let _ = decode::<C, Vec<Vec<()>>>(codec, &bytes);
            let _ = decode::<C, String>(codec, &bytes);
            let _ = decode::<C, HashMap<String, f64>>(codec, &bytes);
            let _ = decode::<C, (i128, u128, char, bool, ())>(codec, &bytes);
            let _ = decode::<C, IgnoredAny>(codec, &bytes);
        })
        .unwrap()
        .join()
        .unwrap();
}

fn random<C: Codec>(codec: &'static str, bytes: &[u8]) {
    decode_as_all::<C>(codec, bytes.to_vec());
    // Behind the beginning of something valid, too.
    let value = Tree::List(vec![Tree::Newtype(Box::new(Tree::Leaf)), Tree::Struct { inner: Box::new(Tree::Leaf) }]);
    let mut start = C::encode(&value, Vec::new()).unwrap();
    start.truncate(start.len() / 2);
    start.extend_from_slice(bytes);
    decode_as_all::<C>(codec, start);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn random_bytes_do_no_harm(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        #[cfg(feature = "postcard")]
        random::<oxmpi::buffer::Postcard>("postcard", &bytes);
        #[cfg(feature = "message-pack")]
        random::<oxmpi::buffer::MessagePack>("MessagePack", &bytes);
        #[cfg(feature = "json")]
        random::<oxmpi::buffer::Json>("JSON", &bytes);
        #[cfg(feature = "pickle")]
        random::<oxmpi::buffer::Pickle>("pickle", &bytes);
    }
}

#[test]
fn every_byte_repeated_does_no_harm() {
    fn with<C: Codec>(codec: &'static str) {
        for byte in 0..=255 {
            for len in [1, 9, 1000, 20_000] {
                decode_as_all::<C>(codec, vec![byte; len]);
            }
        }
    }
    for_each_codec!(with);
}

#[test]
fn truncated_values_and_what_is_left_over_are_errors() {
    fn with<C: Codec>(codec: &str) {
        let value = || Record {
            id: 1 << 40,
            name: "näme".into(),
            values: vec![None, Some((1.5, [1, 2, 3, 65_535]))],
            bytes: vec![0, 1, 255].into(),
            map: [(5, "five".to_string())].into(),
        };
        let bytes = C::encode(&value(), Vec::new()).unwrap();
        assert_eq!(decode::<C, Record>(codec, &bytes), Ok(value()));
        for len in 0..bytes.len() {
            assert!(decode::<C, Record>(codec, &bytes[..len]).is_err(), "{codec}: {len} of {} bytes", bytes.len());
        }
        for more in 0..=255 {
            let mut longer = bytes.clone();
            longer.push(more);
            let white = codec == "JSON" && more.is_ascii_whitespace() && more != 12;
            assert_eq!(decode::<C, Record>(codec, &longer).is_ok(), white, "{codec}: {more} behind it");
        }
        for at in 0..bytes.len() {
            for change in [1, 0x80, 0xff] {
                let mut other = bytes.clone();
                other[at] ^= change;
                let _ = decode::<C, Record>(codec, &other);
            }
        }
    }
    for_each_codec!(with);
}

#[test]
fn values_that_nest_without_end_are_errors() {
    fn with<C: Codec>(codec: &'static str) {
        std::thread::Builder::new()
            .stack_size(64 << 20)
            .spawn(move || {
                for wrap in [
                    |tree| Tree::Newtype(Box::new(tree)),
                    |tree| Tree::Tuple(Box::new(tree), 1),
                    |tree| Tree::Struct { inner: Box::new(tree) },
                    |tree| Tree::Option(Some(Box::new(tree))),
                    |tree| Tree::List(vec![tree]),
                    |tree| Tree::Map([(1, tree)].into()),
                ] {
                    let mut tree = Tree::Leaf;
                    for _ in 0..3000 {
                        tree = wrap(tree);
                    }
                    let bytes = C::encode(&tree, Vec::new()).unwrap();
                    decode_as_all::<C>(codec, bytes.clone());
                    let error = decode::<C, Tree>(codec, &bytes).unwrap_err();
                    assert!(error.contains("nest") || error.contains("recursion"), "{codec}: {error}");
                }
            })
            .unwrap()
            .join()
            .unwrap();
    }
    for_each_codec!(with);
}

/// Announces many elements, nested: memory must not be made for what is announced.
#[cfg(feature = "message-pack")]
#[test]
fn message_pack_announces_in_vain() {
    use oxmpi::buffer::MessagePack;
    for announced in
        [[0xdd, 255, 255, 255, 255], [0xdf, 255, 255, 255, 255], [0xc6, 255, 255, 255, 255], [0xdb, 255, 255, 255, 255]]
    {
        decode_as_all::<MessagePack>("MessagePack", announced.to_vec());
        decode_as_all::<MessagePack>("MessagePack", announced.repeat(50_000));
    }
    decode_as_all::<MessagePack>(
        "MessagePack",
        [0x81, 0xa7].iter().chain(b"Newtype").copied().collect::<Vec<_>>().repeat(100_000),
    );
}

#[cfg(feature = "postcard")]
mod postcard {
    use super::*;
    use oxmpi::buffer::Postcard;
    use std::time::{Duration, Instant};

    /// A length of 2^60, and the end of a message.
    const HUGE: [u8; 10] = [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x10, 0];

    #[test]
    fn elements_that_take_no_bytes_do_not_last_for_ever() {
        let start = Instant::now();
        let error = decode::<Postcard, Vec<()>>("postcard", &HUGE).unwrap_err();
        assert!(error.contains("far more elements"), "{error}");
        assert!(decode::<Postcard, Vec<[(); 4]>>("postcard", &HUGE).is_err());
        assert!(decode::<Postcard, BTreeMap<(), ()>>("postcard", &HUGE).is_err());
        // Many sequences, each of which is as long as the rest of the message.
        let mut nested = vec![0xff, 0x7f];
        nested.extend([0xff, 0x7f].repeat(0x3fff));
        nested.push(0);
        assert!(decode::<Postcard, Vec<Vec<()>>>("postcard", &nested).is_err());
        assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
    }

    #[test]
    fn elements_with_memory_of_their_own_are_few() {
        /// Takes no bytes, and memory.
        #[derive(Serialize, Deserialize)]
        struct Skipped {
            #[serde(skip, default = "kilobyte")]
            _memory: Vec<u8>,
        }
        fn kilobyte() -> Vec<u8> {
            vec![0; 64]
        }
        let (result, most) = most_while(|| Postcard::decode::<Vec<Skipped>>(&HUGE));
        assert!(result.is_err());
        assert!(most < 32 << 20, "{most}");
    }

    #[test]
    fn lengths_that_nothing_follows_make_no_room() {
        for bytes in [HUGE.to_vec(), [&[5][..], &HUGE].concat(), HUGE.repeat(3)] {
            decode_as_all::<Postcard>("postcard", bytes);
        }
        assert!(decode::<Postcard, Vec<u64>>("postcard", &HUGE).is_err());
        assert!(decode::<Postcard, Vec<Vec<[u64; 32]>>>("postcard", &HUGE).is_err());
        assert!(decode::<Postcard, String>("postcard", &HUGE).is_err());
        assert!(decode::<Postcard, serde_bytes::ByteBuf>("postcard", &HUGE).is_err());
    }
}
