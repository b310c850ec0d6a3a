//! Looking at what arrived before anyone else can.

use super::{Datatype, Of};
use crate::error::{Error, ErrorKind, Result};

/// Looks at `len` elements from `at` on; overwrites each invalid one with the type's repair value, and then returns an error
/// that names the first. Costs nothing for types whose bit patterns are all valid.
///
/// # Safety
/// `at` is readable, writable and initialized for `len` elements, and nobody else writes there.
#[inline(always)]
pub(crate) unsafe fn repair<T: Datatype>(call: &'static str, at: *mut T, len: usize) -> Result<()> {
    if T::CHECKED {
        // SAFETY: the caller's promise.
        unsafe { repair_checked(call, at, len) }
    } else {
        Ok(())
    }
}

/// How many bytes are looked at in one go; where one of them is wrong, the elements are looked at again one by one.
const BLOCK: usize = 16 * 1024;

unsafe fn repair_checked<T: Datatype>(call: &'static str, at: *mut T, len: usize) -> Result<()> {
    // SAFETY: the caller's promise.
    match unsafe { first_repaired(at, len) } {
        None => Ok(()),
        Some(index) => Err(invalid::<T>(call, index, len)),
    }
}

/// As [`repair`], for elements in several places: `runs` hands on each run of them, the first element and how many, in their order
/// in the message.
///
/// # Safety
/// As [`repair`], for each run.
#[cfg(any(feature = "ndarray", feature = "nalgebra", feature = "faer"))]
pub(crate) unsafe fn repair_runs<T: Datatype>(
    call: &'static str,
    runs: impl FnOnce(&mut dyn FnMut(*mut T, usize)),
) -> Result<()> {
    let (mut first, mut before) = (None, 0);
    runs(&mut |at, len| {
        // SAFETY: the caller's promise.
        if let Some(index) = unsafe { first_repaired(at, len) } {
            first.get_or_insert(before + index);
        }
        before += len;
    });
    match first {
        None => Ok(()),
        Some(index) => Err(invalid::<T>(call, index, before)),
    }
}

/// Overwrites the invalid elements, and says which was the first.
unsafe fn first_repaired<T: Datatype>(at: *mut T, len: usize) -> Option<usize> {
    let block = (BLOCK / size_of::<T>().max(1)).max(1);
    let (mut first, mut end) = (None, len);
    // From the end: what came last is nearest in the caches, and would be gone by then if the beginning was fetched before.
    while end > 0 {
        let start = (end - 1) / block * block;
        // SAFETY: inside of the `len` elements of the caller's promise.
        unsafe {
            if !surely_valid(at.add(start), end - start) {
                first = repair_each(at, start..end).or(first);
            }
        }
        end = start;
    }
    first
}

/// Looks at elements one by one; the first that is invalid.
#[inline]
unsafe fn repair_each<T: Datatype>(at: *mut T, range: std::ops::Range<usize>) -> Option<usize> {
    let mut first = None;
    for index in range {
        // SAFETY: the caller's promise, as for `repair`.
        unsafe {
            let element = at.add(index);
            if !T::is_valid(element) {
                element.write(T::REPAIR);
                first.get_or_insert(index);
            }
        }
    }
    first
}

/// Looks at many elements at once: true if all are valid. False as well where there is nothing to gain: a few bytes, and structs, of
/// which only some bytes have to be looked at.
#[inline(always)]
unsafe fn surely_valid<T: Datatype>(at: *const T, len: usize) -> bool {
    if Of::<T>::UNIFORM.is_none() || len * size_of::<T>() < 64 {
        return false;
    }
    #[cfg(target_arch = "x86_64")]
    if std::arch::is_x86_feature_detected!("avx2") {
        // SAFETY: the processor has AVX2; the caller's promise.
        return unsafe { all_valid_avx2(at, len) };
    }
    // SAFETY: the caller's promise.
    unsafe { T::are_valid::<false>(at, len) }
}

/// The same loop, compiled for longer vectors.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
unsafe fn all_valid_avx2<T: Datatype>(at: *const T, len: usize) -> bool {
    // SAFETY: the caller's promise.
    unsafe { T::are_valid::<true>(at, len) }
}

#[cold]
fn invalid<T>(call: &'static str, index: usize, len: usize) -> Error {
    let message = format!(
        "element {index} of {len} is no valid {}; do the sender and the receiver mean the same type? \
         (invalid elements were overwritten)",
        std::any::type_name::<T>()
    );
    Error::new(ErrorKind::InvalidValue, call, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is wrong is found and overwritten wherever it is: in the middle of a block, at its borders, in the rest.
    #[test]
    fn invalid_elements_are_found_at_every_place() {
        let len = 2 * BLOCK + 100;
        for wrong in (0..len).step_by(4099).chain([0, 1, BLOCK - 1, BLOCK, 2 * BLOCK - 1, 2 * BLOCK, len - 1]) {
            let mut bytes = vec![1u8; len];
            bytes[wrong] = 7;
            bytes[len - 1] = if wrong == len - 1 { 7 } else { 255 };
            // SAFETY: initialized bytes, and bools have no alignment.
            let error = unsafe { repair("MPI_Recv", bytes.as_mut_ptr().cast::<bool>(), len) }.unwrap_err();
            assert!(error.to_string().contains(&format!("element {wrong} of {len}")), "{error}");
            let expected = |at: usize| u8::from(at != wrong && at != len - 1);
            assert!((0..len).all(|at| bytes[at] == expected(at)), "{wrong}");
        }
    }

    #[test]
    fn each_way_to_look_says_the_same_of_each_char() {
        let words = [0, 0xD7FF, 0xD800, 0xDFFF, 0xE000, 0x10_FFFF, 0x11_0000, 0x8000_D800, u32::MAX];
        for word in words {
            for len in [1, 15, 16, 17, 100] {
                for place in [0, len / 2, len - 1] {
                    let mut all = vec![0x41u32; len];
                    all[place] = word;
                    // SAFETY: initialized words.
                    let result = unsafe { repair("MPI_Recv", all.as_mut_ptr().cast::<char>(), len) };
                    assert_eq!(result.is_ok(), char::from_u32(word).is_some(), "{word:x} at {place} of {len}");
                    let expected = char::from_u32(word).unwrap_or(char::REPLACEMENT_CHARACTER);
                    assert_eq!(all[place], u32::from(expected));
                }
            }
        }
    }

    #[test]
    fn arrays_are_repaired_as_a_whole() {
        let mut bytes = [1u8; 300];
        bytes[150] = 2;
        // SAFETY: initialized bytes.
        unsafe { repair("MPI_Recv", bytes.as_mut_ptr().cast::<[[bool; 5]; 2]>(), 30) }.unwrap_err();
        assert!(bytes.iter().enumerate().all(|(at, byte)| *byte == u8::from(at / 10 != 15)));
    }
}
