//! The largest and the smallest of integers that are not zero is none either. Their sum may be: it does not compile.

use super::predefined::{Max, Min};
use super::{Lowered, Operation};
use std::num::NonZero;

macro_rules! nonzero {
    ($( $name:ident: $( $rust:ty )*; )*) => { $( $(
        // SAFETY: the same bytes, with the same order. What comes out is looked at.
        #[diagnostic::do_not_recommend]
        unsafe impl Operation<NonZero<$rust>> for $name {
            #[inline(always)]
            fn lowered(&self) -> Lowered {
                Operation::<$rust>::lowered(self)
            }
        }
    )* )* };
}

nonzero! {
    Max: i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize;
    Min: i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize;
}
