//! What a request does beside waiting: one table of functions for each kind of operation and type of buffer.

use super::Failed;
use crate::error::{Error, Result};
use crate::gate::deferred::{Deferred, finish_operation};
use crate::gate::held::{Held, Memory};
use crate::gate::{Call, Instance};
use oxmpi_sys as ffi;
use std::ffi::c_int;
use std::mem::MaybeUninit;
use std::ops::Deref;
use std::ptr::NonNull;

/// What happens at the end of an operation that yields a `T`.
pub(crate) struct Procedure<T> {
    /// What does not depend on the type.
    pub(crate) common: &'static Common,
    /// Makes the result of what was held, or of the error and what was held.
    ///
    /// # Safety
    /// The operation is over; called once, with what the request holds.
    pub(crate) finish: unsafe fn(Held, Over<'_>) -> Result<T, Failed<T>>,
    /// The same for an operation of one MPI request that succeeded, where it is frequent; ends the call.
    ///
    /// # Safety
    /// As there; the operation succeeded.
    pub(crate) succeed: Option<Succeed<T>>,
}

/// See [`Procedure::succeed`].
pub(crate) type Succeed<T> = unsafe fn(&Held, &MaybeUninit<ffi::MPI_Status>, Call) -> Result<T, Failed<T>>;

/// Where a procedure is. Not a `&'static`, which would need a `T: 'static`.
pub(crate) struct ProcedureRef<T>(NonNull<Procedure<T>>);

impl<T> Clone for ProcedureRef<T> {
    #[inline(always)]
    fn clone(&self) -> ProcedureRef<T> {
        *self
    }
}

impl<T> Copy for ProcedureRef<T> {}

// SAFETY: where a constant is, which never changes; it has functions, and no `T`.
unsafe impl<T> Send for ProcedureRef<T> {}
// SAFETY: as above.
unsafe impl<T> Sync for ProcedureRef<T> {}

impl<T> ProcedureRef<T> {
    /// A procedure that lives forever: to be called in a constant, where the compiler refuses any other.
    pub(crate) const fn new(procedure: *const Procedure<T>) -> ProcedureRef<T> {
        ProcedureRef(NonNull::new(procedure.cast_mut()).expect("an address"))
    }
}

impl<T> Deref for ProcedureRef<T> {
    type Target = Procedure<T>;

    #[inline(always)]
    fn deref(&self) -> &Procedure<T> {
        // SAFETY: a constant, which lives forever and never changes.
        unsafe { self.0.as_ref() }
    }
}

/// The part that does not depend on the type of the result.
pub(crate) struct Common {
    /// The MPI function that started the operation, for error messages.
    pub(crate) call: &'static str,
    /// Whether the status says something: who sent, and how much arrived.
    pub(crate) receives: bool,
    /// Whether there is more to it than one MPI request: a stage, or `by_testing`, or a result that was taken.
    pub(crate) special: bool,
    /// Whether the result was taken.
    pub(crate) spent: bool,
    /// Whether the MPI request outlives the operation.
    pub(crate) persistent: bool,
    /// Whether it can be cancelled.
    pub(crate) cancellable: bool,
    /// Whether waiting has to be testing again and again, since something of ours has to go on meanwhile.
    pub(crate) by_testing: bool,
    /// What goes on where one MPI request is over or none has begun; `None` where there is one from beginning to end.
    pub(crate) stage: Option<Stage>,
    /// Gives up an operation that may still be under way.
    ///
    /// # Safety
    /// Called once, with what the request holds.
    pub(crate) abandon: unsafe fn(Abandoned),
}

impl Common {
    /// A receive of one MPI request.
    pub(crate) const fn receive(call: &'static str, abandon: unsafe fn(Abandoned)) -> Common {
        Common { receives: true, ..Common::send(call, abandon) }
    }

