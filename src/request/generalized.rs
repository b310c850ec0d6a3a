//! Generalized requests: operations of the program's own, which are waited for like MPI's (MPI 5.0 section 13.2).

use super::procedure::{Abandoned, Common, Over, Procedure, ProcedureRef};
use super::{Failed, Request, Status};
use crate::error::{Error, ErrorKind, Result, check};
use crate::gate::Instance;
use crate::gate::deferred::Deferred;
use crate::gate::held::{Held, Memory};
use crate::gate::threads::users_code;
use crate::process::Mpi;
use oxmpi_sys as ffi;
use std::ffi::{c_int, c_void};
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The other end of a generalized request: completes it, with the value that it yields.
///
/// To be used by any thread. One that is dropped completes the request with an error, so that nobody waits forever.
#[must_use = "dropping it completes the request with an error"]
pub struct Completer<T: Send + 'static> {
    shared: Arc<Shared<T>>,
    request: ffi::MPI_Request,
    instance: &'static Instance,
    complete: bool,
}

// SAFETY: a request handle belongs to the process; the gate decides which thread may use it, and the value is `Send`.
unsafe impl<T: Send + 'static> Send for Completer<T> {}
// SAFETY: shared references only look at what a mutex guards.
unsafe impl<T: Send + 'static> Sync for Completer<T> {}

struct Shared<T>(Mutex<State<T>>);

struct State<T> {
    value: Option<T>,
    /// What the status says.
    bytes: usize,
    cancelled: bool,
    /// Whether the request was asked to be cancelled.
    asked: bool,
}

impl<T> Shared<T> {
    fn state(&self) -> MutexGuard<'_, State<T>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Mpi {
    /// Makes a request that the program itself completes: by the [`Completer`], on whichever thread.
    ///
    /// It is waited for, tested, awaited and put into sets like any other, and yields the value that the completer was given, with a status.
    /// Completed by a thread that may not call MPI, it is complete when the thread that waits looks next. Local.
    ///
    /// MPI 5.0 section 13.2.
    ///
    /// ```no_run
    /// # use oxmpi::prelude::*;
    /// # let mpi = oxmpi::init()?;
    /// let (reading, completer) = mpi.generalized_request::<std::io::Result<String>>()?;
    /// std::thread::spawn(move || completer.complete(std::fs::read_to_string("settings.toml")));
    /// // … communicate …
    /// let (settings, _) = reading.wait()?;
    /// # Ok::<(), oxmpi::Error>(())
    /// ```
    #[doc(alias = "MPI_Grequest_start")]
    #[allow(clippy::type_complexity, reason = "said once")]
    pub fn generalized_request<T: Send + 'static>(&self) -> Result<(Request<(T, Status)>, Completer<T>)> {
        const CALL: &str = "MPI_Grequest_start";
        let instance = self.instance();
        let _call = instance.enter(CALL)?;
        let state = State { value: None, bytes: 0, cancelled: false, asked: false };
        let shared = Arc::new(Shared(Mutex::new(state)));
        let for_mpi = Arc::into_raw(Arc::clone(&shared));
        let mut request = ffi::MPI_REQUEST_NULL;
        // SAFETY: past the gate; three functions with the C signatures, for the `Arc` that MPI now owns and gives to each.
        let code = unsafe {
            let state = for_mpi.cast_mut().cast::<c_void>();
            ffi::MPI_Grequest_start(Some(query::<T>), Some(free::<T>), Some(cancel::<T>), state, &mut request)
        };
        if let Err(error) = check(CALL, code) {
            // SAFETY: from `into_raw`; MPI did not take it.
            drop(unsafe { Arc::from_raw(for_mpi) });
            return Err(error);
        }
        let held = Held::of(Arc::into_raw(Arc::clone(&shared)));
        let procedure = const {
            ProcedureRef::new(&Procedure { common: Generalized::<T>::COMMON_REF, finish: finish::<T>, succeed: None })
        };
        // SAFETY: what is held is this request's own `Arc`.
        let waiting = unsafe { Request::started(request, held, procedure, instance) };
        Ok((waiting, Completer { shared, request, instance, complete: false }))
    }
}

struct Generalized<T>(T);

impl<T: Send + 'static> Generalized<T> {
    const COMMON: Common =
        Common { receives: true, by_testing: true, special: true, ..Common::send("MPI_Grequest_start", abandon::<T>) };
    const COMMON_REF: &'static Common = &Self::COMMON;
}

/// MPI asks what the status is to say.
///
/// # Safety
/// `state` is the `Arc` that MPI was given, and `status` may be written.
unsafe extern "C" fn query<T>(state: *mut c_void, status: *mut ffi::MPI_Status) -> c_int {
    // SAFETY: the caller's promise; the `Arc` lives until `free`.
    let state = unsafe { &*state.cast_const().cast::<Shared<T>>() }.state();
    // SAFETY: called by MPI, within a call that passed the gate; the status is MPI's to give.
    unsafe {
        let bytes = ffi::MPI_Count::try_from(state.bytes).unwrap_or(ffi::MPI_Count::MAX);
        ffi::MPI_Status_set_elements_x(status, ffi::MPI_BYTE, bytes);
        ffi::MPI_Status_set_cancelled(status, state.cancelled.into());
        (*status).MPI_SOURCE = ffi::MPI_UNDEFINED as c_int;
        (*status).MPI_TAG = ffi::MPI_UNDEFINED as c_int;
    }
    ffi::MPI_SUCCESS as c_int
}

