//! Results that MPI fills: memory first zeroed, then filled, then looked at, and only then a value.

use crate::datatype::{Datatype, assert_sized, validate};
use crate::error::{Error, ErrorKind, Result};
use std::mem::MaybeUninit;

/// An owned value that a call can fill: `T`, or `Vec<T>`.
///
/// Sealed: oxmpi implements it.
pub trait Filled<T: Datatype>: Sized + sealed::Sealed<T> {
    /// Makes `len` zeroed elements, has them filled, and returns them if all are valid.
    #[doc(hidden)]
    fn filled(call: &'static str, len: usize, fill: impl FnOnce(*mut T) -> Result<()>) -> Result<Self>;
}

mod sealed {
    use crate::datatype::Datatype;

    pub trait Sealed<T> {}
    impl<T: Datatype> Sealed<T> for T {}
    impl<T: Datatype> Sealed<T> for Vec<T> {}
}

impl<T: Datatype> Filled<T> for T {
    #[inline(always)]
    fn filled(call: &'static str, len: usize, fill: impl FnOnce(*mut T) -> Result<()>) -> Result<T> {
        debug_assert_eq!(len, 1);
        let mut value = MaybeUninit::<T>::uninit();
        // SAFETY: zeroed in its place and then written by `fill`: initialized; validated before it becomes a `T`.
        unsafe {
            value.as_mut_ptr().write_bytes(0, 1);
            fill(value.as_mut_ptr())?;
            validate::repair(call, value.as_mut_ptr(), 1)?;
            Ok(value.assume_init())
        }
    }
}

impl<T: Datatype> Filled<T> for Vec<T> {
    fn filled(call: &'static str, len: usize, fill: impl FnOnce(*mut T) -> Result<()>) -> Result<Vec<T>> {
        const { assert_sized::<T>() };
        let mut vector: Vec<T> = Vec::new();
        reserve(call, &mut vector, len)?;
        // SAFETY: the capacity is at least `len`. Zeroed, then written by `fill`: initialized; validated before it becomes
        // `T` (zero is no value of some types).
        unsafe {
            std::ptr::write_bytes(vector.as_mut_ptr(), 0, len);
            fill(vector.as_mut_ptr())?;
            validate::repair(call, vector.as_mut_ptr(), len)?;
            vector.set_len(len);
        }
        Ok(vector)
    }
}

/// Makes room for exactly `more` elements, as an error and not an abort when there is no memory.
pub(crate) fn reserve<T>(call: &'static str, vector: &mut Vec<T>, more: usize) -> Result<()> {
    vector.try_reserve_exact(more).map_err(|_| {
        let bytes = more.saturating_mul(size_of::<T>());
        Error::new(ErrorKind::NoMem, call, format!("{bytes} bytes for the result cannot be allocated"))
    })
}
