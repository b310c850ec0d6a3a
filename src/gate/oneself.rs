//! Messages of a rank to itself that wake nobody: a fault of MPICH 4.0.0 to 4.0.2, and what is done about it.
//!
//! There, a thread that waits for a receive on a communicator of one rank is not told when another thread sends the message: it looks again
//! only when anything else of the process completes, which may be never. So each call that may have sent such a message frees a request
//! that does nothing, which is such a completion. Only where several threads may be inside of MPI, and such a communicator is in use.

use oxmpi_sys as ffi;
use std::ffi::c_int;
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether the library forgets to wake, and several threads may be inside of it.
static FORGETS: AtomicBool = AtomicBool::new(false);
/// Whether threads that wait have to be woken.
static OWED: AtomicBool = AtomicBool::new(false);

/// Learns whether the library forgets to wake, and several threads may be inside of it. At initialization.
pub(crate) fn learn(forgets: bool) {
    FORGETS.store(forgets, Ordering::Relaxed);
}

/// A communicator of one rank comes into use.
pub(crate) fn may_be_sent_to() {
    if FORGETS.load(Ordering::Relaxed) {
        OWED.store(true, Ordering::Relaxed);
    }
}

/// Wakes the threads that wait for a message of this rank to itself. Called inside of the gate, after what may have sent it.
#[inline(always)]
pub(crate) fn wake_others() {
    if OWED.load(Ordering::Relaxed) {
        wake();
    }
}

#[cold]
#[inline(never)]
fn wake() {
    let (nothing, mut request) = (std::ptr::null(), ffi::MPI_REQUEST_NULL);
    let nobody = ffi::MPI_PROC_NULL as c_int;
    // SAFETY: our callers are inside of the gate, of an instance of the world model, which has MPI_COMM_SELF; an empty message to nobody, never
    // started; a failure leaves the null request, and there is nothing to be done about it.
    unsafe {
        ffi::MPI_Send_init(nothing, 0, ffi::MPI_BYTE, nobody, 0, ffi::MPI_COMM_SELF, &mut request);
        if request != ffi::MPI_REQUEST_NULL {
            ffi::MPI_Request_free(&mut request);
        }
    }
}
