//! Arrays: as many elements of the element's type, without gaps. Arrays of plain types need no MPI type of their own, and predefined operations work on them.

use super::{Datatype, Typemap};

// SAFETY: an array is its elements without gaps; it is valid when each is.
unsafe impl<T: Datatype, const N: usize> Datatype for [T; N] {
    const TYPEMAP: &'static Typemap = &Typemap::Array { of: T::TYPEMAP, len: N };
    const CHECKED: bool = T::CHECKED;
    const REPAIR: [T; N] = [T::REPAIR; N];

    #[inline(always)]
    unsafe fn is_valid(at: *const [T; N]) -> bool {
        // SAFETY: the caller's promise: all N elements are readable.
        unsafe { T::are_valid::<false>(at.cast(), N) }
    }

    #[inline(always)]
    unsafe fn are_valid<const AVX2: bool>(at: *const [T; N], len: usize) -> bool {
        // SAFETY: as above, for each array. The product does not overflow: they are in memory.
        unsafe { T::are_valid::<AVX2>(at.cast(), N * len) }
    }
}
