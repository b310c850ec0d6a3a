//! The operations of a scope: what they work in, and how they ended.

use super::procedure::{Over, outcome};
use super::status::Status;
use crate::error::{Error, ErrorKind, Result, check};
use crate::gate::Call;
use crate::gate::held::Held;
use oxmpi_sys as ffi;
use std::cell::Cell;
use std::ffi::c_int;
use std::mem::MaybeUninit;

/// All operations of one scope. The lists have the same length.
#[derive(Default)]
pub(super) struct Table {
    /// As MPI takes them; null where the operation is over or the entry free.
    pub(super) requests: Vec<ffi::MPI_Request>,
    pub(super) entries: Vec<Entry>,
    free: Vec<usize>,
}

/// One operation.
pub(super) struct Entry {
    pub(super) held: Held,
    /// Looks at what arrived.
    ///
    /// # Safety
    /// The operation is over; `held` is what the entry has; called once.
    pub(super) settle: unsafe fn(Held, &Over<'_>) -> Result<Status>,
    /// Whether it is a receive.
    pub(super) receives: bool,
    pub(super) call: &'static str,
    /// Whether nobody has settled it yet.
    pub(super) active: bool,
    /// Whether MPI was asked to cancel it. (Open MPI 4.1.4 crashes when it is asked twice.)
    pub(super) cancelled: bool,
}

impl Entry {
    /// Cancels the operation, once; for a thread that is past the gate.
    fn cancel(&mut self, request: &mut ffi::MPI_Request) -> Result<()> {
        if std::mem::replace(&mut self.cancelled, true) || *request == ffi::MPI_REQUEST_NULL {
            return Ok(());
        }
        // SAFETY: past the gate (see the callers); an active request of ours.
        check("MPI_Cancel", unsafe { ffi::MPI_Cancel(request) })
    }

    /// An operation that was cancelled has no result.
    pub(super) fn not_cancelled(&self, status: &MaybeUninit<ffi::MPI_Status>, _: &Call) -> Result<()> {
        if !self.cancelled {
            return Ok(());
        }
        let mut was_cancelled: c_int = 0;
        // SAFETY: past the gate (the `Call`); a status that MPI wrote.
        unsafe { ffi::MPI_Test_cancelled(status.as_ptr(), &mut was_cancelled) };
        if was_cancelled == 0 { Ok(()) } else { Err(super::core::cancelled(self.call)) }
    }
}

thread_local! {
    /// A table whose memory the next scope of this thread can use.
    static SPARE: Cell<Option<Table>> = const { Cell::new(None) };
}

impl Table {
    /// An empty table, with the memory of an earlier one if there is one.
    pub(super) fn take() -> Table {
        SPARE.try_with(Cell::take).ok().flatten().unwrap_or_default()
    }

    /// Keeps the memory for the next scope.
    pub(super) fn give_back(mut self) {
        self.requests.clear();
        self.entries.clear();
        self.free.clear();
        let _ = SPARE.try_with(|spare| spare.set(Some(self)));
    }

    pub(super) fn add(&mut self, request: ffi::MPI_Request, entry: Entry) -> usize {
        match self.free.pop() {
            Some(index) => {
                self.requests[index] = request;
                self.entries[index] = entry;
                index
            }
            None => {
                self.requests.push(request);
                self.entries.push(entry);
                self.entries.len() - 1
            }
        }
    }

    /// Settles an operation that is over, and frees its entry.
    pub(super) fn settle(
        &mut self,
        index: usize,
        outcome: Result<()>,
        status: &MaybeUninit<ffi::MPI_Status>,
        call: &Call,
    ) -> Result<Status> {
        let entry = &mut self.entries[index];
        entry.active = false;
        let over = Over { outcome, status, request: ffi::MPI_REQUEST_NULL, call };
        // SAFETY: over, and settled once: it was active until now.
        let settled = unsafe { (entry.settle)(entry.held, &over) };
        self.free.push(index);
        over.outcome.and(settled)
    }

    /// Whether MPI is at work for any of them.
    pub(super) fn is_active(&self) -> bool {
        self.entries.iter().any(|entry| entry.active)
    }

    /// Cancels the receives that are under way; for a thread that is past the gate.
    pub(super) fn cancel_receives(&mut self, _: &Call) {
        for (entry, request) in self.entries.iter_mut().zip(&mut self.requests) {
            if entry.active && entry.receives {
                let _ = entry.cancel(request);
            }
        }
    }

    /// Cancels an operation that is under way; for a thread that is past the gate.
    pub(super) fn cancel(&mut self, index: usize, _: &Call) -> Result<()> {
        self.entries[index].cancel(&mut self.requests[index])
    }

    /// Waits for all, or tests all, and settles those that are over; keeps the first error. Says whether all are over.
    ///
    /// One after the other, which takes no longer: each goes on while another is waited for. `MPI_Waitall` of Open MPI 4.1.4 can hang where one
    /// of them failed.
    pub(super) fn finish(&mut self, wait: bool, call: &Call, first: &mut Option<Error>) -> bool {
        let mut all = true;
        for index in 0..self.entries.len() {
            if !self.entries[index].active {
                continue;
            }
            let (mut status, mut done): (_, c_int) = (Status::unwritten(), 1);
            let request = &mut self.requests[index];
            // SAFETY: past the gate (the `Call`); an active request of ours; flag and status are ours.
            let code = unsafe {
                if wait {
                    ffi::MPI_Wait(request, status.as_mut_ptr())
                } else {
                    ffi::MPI_Test(request, &mut done, status.as_mut_ptr())
                }
            };
            let outcome = outcome(self.entries[index].call, code);
            if (outcome.is_ok() && done == 0) || *request != ffi::MPI_REQUEST_NULL {
                all = false; // it goes on
                continue;
            }
            let outcome = outcome.and_then(|()| self.entries[index].not_cancelled(&status, call));
            match self.settle(index, outcome, &status, call) {
                Err(error) if error.kind() == ErrorKind::Cancelled => {} // as it was asked for
                Err(error) if first.is_none() => *first = Some(error),
                _ => {}
            }
        }
        all
    }
}
