//! `#[derive(Datatype)]` on enums: every representation, with data and without.

use crate::derive_moves::{moves_everywhere, next, shape};
use crate::sample::Sample;
use oxmpi::datatype::{Basic, Typemap};
use oxmpi::prelude::*;
use oxmpi::{Datatype, Result};
use oxmpi_test::oxmpi_test;
use std::fmt::Debug;
use std::marker::PhantomData;

shape! { enum Plain { A, B, C } }
shape! { enum Wide { A = -1, B = 0, C = 70_000 } }
shape! { #[repr(u8)] enum Byte { A = 1, B = 200, C = 255 } }
shape! { #[repr(i8)] enum Signed { A = -128, B = -1, C, D = 127 } }
shape! { #[repr(u16)] enum Short { A = 7, B } }
shape! { #[repr(i32)] enum Sparse { A = i32::MIN, B = 5, C = i32::MAX } }
shape! { #[repr(u64)] enum Long { A = 1 << 63, B = 3 } }
shape! { #[repr(isize)] enum Pointer { A = -5, B } }
shape! { #[repr(C)] enum OfC { A, B = 10, C = -5 } }
shape! { #[repr(u8)] enum Alone { A = 42 } }
shape! { #[repr(i16, align(8))] enum Aligned { A = -7, B, C = 300 } }
shape! { #[repr(C, align(16))] enum AlignedC { A, B = 3 } }
shape! { #[repr(C)] struct Cell { a: u8, b: Plain, c: [Wide; 2], d: Aligned } }

macro_rules! with_data {
    ($( $( #[$meta:meta] )* $name:ident ( $( $tag:tt )* ); )*) => { $(
        $( #[$meta] )*
        #[derive(Clone, Copy, Debug, PartialEq, Datatype)]
        #[repr($( $tag )*)]
        enum $name {
            Nothing,
            One(u8),
            Pair(u8, f64),
            Named { flag: bool, letter: char, cells: [Cell; 2] },
            Empty {},
            Small([u16; 3], Plain),
        }

        impl Sample for $name {
            fn sample(rank: usize, index: usize) -> $name {
                let (mut index, kind) = (index * 64, u64::sample(rank, index) % 6);
                let index = &mut index;
                match kind {
                    0 => $name::Nothing,
                    1 => $name::One(next(rank, index)),
                    2 => $name::Pair(next(rank, index), next(rank, index)),
                    3 => $name::Named {
                        flag: next(rank, index),
                        letter: next(rank, index),
                        cells: next(rank, index),
                    },
                    4 => $name::Empty {},
                    _ => $name::Small(next(rank, index), next(rank, index)),
                }
            }
        }
    )* };
}

with_data! {
    DataU8(u8);
    DataI64(i64);
    DataC(C);
    DataCU8(C, u8);
    DataCI16(C, i16);
    DataAligned(u8, align(32));
    DataCAligned(C, align(64));
}

/// Explicit tags, generic, with a field without bytes.
#[derive(Clone, Copy, Debug, PartialEq, Datatype)]
#[repr(i16)]
enum Event<T, const N: usize> {
    Hit { at: [T; N], of: PhantomData<T> } = -300,
    Miss(T, bool),
    Reset = 1000,
}

impl<T: Sample, const N: usize> Sample for Event<T, N> {
    fn sample(rank: usize, index: usize) -> Self {
        let (mut index, kind) = (index * 64, u64::sample(rank, index) % 3);
        match kind {
            0 => Event::Hit { at: next(rank, &mut index), of: PhantomData },
            1 => Event::Miss(next(rank, &mut index), next(rank, &mut index)),
            _ => Event::Reset,
        }
    }
}

shape! { struct Log { a: u8, events: [Event<f32, 2>; 3], last: DataC } }
shape! { #[repr(C, packed)] struct PackedLog { a: u8, event: DataU8, b: u16, log: Log } }

#[oxmpi_test(ranks = [1, 2, 3])]
fn enums_without_data_move_exactly(world: &Communicator) -> Result<()> {
    moves_everywhere::<Plain>(world)?;
    moves_everywhere::<Wide>(world)?;
    moves_everywhere::<Byte>(world)?;
    moves_everywhere::<Signed>(world)?;
    moves_everywhere::<Short>(world)?;
    moves_everywhere::<Sparse>(world)?;
    moves_everywhere::<Long>(world)?;
    moves_everywhere::<Pointer>(world)?;
    moves_everywhere::<OfC>(world)?;
    moves_everywhere::<Alone>(world)?;
    moves_everywhere::<Aligned>(world)?;
    moves_everywhere::<AlignedC>(world)?;
    moves_everywhere::<Cell>(world)
}

#[oxmpi_test(ranks = [1, 2, 3])]
fn enums_with_data_move_exactly(world: &Communicator) -> Result<()> {
    moves_everywhere::<DataU8>(world)?;
    moves_everywhere::<DataI64>(world)?;
    moves_everywhere::<DataC>(world)?;
    moves_everywhere::<DataCU8>(world)?;
    moves_everywhere::<DataCI16>(world)?;
    moves_everywhere::<DataAligned>(world)?;
    moves_everywhere::<DataCAligned>(world)?;
    moves_everywhere::<Event<u8, 5>>(world)?;
    moves_everywhere::<Event<Cell, 1>>(world)?;
    moves_everywhere::<Event<Event<char, 2>, 2>>(world)?;
    moves_everywhere::<Log>(world)?;
    moves_everywhere::<PackedLog>(world)
}

/// The bytes of a value, of which none is padding.
fn bits<T: Datatype>(value: T) -> u64 {
    let mut bytes = [0u8; 8];
    // SAFETY: no more than eight bytes, all initialized.
    unsafe { bytes.as_mut_ptr().cast::<T>().write_unaligned(value) };
    u64::from_le_bytes(bytes)
}

/// All patterns of up to 16 bits, and the neighbours of the valid ones beyond, against the variants' values.
fn exactly_these_are_valid<T: Datatype>(variants: &[T]) {
    let valid: Vec<u64> = variants.iter().map(|variant| bits(*variant)).collect();
    let mask = u64::MAX >> (64 - 8 * size_of::<T>());
    let near = valid.iter().flat_map(|value| [value.wrapping_sub(1), *value, value.wrapping_add(1)]);
    for pattern in (0..=0xFFFFu64).chain(near).chain([mask, mask >> 1, (mask >> 1) + 1]).map(|value| value & mask) {
        let bytes = pattern.to_le_bytes();
        // SAFETY: at least as many bytes as the value has; the pointer need not be aligned.
        let is_valid = unsafe { T::is_valid(bytes.as_ptr().cast()) };
        assert_eq!(is_valid, valid.contains(&pattern), "{pattern:x} as {}", std::any::type_name::<T>());
    }
}

#[test]
fn exactly_the_variants_are_valid() {
    exactly_these_are_valid(&[Plain::A, Plain::B, Plain::C]);
    exactly_these_are_valid(&[Wide::A, Wide::B, Wide::C]);
    exactly_these_are_valid(&[Byte::A, Byte::B, Byte::C]);
    exactly_these_are_valid(&[Signed::A, Signed::B, Signed::C, Signed::D]);
    exactly_these_are_valid(&[Short::A, Short::B]);
    exactly_these_are_valid(&[Sparse::A, Sparse::B, Sparse::C]);
    exactly_these_are_valid(&[Long::A, Long::B]);
    exactly_these_are_valid(&[Pointer::A, Pointer::B]);
    exactly_these_are_valid(&[OfC::A, OfC::B, OfC::C]);
    exactly_these_are_valid(&[Alone::A]);
}

#[test]
fn enums_without_data_are_integers_to_mpi() {
    let basic = |map: &Typemap| map.uniform();
    assert_eq!(basic(Plain::TYPEMAP), Some((Basic::U8, 1)));
    assert_eq!(basic(Signed::TYPEMAP), Some((Basic::I8, 1)));
    assert_eq!(basic(Short::TYPEMAP), Some((Basic::U16, 1)));
    assert_eq!(basic(OfC::TYPEMAP), Some((Basic::I32, 1)));
    assert_eq!(basic(Pointer::TYPEMAP), Some((Basic::I64, 1)));
    assert_eq!(basic(Long::TYPEMAP), Some((Basic::U64, 1)));
    assert!(matches!(Aligned::TYPEMAP, Typemap::Struct { size: 8, .. }));
    assert_eq!(Wide::REPAIR, Wide::A, "what is invalid becomes the first variant");
}

/// Where the fields are that a match finds is where the typemap has them, and tags are what is in memory.
#[test]
fn typemaps_of_enums_with_data_are_those_of_the_memory() {
    fn check<T: Datatype + Debug>(value: T, tag: u64, expected: &[usize]) {
        let Typemap::Tagged { tag: basic, variants, size } = *T::TYPEMAP else { panic!("{:?}", T::TYPEMAP) };
        assert_eq!(size, size_of::<T>());
        let mask = u64::MAX >> (64 - 8 * basic.size());
        let variant = variants.iter().find(|variant| variant.tag == tag & mask).expect("has the tag");
        let offsets: Vec<usize> = variant.fields.iter().map(|field| field.offset).collect();
        assert_eq!(offsets, expected, "{value:?}");
    }
    macro_rules! check {
        ($value:expr, $tag:expr, $pattern:pat => [ $( $field:ident ),* ]) => {{
            let value = $value;
            let base = &raw const value as usize;
            let $pattern = &value else { panic!() };
            let offsets = [ $( std::ptr::from_ref($field) as usize - base ),* ];
            check(value, $tag as u64, &offsets);
        }};
    }
    check!(DataU8::Pair(1, 2.0), 2, DataU8::Pair(a, b) => [a, b]);
    check!(DataC::Pair(1, 2.0), 2, DataC::Pair(a, b) => [a, b]);
    check!(DataCU8::One(1), 1, DataCU8::One(a) => [a]);
    check!(DataCI16::Small([1; 3], Plain::B), 5, DataCI16::Small(a, b) => [a, b]);
    check!(DataAligned::Small([1; 3], Plain::B), 5, DataAligned::Small(a, b) => [a, b]);
    check!(DataCAligned::One(1), 1, DataCAligned::One(a) => [a]);
    check!(Event::<u32, 1>::Miss(1, true), -299i64, Event::Miss(a, b) => [a, b]);
    assert!(matches!(DataU8::TYPEMAP, Typemap::Tagged { tag: Basic::U8, .. }));
    assert!(matches!(DataC::TYPEMAP, Typemap::Tagged { tag: Basic::I32, .. }));
    assert!(matches!(DataI64::TYPEMAP, Typemap::Tagged { tag: Basic::I64, .. }));
}

#[test]
fn a_payload_is_valid_as_its_variant_says() {
    let at_offset = |value: DataU8, offset: usize, byte: u8| {
        let mut bytes = [0u8; size_of::<DataU8>() + 1];
        let at = bytes[1..].as_mut_ptr(); // not aligned
        // SAFETY: room for a value; bytes that the value leaves uninitialized are overwritten before they are looked at, by nothing
        // but the variants that have them.
        unsafe {
            at.cast::<DataU8>().write_unaligned(value);
            assert!(DataU8::is_valid(at.cast()));
            at.add(offset).write(byte);
            DataU8::is_valid(at.cast())
        }
    };
    let named = DataU8::Named { flag: true, letter: 'l', cells: [Cell::sample(0, 0); 2] };
    let DataU8::Named { flag, letter, cells } = &named else { unreachable!() };
    let offset = |field: *const u8| field as usize - &raw const named as usize;
    let flag = offset(std::ptr::from_ref(flag).cast());
    let letter = offset(std::ptr::from_ref(letter).cast());
    let plain = offset((&raw const cells[1].b).cast());
    assert!(at_offset(named, flag, 0) && !at_offset(named, flag, 2));
    assert!(!at_offset(named, letter + 3, 1), "beyond the last char");
    assert!(at_offset(named, plain, 2) && !at_offset(named, plain, 3));
    assert!(at_offset(DataU8::One(7), 1, 255), "all bytes are u8");
    assert!(!at_offset(DataU8::Nothing, 0, 6), "no such tag");
    assert!(at_offset(DataU8::Nothing, 0, 4), "a tag without data");
}
