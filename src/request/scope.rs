//! Scopes: memory that is lent to operations, which end before the scope does.

use super::core::spent;
use super::driver::Watch;
use super::future::pending;
use super::procedure::{Over, outcome};
use super::table::{Entry, Lease, Settle, Table};
use super::{Failed, RequestBuffer, RequestBufferMut, Status};
use crate::buffer::{Buffer, BufferMut, RawBuffer};
use crate::communicator::Communicator;
use crate::datatype::Of;
use crate::error::{Error, ErrorKind, Result};
use crate::gate::held::Held;
use crate::gate::{Call, Instance};
use crate::process::{Mpi, give_up, patience};
use oxmpi_sys as ffi;
use std::cell::RefCell;
use std::ffi::c_int;
use std::fmt;
use std::future::Future;
use std::marker::PhantomData;
use std::mem::MaybeUninit;
use std::pin::Pin;
use std::task::{Context, Poll};

/// Where memory is lent to operations. It ends when all of them have: see [`Mpi::scope`].
pub struct Scope<'scope, 'env: 'scope> {
    shared: Shared,
    /// Invariant, so that nothing that lives shorter than the scope can be lent to it.
    scope: PhantomData<&'scope mut &'scope ()>,
    env: PhantomData<&'env mut &'env ()>,
}

/// The part that requests refer to. Not `Sync`: a scope and its requests stay on one thread.
pub struct Shared {
    instance: &'static Instance,
    table: RefCell<Lease>,
}

/// Memory that is lent to a scope, to be read: what [`Scope::lend`] returns.
#[must_use = "give it to a nonblocking call of a communicator"]
pub struct Lent<'scope, B: ?Sized> {
    shared: &'scope Shared,
    buffer: &'scope B,
}

/// Memory that is lent to a scope, to be filled: what [`Scope::lend_mut`] returns.
#[must_use = "give it to a nonblocking call of a communicator"]
pub struct LentMut<'scope, B: ?Sized> {
    shared: &'scope Shared,
    buffer: &'scope mut B,
}

/// An operation on memory that was lent to a scope. Yields the borrow again, a receive with the status.
///
/// It belongs to the scope: what is not waited for is waited for at the end of the scope, so the handle may be dropped or leaked. Stays on the
/// thread of its scope.
pub struct ScopedRequest<'scope, T> {
    shared: &'scope Shared,
    index: usize,
    /// Makes the result.
    ///
    /// # Safety
    /// It ended so; called once, with what its entry held.
    yields: unsafe fn(Held, Ended<'_>) -> Result<T>,
    spent: bool,
    watch: Option<Watch>,
}

/// How an operation of a scope ended that did not fail.
enum Ended<'a> {
    /// MPI reported no error, and left this status; nobody looked at what arrived.
    Now(&'a MaybeUninit<ffi::MPI_Status>, &'a Call),
    /// It is settled already.
    Settled(Status),
}

impl Mpi {
    /// Runs a function in which memory can be lent to nonblocking operations, and waits for these at its end.
    ///
    /// Within it, `s.lend(&x)` and `s.lend_mut(&mut x)` stand where a nonblocking call takes an owned buffer. Nothing is copied or
    /// allocated for a request. The operations need not be waited for one by one; those that are give the borrow back:
    ///
    /// ```no_run
    /// # use oxmpi::prelude::*;
    /// # let mpi = oxmpi::init()?;
    /// # let world = mpi.world();
    /// # let (left, right) = (0, 0);
    /// let (mut ghost, edge) = ([0.0; 64], [1.0; 64]);
    /// mpi.scope(|s| {
    ///     let receiving = world.irecv_into(s.lend_mut(&mut ghost), left)?;
    ///     world.isend(s.lend(&edge), right)?;
    ///     // … compute what needs no ghost …
    ///     let (ghost, status) = receiving.wait()?;
    ///     println!("{} bytes, the first number is {}", status.bytes(), ghost[0]);
    ///     Ok(())
    /// })?;
    /// # Ok::<(), oxmpi::Error>(())
    /// ```
    ///
    /// What is lent is borrowed until the scope ends, whatever becomes of the requests: leaking one changes nothing. What the scope
    /// itself declares cannot be lent to it.
    ///
    /// # Errors
    /// What `operations` returns; else the first error of an operation that it did not wait for. When `operations` returns an error, receives
    /// under way are cancelled, and sends waited for: after `OXMPI_FINALIZE_WAIT` seconds (default 10) the job is aborted, since memory that MPI
    /// works in cannot be given back. When it panics with operations under way, the job is aborted at once.
    ///
    /// MPI 5.0 section 3.7.
    pub fn scope<'env, R>(
        &self,
        operations: impl for<'scope> FnOnce(&'scope Scope<'scope, 'env>) -> Result<R>,
    ) -> Result<R> {
        scope(self.instance(), operations)
    }
}

