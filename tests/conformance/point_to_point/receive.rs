//! Every shape in which a message can be received. All messages go to the sender itself: the shapes are local.

use crate::sample::{Sample, assert_same, for_each_type, samples};
use oxmpi::buffer::{Codec, Encoded};
use oxmpi::prelude::*;
use oxmpi::{ErrorKind, Result};
use oxmpi_test::oxmpi_test;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

fn shapes<T: Sample>(world: &Communicator) -> Result<()> {
    let me = world.rank();
    let seven: Vec<T> = samples(me, 7);

    // One value, from each kind of buffer that holds one.
    world.bsend(&seven[3], me)?;
    assert_eq!(world.recv::<T>(me)?, seven[3]);
    world.bsend(&seven[2..3], me)?;
    assert_eq!(world.recv::<Option<T>>(me)?, Some(seven[2]));

    // An array: the elements are one message, however they were held.
    world.bsend(&seven, me)?;
    let array: [T; 7] = world.recv(me)?;
    assert_same(&array, &seven, "an array");
    world.bsend(&array, me)?;
    let (vector, status) = world.recv_from::<Vec<T>>(me)?;
    assert_same(&vector, &seven, "a Vec");
    assert_eq!((status.source(), status.tag(), status.count::<T>()), (Some(me), Some(0), Some(7)));
    assert_eq!(status.bytes(), 7 * size_of::<T>());

    // Owned sequences, sent and received.
    let boxed: Box<[T]> = seven.clone().into();
    let shared: Arc<[T]> = seven.clone().into();
    world.bsend(&boxed, me)?;
    world.bsend(&shared, me)?;
    world.bsend(&shared[..0], me)?;
    let got: Arc<[T]> = world.recv(me)?;
    assert_same(&got, &seven, "an Arc");
    let got: Box<[T]> = world.recv(me)?;
    assert_same(&got, &seven, "a Box");
    let got: Option<Vec<T>> = world.recv(me)?;
    assert_eq!(got, Some(Vec::new()));

    // Into memory: a value, part of a slice, a vector; shorter messages leave the rest.
    let mut into: Vec<T> = samples(9, 10);
    world.bsend(&seven, me)?;
    let status = world.recv_into(&mut into[1..], me)?;
    assert_eq!(status.count::<T>(), Some(7));
    let mut expected: Vec<T> = samples(9, 10);
    expected[1..8].copy_from_slice(&seven);
    assert_same(&into, &expected, "part of a slice");
    world.bsend(&seven[..0], me)?;
    assert_eq!(world.recv_into(&mut into, me)?.count::<T>(), Some(0));
    assert_same(&into, &expected, "nothing arrived");
    world.bsend(&seven[5], me)?;
    world.recv_into(&mut into[9], me)?;
    assert_eq!(into[9], seven[5]);
    world.bsend(&seven, me)?;
    let mut boxed: Box<[T]> = samples(9, 7).into();
    world.recv_into(&mut boxed, me)?;
    assert_same(&boxed, &seven, "a boxed slice");

    // To the end of a vector.
    let mut all: Vec<T> = samples(9, 2);
    for len in [0, 7, 1] {
        world.bsend(&seven[..len], me)?;
        assert_eq!(world.recv_append(&mut all, me)?.count::<T>(), Some(len));
    }
    expected.truncate(0);
    expected.extend(samples::<T>(9, 2).iter().chain(&seven).chain(&seven[..1]));
    assert_same(&all, &expected, "recv_append");

    // From nobody.
    assert_eq!(world.recv::<Option<T>>(None)?, None);
    assert_eq!(world.recv::<Option<Vec<T>>>(None)?, None);
    assert!(world.recv::<Vec<T>>(None)?.is_empty());
    assert_eq!(world.recv::<T>(None).expect_err("nothing arrives").kind(), ErrorKind::Incomplete);
    let status = world.recv_into(&mut into, None)?;
    assert_eq!((status.source(), status.tag(), status.count::<T>()), (None, None, Some(0)));
    Ok(())
}

#[oxmpi_test(ranks = [1, 2])]
fn every_type_is_received_in_every_shape(world: &Communicator) -> Result<()> {
    for_each_type!(shapes(world));
    Ok(())
}

fn wrong_sizes<T: Sample>(world: &Communicator) -> Result<()> {
    let me = world.rank();
    let three: Vec<T> = samples(me, 3);
    let kind = |result: Result<()>| result.expect_err("the sizes differ").kind();

    world.bsend(&three, me)?;
    assert_eq!(kind(world.recv::<T>(me).map(drop)), ErrorKind::Truncated);
    world.bsend(&three[..0], me)?;
    assert_eq!(kind(world.recv::<T>(me).map(drop)), ErrorKind::Incomplete);
    world.bsend(&three[..2], me)?;
    assert_eq!(kind(world.recv::<[T; 3]>(me).map(drop)), ErrorKind::Incomplete);
    let mut two: Vec<T> = samples(8, 2);
    world.bsend(&three, me)?;
    assert_eq!(kind(world.recv_into(&mut two, me).map(drop)), ErrorKind::Truncated);

    // A message that is no whole number of elements: bytes, one more than an element has.
    let bytes = vec![0u8; size_of::<T>() + 1];
    if size_of::<T>() > 1 {
        world.bsend(&bytes, me)?;
        assert_eq!(kind(world.recv::<Vec<T>>(me).map(drop)), ErrorKind::Incomplete);
        let mut all: Vec<T> = three.clone();
        world.bsend(&bytes, me)?;
        assert_eq!(kind(world.recv_append(&mut all, me).map(drop)), ErrorKind::Incomplete);
        assert_same(&all, &three, "unchanged by an error");
    }
    // Those messages are gone, and the communicator works.
    assert_eq!(world.iprobe(ANY.tag(ANY))?, None);
    world.bsend(&three, me)?;
    assert_same(&world.recv::<Vec<T>>(me)?, &three, "after errors");
    Ok(())
}

