//! What was dropped where MPI could not be called: freed later by a thread that may.

use super::Instance;
use super::held::Memory;
use oxmpi_sys as ffi;
use std::ffi::c_int;
use std::mem::MaybeUninit;
use std::time::Instant;

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
    /// An operation that nobody waits for any more, and the memory that MPI reads or fills until it is done with it.
    Operation {
        /// The handle.
        request: ffi::MPI_Request,
        /// Whether it is a receive that has to be cancelled first, so that it takes no message from a later one.
        cancel: bool,
        /// The memory. Dropped only when MPI said that the operation completed.
        #[expect(dead_code, reason = "kept to be dropped")]
        memory: Memory,
    },
    /// A request that is not active: a persistent one.
    Request(ffi::MPI_Request),
    /// Something else that is to be done by a thread inside of the gate, without waiting. Says whether it is done.
    Action(Box<dyn FnMut() -> bool + Send>),
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

/// How long [`drain`] stays.
#[derive(Clone, Copy)]
pub(crate) enum Until {
    /// It looks once, at what is not looked at too often.
    Now,
    /// Until everything is done.
    Done,
    /// Until everything is done or the time is over.
    Time(Instant),
}

impl Waiting {
    pub(super) const fn new() -> Waiting {
        Waiting { kept: Vec::new(), look_at: FEW }
    }

    /// Adds; says whether it is time that somebody looks.
    pub(super) fn add(&mut self, what: Deferred) -> bool {
        let urgent = what.is_urgent();
        if urgent {
            self.look_at = 0;
        }
        self.kept.push(what);
        self.kept.len() >= self.look_at
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

impl Deferred {
    /// Whether others suffer while it waits: a receive takes messages, an action is what another rank may wait for.
    fn is_urgent(&self) -> bool {
        matches!(self, Deferred::Operation { cancel: true, .. } | Deferred::Action(_))
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

/// Frees everything that waits, for a thread that is inside of the gate. Unless `until` is [`Until::Now`], also finishes what only MPI's
/// progress can finish; says how much of that is left.
pub(crate) fn drain(instance: &Instance, until: Until) -> usize {
    let wait = !matches!(until, Until::Now);
    let mut all = instance.take_deferred(!wait);
    loop {
        // Messages before operations: a send may be that of a message which was dropped here, or on a rank that does the same.
        for operations in [false, true] {
            all.retain_mut(|what| matches!(what, Deferred::Operation { .. }) != operations || !what.finish(wait));
        }
        let over = match until {
            Until::Now => true,
            Until::Done => false,
            Until::Time(end) => Instant::now() >= end,
        };
        if all.is_empty() || over {
            break;
        }
        std::thread::yield_now();
    }
    let left = all.len();
    for what in all {
        instance.defer(what);
    }
    left
}

impl Deferred {
    /// Frees it if that can be done now; for a thread inside of the gate. `wait`: messages are received, though that may take a while.
    fn finish(&mut self, wait: bool) -> bool {
        match self {
            Deferred::Comm(comm) => {
                // SAFETY: past the gate; the handle was owned by a dropped Communicator and is freed once. Nothing can
                // be done about a failure here.
                unsafe { ffi::MPI_Comm_free(comm) };
            }
            Deferred::Memory(base) => {
                // SAFETY: past the gate; allocated by MPI, its owner is gone, freed once.
                unsafe { ffi::MPI_Free_mem(*base) };
            }
            Deferred::Type(datatype) => {
                // SAFETY: past the gate; the handle's owner is gone, and it is freed once.
                unsafe { ffi::MPI_Type_free(datatype) };
            }
            Deferred::Request(request) => {
                // SAFETY: past the gate; the handle's owner is gone; it is not active, and freed once.
                unsafe { ffi::MPI_Request_free(request) };
            }
            Deferred::Message { handle, bytes } => {
                if !wait {
                    return false;
                }
                let mut scratch = scratch(*bytes);
                let count = i32::try_from(scratch.len()).unwrap_or(i32::MAX);
                // SAFETY: past the gate; the matched message is received once, into as many live bytes.
                unsafe {
                    let mut status: ffi::MPI_Status = std::mem::zeroed();
                    ffi::MPI_Mrecv(scratch.as_mut_ptr().cast(), count, ffi::MPI_BYTE, handle, &mut status);
                }
            }
            // SAFETY: past the gate; the handle is of an operation of ours, whose owner is gone, and which lives with its memory.
            Deferred::Operation { request, cancel, .. } => return unsafe { finish_operation(request, cancel) },
            Deferred::Action(action) => return action(),
        }
        true
    }
}

/// Cancels a receive, if asked to; tests whether MPI is done with an operation, and frees the handle of a persistent one.
///
/// # Safety
/// For a thread inside of the gate; `request` is active or null.
pub(crate) unsafe fn finish_operation(request: &mut ffi::MPI_Request, cancel: &mut bool) -> bool {
    let mut done: c_int = 0;
    let mut status = MaybeUninit::<ffi::MPI_Status>::zeroed();
    // SAFETY: the caller's promise; flag and status are ours.
    unsafe {
        if std::mem::take(cancel) && *request != ffi::MPI_REQUEST_NULL {
            ffi::MPI_Cancel(request);
        }
        let code = ffi::MPI_Test(request, &mut done, status.as_mut_ptr());
        // A failed operation is over, once its handle is gone.
        if code != ffi::MPI_SUCCESS as c_int {
            return *request == ffi::MPI_REQUEST_NULL;
        }
        if done != 0 && *request != ffi::MPI_REQUEST_NULL {
            ffi::MPI_Request_free(request);
        }
    }
    done != 0
}
