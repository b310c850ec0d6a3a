//! How many bytes a status tells of.
//!
//! `MPI_Get_elements_x` says it, and is most of what a short receive would cost besides the receive. Where the binary interface has
//! the number in plain sight it is read there: if a trial when MPI is initialized shows that this library keeps it so.

use crate::error::{Error, ErrorKind, Result};
use oxmpi_sys as ffi;
use std::ffi::c_int;
use std::mem::MaybeUninit;
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether the trial went well.
static IN_PLAIN_SIGHT: AtomicBool = AtomicBool::new(false);

/// The bytes of a message, from the status that a receive or probe wrote, where they are in plain sight; else it has to be
/// [`asked`] for.
#[inline(always)]
pub(super) fn visible(status: &ffi::MPI_Status) -> Option<usize> {
    if IN_PLAIN_SIGHT.load(Ordering::Relaxed) { seen(status) } else { None }
}

/// The number as Open MPI keeps it.
#[cfg(oxmpi_family = "open_mpi")]
#[inline(always)]
fn seen(status: &ffi::MPI_Status) -> Option<usize> {
    Some(status.ucount)
}

/// The number as MPICH and its family keep it: the upper half shares its word with a bit for cancelled messages.
#[cfg(oxmpi_family = "mpich")]
#[inline(always)]
fn seen(status: &ffi::MPI_Status) -> Option<usize> {
    let (low, high) = (status.count_lo as u32, status.count_hi_and_cancelled as u32 >> 1);
    Some((high as usize) << 32 | low as usize)
}

/// The standard ABI leaves it to each library where the number is.
#[cfg(not(any(oxmpi_family = "open_mpi", oxmpi_family = "mpich")))]
#[inline(always)]
fn seen(_: &ffi::MPI_Status) -> Option<usize> {
    None
}

/// The number as the library tells it.
///
/// # Safety
/// The caller is past the gate.
#[cold]
#[inline(never)]
pub(super) unsafe fn asked(status: &ffi::MPI_Status) -> Result<usize> {
    const CALL: &str = "MPI_Get_elements_x";
    let mut bytes: ffi::MPI_Count = 0;
    // In bytes, whatever the message's type was; MPI_Get_count's int would overflow for a long message.
    // SAFETY: past the gate by the caller's promise; a status that MPI wrote, or zeros; local.
    let code = unsafe { ffi::MPI_Get_elements_x(status, ffi::MPI_BYTE, &mut bytes) };
    if code != ffi::MPI_SUCCESS as c_int {
        return Err(Error::from_code(CALL, code));
    }
    usize::try_from(bytes).map_err(|_| Error::new(ErrorKind::Intern, CALL, "the length of the message is undefined"))
}

/// Tries whether the number is where it is expected, by writing some into a status by the library's own functions.
///
/// # Safety
/// MPI is initialized, and this thread may call it.
pub(crate) unsafe fn try_out() {
    // All bits of both halves are 1 in one of them; and no message is of this length when nothing was read.
    let lengths = [0, 1, 7, 0x7FFF_FFFF, 0x8000_0001, 0x12_3456_789A, 0x0123_FEDC_BA98];
    // SAFETY: the caller's promise.
    let found = lengths.into_iter().all(|length| unsafe { is_seen(length, 0) && is_seen(length, 1) });
    IN_PLAIN_SIGHT.store(found, Ordering::Relaxed);
}

/// Whether a status of this length shows it, also when it says whether the message was cancelled.
///
/// # Safety
/// As [`try_out`].
unsafe fn is_seen(length: usize, cancelled: c_int) -> bool {
    let mut status = MaybeUninit::<ffi::MPI_Status>::zeroed();
    let Ok(count) = ffi::MPI_Count::try_from(length) else { return false };
    // SAFETY: the caller's promise; all three functions are local and change the status alone, whose bytes were all
    // initialized before.
    unsafe {
        let written = ffi::MPI_Status_set_elements_x(status.as_mut_ptr(), ffi::MPI_BYTE, count);
        let marked = ffi::MPI_Status_set_cancelled(status.as_mut_ptr(), cancelled);
        let mut told: ffi::MPI_Count = -1;
        let asked = ffi::MPI_Get_elements_x(status.as_ptr(), ffi::MPI_BYTE, &mut told);
        [written, marked, asked].iter().all(|&code| code == ffi::MPI_SUCCESS as c_int)
            && told == count
            && seen(status.assume_init_ref()) == Some(length)
    }
}
