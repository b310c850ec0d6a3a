//! `Wrapping<T>`, which is `T`.

use super::{Datatype, Typemap};
use std::num::Wrapping;

// SAFETY: the standard library promises the layout of `T`; there is nothing else in it, so the same bit patterns are valid.
#[diagnostic::do_not_recommend]
unsafe impl<T: Datatype> Datatype for Wrapping<T> {
    const TYPEMAP: &'static Typemap = T::TYPEMAP;
    const CHECKED: bool = T::CHECKED;
    const REPAIR: Wrapping<T> = Wrapping(T::REPAIR);

    #[inline(always)]
    unsafe fn is_valid(at: *const Wrapping<T>) -> bool {
        // SAFETY: the caller's promise, for a type of the same layout.
        unsafe { T::is_valid(at.cast()) }
    }
}
