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
use std::ops::{Deref, DerefMut};

/// All operations of one scope. The lists have the same length.
#[derive(Default)]
pub(super) struct Table {
    /// As MPI takes them; null where the operation is over or the entry free.
    pub(super) requests: Vec<ffi::MPI_Request>,
    pub(super) entries: Vec<Entry>,
    free: Vec<usize>,
    /// Room for what `MPI_Waitall` says.
    statuses: Vec<MaybeUninit<ffi::MPI_Status>>,
}

/// Whether many operations are waited for by one `MPI_Waitall`; else one by one, which takes no longer where they have to be waited for, as each
/// goes on while another is waited for. `MPI_Waitall` of Open MPI (4.1.4) can hang where one of them failed.
pub(super) const ALL_AT_ONCE: bool = cfg!(not(oxmpi_family = "open_mpi"));

/// Looks at what arrived.
///
/// # Safety
/// The operation is over; `held` is what the entry has; called once.
pub(super) type Settle = unsafe fn(&Held, &Over<'_>) -> Result<Status>;

/// One operation.
pub(super) struct Entry {
    pub(super) held: Held,
    /// For a receive.
    pub(super) settle: Option<Settle>,
    /// Whether nobody has settled it yet.
    pub(super) active: bool,
    /// Whether MPI was asked to cancel it. (Open MPI 4.1.4 crashes when it is asked twice.)
    pub(super) cancelled: bool,
}

impl Entry {
    /// The MPI function that started it, for error messages.
    pub(super) fn call(&self) -> &'static str {
        if self.settle.is_some() { "MPI_Irecv" } else { "MPI_Isend" }
    }

    /// Cancels the operation, once; for a thread that is past the gate.
    fn cancel(&mut self, request: &mut ffi::MPI_Request) -> Result<()> {
        if std::mem::replace(&mut self.cancelled, true) || *request == ffi::MPI_REQUEST_NULL {
            return Ok(());
        }
        // SAFETY: past the gate (see the callers); an active request of ours.
        check("MPI_Cancel", unsafe { ffi::MPI_Cancel(request) })
    }

    /// Settles it: it is over.
    #[inline(always)]
    fn settle(&mut self, outcome: Result<()>, status: &MaybeUninit<ffi::MPI_Status>, call: &Call) -> Result<Status> {
        self.active = false;
        let Some(settle) = self.settle else { return outcome.map(|()| Status::of_nobody()) };
        let over = Over { outcome, status, request: ffi::MPI_REQUEST_NULL, call };
        // SAFETY: over, and settled once: it was active until now.
        let settled = unsafe { settle(&self.held, &over) };
        over.outcome.and(settled)
    }

    /// Settles it where MPI is done with it, at the end of the scope; keeps the first error. `false`: it failed, and goes on all the same.
    #[inline(always)]
    fn over(
        &mut self,
        request: ffi::MPI_Request,
        code: c_int,
        status: &MaybeUninit<ffi::MPI_Status>,
        call: &Call,
        first: &mut Option<Error>,
    ) -> bool {
        if code != ffi::MPI_SUCCESS as c_int || self.cancelled {
            return self.over_special(request, code, status, call, first);
        }
        if let Err(error) = self.settle(Ok(()), status, call) {
            first.get_or_insert(error);
        }
        true
    }

    #[cold]
    #[inline(never)]
    fn over_special(
        &mut self,
        request: ffi::MPI_Request,
        code: c_int,
        status: &MaybeUninit<ffi::MPI_Status>,
        call: &Call,
        first: &mut Option<Error>,
    ) -> bool {
        if request != ffi::MPI_REQUEST_NULL {
            return false;
        }
        let outcome = outcome(self.call(), code).and_then(|()| self.not_cancelled(status, call));
        match self.settle(outcome, status, call) {
            Err(error) if error.kind() == ErrorKind::Cancelled => {} // as it was asked for
            Err(error) => {
                first.get_or_insert(error);
            }
            Ok(_) => {}
        }
        true
    }

    /// An operation that was cancelled has no result.
    pub(super) fn not_cancelled(&self, status: &MaybeUninit<ffi::MPI_Status>, _: &Call) -> Result<()> {
        if !self.cancelled {
            return Ok(());
        }
        let mut was_cancelled: c_int = 0;
        // SAFETY: past the gate (the `Call`); a status that MPI wrote.
        unsafe { ffi::MPI_Test_cancelled(status.as_ptr(), &mut was_cancelled) };
        if was_cancelled == 0 { Ok(()) } else { Err(super::core::cancelled(self.call())) }
    }
}

thread_local! {
    /// A table whose memory the next scope of this thread can use.
    static SPARE: Cell<Option<Box<Table>>> = const { Cell::new(None) };
}

/// The table of a scope, which goes to the next one. Boxed, so that it is a word that goes.
pub(super) struct Lease(Option<Box<Table>>);

