//! Operations of our own, where the predefined one of a library gives wrong numbers or there is none.
//!
//! | fault | libraries |
//! |---|---|
//! | no operation for the type: 128-bit integers, 16-bit floats, values with a 64-bit index | all |
//! | sums of 8 and 16 bits stop at the end of their range instead of wrapping around | Open MPI (its vector code adds with saturation) |
//! | `MPI_MAX` and `MPI_MIN` compare unsigned integers as signed | MPICH before 4.1 |
//!
//! A user-defined operation does the same right, at the cost of a call by pointer for each block of elements.

use super::op::predefined::{Max, Min, Sum};
use crate::datatype::Datatype;
use crate::error::{Result, check};
use crate::gate::Call;
use crate::library::{library_version, mpich_version_in};
use oxmpi_sys as ffi;
use std::ffi::{c_int, c_void};
use std::sync::OnceLock;

/// A fault of a predefined operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Sums of narrow integers saturate.
    NarrowSums,
    /// Unsigned integers are compared as signed.
    UnsignedOrder,
    /// There is none for the type.
    NoSuchOperation,
}

impl Fault {
    /// Whether the library of this name has the fault.
    fn is_in(self, library: &str) -> bool {
        match self {
            Fault::NarrowSums => library.starts_with("Open MPI"),
            Fault::NoSuchOperation => true,
            Fault::UnsignedOrder => mpich_version_in(library).is_some_and(|version| version < (4, 1, 0)),
        }
    }
}

/// What is used in place of a predefined operation on one type, where the library has the fault.
///
/// A value, and no static: so the functions are compiled where an operation is used, and not for all types with this crate.
#[derive(Clone, Copy, Debug)]
pub(super) struct Substitute {
    fault: Fault,
    function: ffi::MPI_User_function,
    kept: &'static Kept,
}

/// Where the operation is kept, once it was asked for.
pub(super) type Kept = OnceLock<Made>;

/// The operation, or that none is needed.
#[derive(Debug)]
pub(super) struct Made(Option<ffi::MPI_Op>);

// SAFETY: an operation handle belongs to the process, not to a thread; it is only used past the gate. It is a C pointer in
// some libraries: not auto-Send.
unsafe impl Send for Made {}
// SAFETY: as above; it never changes.
unsafe impl Sync for Made {}

impl Substitute {
    /// The substitute that folds with `O`. `kept` is a place of its own.
    #[inline(always)]
    pub(super) const fn new<T: Datatype, O: Fold<T>>(fault: Fault, kept: &'static Kept) -> Substitute {
        const { assert!(!T::CHECKED, "what arrives from other ranks may be no value of this type") };
        Substitute { fault, function: fold_blocks::<T, O>, kept }
    }

    /// The operation to use: made at first use, kept until MPI is finalized, which frees it.
    pub(super) fn operation(&self, predefined: ffi::MPI_Op, _: &Call) -> Result<ffi::MPI_Op> {
        const CALL: &str = "MPI_Op_create";
        if let Some(Made(made)) = self.kept.get() {
            return Ok(made.unwrap_or(predefined));
        }
        if !self.fault.is_in(&library_version()?) {
            let _ = self.kept.set(Made(None));
            return Ok(predefined);
        }
        let mut made = ffi::MPI_OP_NULL;
        // SAFETY: past the gate; the function has the C signature and lives forever; the call is local.
        check(CALL, unsafe { ffi::MPI_Op_create(Some(self.function), 1, &mut made) })?;
        // Two threads may come here at once: the second one's operation is as good, and is never freed.
        let _ = self.kept.set(Made(Some(made)));
        Ok(made)
    }
}

/// What an operation does with two elements.
pub(super) trait Fold<T> {
    fn fold(left: T, right: T) -> T;
}

/// Folds a block of elements, as MPI asks a user-defined operation to.
unsafe extern "C" fn fold_blocks<T: Datatype, O: Fold<T>>(
    left: *mut c_void,
    right_and_result: *mut c_void,
    len: *mut c_int,
    _: *mut ffi::MPI_Datatype,
) {
    let (left, right) = (left.cast::<T>().cast_const(), right_and_result.cast::<T>());
    // SAFETY: MPI gives two blocks of `len` elements of the datatype of the reduction, whose size is `T`'s, and does not
    // promise to align them. All bit patterns are values of the types that this is made for (`Substitute::new`).
    unsafe {
        for index in 0..usize::try_from(*len).unwrap_or(0) {
            let folded = O::fold(left.add(index).read_unaligned(), right.add(index).read_unaligned());
            right.add(index).write_unaligned(folded);
        }
    }
}

macro_rules! folds {
    ($( $name:ident $method:ident: $( $rust:ty )*; )*) => { $( $(
        impl Fold<$rust> for $name {
            #[inline(always)]
            fn fold(left: $rust, right: $rust) -> $rust {
                <$rust>::$method(left, right)
            }
        }
    )* )* };
}

folds! {
    Sum wrapping_add: i8 i16 u8 u16;
    Max max: u8 u16 u32 u64 usize;
    Min min: u8 u16 u32 u64 usize;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_fault_is_in_the_libraries_that_have_it() {
        let order = |library| Fault::UnsignedOrder.is_in(library);
        assert!(order("MPICH Version:\t4.0.2\nMPICH Release date: …"));
        assert!(order("MPICH Version:\t3.4.3"));
        assert!(order("MPI VERSION    : CRAY MPICH version 8.1.28 (ANL base 3.4a2)"));
        assert!(!order("MPICH Version:      5.0.2"));
        assert!(!order("MPICH Version:\t4.1"));
        assert!(!order("Intel(R) MPI Library 2021.18.1 for Linux* OS"));
        assert!(!order("Open MPI v4.1.4, package: Debian OpenMPI"));
        assert!(Fault::NarrowSums.is_in("Open MPI v5.0.11"));
        assert!(!Fault::NarrowSums.is_in("MPICH Version:\t4.0.2"));
    }

    #[test]
    fn a_block_is_folded_where_it_is_also_unaligned() {
        let mut left: [u8; 5] = [0, 250, 1, 0xff, 0xff];
        let mut right: [u8; 5] = [0, 10, 2, 1, 0];
        let mut len = 2;
        let (left, into) = (left[1..].as_mut_ptr(), right[1..].as_mut_ptr());
        // SAFETY: two blocks of two `u16`.
        unsafe {
            fold_blocks::<u16, Sum>(left.cast(), into.cast(), &mut len, std::ptr::null_mut());
        }
        assert_eq!(
            u16::from_ne_bytes([right[1], right[2]]),
            u16::from_ne_bytes([250, 1]).wrapping_add(u16::from_ne_bytes([10, 2]))
        );
        assert_eq!(u16::from_ne_bytes([right[3], right[4]]), 0xffffu16.wrapping_add(1));
    }
}
