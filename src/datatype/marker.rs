//! Types without bytes, which generic structs have among their fields. They travel as part of a struct, and not by themselves.

use super::{Datatype, Typemap};
use std::marker::PhantomData;

// SAFETY: no bytes, so nothing to describe and nothing that could be invalid.
unsafe impl<T: ?Sized + Send + 'static> Datatype for PhantomData<T> {
    const TYPEMAP: &'static Typemap = &Typemap::NOTHING;
    const CHECKED: bool = false;
    const REPAIR: PhantomData<T> = PhantomData;

    #[inline(always)]
    unsafe fn is_valid(_: *const PhantomData<T>) -> bool {
        true
    }
}
