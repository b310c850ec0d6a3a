//! Looking at what arrived before anyone else can.

use super::Datatype;
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

unsafe fn repair_checked<T: Datatype>(call: &'static str, at: *mut T, len: usize) -> Result<()> {
    let mut first = None;
    for index in 0..len {
        // SAFETY: inside of the `len` elements of the caller's promise.
        unsafe {
            let element = at.add(index);
            if !T::is_valid(element) {
                element.write(T::REPAIR);
                first.get_or_insert(index);
            }
        }
    }
    match first {
        None => Ok(()),
        Some(index) => Err(Error::new(
            ErrorKind::InvalidValue,
            call,
            format!(
                "element {index} of {len} is no valid {}; do the sender and the receiver mean the same type? \
                 (invalid elements were overwritten)",
                std::any::type_name::<T>()
            ),
        )),
    }
}
