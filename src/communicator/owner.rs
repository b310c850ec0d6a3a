//! Who frees a communicator: the last of those that use it.

use crate::error::{ErrorKind, check};
use crate::gate::deferred::Deferred;
use crate::gate::{Instance, identity};
use oxmpi_sys as ffi;
use std::sync::atomic::{AtomicBool, Ordering};

/// Frees a communicator when it is dropped. Shared by all handles to it, and by the requests that still need it.
pub(super) struct Owner {
    raw: ffi::MPI_Comm,
    instance: &'static Instance,
    freed: AtomicBool,
}

// SAFETY: a communicator handle belongs to the process; which thread may free it is checked by the gate. The handle is a C pointer in some
// libraries: not auto-Send.
unsafe impl Send for Owner {}
// SAFETY: as above; what changes is atomic.
unsafe impl Sync for Owner {}

impl Owner {
    /// Owns a handle that nobody else frees.
    pub(super) fn new(raw: ffi::MPI_Comm, instance: &'static Instance) -> Owner {
        Owner { raw, instance, freed: AtomicBool::new(false) }
    }

    /// Frees the handle now, at finalization: the gate is closed and this thread is the one that finalizes.
    pub(super) fn free_at_finalize(&self) {
        if !self.freed.swap(true, Ordering::SeqCst) {
            let mut raw = self.raw;
            // SAFETY: MPI is not finalized yet, nobody else is inside, and the handle is owned and freed once.
            unsafe { ffi::MPI_Comm_free(&mut raw) };
        }
    }
}

impl Drop for Owner {
    fn drop(&mut self) {
        if *self.freed.get_mut() || std::thread::panicking() {
            return; // a panic ends the job; nothing is worth calling then
        }
        match self.instance.enter("MPI_Comm_free") {
            Ok(_call) => {
                // SAFETY: past the gate; the handle is owned, live, and freed once. The call is local on every
                // library tried, although the standard says collective.
                let code = unsafe { ffi::MPI_Comm_free(&mut self.raw) };
                if let Err(error) = check("MPI_Comm_free", code) {
                    identity::say(&format!("oxmpi: {error}"));
                }
            }
            Err(error) if error.kind() == ErrorKind::WrongThread => self.instance.defer(Deferred::Comm(self.raw)),
            Err(_) => {} // finalized: MPI freed it
        }
    }
}
