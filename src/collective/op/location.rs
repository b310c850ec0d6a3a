//! The largest and the smallest value, and where it was found (MPI 5.0 section 6.9.4).
//!
//! These are operations of our own for all pairs: MPI's are for values of C types with an `int`, and before MPI 4.1 there is no pair
//! with a longer index.

use super::predefined::{MaxLocation, MinLocation};
use super::{Lowered, Op, Operand, Operation, of_our_own};
use crate::collective::substitute::{Fault, Fold, Kept, Substitute};
use crate::datatype::ValueIndex;
use std::cmp::Ordering;

impl Op {
    /// The smallest value, and the smallest index at which it is: on [`ValueIndex`].
    ///
    /// NaN is larger than every number: it is the result only where all values are NaN. `-0.0` and `0.0` are equal.
    ///
    /// The ranks of such a reduction are all oxmpi's: an operation that a C program's rank takes part in is its `MPI_MINLOC`.
    #[doc(alias = "MPI_MINLOC")]
    pub const MIN_LOCATION: MinLocation = MinLocation;

    /// The largest value, and the smallest index at which it is: on [`ValueIndex`].
    ///
    /// NaN is smaller than every number: it is the result only where all values are NaN. `-0.0` and `0.0` are equal.
    ///
    /// The ranks of such a reduction are all oxmpi's: an operation that a C program's rank takes part in is its `MPI_MAXLOC`.
    #[doc(alias = "MPI_MAXLOC")]
    pub const MAX_LOCATION: MaxLocation = MaxLocation;
}

/// The better of two, by `better` on values; of equal ones, that with the smaller index. A value that does not equal itself is NaN.
#[inline(always)]
fn select<V: PartialOrd, I: Ord>(
    left: ValueIndex<V, I>,
    right: ValueIndex<V, I>,
    better: Ordering,
) -> ValueIndex<V, I> {
    let left_wins = match left.value.partial_cmp(&right.value) {
        Some(Ordering::Equal) => left.index < right.index,
        Some(order) => order == better,
        None => match (is_nan(&left.value), is_nan(&right.value)) {
            (true, true) => left.index < right.index,
            (left_is_nan, _) => !left_is_nan,
        },
    };
    if left_wins { left } else { right }
}

#[allow(clippy::eq_op, reason = "that is what NaN is")]
fn is_nan<V: PartialOrd>(value: &V) -> bool {
    value != value
}

/// Writes the operations for each value with each index.
macro_rules! locations {
    ($( $value:ident )*; $indices:tt) => { $( locations! { @ $value $indices } )* };
    (@ $value:ident [$( $index:ident )*]) => {
        of_our_own! {
            MinLocation by |left, right| select(left, right, Ordering::Less), on $( ValueIndex<$value, $index> )*;
            MaxLocation by |left, right| select(left, right, Ordering::Greater), on $( ValueIndex<$value, $index> )*;
        }
    };
}

locations! { i8 i16 i32 i64 isize u8 u16 u32 u64 usize f32 f64; [i32 u32 i64 u64 isize usize] }

#[cfg(test)]
mod tests {
    use super::*;

    fn least(left: (f64, u64), right: (f64, u64)) -> u64 {
        let pair = |(value, index)| ValueIndex::new(value, index);
        let forth = select(pair(left), pair(right), Ordering::Less);
        let back = select(pair(right), pair(left), Ordering::Less);
        assert_eq!(forth.index, back.index, "the order of the two does not matter");
        forth.index
    }

    #[test]
    fn equal_values_have_the_smaller_index_and_nan_loses() {
        assert_eq!(least((1.0, 5), (2.0, 3)), 5);
        assert_eq!(least((1.0, 5), (1.0, u64::MAX)), 5);
        assert_eq!(least((0.0, 5), (-0.0, 3)), 3);
        assert_eq!(least((f64::NAN, 1), (f64::INFINITY, 2)), 2);
        assert_eq!(least((f64::NAN, 4), (f64::NAN, 3)), 3);
        let (nan, low) = (ValueIndex::new(f64::NAN, 0), ValueIndex::new(f64::NEG_INFINITY, 1));
        assert_eq!(select(nan, low, Ordering::Greater).index, 1);
    }
}
