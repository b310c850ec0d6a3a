//! What goes in comes out.

use crate::{for_each_codec, returns};
use oxmpi::buffer::Codec;
use proptest::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
enum Shape {
    Nothing,
    Circle(f64),
    Line((f32, f32), (f32, f32)),
    Named { name: String, corners: Vec<(i32, i32)>, inner: Option<Box<Shape>> },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Everything {
    flags: (bool, char, ()),
    small: (i8, u8, i16, u16),
    large: (i32, u32, i64, u64),
    text: String,
    bytes: serde_bytes::ByteBuf,
    option: Option<u32>,
    shapes: Vec<Shape>,
    map: BTreeMap<String, Vec<Option<f32>>>,
    set: BTreeSet<i16>,
    array: [u8; 5],
    wrapped: Wrapped,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Wrapped(u64);

fn shapes() -> impl Strategy<Value = Shape> {
    let leaf = prop_oneof![
        Just(Shape::Nothing),
        (-1e9..1e9).prop_map(Shape::Circle),
        any::<[i16; 4]>().prop_map(|[a, b, c, d]| Shape::Line((a.into(), b.into()), (c.into(), d.into()))),
    ];
    leaf.prop_recursive(6, 20, 1, |inner| {
        (".{0,20}", any::<Vec<(i32, i32)>>(), proptest::option::of(inner))
            .prop_map(|(name, corners, inner)| Shape::Named { name, corners, inner: inner.map(Box::new) })
    })
}

prop_compose! {
    fn everything()(
        flags in any::<(bool, char, ())>(), small in any::<(i8, u8, i16, u16)>(), large in any::<(i32, u32, i64, u64)>(),
        text in ".*", bytes in any::<Vec<u8>>(), option in any::<Option<u32>>(), shapes in proptest::collection::vec(shapes(), 0..5),
        map in proptest::collection::btree_map(".{0,9}", proptest::collection::vec(proptest::option::of(-1e6f32..1e6), 0..4), 0..5),
        set in any::<BTreeSet<i16>>(), array in any::<[u8; 5]>(), wrapped in any::<u64>(),
    ) -> Everything {
        let (bytes, wrapped) = (bytes.into(), Wrapped(wrapped));
        Everything { flags, small, large, text, bytes, option, shapes, map, set, array, wrapped }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn values_return(value in everything()) {
        fn with<C: Codec>(codec: &str, value: &Everything) {
            returns::<C, _>(codec, value);
        }
        #[cfg(feature = "postcard")]
        with::<oxmpi::buffer::Postcard>("postcard", &value);
        #[cfg(feature = "message-pack")]
        with::<oxmpi::buffer::MessagePack>("MessagePack", &value);
        #[cfg(feature = "json")]
        with::<oxmpi::buffer::Json>("JSON", &value);
        #[cfg(feature = "pickle")]
        with::<oxmpi::buffer::Pickle>("pickle", &value);
    }
}

#[test]
fn long_sequences_and_the_ends_of_ranges_return() {
    fn with<C: Codec>(codec: &str) {
        returns::<C, Vec<u64>>(codec, &(0..100_000).collect());
        returns::<C, Vec<(u32, String)>>(codec, &(0..5000).map(|i| (i, format!("name {i}"))).collect());
        returns::<C, BTreeMap<u32, f64>>(codec, &(0..5000).map(|i| (i, f64::from(i) / 7.0)).collect());
        returns::<C, _>(codec, &(i64::MIN, i64::MAX, u64::MAX, i8::MIN, f64::MAX, f64::MIN_POSITIVE, -0.0));
        returns::<C, _>(codec, &[i32::MIN, -65_536, -32_769, -129, -128, -1, 0, 127, 255, 256, 65_535, i32::MAX]);
        returns::<C, _>(codec, &("".to_string(), Vec::<()>::new(), None::<u8>, [(); 3]));
        returns::<C, _>(codec, &"text".repeat(100_000));
    }
    for_each_codec!(with);
}

#[test]
fn elements_that_take_no_bytes_return_up_to_a_limit() {
    fn with<C: Codec>(codec: &str) {
        returns::<C, _>(codec, &vec![(); 60_000]);
        returns::<C, _>(codec, &vec![vec![(); 100]; 300]);
    }
    for_each_codec!(with);
}

#[test]
fn values_that_nest_return_up_to_a_limit() {
    fn with<C: Codec>(codec: &str) {
        let mut shape = Shape::Nothing;
        for _ in 0..20 {
            shape = Shape::Named { name: String::new(), corners: vec![], inner: Some(Box::new(shape)) };
        }
        returns::<C, _>(codec, &shape);
    }
    for_each_codec!(with);
}

#[cfg(feature = "postcard")]
#[test]
fn postcard_messages_are_postcard_and_a_zero() {
    let value = (1u8, "text", -5i32, Some(2.5f64));
    let bytes = oxmpi::buffer::Postcard::encode(&value, Vec::new()).unwrap();
    assert_eq!(bytes[..3], [1, 4, b't']);
    assert_eq!(bytes.last(), Some(&0));
    assert_eq!(bytes.len(), 1 + 5 + 1 + 9 + 1);
}

#[cfg(feature = "message-pack")]
#[test]
fn message_pack_structs_are_maps_with_names() {
    let bytes = oxmpi::buffer::MessagePack::encode(&Shape::Circle(1.0), Vec::new()).unwrap();
    assert_eq!(bytes[..8], *b"\x81\xa6Circle");
    #[derive(Serialize)]
    struct Point {
        x: u8,
    }
    assert_eq!(oxmpi::buffer::MessagePack::encode(&Point { x: 5 }, Vec::new()).unwrap(), b"\x81\xa1x\x05");
}
