//! `Request`: one operation under way.

use super::Failed;
use super::core::{Core, Progress, SPENT, spent};
use super::procedure::{Over, Procedure, ProcedureRef};
use super::status::Status;
use crate::error::{Error, Result, check};
use crate::gate::held::Held;
use crate::gate::{Call, Instance};
use oxmpi_sys as ffi;
use std::ffi::c_int;
use std::fmt;
use std::marker::PhantomData;
use std::mem::{ManuallyDrop, MaybeUninit};

/// An operation under way, which yields a `T` in the end: the buffer that was sent, or the buffer that was filled and its
/// [`Status`].
///
/// It owns what it works on, so it needs no lifetime: it can be stored, returned, sent to another thread, awaited.
///
/// | to | call |
/// |---|---|
/// | wait | [`wait`](Request::wait), or `.await` |
/// | look whether it is complete | [`test`](Request::test), [`get_status`](Request::get_status) |
/// | give it up | [`cancel`](Request::cancel), or drop it |
/// | wait for several | [`RequestSet`](super::RequestSet), [`wait_all`](super::wait_all) |
///
/// **Dropping** it never waits. What was to be sent is sent, and its memory freed once it is. A receive is cancelled, so that it takes no message
/// from a later one; if a message had been matched to it already, that message is lost. To leak it (`mem::forget`) leaks the memory,
/// and a leaked receive goes on taking a message.
///
/// As a **future** it may be polled by any executor, on the threads that may call MPI: see [`block_on`](super::block_on).
#[doc(alias = "MPI_Request")]
#[must_use = "a receive that is dropped is cancelled; `wait`, `.await`, or add it to a `RequestSet`"]
pub struct Request<T> {
    core: Core,
    procedure: ProcedureRef<T>,
    yields: PhantomData<T>,
}

// SAFETY: a request handle belongs to the process; the gate decides which thread may use it. What is held becomes a `T`, which may be sent,
// or memory that any thread may free.
unsafe impl<T: Send> Send for Request<T> {}
// SAFETY: nothing can be done by a shared reference.
unsafe impl<T> Sync for Request<T> {}
impl<T> Unpin for Request<T> {}

impl<T> Request<T> {
    /// A request that was started.
    ///
    /// # Safety
    /// `procedure` is the one for what `held` is, and `request` works in nothing but that.
    #[inline(always)]
    pub(crate) unsafe fn started(
        request: ffi::MPI_Request,
        held: Held,
        procedure: ProcedureRef<T>,
        instance: &'static Instance,
    ) -> Request<T> {
        Request { core: Core::new(request, held, instance), procedure, yields: PhantomData }
    }

    /// Waits until the operation is complete, and gives back what it owns; a receive, with the status.
    ///
    /// Blocking. One `MPI_Wait`.
    ///
    /// # Errors
    /// As the blocking form of the operation. [`Failed`] gives back the buffer too, or, where this thread may not wait, the request. For a
    /// request whose result was taken by [`test`](Request::test), [`Request`](crate::ErrorKind::Request).
    ///
    /// MPI 5.0 section 3.7.3.
    ///
    /// ```no_run
    /// # use oxmpi::prelude::*;
    /// # let mpi = oxmpi::init()?;
    /// # let world = mpi.world();
    /// let receiving = world.irecv_into(vec![0.0; 100], 0)?;
    /// let sending = world.isend(vec![1.5; 100], 0)?;
    /// let (received, status) = receiving.wait()?;
    /// let sent: Vec<f64> = sending.wait()?;
    /// # Ok::<(), oxmpi::Error>(())
    /// ```
    #[doc(alias = "MPI_Wait")]
    #[inline(always)]
    pub fn wait(mut self) -> Result<T, Failed<T>> {
        let call = match self.core.instance.enter("MPI_Wait") {
            Ok(call) => call,
            Err(error) => return Err(Failed::with_request(error, self)),
        };
        self.core.instance.tidy(&call);
        let (Some(succeed), true) = (self.procedure.succeed, self.core.is_untouched()) else {
            return self.wait_special(call);
        };
        let mut status = Status::unwritten();
        // SAFETY: past the gate; an active request of ours; the status is ours.
        let code = unsafe { ffi::MPI_Wait(&mut self.core.request, status.as_mut_ptr()) };
        if code != ffi::MPI_SUCCESS as c_int {
            return self.wait_failed(code, &status, call);
        }
        self.procedure = Self::SPENT;
        // SAFETY: the operation succeeded; what the request holds is taken once, since it is spent.
        let result = unsafe { succeed(&self.core.held, &status, call) };
        std::mem::forget(self);
        result
    }

