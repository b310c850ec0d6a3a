//! UUIDs of the crate `uuid`.

use crate::datatype::{Basic, Datatype, Typemap};
use uuid::Uuid;

// SAFETY: `Uuid` is documented to have the ABI of `[u8; 16]`; all bit patterns are valid.
#[diagnostic::do_not_recommend]
unsafe impl Datatype for Uuid {
    const TYPEMAP: &'static Typemap = &Typemap::Array { of: &Typemap::Basic(Basic::U8), len: 16 };
    const CHECKED: bool = false;
    const REPAIR: Uuid = Uuid::nil();

    #[inline(always)]
    unsafe fn is_valid(_: *const Uuid) -> bool {
        true
    }
}
