//! The plain types of Rust and their MPI names.

use super::{Basic, Datatype, Typemap};

/// Types of which every bit pattern is a value.
macro_rules! numbers {
    ($( $rust:ty = $mpi:ident, )*) => { $(
        // SAFETY: the MPI type has the size and representation of the Rust type (`oxmpi_sys` asserts the sizes against
        // mpi.h), and all bit patterns are valid.
        unsafe impl Datatype for $rust {
            const TYPEMAP: &'static Typemap = &Typemap::Basic(Basic::$mpi);
            const CHECKED: bool = false;
            const REPAIR: $rust = 0 as $rust;

            #[inline(always)]
            unsafe fn is_valid(_: *const $rust) -> bool {
                true
            }
        }
    )* };
}

numbers! {
    i8 = I8,
    i16 = I16,
    i32 = I32,
    i64 = I64,
    u8 = U8,
    u16 = U16,
    u32 = U32,
    u64 = U64,
    f32 = F32,
    f64 = F64,
}

#[cfg(target_pointer_width = "64")]
numbers! {
    isize = I64,
    usize = U64,
}

// SAFETY: one byte, as MPI_C_BOOL; 0 and 1 are the valid patterns.
unsafe impl Datatype for bool {
    const TYPEMAP: &'static Typemap = &Typemap::Basic(Basic::Bool);
    const CHECKED: bool = true;
    const REPAIR: bool = false;

    #[inline(always)]
    unsafe fn is_valid(at: *const bool) -> bool {
        // SAFETY: the caller's promise; a byte has no alignment.
        unsafe { at.cast::<u8>().read() <= 1 }
    }
}

// SAFETY: four bytes, as MPI_UINT32_T; valid are the Unicode scalar values.
unsafe impl Datatype for char {
    const TYPEMAP: &'static Typemap = &Typemap::Basic(Basic::U32);
    const CHECKED: bool = true;
    const REPAIR: char = char::REPLACEMENT_CHARACTER;

    #[inline(always)]
    unsafe fn is_valid(at: *const char) -> bool {
        // SAFETY: the caller's promise.
        is_scalar(mapped(unsafe { at.cast::<u32>().read_unaligned() }))
    }

    #[inline(always)]
    unsafe fn are_valid<const AVX2: bool>(at: *const char, len: usize) -> bool {
        // SAFETY: the caller's promise.
        let words = (0..len).map(|index| mapped(unsafe { at.cast::<u32>().add(index).read_unaligned() }));
        if AVX2 {
            // One comparison for all: AVX2 has the larger of two unsigned words, which plain x86-64 has not.
            is_scalar(words.fold(0, u32::max))
        } else {
            words.fold(true, |valid, word| valid & is_scalar(word))
        }
    }
}

/// Maps the Unicode scalar values, which are two ranges, to the numbers from 0 on, and all others to what is above.
#[inline(always)]
const fn mapped(word: u32) -> u32 {
    (word ^ 0xD800).wrapping_sub(0x800)
}

/// Whether a mapped word was a Unicode scalar value.
#[inline(always)]
const fn is_scalar(mapped: u32) -> bool {
    mapped < 0x11_0000 - 0x800
}
