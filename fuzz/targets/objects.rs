//! Bytes of another process, decoded as an object by every codec: an error, or a value that survives the way there and back. Nothing panics,
//! and nothing is allocated beyond a multiple of the bytes (libFuzzer's own limit on memory finds what does).

#![no_main]

use libfuzzer_sys::fuzz_target;
use oxmpi::buffer::{Codec, Json, MessagePack, Pickle, Postcard};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
enum Shape {
    Point,
    // JSON reads an f32 that is too large as infinite, and writes that as null.
    Circle(f64),
    Polygon { corners: Vec<(i16, i16)>, name: Option<String> },
    Nested(Box<Shape>),
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Record {
    id: u64,
    flag: bool,
    letter: char,
    shapes: Vec<Shape>,
    #[serde(with = "serde_bytes")]
    block: Vec<u8>,
    nothing: Vec<()>,
    table: BTreeMap<String, i32>,
}

/// Decodes; what is a value must encode, and decode to something that encodes to the same bytes (floats may be NaN, so values are not
/// compared).
fn way_back<C: Codec, T: Serialize + DeserializeOwned>(bytes: &[u8]) {
    let Ok(value) = C::decode::<T>(bytes) else { return };
    let Ok(once) = C::encode(&value, Vec::new()) else { return };
    let again = C::decode::<T>(&once).expect("what was encoded decodes");
    assert_eq!(C::encode(&again, Vec::new()).expect("it encoded before"), once);
}

fn by_codec<C: Codec>(bytes: &[u8]) {
    way_back::<C, Record>(bytes);
    way_back::<C, Vec<Record>>(bytes);
    way_back::<C, Shape>(bytes);
    way_back::<C, Vec<()>>(bytes);
    way_back::<C, (Vec<Vec<u64>>, Option<String>, [u8; 4])>(bytes);
    way_back::<C, BTreeMap<u32, Vec<bool>>>(bytes);
}

fuzz_target!(|bytes: &[u8]| {
    let Some((&codec, bytes)) = bytes.split_first() else { return };
    match codec % 4 {
        0 => by_codec::<Postcard>(bytes),
        1 => by_codec::<MessagePack>(bytes),
        2 => by_codec::<Json>(bytes),
        _ => by_codec::<Pickle>(bytes),
    }
});
