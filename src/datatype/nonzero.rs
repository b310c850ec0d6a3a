//! Integers that are not zero: the MPI type of the integer, and a look at what arrives. `Option<NonZero<_>>` is no element type: it would
//! depend on a niche, and the integer itself says the same.

use super::{Datatype, Typemap};
use std::num::NonZero;

macro_rules! nonzero {
    ($( $rust:ty )*) => { $(
        // SAFETY: the standard library promises the layout of the integer, and that all bit patterns but zero are valid.
        #[diagnostic::do_not_recommend]
        unsafe impl Datatype for NonZero<$rust> {
            const TYPEMAP: &'static Typemap = <$rust>::TYPEMAP;
            const CHECKED: bool = true;
            const REPAIR: NonZero<$rust> = NonZero::new(1).unwrap();

            #[inline(always)]
            unsafe fn is_valid(at: *const NonZero<$rust>) -> bool {
                // SAFETY: the caller's promise: readable and initialized, perhaps not aligned.
                unsafe { at.cast::<$rust>().read_unaligned() != 0 }
            }
        }
    )* };
}

nonzero! { i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize }
