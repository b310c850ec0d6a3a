//! The part of a request that does not depend on what it yields: the MPI request, what it holds, and how it comes to its end.

use super::driver::Watch;
use super::procedure::{Abandoned, Common, Event, Stage, Step, outcome};
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
    /// What few operations have.
    extra: Option<Box<Extra>>,
}

/// What few operations have: those that are awaited, or cancelled.
#[derive(Default)]
struct Extra {
    /// MPI was asked to cancel it.
    cancelled: bool,
    /// Where the driver of futures watches the request.
    watch: Option<Watch>,
    /// What the driver learnt of the MPI request, for the operation to go on from there.
    early: Option<(Result<()>, MaybeUninit<ffi::MPI_Status>)>,
}

/// How far an operation is.
pub(crate) enum Progress {
    Pending,
    Over(Result<()>, MaybeUninit<ffi::MPI_Status>),
}

impl Core {
    #[inline(always)]
    pub(crate) fn new(request: ffi::MPI_Request, held: Held, instance: &'static Instance) -> Core {
        Core { request, held, instance, extra: None }
    }

    /// Puts another core in the place of one that is over.
    #[inline(always)]
    pub(crate) fn replace(&mut self, core: Core) {
        if self.is_untouched() {
            // SAFETY: a place of ours; what is there needs no drop, being untouched.
            unsafe { std::ptr::write(self, core) };
        } else {
            *self = core;
        }
    }

    /// Whether it was neither awaited nor cancelled.
    #[inline(always)]
    pub(crate) fn is_untouched(&self) -> bool {
        self.extra.is_none()
    }

    /// Whether it is one MPI request and no more: waiting is one `MPI_Wait`.
    #[inline(always)]
    fn is_plain(&self, common: &Common) -> bool {
        self.extra.is_none() && !common.special
    }

    /// Waits or tests, whatever kind of operation it is.
    #[inline(always)]
    pub(crate) fn advance(&mut self, common: &Common, wait: bool, call: &Call) -> Result<Progress> {
        if !self.is_plain(common) {
            return self.advance_special(common, wait, call);
        }
        // SAFETY: past the gate; an active request of ours.
        Ok(unsafe { self.advance_plain(common, wait) })
    }

    fn extra(&mut self) -> &mut Extra {
        self.extra.get_or_insert_default()
    }

    /// Whether MPI was asked to cancel it.
    pub(crate) fn is_cancelled(&self) -> bool {
        self.extra.as_ref().is_some_and(|extra| extra.cancelled)
    }

    /// Where the driver watches it.
    pub(crate) fn watch(&self) -> Option<&Watch> {
        self.extra.as_ref().and_then(|extra| extra.watch.as_ref())
    }

    /// Has the driver watch it.
    pub(crate) fn set_watch(&mut self, watch: Watch) {
        self.extra().watch = Some(watch);
    }

    /// Takes the request back from the driver.
    pub(crate) fn unwatch(&mut self, common: &Common) {
        let watch = self.extra.as_mut().and_then(|extra| extra.watch.take());
        if let Some(watch) = watch {
            if let Progress::Over(outcome, status) = watch.give_up(common.call, &mut self.request) {
                self.extra().early = Some((outcome, status));
            }
        }
    }

    /// Whether the driver learnt something.
    pub(crate) fn has_early(&self) -> bool {
        self.extra.as_ref().is_some_and(|extra| extra.early.is_some())
    }