/// MPI gives its `Arc` back.
///
/// # Safety
/// As [`query`]; called once.
unsafe extern "C" fn free<T>(state: *mut c_void) -> c_int {
    // SAFETY: the caller's promise. The value is gone by then, or nobody wants it; its drop must not unwind into C.
    let dropped = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| unsafe {
        users_code(|| drop(Arc::from_raw(state.cast_const().cast::<Shared<T>>())));
    }));
    if dropped.is_err() { ffi::MPI_ERR_OTHER as c_int } else { ffi::MPI_SUCCESS as c_int }
}

/// MPI was asked to cancel the request.
///
/// # Safety
/// As [`query`].
unsafe extern "C" fn cancel<T>(state: *mut c_void, _complete: c_int) -> c_int {
    // SAFETY: the caller's promise.
    unsafe { &*state.cast_const().cast::<Shared<T>>() }.state().asked = true;
    ffi::MPI_SUCCESS as c_int
}

unsafe fn finish<T: Send + 'static>(held: Held, over: Over<'_>) -> Result<(T, Status), Failed<(T, Status)>> {
    // SAFETY: the caller's promise: this request's own `Arc`, once.
    let shared = unsafe { Arc::from_raw(held.get::<*const Shared<T>>()) };
    let mut state = shared.state();
    let cancelled = state.cancelled;
    let value = state.value.take();
    drop(state);
    over.outcome.map_err(Failed::new)?;
    match value {
        // SAFETY: the operation succeeded.
        Some(value) => match unsafe { Status::read_within(over.status, over.call) } {
            Ok(status) => Ok((value, status)),
            Err(error) => Err(Failed::new(error)),
        },
        None if cancelled => Err(Failed::new(super::core::cancelled("MPI_Grequest_start"))),
        None => {
            let message = "its completer was dropped without completing it";
            Err(Failed::new(Error::new(ErrorKind::Cancelled, "MPI_Grequest_start", message)))
        }
    }
}

unsafe fn abandon<T: Send + 'static>(abandoned: Abandoned) {
    // SAFETY: the caller's promise: this request's own `Arc`, once. MPI works in no memory of it.
    unsafe {
        drop(Arc::from_raw(abandoned.held.get::<*const Shared<T>>()));
        abandoned.park(false, Memory::boxed(Box::new(())));
    }
}

impl<T: Send + 'static> Completer<T> {
    /// Completes the request, which yields `value`.
    #[doc(alias = "MPI_Grequest_complete")]
    pub fn complete(self, value: T) {
        self.complete_with(value, 0);
    }

    /// Completes the request, which yields `value`, and a status that tells of so many bytes.
    #[doc(alias = "MPI_Status_set_elements")]
    pub fn complete_with(mut self, value: T, bytes: usize) {
        let mut state = self.shared.state();
        (state.value, state.bytes) = (Some(value), bytes);
        drop(state);
        self.tell();
    }

    /// Completes the request as cancelled: it yields [`Cancelled`](ErrorKind::Cancelled).
    #[doc(alias = "MPI_Status_set_cancelled")]
    pub fn complete_cancelled(mut self) {
        self.shared.state().cancelled = true;
        self.tell();
    }

    /// Whether the request was asked to be cancelled. It has to be completed all the same.
    pub fn is_cancelled(&self) -> bool {
        self.shared.state().asked
    }

    /// Tells MPI, now or by a thread that may.
    fn tell(&mut self) {
        if std::mem::replace(&mut self.complete, true) {
            return;
        }
        if std::thread::panicking() {
            return self.tell_later(); // nothing is called then
        }
        match self.instance.enter("MPI_Grequest_complete") {
            // SAFETY: past the gate; the request was not completed, so its handle is live.
            Ok(_call) => unsafe {
                ffi::MPI_Grequest_complete(self.request);
            },
            Err(error) if error.kind() == ErrorKind::WrongThread => self.tell_later(),
            Err(_) => {} // finalized: nobody waits
        }
    }

    fn tell_later(&self) {
        let request = Handle(self.request);
        self.instance.defer(Deferred::Action(Box::new(move || {
            let request = &request;
            // SAFETY: the request was not completed, so its handle is live; done once, by a thread inside of the gate.
            unsafe { ffi::MPI_Grequest_complete(request.0) };
            true
        })));
    }
}

/// A handle on its way to another thread.
struct Handle(ffi::MPI_Request);

// SAFETY: a request handle belongs to the process; only a thread inside of the gate uses it.
unsafe impl Send for Handle {}

impl<T: Send + 'static> Drop for Completer<T> {
    fn drop(&mut self) {
        self.tell();
    }
}

impl<T: Send + 'static> fmt::Debug for Completer<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Completer").field("is_cancelled", &self.is_cancelled()).finish_non_exhaustive()
    }
}