impl Communicator {
    /// [`Mpi::scope`] for a thread that has no [`Mpi`].
    pub fn scope<'env, R>(
        &self,
        operations: impl for<'scope> FnOnce(&'scope Scope<'scope, 'env>) -> Result<R>,
    ) -> Result<R> {
        scope(self.instance(), operations)
    }
}

fn scope<'env, R>(
    instance: &'static Instance,
    operations: impl for<'scope> FnOnce(&'scope Scope<'scope, 'env>) -> Result<R>,
) -> Result<R> {
    let shared = Shared { instance, table: RefCell::new(Lease::take()) };
    let scope = Scope { shared, scope: PhantomData, env: PhantomData };
    let guard = AbortOnPanic(&scope.shared);
    let result = operations(&scope);
    let first = guard.0.finish(result.is_err());
    std::mem::forget(guard);
    match (result, first) {
        (Ok(_), Some(error)) => Err(error),
        (result, _) => result,
    }
}

/// Ends the job when a panic leaves a scope with operations under way: their memory is about to go, and to wait for them could take forever.
struct AbortOnPanic<'a>(&'a Shared);

impl Drop for AbortOnPanic<'_> {
    fn drop(&mut self) {
        // Borrowed: the panic came out of one of our own calls, with operations under way.
        if self.0.table.try_borrow().map_or(true, |table| table.is_active()) {
            give_up("a panic left a scope in which operations are under way", 101);
        }
    }
}

impl Shared {
    /// Waits for all operations. The first error that was not told to anybody.
    fn finish(&self, failed: bool) -> Option<Error> {
        let mut table = self.table.borrow_mut();
        let table = &mut **table;
        if !table.is_active() {
            return None;
        }
        let (seconds, end) = if failed { patience() } else { (0, None) };
        let (mut first, mut cancelled) = (None, false);
        loop {
            match self.instance.enter("MPI_Wait") {
                Ok(call) => {
                    if failed && !std::mem::replace(&mut cancelled, true) {
                        table.cancel_receives(&call);
                    }
                    if table.finish(!failed, &call, &mut first) {
                        return first;
                    }
                }
                // Another thread has its turn.
                Err(error) if error.kind() == ErrorKind::WrongThread && self.instance.takes_turns() => {}
                Err(error) => give_up(&format!("a scope cannot end: {error}"), 1),
            }
            if failed && end.is_some_and(|end| std::time::Instant::now() >= end) {
                let why = "a scope failed, and the operations on what was lent to it are not complete after";
                give_up(&format!("{why} {seconds} s (OXMPI_FINALIZE_WAIT)"), 1);
            }
            std::thread::yield_now();
        }
    }

    #[inline(always)]
    fn add(&self, request: ffi::MPI_Request, held: Held, settle: Option<Settle>) -> usize {
        self.table.borrow_mut().add(request, Entry { held, settle, active: true, cancelled: false })
    }
}

impl<'scope, 'env> Scope<'scope, 'env> {
    /// Lends memory to be read: `&x`, `&array`, `&slice[..]`, `&vec`, a view.
    pub fn lend<B: Buffer + ?Sized>(&'scope self, buffer: &'scope B) -> Lent<'scope, B> {
        Lent { shared: &self.shared, buffer }
    }

    /// Lends memory to be filled: `&mut x`, `&mut array`, `&mut slice[..]`, `&mut vec`, a view. It is filled from the start, and never grows.
    pub fn lend_mut<B: BufferMut + ?Sized>(&'scope self, buffer: &'scope mut B) -> LentMut<'scope, B> {
        LentMut { shared: &self.shared, buffer }
    }
}

impl<'scope, B: Buffer + ?Sized> RequestBuffer for Lent<'scope, B> {
    type Reading = ScopedRequest<'scope, &'scope B>;
    type Kept = Self;

