//! 128-bit integers. MPI has no type for them: they travel as 16 bytes, and reductions work on them by operations of our own.

use super::{Basic, Datatype, Typemap};

macro_rules! wide {
    ($( $rust:ty )*) => { $(
        // SAFETY: 16 bytes, all initialized, and all bit patterns are valid.
        unsafe impl Datatype for $rust {
            const TYPEMAP: &'static Typemap = &Typemap::Array { of: &Typemap::Basic(Basic::Byte), len: 16 };
            const CHECKED: bool = false;
            const REPAIR: $rust = 0;

            #[inline(always)]
            unsafe fn is_valid(_: *const $rust) -> bool {
                true
            }
        }
    )* };
}

wide! { i128 u128 }