    /// What the driver learnt, once.
    pub(crate) fn take_early(&mut self) -> Option<(Result<()>, MaybeUninit<ffi::MPI_Status>)> {
        self.extra.as_mut().and_then(|extra| extra.early.take())
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
        self.unwatch(common);
        let mut over = self.take_early().map(|(outcome, status)| Progress::Over(outcome, status));
        if common.by_testing {
            self.instance.tidy(call); // another thread may have left word that it is complete
        }
        loop {
            let wait_here = wait && !common.by_testing;
            let progress = match (over.take(), common.stage) {
                (Some(progress), _) => progress,
                (None, Some(stage)) if self.request == ffi::MPI_REQUEST_NULL => {
                    match self.step(common, stage, wait_here, call)? {
                        None => continue,
                        Some(Progress::Pending) => Progress::Pending,
                        Some(over) => return Ok(over), // that was the last step
                    }
                }
                // SAFETY: past the gate (the `Call`); an active request of ours.
                (None, _) => unsafe { self.advance_plain(common, wait_here) },
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

    /// The next step where no MPI request is active. `None`: it started one.
    fn step(&mut self, common: &Common, stage: Stage, wait: bool, call: &Call) -> Result<Option<Progress>> {
        if self.is_cancelled() {
            return Ok(Some(Progress::Over(Err(cancelled(common.call)), Status::unwritten())));
        }
        // SAFETY: what the request holds; no MPI request is active.
        match unsafe { stage(self.held, &mut self.request, Event::Idle { wait }, call) } {
            Ok(Step::Started) => Ok(None),
            Ok(Step::NotYet) => Ok(Some(Progress::Pending)),
            Ok(Step::Finished) => Ok(Some(Progress::Over(Ok(()), Status::unwritten()))),
            Err(error) if error.kind() == ErrorKind::WrongThread => Err(error),
            Err(error) => Ok(Some(Progress::Over(Err(error), Status::unwritten()))),
        }
    }

    /// An operation that was cancelled has no result. For a thread that is past the gate.
    pub(super) fn check_cancelled(&self, common: &Common, status: &MaybeUninit<ffi::MPI_Status>) -> Result<()> {
        if !self.is_cancelled() {
            return Ok(());
        }
        let mut was_cancelled: c_int = 0;
        // SAFETY: past the gate (see the callers); a status that MPI wrote.
        unsafe { ffi::MPI_Test_cancelled(status.as_ptr(), &mut was_cancelled) };
        if was_cancelled == 0 { Ok(()) } else { Err(cancelled(common.call)) }
    }

    /// Asks MPI to cancel; for a thread that is past the gate.
    pub(crate) fn cancel(&mut self, common: &Common) -> Result<()> {
        if !common.cancellable {
            return Err(Error::unsupported("MPI_Cancel", format!("{} cannot be cancelled", common.call)));
        }
        if self.is_cancelled() {
            return Ok(()); // Open MPI (4.1.4) crashes when it is told twice
        }
        if let Some(watch) = self.watch() {
            watch.cancel()?;
        } else if self.request != ffi::MPI_REQUEST_NULL && common.stage.is_none() {
            // SAFETY: past the gate (see our caller); an active request of ours.
            check("MPI_Cancel", unsafe { ffi::MPI_Cancel(&mut self.request) })?;
        }
        self.extra().cancelled = true;
        Ok(())
    }

    /// Gives up what may be under way. Called once, unless it is spent.
    pub(crate) fn abandon(&mut self, common: &Common) {
        let cancelled = self.is_cancelled();
        self.unwatch(common);
        // SAFETY: what the request holds, once: it is spent.
        unsafe {
            (common.abandon)(Abandoned { held: self.held, request: self.request, cancelled, instance: self.instance });
        }
    }
}

#[cold]
pub(super) fn cancelled(call: &'static str) -> Error {
    Error::new(ErrorKind::Cancelled, call, "it was cancelled before it took part in a transfer")
}

/// How an operation is whose result was taken.
pub(super) const SPENT: &Common = &Common {
    special: true,
    spent: true,
    cancellable: false,
    stage: Some(stage_of_spent),
    ..Common::send("MPI_Wait", abandon_spent)
};

unsafe fn stage_of_spent(_: Held, _: &mut ffi::MPI_Request, _: Event<'_>, _: &Call) -> Result<Step> {
    Err(spent())
}

unsafe fn abandon_spent(_: Abandoned) {}

#[cold]
pub(super) fn spent() -> Error {
    let next = "the operation is complete and its result was taken; start a new one";
    Error::new(ErrorKind::Request, "MPI_Wait", next)
}