    /// A send of one MPI request.
    pub(crate) const fn send(call: &'static str, abandon: unsafe fn(Abandoned)) -> Common {
        Common {
            call,
            receives: false,
            special: false,
            spent: false,
            persistent: false,
            cancellable: true,
            by_testing: false,
            stage: None,
            abandon,
        }
    }
}

/// A step of an operation of several MPI requests.
///
/// # Safety
/// Called with what the request holds; `request` is null.
pub(crate) type Stage = unsafe fn(Held, request: &mut ffi::MPI_Request, Event<'_>, &Call) -> Result<Step>;

/// Why a step is asked for.
pub(crate) enum Event<'a> {
    /// No MPI request is active. `wait`: the step may wait for others.
    Idle { wait: bool },
    /// The MPI request is over.
    Over(Result<()>, &'a MaybeUninit<ffi::MPI_Status>),
}

/// What a step did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// It started an MPI request.
    Started,
    /// Nothing can be done yet.
    NotYet,
    /// That was the last one.
    Finished,
}

/// How an operation ended.
pub(crate) struct Over<'a> {
    /// Whether it failed.
    pub(crate) outcome: Result<()>,
    /// The status that MPI wrote; meaningful after a success, and for what can be said of the sender after a failure.
    pub(crate) status: &'a MaybeUninit<ffi::MPI_Status>,
    /// What MPI left of the request: null, but for a persistent one. Null for that too where the library frees it after an error (Open MPI).
    pub(crate) request: ffi::MPI_Request,
    /// The proof that this thread may call MPI.
    pub(crate) call: &'a Call,
}

/// An operation that nobody wants any more.
pub(crate) struct Abandoned {
    pub(crate) held: Held,
    pub(crate) request: ffi::MPI_Request,
    /// Whether MPI was asked to cancel it already. (Open MPI 4.1.4 crashes when it is asked twice.)
    pub(crate) cancelled: bool,
    pub(crate) instance: &'static Instance,
}

impl Abandoned {
    /// Keeps the memory until MPI is done with it. Never waits. `cancel`: a receive is cancelled, so that it takes no message from a later one.
    ///
    /// # Safety
    /// The request is null, or active and MPI works in nothing but `memory`.
    pub(crate) unsafe fn park(mut self, cancel: bool, memory: Memory) {
        let mut cancel = cancel && !self.cancelled;
        if self.request == ffi::MPI_REQUEST_NULL {
            return; // and the memory is freed
        }
        match self.instance.enter("MPI_Cancel") {
            // A panic calls nothing, and may end this thread alone: another one sees to it.
            Ok(_call) if std::thread::panicking() => {}
            Ok(_call) => {
                // SAFETY: past the gate; an active request of ours.
                if unsafe { finish_operation(&mut self.request, &mut cancel) } {
                    return;
                }
            }
            // MPI is finalized, or being finalized by another thread: it may be at work in the memory still.
            Err(error) if error.kind() == crate::ErrorKind::Finalized => return std::mem::forget(memory),
            Err(_) => {}
        }
        self.instance.defer(Deferred::Operation { request: self.request, cancel, memory });
    }
}

/// Frees a persistent request that is not active and whose owner gives it up; later, where this thread may not. Null is nobody's.
///
/// # Safety
/// `request` is null, or a persistent request of ours that is not active; nobody else frees it.
pub(crate) unsafe fn free_persistent(request: &mut ffi::MPI_Request, instance: &'static Instance) {
    let mut given_up = std::mem::replace(request, ffi::MPI_REQUEST_NULL);
    if given_up == ffi::MPI_REQUEST_NULL {
        return;
    }
    match instance.enter("MPI_Request_free") {
        // SAFETY: past the gate; the caller's promise.
        Ok(_call) => unsafe {
            ffi::MPI_Request_free(&mut given_up);
        },
        Err(error) if error.kind() == crate::ErrorKind::WrongThread => instance.defer(Deferred::Request(given_up)),
        Err(_) => {} // finalized: it is gone
    }
}

/// The outcome that a code of MPI says.
#[inline(always)]
pub(crate) fn outcome(call: &'static str, code: c_int) -> Result<()> {
    if code == ffi::MPI_SUCCESS as c_int { Ok(()) } else { Err(Error::from_code(call, code)) }
}