    #[cold]
    #[inline(never)]
    fn wait_failed(mut self, code: c_int, status: &MaybeUninit<ffi::MPI_Status>, call: Call) -> Result<T, Failed<T>> {
        let error = Error::from_code(self.procedure.common.call, code);
        self.complete_failed(error, status, &call)
    }

    #[inline(never)]
    fn wait_special(mut self, call: Call) -> Result<T, Failed<T>> {
        match self.core.advance(self.procedure.common, true, &call) {
            Ok(Progress::Over(outcome, status)) => self.complete(outcome, &status, &call),
            Ok(Progress::Pending) => unreachable!("it was waited for"),
            Err(error) => Err(Failed::with_request(error, self)),
        }
    }

    /// Looks whether the operation is complete, and if so gives back what it owns, once. `None`: it goes on.
    ///
    /// Does not wait. One `MPI_Test`.
    ///
    /// # Errors
    /// As [`wait`](Request::wait). After an error that says so by its kind ([`WrongThread`](crate::ErrorKind::WrongThread)) the operation goes on.
    ///
    /// MPI 5.0 section 3.7.3.
    ///
    /// ```no_run
    /// # use oxmpi::prelude::*;
    /// # let mpi = oxmpi::init()?;
    /// # let world = mpi.world();
    /// # fn compute_a_little() {}
    /// let mut receiving = world.irecv_into(vec![0.0; 100], 0)?;
    /// let (received, status) = loop {
    ///     match receiving.test()? {
    ///         Some(done) => break done,
    ///         None => compute_a_little(),
    ///     }
    /// };
    /// # Ok::<(), oxmpi::Error>(())
    /// ```
    #[doc(alias = "MPI_Test")]
    #[inline]
    pub fn test(&mut self) -> Result<Option<T>, Failed<T>> {
        let call = self.core.instance.enter("MPI_Test").map_err(Failed::new)?;
        match self.core.advance(self.procedure.common, false, &call) {
            Ok(Progress::Over(outcome, status)) => self.complete(outcome, &status, &call).map(Some),
            Ok(Progress::Pending) => Ok(None),
            Err(error) => Err(Failed::new(error)),
        }
    }

    /// Looks whether the operation is complete, and takes nothing: [`wait`](Request::wait) then returns at once. What is known of the message
    /// that arrived, or an empty status where the operation receives nothing; `None`: it goes on.
    ///
    /// Does not wait. One `MPI_Request_get_status`. A receive of a length that only the message tells says `None` until it is tested or waited
    /// for, which is what looks for the message.
    ///
    /// # Errors
    /// [`Cancelled`](crate::ErrorKind::Cancelled), where that is what became of it.
    ///
    /// MPI 5.0 section 3.7.6.
    #[doc(alias = "MPI_Request_get_status")]
    pub fn get_status(&mut self) -> Result<Option<Status>> {
        const CALL: &str = "MPI_Request_get_status";
        let call = self.core.instance.enter(CALL)?;
        if self.procedure.common.spent {
            return Err(spent());
        }
        if self.core.request == ffi::MPI_REQUEST_NULL && self.core.watch().is_none() {
            let nothing_left = self.procedure.common.stage.is_none();
            return Ok(nothing_left.then(Status::of_nobody));
        }
        if let Some(watch) = self.core.watch() {
            let Some((outcome, status)) = watch.look(self.procedure.common.call, &call) else { return Ok(None) };
            outcome?;
            return self.status_of(&status, &call).map(Some);
        }
        let (mut done, mut status): (c_int, _) = (0, Status::unwritten());
        // SAFETY: past the gate; an active request of ours; flag and status are ours.
        check(CALL, unsafe { ffi::MPI_Request_get_status(self.core.request, &mut done, status.as_mut_ptr()) })?;
        if done == 0 || self.procedure.common.stage.is_some() {
            Ok(None)
        } else {
            self.status_of(&status, &call).map(Some)
        }
    }

    fn status_of(&self, status: &MaybeUninit<ffi::MPI_Status>, call: &Call) -> Result<Status> {
        self.core.check_cancelled(self.procedure.common, status)?;
        if self.procedure.common.receives {
            // SAFETY: the operation is complete, so MPI wrote the status.
            unsafe { Status::read_within(status, call) }
        } else {
            Ok(Status::of_nobody())
        }
    }

