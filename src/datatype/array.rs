//! Arrays: as many elements of the element's type, without gaps. Arrays of plain types need no MPI type of their own, and predefined operations work on them.

use super::{Datatype, Typemap};

// SAFETY: an array is its elements without gaps; it is valid when each is.
unsafe impl<T: Datatype, const N: usize> Datatype for [T; N] {
    const TYPEMAP: &'static Typemap = &Typemap::Array { of: T::TYPEMAP, len: N };
    const CHECKED: bool = T::CHECKED;
    const REPAIR: [T; N] = [T::REPAIR; N];

    #[inline]
    unsafe fn is_valid(at: *const [T; N]) -> bool {
        // SAFETY: the caller's promise: all N elements are readable.
        (0..N).all(|index| unsafe { T::is_valid(at.cast::<T>().add(index)) })
    }
}
