//! Results that MPI fills: memory first zeroed, then filled, then looked at, and only then a value.

use super::huge::ask_for_large_pages;
use crate::datatype::{Datatype, assert_sized, validate};
use crate::error::{Error, ErrorKind, Result};
use std::alloc::{Layout, alloc_zeroed};
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
        let mut vector = zeroed(call, len)?;
        // SAFETY: room for `len` elements. Zeroed, then written by `fill`: initialized; validated before it becomes `T` (zero is no
        // value of some types).
        unsafe {
            fill(vector.as_mut_ptr())?;
            validate::repair(call, vector.as_mut_ptr(), len)?;
            vector.set_len(len);
        }
        Ok(vector)
    }
}

/// An empty vector with zeroed room for `len` elements, from the operating system where it is large: pages that are zero already, which
/// nobody has to write.
fn zeroed<T>(call: &'static str, len: usize) -> Result<Vec<T>> {
    const { assert_sized::<T>() };
    if len == 0 {
        return Ok(Vec::new());
    }
    let Ok(layout) = Layout::array::<T>(len) else { return Err(no_memory::<T>(call, len)) };
    // SAFETY: the layout is not of size 0: `T` has a size, and there is an element.
    let memory = unsafe { alloc_zeroed(layout) };
    if memory.is_null() {
        return Err(no_memory::<T>(call, len));
    }
    ask_for_large_pages(memory, layout.size());
    // SAFETY: from the global allocator, which is `Vec`'s, with the layout of `len` elements; none of them is a `T` yet.
    Ok(unsafe { Vec::from_raw_parts(memory.cast(), 0, len) })
}

/// Makes room for exactly `more` elements, as an error and not an abort when there is no memory.
pub(crate) fn reserve<T>(call: &'static str, vector: &mut Vec<T>, more: usize) -> Result<()> {
    vector.try_reserve_exact(more).map_err(|_| no_memory::<T>(call, more))?;
    ask_for_large_pages(vector.as_mut_ptr().cast(), vector.capacity().saturating_mul(size_of::<T>()));
    Ok(())
}

#[cold]
fn no_memory<T>(call: &'static str, len: usize) -> Error {
    let bytes = len.saturating_mul(size_of::<T>());
    Error::new(ErrorKind::NoMem, call, format!("{bytes} bytes for the result cannot be allocated"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn room_is_zeroed_aligned_and_freed_as_a_vector() {
        #[derive(Clone, Copy)]
        #[repr(align(64))]
        struct Aligned([u8; 64]);
        for len in [0, 1, 3, 1 << 20] {
            let mut vector: Vec<Aligned> = zeroed("MPI_Gather", len).unwrap();
            // SAFETY: zeroed, and any bytes are valid.
            unsafe { vector.set_len(len) };
            assert!(vector.as_ptr().is_aligned() && vector.iter().all(|element| element.0 == [0; 64]));
            vector.push(Aligned([1; 64]));
            assert_eq!((vector.len(), vector[len].0), (len + 1, [1; 64]));
        }
    }

    #[test]
    fn no_memory_is_an_error() {
        for len in [usize::MAX, isize::MAX as usize / 8, 1 << 56] {
            assert_eq!(zeroed::<u64>("MPI_Gather", len).unwrap_err().kind(), ErrorKind::NoMem, "{len}");
        }
    }
}
