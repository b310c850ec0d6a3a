//! Arrays: as many elements of the element's type, so that no MPI type is made and predefined operations work on them.

use super::Datatype;
use oxmpi_sys as ffi;

// SAFETY: an array is its elements without gaps, so N times the units of `T` describe it; it is valid when each is.
unsafe impl<T: Datatype, const N: usize> Datatype for [T; N] {
    const UNITS: usize = T::UNITS * N;
    const CHECKED: bool = T::CHECKED;
    const REPAIR: [T; N] = [T::REPAIR; N];

    #[inline(always)]
    fn raw() -> ffi::MPI_Datatype {
        T::raw()
    }

    #[inline]
    unsafe fn is_valid(at: *const [T; N]) -> bool {
        // SAFETY: the caller's promise: all N elements are readable.
        (0..N).all(|index| unsafe { T::is_valid(at.cast::<T>().add(index)) })
    }
}