    #[inline(always)]
    fn keep(self) -> Result<(Self, RawBuffer), Failed<Self>> {
        let raw = self.buffer.raw();
        Ok((self, raw))
    }

    #[inline(always)]
    unsafe fn reading(kept: Self, request: ffi::MPI_Request, _: &'static Instance) -> Self::Reading {
        let index = kept.shared.add(request, Held::of(std::ptr::from_ref(kept.buffer)), None);
        ScopedRequest { shared: kept.shared, index, yields: yield_read::<B>, spent: false, watch: None }
    }

    fn refused(kept: Self, error: Error) -> Failed<Self> {
        Failed::with_value(error, kept)
    }
}

unsafe fn yield_read<'scope, B: ?Sized>(held: Held, _: Ended<'_>) -> Result<&'scope B> {
    // SAFETY: what was lent to the scope, as `reading` held it.
    Ok(unsafe { &*held.get::<*const B>() })
}

impl<'scope, B: BufferMut + ?Sized> RequestBufferMut for LentMut<'scope, B> {
    type Filling = ScopedRequest<'scope, (&'scope mut B, Status)>;
    type Kept = (&'scope Shared, *mut B);

    #[inline(always)]
    fn keep(self) -> Result<(Self::Kept, RawBuffer), Failed<Self>> {
        let buffer: *mut B = self.buffer;
        // SAFETY: borrowed mutably for as long as the scope lasts, here and in what is kept.
        let raw = unsafe { &mut *buffer }.raw_mut();
        Ok(((self.shared, buffer), raw))
    }

    #[inline(always)]
    unsafe fn filling((shared, buffer): Self::Kept, request: ffi::MPI_Request, _: &'static Instance) -> Self::Filling {
        let index = shared.add(request, Held::of(buffer), Some(settle_filled::<B>));
        ScopedRequest { shared, index, yields: yield_filled::<B>, spent: false, watch: None }
    }

    fn refused((shared, buffer): Self::Kept, error: Error) -> Failed<Self> {
        // SAFETY: the borrow that `keep` took, given back: MPI does not have it.
        Failed::with_value(error, LentMut { shared, buffer: unsafe { &mut *buffer } })
    }
}

#[inline(always)]
unsafe fn settle_filled<B: BufferMut + ?Sized>(held: &Held, over: &Over<'_>) -> Result<Status> {
    // SAFETY: what was lent to the scope, as `filling` held it; MPI is done with it.
    let buffer = unsafe { &mut *held.get::<*mut B>() };
    let bytes = buffer.raw_mut().bytes;
    let result = match over.outcome {
        // SAFETY: the receive succeeded.
        Ok(()) => unsafe { Status::of_receive::<B::Elem>("MPI_Irecv", over.status, bytes, over.call) },
        Err(_) => Ok(Status::of_nobody()), // the caller has the error
    };
    if Of::<B::Elem>::TAGGED && (result.is_err() || over.outcome.is_err()) {
        // SAFETY: the repair follows.
        unsafe { buffer.clear() };
    }
    // SAFETY: initialized before it was lent, and after: MPI writes initialized bytes.
    unsafe { buffer.repair("MPI_Irecv") }?;
    result
}

unsafe fn yield_filled<'scope, B: BufferMut + ?Sized>(held: Held, ended: Ended<'_>) -> Result<(&'scope mut B, Status)> {
    let status = match ended {
        Ended::Now(status, call) => {
            let over = Over { outcome: Ok(()), status, request: ffi::MPI_REQUEST_NULL, call };
            // SAFETY: the caller's promise: what the entry held, once.
            unsafe { settle_filled::<B>(&held, &over) }?
        }
        Ended::Settled(status) => status,
    };
    // SAFETY: what was lent to the scope, as `filling` held it; settled, so that nobody else uses it.
    Ok((unsafe { &mut *held.get::<*mut B>() }, status))
}

