//! A corpus of derived structs, made by a macro: every list of fields with every representation. Each makes the round trip exactly, and
//! nothing around it is touched.
#![allow(clippy::repr_packed_without_abi, reason = "with and without one, both are tested")]

use crate::derive_moves::{Fenced, next};
use crate::sample::Sample;
use oxmpi::prelude::*;
use oxmpi::{Datatype, Result};
use oxmpi_test::oxmpi_test;

#[derive(Clone, Copy, Debug, PartialEq, Datatype)]
enum Color {
    Red,
    Green,
    Blue,
}

impl Sample for Color {
    fn sample(rank: usize, index: usize) -> Color {
        [Color::Red, Color::Green, Color::Blue][u64::sample(rank, index) as usize % 3]
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Datatype)]
#[repr(u8)]
enum Event {
    Nothing,
    Hit(f32, bool),
    At { place: [u16; 2], color: Color },
}

impl Sample for Event {
    fn sample(rank: usize, index: usize) -> Event {
        let (mut index, kind) = (index * 8, u64::sample(rank, index) % 3);
        match kind {
            0 => Event::Nothing,
            1 => Event::Hit(next(rank, &mut index), next(rank, &mut index)),
            _ => Event::At { place: next(rank, &mut index), color: next(rank, &mut index) },
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Datatype)]
struct Inner<T>(u8, T);

impl<T: Sample> Sample for Inner<T> {
    fn sample(rank: usize, index: usize) -> Inner<T> {
        Inner(u8::sample(rank, index), T::sample(rank, index + 1))
    }
}

/// What is known of one type of the corpus when the program runs.
struct Shape {
    name: &'static str,
    round_trip: fn(&Communicator) -> Result<()>,
}

/// There to the right neighbour, and to everybody: five elements into memory of our own, between bytes that nobody may touch.
fn round_trip<T: Sample>(world: &Communicator) -> Result<()> {
    let (rank, size) = (world.rank(), world.size());
    let (right, left) = ((rank + 1) % size, (rank + size - 1) % size);
    let samples = |rank| (0..5).map(|index| T::sample(rank, index)).collect::<Vec<T>>();
    let mut into = Fenced::new(&samples(size));
    let status = world.sendrecv_into(&samples(rank)[..], right, &mut into.slice()[..], left)?;
    assert_eq!(status.bytes(), 5 * size_of::<T>());
    assert!(into.checked("sendrecv_into") == samples(left), "{}: exact", std::any::type_name::<T>());
    // Back to where they came from, as a value.
    let back: [T; 5] = world.sendrecv(into.checked("send"), left, right)?;
    assert!(back[..] == samples(rank), "{}: exact on the way back", std::any::type_name::<T>());
    Ok(())
}

/// Writes a module for each representation, with a struct for each list of fields, and the list of all of them.
macro_rules! corpus {
    (reprs { $( $repr:ident ( $( $meta:tt )* ) )* } fields $lists:tt) => {
        $( corpus! { @repr $repr ( $( $meta )* ) $lists } )*

        fn corpus() -> Vec<Shape> {
            [ $( $repr::shapes() ),* ].into_iter().flatten().collect()
        }
    };
    (@repr $repr:ident $meta:tt { $( $name:ident ( $( $field:ty ),* ) )* }) => {
        mod $repr {
            use super::*;

            $( corpus! { @one $meta $name ( $( $field ),* ) } )*

            pub(super) fn shapes() -> Vec<Shape> {
                vec![ $( Shape {
                    name: concat!(stringify!($repr), "::", stringify!($name)),
                    round_trip: round_trip::<$name>,
                } ),* ]
            }
        }
    };
    (@one ( $( $meta:tt )* ) $name:ident ( $( $field:ty ),* )) => {
        #[derive(Clone, Copy, Debug, PartialEq, Datatype)]
        #[repr($( $meta )*)]
        struct $name($( $field ),*);

        impl Sample for $name {
            fn sample(rank: usize, index: usize) -> $name {
                let mut index = index * 32;
                $name($( next::<$field>(rank, &mut index) ),*)
            }
        }
    };
}

corpus! {
    reprs {
        rust(Rust)
        c(C)
        packed(packed)
        c_packed_2(C, packed(2))
        packed_4(packed(4))
        align_16(align(16))
        c_align_64(C, align(64))
    }
    fields {
        A(u8)
        B(u8, u16)
        C(i32, f64)
        D(f64, i32)
        E(u32, u64, u32)
        F(u8, f32, u8)
        G(bool, char)
        H(char, bool, u8)
        I(u8, u8, u8)
        J([u8; 3], u32)
        K([f64; 2], [bool; 3])
        L(u16, [[i16; 3]; 2], u64)
        M(u8, u16, u32, u64)
        N(u64, u32, u16, u8)
        O(i8, i64, bool, f32, u16)
        P(Color)
        Q(u8, Color, u32)
        R(Color, f64, [Color; 3])
        S(Event)
        T(u8, Event)
        U([Event; 2], u64, bool)
        V(Inner<u8>, u16)
        W(Inner<u64>, u8, Inner<bool>)
        X([Inner<f32>; 3], char)
        Y(Inner<Inner<u16>>, u8)
        Z(Inner<Event>, Inner<Color>, u8)
        Aa(isize, usize, u8)
        Bb(f32, f32, f32)
        Cc(u8, i8, u16, i16, u32, i32, u64, i64, f32, f64, bool, char)
        Dd([u8; 0], u16, u8)
        Ee(u8, [u64; 9], u8)
    }
}

#[oxmpi_test(ranks = 2)]
fn every_struct_of_the_corpus_makes_the_round_trip(world: &Communicator) -> Result<()> {
    let corpus = corpus();
    assert!(corpus.len() >= 200, "{} shapes", corpus.len());
    for shape in corpus {
        if let Err(error) = (shape.round_trip)(world) {
            panic!("{}: {error}", shape.name);
        }
    }
    Ok(())
}
