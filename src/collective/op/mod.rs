//! Reduction operations (MPI 5.0 section 6.9).

#[cfg(feature = "num-complex")]
mod complex;
#[cfg(feature = "half")]
mod half;
mod location;
mod lowered;
mod nonzero;
mod wide;

pub use lowered::Lowered;

use super::substitute::{Fault, Kept, Substitute};
use crate::datatype::Datatype;
pub(super) use lowered::Operand;
use oxmpi_sys as ffi;
use std::num::Wrapping;

/// The predefined operations: `Op::SUM`, `Op::MAX`, …
///
/// Each applies to the types that the standard names for it, and to arrays of them element by element; another type does not
/// compile:
///
/// ```compile_fail,E0277
/// # use oxmpi::prelude::*;
/// # let mpi = oxmpi::init().unwrap();
/// mpi.world().all_reduce(&true, Op::SUM).unwrap(); // booleans have no sum; Op::LOGICAL_OR is meant
/// ```
///
/// Beyond what the standard lists they apply to `i128` and `u128`, to `Wrapping<T>` as to `T`, `MAX` and `MIN` to `NonZero<T>`, and
/// `SUM`, `PROD`, `MAX` and `MIN` to the 16-bit floats of the crate `half` (feature `half`). `SUM` and `PROD` apply to complex numbers
/// (feature `num-complex`).
///
/// MPI 5.0 section 6.9.2.
#[derive(Clone, Copy, Debug)]
pub enum Op {}

/// An operation that can reduce elements of type `T`.
///
/// # Safety
/// [`lowered`](Operation::lowered) is an MPI operation and a datatype for which it is valid, a whole number of which describes the same
/// bytes as `T`'s typemap.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot reduce elements of type `{T}`",
    note = "SUM, PROD: numbers; MAX, MIN: numbers, NonZero and char; LOGICAL_*: integers and bool; BITWISE_*: integers; \
            MIN_LOCATION, MAX_LOCATION: ValueIndex; the arguments of a reduction have the same element type"
)]
pub unsafe trait Operation<T: Datatype> {
    /// The operation and the datatype to reduce with.
    fn lowered(&self) -> Lowered;
}

/// Arrays, element by element, and `Wrapping<T>` as `T`, for which integers wrap around anyway.
macro_rules! alike {
    ($( $name:ty )*) => { $(
        // SAFETY: element by element, as the operation is valid for `T`: an array's bytes are its elements'.
        unsafe impl<T: Datatype, const N: usize> Operation<[T; N]> for $name
        where
            $name: Operation<T>,
        {
            #[inline(always)]
            fn lowered(&self) -> Lowered {
                Operation::<T>::lowered(self)
            }
        }

        // SAFETY: the same bytes, with the same order.
        #[diagnostic::do_not_recommend]
        unsafe impl<T: Datatype> Operation<Wrapping<T>> for $name
        where
            $name: Operation<T>,
        {
            #[inline(always)]
            fn lowered(&self) -> Lowered {
                Operation::<T>::lowered(self)
            }
        }
    )* };
}

#[cfg(feature = "num-complex")]
/// Operations of the library on types that the standard lists for them.
macro_rules! by_the_library {
    ($( $name:ident $mpi:ident $( $rust:ty )*; )*) => { $( $(
        // SAFETY: the standard lists the operation for the class of this datatype.
        #[diagnostic::do_not_recommend]
        unsafe impl Operation<$rust> for $name {
            #[inline(always)]
            fn lowered(&self) -> Lowered {
                Lowered::predefined(ffi::$mpi, Operand::basic::<$rust>())
            }
        }
    )* )* };
}

/// Operations of our own on types that the library has none for.
macro_rules! of_our_own {
    ($( $name:ident by $fold:expr, on $( $rust:ty )*; )*) => { $( $(
        impl Fold<$rust> for $name {
            #[inline(always)]
            fn fold(left: $rust, right: $rust) -> $rust {
                let fold: fn($rust, $rust) -> $rust = $fold;
                fold(left, right)
            }
        }

        // SAFETY: a user-defined operation folds elements of any datatype; this is `T`'s.
        #[diagnostic::do_not_recommend]
        unsafe impl Operation<$rust> for $name {
            #[inline(always)]
            fn lowered(&self) -> Lowered {
                static KEPT: Kept = Kept::new();
                let substitute = Substitute::new::<$rust, $name>(Fault::NoSuchOperation, &KEPT);
                Lowered::own(substitute, Operand::of::<$rust>())
            }
        }
    )* )* };
}

#[cfg(feature = "num-complex")]
use by_the_library;
use of_our_own;

alike! { predefined::MinLocation predefined::MaxLocation }

