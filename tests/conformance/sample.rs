//! Values to send: known to every rank, different for each rank and place, for every element type.

use oxmpi::Datatype;
use oxmpi::datatype::ValueIndex;
use std::fmt::Debug;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::num::{NonZero, Wrapping};
use std::time::Duration;

/// An element type with a value for each rank and index.
pub(crate) trait Sample: Datatype + PartialEq + Debug + Sync {
    /// The value that `rank` has at `index`.
    fn sample(rank: usize, index: usize) -> Self;
}

/// What `rank` has from index 0 on.
pub(crate) fn samples<T: Sample>(rank: usize, len: usize) -> Vec<T> {
    (0..len).map(|index| T::sample(rank, index)).collect()
}

/// Fails, naming the first difference and no more, where two long sequences differ.
#[track_caller]
pub(crate) fn assert_same<T: PartialEq + Debug>(got: &[T], expected: &[T], what: &str) {
    let name = std::any::type_name::<T>();
    assert_eq!(got.len(), expected.len(), "{what}: number of elements ({name})");
    if let Some(at) = (0..got.len()).find(|&at| got[at] != expected[at]) {
        panic!("{what}: element {at} of {} is {:?}, not {:?} ({name})", got.len(), got[at], expected[at]);
    }
}

/// Well-mixed bits of a rank and an index (the finalizer of splitmix64).
fn bits(rank: usize, index: usize) -> u64 {
    let mut x = (rank as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(index as u64);
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

macro_rules! integers {
    ($( $type:ty )*) => { $(
        impl Sample for $type {
            fn sample(rank: usize, index: usize) -> $type {
                bits(rank, index) as $type
            }
        }
    )* };
}

integers! { i8 i16 i32 i64 isize u8 u16 u32 u64 usize }

macro_rules! wide {
    ($( $type:ty )*) => { $(
        impl Sample for $type {
            fn sample(rank: usize, index: usize) -> $type {
                let high: $type = bits(rank, 2 * index).into();
                high << 64 | <$type>::from(bits(rank, 2 * index + 1))
            }
        }
    )* };
}

wide! { i128 u128 }

macro_rules! nonzero {
    ($( $type:ty )*) => { $(
        impl Sample for NonZero<$type> {
            fn sample(rank: usize, index: usize) -> NonZero<$type> {
                NonZero::new(<$type>::sample(rank, index)).unwrap_or(NonZero::new(100).unwrap())
            }
        }
    )* };
}

nonzero! { i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize }

impl<T: Sample> Sample for Wrapping<T> {
    fn sample(rank: usize, index: usize) -> Wrapping<T> {
        Wrapping(T::sample(rank, index))
    }
}

impl Sample for Duration {
    fn sample(rank: usize, index: usize) -> Duration {
        Duration::new(bits(rank, 2 * index), (bits(rank, 2 * index + 1) % 1_000_000_000) as u32)
    }
}

impl Sample for Ipv4Addr {
    fn sample(rank: usize, index: usize) -> Ipv4Addr {
        u32::sample(rank, index).into()
    }
}

impl Sample for Ipv6Addr {
    fn sample(rank: usize, index: usize) -> Ipv6Addr {
        u128::sample(rank, index).into()
    }
}

impl<V: Sample, I: Sample> Sample for ValueIndex<V, I> {
    fn sample(rank: usize, index: usize) -> ValueIndex<V, I> {
        ValueIndex::new(V::sample(rank, index), I::sample(rank, index + 7))
    }
}

impl Sample for f32 {
    fn sample(rank: usize, index: usize) -> f32 {
        (bits(rank, index) as i16).into()
    }
}

impl Sample for f64 {
    fn sample(rank: usize, index: usize) -> f64 {
        f64::from(bits(rank, index) as i32) / 8.0
    }
}

impl Sample for bool {
    fn sample(rank: usize, index: usize) -> bool {
        bits(rank, index) % 2 == 1
    }
}

impl Sample for char {
    fn sample(rank: usize, index: usize) -> char {
        let value = bits(rank, index) as u32 % 0x11_0000;
        char::from_u32(value).unwrap_or('\u{10ffff}')
    }
}

impl<T: Sample, const N: usize> Sample for [T; N] {
    fn sample(rank: usize, index: usize) -> [T; N] {
        std::array::from_fn(|place| T::sample(rank, index * N + place))
    }
}

/// Calls a generic function once for each element type: every primitive type, arrays of one and two dimensions, and
/// one of each kind of other types (`element_types` has them all).
macro_rules! for_each_type {
    ($function:ident ( $( $argument:expr ),* )) => {
        for_each_type! { @ $function ( $( $argument ),* )
            i8, i16, i32, i64, isize, u8, u16, u32, u64, usize, f32, f64, bool, char,
            [u8; 3], [f64; 2], [[i16; 2]; 3], [bool; 5], [char; 2],
            u128, std::num::NonZero<i16>, std::time::Duration, oxmpi::datatype::ValueIndex<f64, i32>, }
    };
    (@ $function:ident $arguments:tt $( $type:ty, )*) => {
        $( for_each_type! { @@ $function::<$type> $arguments } )*
    };
    (@@ $function:ident :: < $type:ty > ( $( $argument:expr ),* )) => {
        $function::<$type>($( $argument ),*)?;
    };
}
pub(crate) use for_each_type;