#[oxmpi_test(ranks = [1])]
fn a_message_of_another_size_is_an_error_and_harms_nothing(world: &Communicator) -> Result<()> {
    for_each_type!(wrong_sizes(world));
    Ok(())
}

#[oxmpi_test(ranks = [1])]
fn text_is_received_as_string_and_bytes_that_are_none_are_refused(world: &Communicator) -> Result<()> {
    for text in ["", "a", "Zoë ⊞ \u{10ffff}\0"] {
        world.bsend(text, 0)?;
        assert_eq!(world.recv::<String>(0)?, text);
        world.bsend(&text.to_owned(), 0)?;
        assert_eq!(world.recv::<Vec<u8>>(0)?, text.as_bytes());
        world.bsend(text, 0)?;
        assert_eq!(world.recv::<Option<String>>(0)?.as_deref(), Some(text));
    }
    assert_eq!(world.recv::<Option<String>>(None)?, None);
    world.bsend(&[b'a', 0xff][..], 0)?;
    assert_eq!(world.recv::<String>(0).expect_err("not UTF-8").kind(), ErrorKind::InvalidValue);
    Ok(())
}

#[oxmpi_test(ranks = [1])]
fn bits_that_are_no_value_of_the_type_are_refused(world: &Communicator) -> Result<()> {
    let invalid = |result: Result<()>| {
        assert_eq!(result.expect_err("no such value").kind(), ErrorKind::InvalidValue);
    };
    for byte in [2u8, 0x80, 0xff] {
        world.bsend(&byte, 0)?;
        invalid(world.recv::<bool>(0).map(drop));
        world.bsend(&[0, byte, 1], 0)?;
        invalid(world.recv::<Vec<bool>>(0).map(drop));
        world.bsend(&[0, byte, 1], 0)?;
        let mut flags = [true; 3];
        invalid(world.recv_into(&mut flags[..], 0).map(drop));
        assert_eq!(flags, [false, false, true], "the invalid one is overwritten");
    }
    for word in [0xd800u32, 0xdfff, 0x11_0000, u32::MAX] {
        world.bsend(&word, 0)?;
        invalid(world.recv::<char>(0).map(drop));
        world.bsend(&['a' as u32, word], 0)?;
        invalid(world.recv::<[char; 2]>(0).map(drop));
        world.bsend(&['a' as u32, word], 0)?;
        let mut text = vec!['x'];
        invalid(world.recv_append(&mut text, 0).map(drop));
        assert_eq!(text, ['x']);
    }
    Ok(())
}

/// A codec of the user's own: JSON's look for numbers would need a whole parser; this writes postcard's bytes in hexadecimal.
enum Hex {}

impl Codec for Hex {
    fn encode<T: Serialize + ?Sized>(value: &T, mut bytes: Vec<u8>) -> std::result::Result<Vec<u8>, String> {
        for byte in oxmpi::buffer::Postcard::encode(value, Vec::new())? {
            bytes.extend(format!("{byte:02x}").bytes());
        }
        Ok(bytes)
    }

    fn decode<T: DeserializeOwned>(bytes: &[u8]) -> std::result::Result<T, String> {
        let text = std::str::from_utf8(bytes).map_err(|error| error.to_string())?;
        let byte = |at: usize| text.get(at..at + 2).and_then(|two| u8::from_str_radix(two, 16).ok());
        let bytes: Option<Vec<u8>> = (0..text.len()).step_by(2).map(byte).collect();
        oxmpi::buffer::Postcard::decode(&bytes.ok_or("not hexadecimal")?)
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
enum Shape {
    Point,
    Circle { radius: f64 },
    Path(Vec<(i32, i32)>),
    Named(BTreeMap<String, Shape>),
}

#[oxmpi_test(ranks = [1, 2])]
fn objects_are_one_message_in_the_codec_of_choice(world: &Communicator) -> Result<()> {
    let me = world.rank();
    let path = Shape::Path((0..10_000).map(|i| (i, -i)).collect());
    let named = Shape::Named([("a".to_owned(), Shape::Point), ("b".to_owned(), path.clone())].into());
    for shape in [Shape::Point, Shape::Circle { radius: -0.0 }, path, named] {
        world.bsend(&Obj(&shape), to(me).tag(1))?;
        let (Obj(got), status) = world.recv_from::<Obj<Shape>>(from(me).tag(1))?;
        assert_eq!(got, shape);
        assert_eq!(world.iprobe(ANY.tag(ANY))?, None, "one message");
        world.bsend(&Encoded::<Hex, _>::new(&shape), me)?;
        let (got, hex) = world.recv_from::<Encoded<Hex, Shape>>(me)?;
        assert_eq!(got.into_inner(), shape);
        assert_eq!(hex.bytes(), 2 * status.bytes());
    }
    assert!(world.recv::<Option<Obj<Shape>>>(None)?.is_none());
    assert!(world.recv::<Option<Encoded<Hex, Shape>>>(None)?.is_none());
    // Bytes of another codec, and of another type.
    world.bsend(&Obj(&Shape::Point), me)?;
    assert_eq!(world.recv::<Encoded<Hex, Shape>>(me).map(drop).expect_err("not hexadecimal").kind(), ErrorKind::Decode);
    world.bsend(&Obj(&"text"), me)?;
    assert_eq!(world.recv::<Obj<Vec<Shape>>>(me).expect_err("another type").kind(), ErrorKind::Decode);
    Ok(())
}