    /// Asks MPI to give the operation up. It is over in either case, and has to be waited for: [`wait`](Request::wait) then returns
    /// [`Cancelled`](crate::ErrorKind::Cancelled) with the buffer, or, where it was too late, the result.
    ///
    /// Local. Receives that no message was matched to are cancelled by all libraries; of sends the standard asks no longer that they can be, and
    /// libraries ignore it.
    ///
    /// # Errors
    /// [`Unsupported`](crate::ErrorKind::Unsupported) for operations that cannot be cancelled.
    ///
    /// MPI 5.0 section 3.8.4.
    ///
    /// ```no_run
    /// # use oxmpi::prelude::*;
    /// # let mpi = oxmpi::init()?;
    /// # let world = mpi.world();
    /// let mut request = world.irecv_into(vec![0u8; 100], ANY)?;
    /// request.cancel()?;
    /// match request.wait() {
    ///     Ok((message, status)) => println!("it came in time: {:?} bytes", status.bytes()),
    ///     Err(cancelled) => drop(cancelled.into_value()),
    /// }
    /// # Ok::<(), oxmpi::Error>(())
    /// ```
    #[doc(alias = "MPI_Cancel")]
    #[doc(alias = "MPI_Test_cancelled")]
    pub fn cancel(&mut self) -> Result<()> {
        const CALL: &str = "MPI_Cancel";
        let _call = self.core.instance.enter(CALL)?;
        if self.procedure.common.spent {
            return Err(spent());
        }
        self.core.cancel(self.procedure.common)
    }

    /// Makes the result of an operation that is over.
    #[inline(always)]
    fn complete(
        &mut self,
        outcome: Result<()>,
        status: &MaybeUninit<ffi::MPI_Status>,
        call: &Call,
    ) -> Result<T, Failed<T>> {
        if let Err(error) = outcome {
            return self.complete_failed(error, status, call);
        }
        let request = self.core.request;
        let procedure = self.spend();
        // SAFETY: the operation is over; what the request holds is taken once, since it is spent now.
        unsafe { (procedure.finish)(self.core.held, Over { outcome: Ok(()), status, request, call }) }
    }

    #[cold]
    fn complete_failed(
        &mut self,
        error: Error,
        status: &MaybeUninit<ffi::MPI_Status>,
        call: &Call,
    ) -> Result<T, Failed<T>> {
        if self.core.request != ffi::MPI_REQUEST_NULL && !self.procedure.common.persistent {
            // MPI says that it failed, not that it is over.
            let request = self.core.request;
            let procedure = self.spend();
            self.core.request = request;
            self.core.abandon(procedure.common);
            return Err(Failed::new(error));
        }
        let request = self.core.request;
        let procedure = self.spend();
        // SAFETY: as in `complete`.
        unsafe { (procedure.finish)(self.core.held, Over { outcome: Err(error), status, request, call }) }
    }

    /// The procedure of a request whose result was taken.
    const SPENT: ProcedureRef<T> =
        ProcedureRef::new(&Procedure { common: SPENT, finish: finish_spent::<T>, succeed: None });

    /// From now on there is no result to take.
    fn spend(&mut self) -> ProcedureRef<T> {
        self.core.request = ffi::MPI_REQUEST_NULL;
        std::mem::replace(&mut self.procedure, Self::SPENT)
    }

    /// The parts, for a set of requests.
    pub(super) fn into_parts(self) -> (Core, ProcedureRef<T>) {
        let this = ManuallyDrop::new(self);
        // SAFETY: moved out of `this`, which is not dropped; the rest of it needs no drop.
        (unsafe { std::ptr::read(&raw const this.core) }, this.procedure)
    }

    pub(super) fn core_mut(&mut self) -> &mut Core {
        &mut self.core
    }
}

unsafe fn finish_spent<T>(_: Held, over: Over<'_>) -> Result<T, Failed<T>> {
    Err(Failed::new(over.outcome.err().unwrap_or_else(spent)))
}

impl<T> Drop for Request<T> {
    #[inline]
    fn drop(&mut self) {
        if !self.procedure.common.spent {
            self.core.abandon(self.procedure.common);
        }
    }
}

impl<T> fmt::Debug for Request<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = if self.procedure.common.spent { "complete" } else { "under way" };
        f.debug_struct("Request").field("call", &self.procedure.common.call).field("state", &state).finish()
    }
}