/// Writes the type and the constant of each operation, and the types that it applies to.
macro_rules! operations {
    ($( $constant:ident $name:ident $mpi:ident $alias:literal $text:literal [ $( $list:ident )* ]; )*) => {
        /// The types of the predefined operations, for signatures that name them.
        pub mod predefined {
            $(
                #[doc = $text]
                #[derive(Clone, Copy, Debug, PartialEq, Eq)]
                pub struct $name;
            )*

            /// The smallest value and where it is: [`Op::MIN_LOCATION`](super::Op::MIN_LOCATION).
            #[derive(Clone, Copy, Debug, PartialEq, Eq)]
            pub struct MinLocation;

            /// The largest value and where it is: [`Op::MAX_LOCATION`](super::Op::MAX_LOCATION).
            #[derive(Clone, Copy, Debug, PartialEq, Eq)]
            pub struct MaxLocation;
        }

        impl Op {
            $(
                #[doc = $text]
                #[doc(alias = $alias)]
                pub const $constant: predefined::$name = predefined::$name;
            )*
        }

        $(
            alike! { predefined::$name }
            $( operations! { @ $list $name $mpi } )*
        )*
    };
    (@ integers $name:ident $mpi:ident) => { operations! { @@ $name $mpi i8 i16 i32 i64 isize u8 u16 u32 u64 usize } };
    // Signed overflow is undefined in the C loops of the library. Sums and products of two's complement numbers have the same
    // bits as those of unsigned ones, which wrap around. Narrow ones are computed as `int` in C and cannot overflow; they
    // must not pass for unsigned ones, which Open MPI adds with saturation.
    (@ wrapping $name:ident $mpi:ident) => {
        operations! { @@ $name $mpi u32 u64 usize }
        operations! { @@@ $name $mpi i32 u32, i64 u64, isize usize }
    };
    (@ narrow $name:ident $mpi:ident) => { operations! { @@ $name $mpi i8 i16 u8 u16 } };
    (@ narrow_sums $name:ident $mpi:ident) => { operations! { @@@@ NarrowSums $name $mpi i8 i16 u8 u16 } };
    (@ ordered $name:ident $mpi:ident) => {
        operations! { @@ $name $mpi i8 i16 i32 i64 isize }
        operations! { @@@@ UnsignedOrder $name $mpi u8 u16 u32 u64 usize }
    };
    (@@@@ $fault:ident $name:ident $mpi:ident $( $rust:ty )*) => { $(
        // SAFETY: the standard lists the operation for the class of this datatype.
        unsafe impl Operation<$rust> for predefined::$name {
            #[inline(always)]
            fn lowered(&self) -> Lowered {
                static KEPT: Kept = Kept::new();
                let substitute = Substitute::new::<$rust, predefined::$name>(Fault::$fault, &KEPT);
                Lowered::predefined(ffi::$mpi, Operand::basic::<$rust>()).unless(substitute)
            }
        }
    )* };
    (@@@ $name:ident $mpi:ident $( $signed:ident $unsigned:ident ),*) => { $(
        // SAFETY: the standard lists the operation for integers; the unsigned type has the same size.
        unsafe impl Operation<$signed> for predefined::$name {
            #[inline(always)]
            fn lowered(&self) -> Lowered {
                Lowered::predefined(ffi::$mpi, Operand::basic::<$unsigned>())
            }
        }
    )* };
    (@ floats $name:ident $mpi:ident) => { operations! { @@ $name $mpi f32 f64 } };
    (@ bools $name:ident $mpi:ident) => { operations! { @@ $name $mpi bool } };
    (@ chars $name:ident $mpi:ident) => { operations! { @@ $name $mpi char } };
    (@@ $name:ident $mpi:ident $( $rust:ty )*) => { $(
        // SAFETY: the standard lists the operation for the class of this datatype.
        unsafe impl Operation<$rust> for predefined::$name {
            #[inline(always)]
            fn lowered(&self) -> Lowered {
                Lowered::predefined(ffi::$mpi, Operand::basic::<$rust>())
            }
        }
    )* };
}

operations! {
    SUM Sum MPI_SUM "MPI_SUM" "The sum. Integers wrap around on overflow." [wrapping narrow_sums floats];
    PROD Product MPI_PROD "MPI_PROD" "The product. Integers wrap around on overflow." [wrapping narrow floats];
    MAX Max MPI_MAX "MPI_MAX" "The largest." [ordered floats chars];
    MIN Min MPI_MIN "MPI_MIN" "The smallest." [ordered floats chars];
    LOGICAL_AND LogicalAnd MPI_LAND "MPI_LAND" "Whether all are true (for integers: not 0)." [integers bools];
    LOGICAL_OR LogicalOr MPI_LOR "MPI_LOR" "Whether one is true (for integers: not 0)." [integers bools];
    LOGICAL_XOR LogicalXor MPI_LXOR "MPI_LXOR" "Whether an odd number is true (for integers: not 0)." [integers bools];
    BITWISE_AND BitwiseAnd MPI_BAND "MPI_BAND" "Bit by bit, whether all are set." [integers];
    BITWISE_OR BitwiseOr MPI_BOR "MPI_BOR" "Bit by bit, whether one is set." [integers];
    BITWISE_XOR BitwiseXor MPI_BXOR "MPI_BXOR" "Bit by bit, whether an odd number is set." [integers];
}