impl Lease {
    /// An empty table, with the memory of an earlier one if there is one.
    pub(super) fn take() -> Lease {
        Lease(Some(SPARE.try_with(Cell::take).ok().flatten().unwrap_or_default()))
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        if let Some(mut table) = self.0.take() {
            table.requests.clear();
            table.entries.clear();
            table.free.clear();
            let _ = SPARE.try_with(|spare| spare.set(Some(table)));
        }
    }
}

impl Deref for Lease {
    type Target = Table;

    #[inline(always)]
    fn deref(&self) -> &Table {
        self.0.as_deref().expect("until it is dropped")
    }
}

impl DerefMut for Lease {
    #[inline(always)]
    fn deref_mut(&mut self) -> &mut Table {
        self.0.as_deref_mut().expect("until it is dropped")
    }
}

impl Table {
    #[inline(always)]
    pub(super) fn add(&mut self, request: ffi::MPI_Request, entry: Entry) -> usize {
        if let Some(index) = self.free.pop() {
            (self.requests[index], self.entries[index]) = (request, entry);
            return index;
        }
        self.requests.push(request);
        self.entries.push(entry);
        self.entries.len() - 1
    }

    /// Settles an operation that is over, and frees its entry.
    pub(super) fn settle(
        &mut self,
        index: usize,
        outcome: Result<()>,
        status: &MaybeUninit<ffi::MPI_Status>,
        call: &Call,
    ) -> Result<Status> {
        self.free.push(index);
        self.entries[index].settle(outcome, status, call)
    }

    /// Frees the entry of an operation that is over, and is settled by the caller. What it held.
    #[inline(always)]
    pub(super) fn leave(&mut self, index: usize) -> Held {
        self.free.push(index);
        let entry = &mut self.entries[index];
        entry.active = false;
        entry.held
    }

    /// Whether MPI is at work for any of them.
    pub(super) fn is_active(&self) -> bool {
        self.entries.iter().any(|entry| entry.active)
    }

    /// Cancels the receives that are under way; for a thread that is past the gate.
    pub(super) fn cancel_receives(&mut self, _: &Call) {
        for (entry, request) in self.entries.iter_mut().zip(&mut self.requests) {
            if entry.active && entry.settle.is_some() {
                let _ = entry.cancel(request);
            }
        }
    }

    /// Cancels an operation that is under way; for a thread that is past the gate.
    pub(super) fn cancel(&mut self, index: usize, _: &Call) -> Result<()> {
        self.entries[index].cancel(&mut self.requests[index])
    }

    /// Waits for all, or tests all, and settles those that are over; keeps the first error. Says whether all are over.
    pub(super) fn finish(&mut self, wait: bool, call: &Call, first: &mut Option<Error>) -> bool {
        if wait && ALL_AT_ONCE && self.wait_for_all(call, first) {
            return true;
        }
        let mut all = true;
        for (entry, request) in self.entries.iter_mut().zip(&mut self.requests) {
            if !entry.active {
                continue;
            }
            let (mut status, mut done): (_, c_int) = (Status::unwritten(), 1);
            // SAFETY: past the gate (the `Call`); an active request of ours; flag and status are ours.
            let code = unsafe {
                if wait {
                    ffi::MPI_Wait(request, status.as_mut_ptr())
                } else {
                    ffi::MPI_Test(request, &mut done, status.as_mut_ptr())
                }
            };
            let goes_on = code == ffi::MPI_SUCCESS as c_int && done == 0;
            all &= !goes_on && entry.over(*request, code, &status, call, first);
        }
        all
    }

    /// One `MPI_Waitall`. Says whether all are over, which they are unless one failed.
    fn wait_for_all(&mut self, call: &Call, first: &mut Option<Error>) -> bool {
        let Ok(count) = c_int::try_from(self.requests.len()) else { return false };
        self.statuses.resize(self.requests.len(), Status::unwritten());
        let statuses = self.statuses.as_mut_ptr().cast::<ffi::MPI_Status>();
        // SAFETY: past the gate (the `Call`); as many requests of ours, active or null, as statuses.
        let code = unsafe { ffi::MPI_Waitall(count, self.requests.as_mut_ptr(), statuses) };
        let in_status = code == ffi::MPI_ERR_IN_STATUS as c_int;
        if code != ffi::MPI_SUCCESS as c_int && !in_status {
            return false; // nothing is known of any: they are looked at one by one
        }
        let mut all = true;
        for ((entry, &request), status) in self.entries.iter_mut().zip(&self.requests).zip(&self.statuses) {
            if entry.active {
                // SAFETY: statuses are made zeroed: initialized.
                let code = if in_status { unsafe { status.assume_init_ref() }.MPI_ERROR } else { code };
                let goes_on = code == ffi::MPI_ERR_PENDING as c_int;
                all &= !goes_on && entry.over(request, code, status, call, first);
            }
        }
        all
    }
}
