//! The part of a request that does not depend on what it yields: the MPI request, what it holds, and how it comes to its end.

use super::driver::Watch;
use super::procedure::{Abandoned, Common, Event, Step, outcome};
use super::status::Status;
use crate::error::{Error, ErrorKind, Result, check};
use crate::gate::held::Held;
use crate::gate::{Call, Instance};
use oxmpi_sys as ffi;
use std::ffi::c_int;
use std::mem::MaybeUninit;

/// An operation under way.
pub(crate) struct Core {
    pub(crate) request: ffi::MPI_Request,
    pub(crate) held: Held,
    pub(crate) instance: &'static Instance,
    /// Whether the operation still has a result to give.
    pub(crate) state: State,
    /// Where the driver of futures watches the request.
    pub(crate) watch: Option<Watch>,
    /// What the driver learnt of an MPI request of ours, for the operation to go on from there.
    pub(crate) early: Option<Box<(Result<()>, MaybeUninit<ffi::MPI_Status>)>>,
}

/// Where an operation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    /// Under way; nobody cancelled it, no driver watches it.
    Active,
    /// Under way, and watched, cancelled, or both.
    Special { cancelled: bool },
    /// Its result is taken.
    Spent,
}

/// How far an operation is.
pub(crate) enum Progress {
    Pending,
    Over(Result<()>, MaybeUninit<ffi::MPI_Status>),
}

impl Core {
    pub(crate) fn new(request: ffi::MPI_Request, held: Held, instance: &'static Instance) -> Core {
        Core { request, held, instance, state: State::Active, watch: None, early: None }
    }

    /// Waits or tests, whatever kind of operation it is.
    #[inline(always)]
    pub(crate) fn advance(&mut self, common: &Common, wait: bool, call: &Call) -> Result<Progress> {
        if self.state != State::Active || common.stage.is_some() || common.by_testing {
            return self.advance_special(common, wait, call);
        }
        // SAFETY: past the gate; an active request of ours.
        Ok(unsafe { self.advance_plain(common, wait) })
    }

    /// One MPI request, which is waited or tested for.
    ///
    /// # Safety
    /// Past the gate; the request is active.
    #[inline(always)]
    unsafe fn advance_plain(&mut self, common: &Common, wait: bool) -> Progress {
        let mut status = Status::unwritten();
        // SAFETY: the caller's promise; flag and status are ours.
        let code = unsafe {
            if wait {
                ffi::MPI_Wait(&mut self.request, status.as_mut_ptr())
            } else {
                let mut done: c_int = 0;
                let code = ffi::MPI_Test(&mut self.request, &mut done, status.as_mut_ptr());
                if done == 0 && code == ffi::MPI_SUCCESS as c_int {
                    return Progress::Pending;
                }
                code
            }
        };
        Progress::Over(outcome(common.call, code), status)
    }

    #[inline(never)]
    fn advance_special(&mut self, common: &Common, wait: bool, call: &Call) -> Result<Progress> {
        if self.state == State::Spent {
            return Err(spent(common));
        }
        let mut over = self.early.take().map(|early| Progress::Over(early.0, early.1));
        if let Some(watch) = self.watch.take() {
            match watch.give_up(common.call, &mut self.request) {
                Progress::Pending => {}
                done => over = Some(done),
            }
        }
        loop {
            let progress = match over.take() {
                Some(progress) => progress,
                None => self.advance_once(common, wait && !common.by_testing, call)?,
            };
            match (progress, common.stage) {
                (Progress::Pending, _) if wait => {
                    self.instance.tidy(call);
                    std::thread::yield_now();
                }
                (Progress::Pending, _) => return Ok(Progress::Pending),
                (Progress::Over(outcome, status), None) => {
                    let outcome = outcome.and_then(|()| self.check_cancelled(common, &status));
                    return Ok(Progress::Over(outcome, status));
                }
                (Progress::Over(outcome, status), Some(stage)) => {
                    // SAFETY: what the request holds; the MPI request is over.
                    let step = unsafe { stage(self.held, &mut self.request, Event::Over(outcome, &status), call) };
                    match step {
                        Ok(Step::Finished) => return Ok(Progress::Over(Ok(()), status)),
                        Ok(_) => {}
                        Err(error) => return Ok(Progress::Over(Err(error), status)),
                    }
                }
            }
        }
    }

    fn advance_once(&mut self, common: &Common, wait: bool, call: &Call) -> Result<Progress> {
        if let (Some(stage), true) = (common.stage, self.request == ffi::MPI_REQUEST_NULL) {
            if self.state == (State::Special { cancelled: true }) {
                return Ok(Progress::Over(Err(cancelled(common.call)), Status::unwritten()));
            }
            // SAFETY: what the request holds; no MPI request is active.
            match unsafe { stage(self.held, &mut self.request, Event::Idle { wait }, call) } {
                Ok(Step::Started) => {}
                Ok(Step::NotYet) => return Ok(Progress::Pending),
                Ok(Step::Finished) => return Ok(Progress::Over(Ok(()), Status::empty())),
                Err(error) if error.kind() == ErrorKind::WrongThread => return Err(error),
                Err(error) => return Ok(Progress::Over(Err(error), Status::unwritten())),
            }
        }
        // SAFETY: past the gate (the `Call`); an active request of ours.
        Ok(unsafe { self.advance_plain(common, wait) })
    }

    /// An operation that was cancelled has no result.
    fn check_cancelled(&self, common: &Common, status: &MaybeUninit<ffi::MPI_Status>) -> Result<()> {
        if self.state != (State::Special { cancelled: true }) {
            return Ok(());
        }
        let mut was_cancelled: c_int = 0;
        // SAFETY: past the gate (see `advance_special`); a status that MPI wrote.
        unsafe { ffi::MPI_Test_cancelled(status.as_ptr(), &mut was_cancelled) };
        if was_cancelled == 0 { Ok(()) } else { Err(cancelled(common.call)) }
    }

    /// Asks MPI to cancel; for a thread that is past the gate.
    pub(crate) fn cancel(&mut self, common: &Common) -> Result<()> {
        if self.state == State::Spent {
            return Err(spent(common));
        }
        if !common.cancellable {
            return Err(Error::unsupported("MPI_Cancel", format!("{} cannot be cancelled", common.call)));
        }
        if let Some(watch) = &self.watch {
            watch.cancel()?;
        } else if self.request != ffi::MPI_REQUEST_NULL && common.stage.is_none() {
            // SAFETY: past the gate (see our caller); an active request of ours.
            check("MPI_Cancel", unsafe { ffi::MPI_Cancel(&mut self.request) })?;
        }
        self.state = State::Special { cancelled: true };
        Ok(())
    }

    /// Gives up what may be under way.
    pub(crate) fn abandon(&mut self, common: &Common) {
        if self.state == State::Spent {
            return;
        }
        self.state = State::Spent;
        let over = match self.watch.take() {
            Some(watch) => !matches!(watch.give_up(common.call, &mut self.request), Progress::Pending),
            None => false,
        };
        if std::thread::panicking() && !over {
            return; // nothing is called then, and MPI may be at work in the memory
        }
        // SAFETY: what the request holds, once: it is spent.
        unsafe {
            (common.abandon)(Abandoned { held: self.held, request: self.request, instance: self.instance });
        }
    }
}

#[cold]
pub(super) fn cancelled(call: &'static str) -> Error {
    Error::new(ErrorKind::Cancelled, call, "it was cancelled before it took part in a transfer")
}

#[cold]
pub(super) fn spent(common: &Common) -> Error {
    Error::new(ErrorKind::Request, common.call, "the operation is complete and its result was taken; start a new one")
}
