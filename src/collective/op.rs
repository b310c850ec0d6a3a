//! Reduction operations (MPI 5.0 section 6.9).

use super::substitute::{Fault, Substitute};
use crate::datatype::{Datatype, Of};
use oxmpi_sys as ffi;

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
/// MPI 5.0 section 6.9.2.
#[derive(Clone, Copy, Debug)]
pub enum Op {}

/// An operation that can reduce elements of type `T`.
///
/// # Safety
/// [`raw`](Operation::raw) is an MPI operation that is valid for [`datatype`](Operation::datatype), a whole number of which describes the
/// same bytes as `T`'s typemap.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot reduce elements of type `{T}`",
    note = "SUM, PROD: numbers; MAX, MIN: numbers and char; LOGICAL_*: integers and bool; BITWISE_*: integers; \
            the arguments of a reduction have the same element type"
)]
pub unsafe trait Operation<T: Datatype> {
    /// The MPI operation handle.
    fn raw(&self) -> ffi::MPI_Op;

    /// The MPI datatype to reduce with: of the size of the one predefined type that `T` is made of.
    fn datatype(&self) -> ffi::MPI_Datatype;

    /// What is used instead in libraries whose predefined operation is wrong for this type.
    #[doc(hidden)]
    #[inline(always)]
    fn substitute(&self) -> Option<&'static Substitute> {
        None
    }
}

/// The predefined type that a plain type is.
#[inline(always)]
fn predefined_type<T: Datatype>() -> ffi::MPI_Datatype {
    const { Of::<T>::UNIFORM.expect("operations are for plain types").0 }.raw()
}

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
        }

        impl Op {
            $(
                #[doc = $text]
                #[doc(alias = $alias)]
                pub const $constant: predefined::$name = predefined::$name;
            )*
        }

        $(
            // SAFETY: element by element, as the operation is valid for `T`, and an array's datatype is its element's.
            unsafe impl<T: Datatype, const N: usize> Operation<[T; N]> for predefined::$name
            where
                predefined::$name: Operation<T>,
            {
                #[inline(always)]
                fn raw(&self) -> ffi::MPI_Op {
                    ffi::$mpi
                }

                #[inline(always)]
                fn datatype(&self) -> ffi::MPI_Datatype {
                    Operation::<T>::datatype(self)
                }

                #[inline(always)]
                fn substitute(&self) -> Option<&'static Substitute> {
                    Operation::<T>::substitute(self)
                }
            }
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
            fn raw(&self) -> ffi::MPI_Op {
                ffi::$mpi
            }

            #[inline(always)]
            fn datatype(&self) -> ffi::MPI_Datatype {
                predefined_type::<$rust>()
            }

            #[inline(always)]
            fn substitute(&self) -> Option<&'static Substitute> {
                static SUBSTITUTE: Substitute = Substitute::new::<$rust, predefined::$name>(Fault::$fault);
                Some(&SUBSTITUTE)
            }
        }
    )* };
    (@@@ $name:ident $mpi:ident $( $signed:ident $unsigned:ident ),*) => { $(
        // SAFETY: the standard lists the operation for integers; the unsigned type has the same size.
        unsafe impl Operation<$signed> for predefined::$name {
            #[inline(always)]
            fn raw(&self) -> ffi::MPI_Op {
                ffi::$mpi
            }

            #[inline(always)]
            fn datatype(&self) -> ffi::MPI_Datatype {
                predefined_type::<$unsigned>()
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
            fn raw(&self) -> ffi::MPI_Op {
                ffi::$mpi
            }

            #[inline(always)]
            fn datatype(&self) -> ffi::MPI_Datatype {
                predefined_type::<$rust>()
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
