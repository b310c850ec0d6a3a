//! The plain types of Rust and their MPI names.

use super::Datatype;
use oxmpi_sys as ffi;

/// Types of which every bit pattern is a value.
macro_rules! numbers {
    ($( $rust:ty = $mpi:ident, )*) => { $(
        // SAFETY: the MPI type has the size and representation of the Rust type (`oxmpi_sys` asserts the sizes against
        // mpi.h), and all bit patterns are valid.
        unsafe impl Datatype for $rust {
            const UNITS: usize = 1;
            const CHECKED: bool = false;
            const REPAIR: $rust = 0 as $rust;

            #[inline(always)]
            fn raw() -> ffi::MPI_Datatype {
                ffi::$mpi
            }

            #[inline(always)]
            unsafe fn is_valid(_: *const $rust) -> bool {
                true
            }
        }
    )* };
}

numbers! {
    i8 = MPI_INT8_T,
    i16 = MPI_INT16_T,
    i32 = MPI_INT32_T,
    i64 = MPI_INT64_T,
    u8 = MPI_UINT8_T,
    u16 = MPI_UINT16_T,
    u32 = MPI_UINT32_T,
    u64 = MPI_UINT64_T,
    f32 = MPI_FLOAT,
    f64 = MPI_DOUBLE,
}

#[cfg(target_pointer_width = "64")]
numbers! {
    isize = MPI_INT64_T,
    usize = MPI_UINT64_T,
}

// SAFETY: one byte, as MPI_C_BOOL; 0 and 1 are the valid patterns.
unsafe impl Datatype for bool {
    const UNITS: usize = 1;
    const CHECKED: bool = true;
    const REPAIR: bool = false;

    #[inline(always)]
    fn raw() -> ffi::MPI_Datatype {
        ffi::MPI_C_BOOL
    }

    #[inline(always)]
    unsafe fn is_valid(at: *const bool) -> bool {
        // SAFETY: the caller's promise; a byte has no alignment.
        unsafe { at.cast::<u8>().read() <= 1 }
    }
}

// SAFETY: four bytes, as MPI_UINT32_T; valid are the Unicode scalar values.
unsafe impl Datatype for char {
    const UNITS: usize = 1;
    const CHECKED: bool = true;
    const REPAIR: char = char::REPLACEMENT_CHARACTER;

    #[inline(always)]
    fn raw() -> ffi::MPI_Datatype {
        ffi::MPI_UINT32_T
    }

    #[inline(always)]
    unsafe fn is_valid(at: *const char) -> bool {
        // SAFETY: the caller's promise.
        char::from_u32(unsafe { at.cast::<u32>().read_unaligned() }).is_some()
    }
}