impl<T> ScopedRequest<'_, T> {
    /// Waits until the operation is complete, and gives the borrow back; a receive, with the status.
    ///
    /// Blocking. One `MPI_Wait`. Errors as the blocking form of the operation. MPI 5.0 section 3.7.3.
    #[doc(alias = "MPI_Wait")]
    pub fn wait(mut self) -> Result<T> {
        let call = self.shared.instance.enter("MPI_Wait")?;
        self.shared.instance.tidy(&call);
        self.advance(true, &call)?.ok_or_else(spent)
    }

    /// Looks whether the operation is complete, and if so gives the borrow back, once. `None`: it goes on.
    ///
    /// Does not wait. One `MPI_Test`. MPI 5.0 section 3.7.3.
    #[doc(alias = "MPI_Test")]
    pub fn test(&mut self) -> Result<Option<T>> {
        let call = self.shared.instance.enter("MPI_Test")?;
        self.advance(false, &call)
    }

    /// Asks MPI to give the operation up, as [`Request::cancel`](super::Request::cancel). MPI 5.0 section 3.8.4.
    #[doc(alias = "MPI_Cancel")]
    pub fn cancel(&mut self) -> Result<()> {
        let call = self.shared.instance.enter("MPI_Cancel")?;
        if self.spent {
            return Err(spent());
        }
        self.shared.table.borrow_mut().cancel(self.index, &call)
    }

    #[inline(always)]
    fn advance(&mut self, wait: bool, call: &Call) -> Result<Option<T>> {
        if self.spent {
            return Err(spent());
        }
        let mut table = self.shared.table.borrow_mut();
        let table = &mut **table;
        let (mut status, mut done): (_, c_int) = (Status::unwritten(), 1);
        let request = &raw mut table.requests[self.index];
        // SAFETY: past the gate (the `Call`); an active request of ours; flag and status are ours.
        let code = unsafe {
            if wait {
                ffi::MPI_Wait(request, status.as_mut_ptr())
            } else {
                ffi::MPI_Test(request, &mut done, status.as_mut_ptr())
            }
        };
        if code == ffi::MPI_SUCCESS as c_int && done == 0 {
            return Ok(None);
        }
        if code != ffi::MPI_SUCCESS as c_int || table.entries[self.index].cancelled {
            let settled = Self::settle_special(table, self.index, &mut self.spent, code, &status, call)?;
            // SAFETY: over and settled, without an error; once, since it is spent.
            return unsafe { (self.yields)(table.entries[self.index].held, Ended::Settled(settled)) }.map(Some);
        }
        self.spent = true;
        let held = table.leave(self.index);
        // SAFETY: over, without an error; once, since it is spent, and no entry of the table's any more.
        unsafe { (self.yields)(held, Ended::Now(&status, call)) }.map(Some)
    }

    /// Settles an operation that failed, or was cancelled.
    #[cold]
    #[inline(never)]
    fn settle_special(
        table: &mut Table,
        index: usize,
        spent: &mut bool,
        code: c_int,
        status: &MaybeUninit<ffi::MPI_Status>,
        call: &Call,
    ) -> Result<Status> {
        let outcome = match outcome(table.entries[index].call(), code) {
            Ok(()) => table.entries[index].not_cancelled(status, call),
            // It failed, and is not over: the scope waits for it.
            Err(error) if table.requests[index] != ffi::MPI_REQUEST_NULL => return Err(error),
            failed => failed,
        };
        *spent = true;
        table.settle(index, outcome, status, call)
    }
}

/// Completes as [`wait`](ScopedRequest::wait) does. To be awaited by a [`block_on`](super::block_on) within the scope.
impl<T> Future for ScopedRequest<'_, T> {
    type Output = Result<T>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<T>> {
        let this = self.get_mut();
        let looked = this.watch.take().is_some();
        let instance = this.shared.instance;
        match this.test() {
            Ok(Some(value)) => return Poll::Ready(Ok(value)),
            Ok(None) => {}
            Err(error) if error.kind() == ErrorKind::WrongThread && instance.takes_turns() => {}
            Err(error) => return Poll::Ready(Err(error)),
        }
        this.watch = Some(Watch::new(instance, ffi::MPI_REQUEST_NULL, context.waker(), looked));
        pending(instance, context)
    }
}

impl fmt::Debug for Scope<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Scope").finish_non_exhaustive()
    }
}

macro_rules! opaque {
    ($( [$( $generics:tt )*] $type:ident, $name:literal; )*) => { $(
        impl<$( $generics )*> fmt::Debug for $type<'_, T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct($name).finish_non_exhaustive()
            }
        }
    )* };
}

opaque! {
    [T: ?Sized] Lent, "Lent";
    [T: ?Sized] LentMut, "LentMut";
    [T] ScopedRequest, "ScopedRequest";
}
