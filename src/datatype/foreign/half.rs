//! The 16-bit floating-point numbers of the crate `half`. MPI has no type for them: they travel as `u16`, and reductions work on them by
//! operations of our own.

use crate::datatype::{Basic, Datatype, Typemap};
use half::{bf16, f16};

macro_rules! halves {
    ($( $rust:ty )*) => { $(
        // SAFETY: `repr(transparent)` around a `u16`; all bit patterns are valid.
        #[diagnostic::do_not_recommend]
        unsafe impl Datatype for $rust {
            const TYPEMAP: &'static Typemap = &Typemap::Basic(Basic::U16);
            const CHECKED: bool = false;
            const REPAIR: $rust = <$rust>::ZERO;

            #[inline(always)]
            unsafe fn is_valid(_: *const $rust) -> bool {
                true
            }
        }
    )* };
}

halves! { f16 bf16 }
