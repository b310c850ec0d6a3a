//! What was dropped where MPI could not be called: freed later by a thread that may.

use super::Instance;
use oxmpi_sys as ffi;

/// A handle whose owner is gone and which is still to be freed.
pub(crate) enum Deferred {
    /// A communicator.
    Comm(ffi::MPI_Comm),
    /// A datatype.
    Type(ffi::MPI_Datatype),
    /// Memory of `MPI_Alloc_mem`.
    Memory(*mut std::ffi::c_void),
    /// A matched message that nobody received; it holds `bytes` bytes.
    Message {
        /// The handle.
        handle: ffi::MPI_Message,
        /// How long the message is.
        bytes: usize,
    },
    /// A send whose copy of the data lives until MPI is done with it.
    Send {
        /// The handle.
        request: ffi::MPI_Request,
        /// The bytes that MPI reads.
        data: Box<[std::mem::MaybeUninit<u8>]>,
    },
}

// SAFETY: MPI handles and memory belong to the process, not to a thread; only a thread that passed the gate uses them.
unsafe impl Send for Deferred {}

/// All that waits, and from how many on it is looked at again: so that each is looked at a constant number of times.
pub(crate) struct Waiting {
    kept: Vec<Deferred>,
    look_at: usize,
}

/// How many have to come together before any is looked at.
const FEW: usize = 16;

impl Waiting {
    pub(super) const fn new() -> Waiting {
        Waiting { kept: Vec::new(), look_at: FEW }
    }

    pub(super) fn add(&mut self, what: Deferred) {
        self.kept.push(what);
    }

    pub(super) fn take(&mut self, when_many: bool) -> Vec<Deferred> {
        if when_many && self.kept.len() < self.look_at {
            return Vec::new();
        }
        // What is still under way comes back by `add`: next time it is worth a look when it has doubled.
        self.look_at = FEW.max(2 * self.kept.len());
        std::mem::take(&mut self.kept)
    }
}

/// Room for a message that nobody wants. Without any where there is no memory: the message is truncated then.
pub(crate) fn scratch(bytes: usize) -> Vec<u8> {
    let mut scratch = Vec::new();
    if scratch.try_reserve_exact(bytes).is_ok() {
        scratch.resize(bytes, 0);
    }
    scratch
}

/// Frees everything that waits, for a thread that is inside of the gate.
///
/// `wait`: also finish what only MPI's progress can finish (at finalization); else those stay for later.
pub(crate) fn drain(instance: &Instance, wait: bool) {
    let mut all = instance.take_deferred(!wait);
    // Messages before sends: a send may be that of a message which was dropped here, or on a rank that does the same.
    all.sort_by_key(|what| matches!(what, Deferred::Send { .. }));
    for what in all {
        match what {
            Deferred::Comm(mut comm) => {
                // SAFETY: past the gate; the handle was owned by a dropped Communicator and is freed once. Nothing can
                // be done about a failure here.
                unsafe { ffi::MPI_Comm_free(&mut comm) };
            }
            Deferred::Memory(base) => {
                // SAFETY: past the gate; allocated by MPI, its owner is gone, freed once.
                unsafe { ffi::MPI_Free_mem(base) };
            }
            Deferred::Type(mut datatype) => {
                // SAFETY: past the gate; the handle's owner is gone, and it is freed once.
                unsafe { ffi::MPI_Type_free(&mut datatype) };
            }
            Deferred::Message { mut handle, bytes } if wait => {
                let mut scratch = scratch(bytes);
                let count = i32::try_from(scratch.len()).unwrap_or(i32::MAX);
                // SAFETY: past the gate; the matched message is received once, into as many live bytes.
                unsafe {
                    let mut status: ffi::MPI_Status = std::mem::zeroed();
                    ffi::MPI_Mrecv(scratch.as_mut_ptr().cast(), count, ffi::MPI_BYTE, &mut handle, &mut status);
                }
            }
            Deferred::Send { mut request, data } => {
                let mut done = 0;
                // SAFETY: past the gate; the request is live, and `data` outlives it: it is dropped below only when
                // MPI said that the request completed.
                unsafe {
                    let mut status: ffi::MPI_Status = std::mem::zeroed();
                    if wait {
                        ffi::MPI_Wait(&mut request, &mut status);
                        done = 1;
                    } else {
                        ffi::MPI_Test(&mut request, &mut done, &mut status);
                    }
                }
                if done == 0 {
                    instance.defer(Deferred::Send { request, data });
                }
            }
            Deferred::Message { .. } => instance.defer(what),
        }
    }
}
