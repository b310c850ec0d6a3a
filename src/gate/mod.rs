//! The gate that every call passes: MPI is initialized, not finalized, and this thread may call it now.
//!
//! The state of one initialization is an [`Instance`]; a handle points to its own. One word says who may enter: the id
//! of the only thread admitted, or one of the codes below. The common case is one load, one thread-local read, one
//! comparison.

pub(crate) mod deferred;
pub(crate) mod held;
pub(crate) mod identity;
#[cfg(all(oxmpi_loom, test))]
mod models;
pub(crate) mod oneself;
mod sync;
pub(crate) mod threads;

use crate::error::{Error, ErrorKind, Result};
use deferred::Deferred;
use oxmpi_sys as ffi;
use std::ffi::c_int;
use std::marker::PhantomData;
use std::sync::atomic::{AtomicBool, AtomicI32, AtomicPtr, Ordering};
use sync::{AtomicU64, Mutex};
use threads::Slot;

/// MPI is not initialized. (The id of a thread that never asked for its own is 0, which is no code.)
const NOT_INITIALIZED: u64 = u64::MAX;
/// MPI is finalized, by us or by the host program.
const FINALIZED: u64 = u64::MAX - 1;
/// Finalization waits for the threads that are inside of calls.
const FINALIZING: u64 = u64::MAX - 2;
/// `MPI_THREAD_MULTIPLE`: every thread may call.
const ANY_THREAD: u64 = u64::MAX - 3;
/// `MPI_THREAD_SERIALIZED`: every thread may call, one at a time.
const ONE_AT_A_TIME: u64 = u64::MAX - 4;

/// The state of one initialization of MPI. Lives forever, so that handles may outlive it in peace.
pub struct Instance {
    /// Who may enter.
    gate: AtomicU64,
    /// Under `ONE_AT_A_TIME`, the thread that is inside: whose turn it is.
    inside: AtomicU64,
    /// Whether the program asked for `MPI_THREAD_SINGLE`.
    single: AtomicBool,
    /// The largest tag; not negative.
    tag_upper_bound: AtomicI32,
    /// What was dropped where it could not be freed.
    deferred: Mutex<deferred::Waiting>,
    /// Whether somebody should look at it.
    untidy: AtomicBool,
    /// What has to happen before finalization.
    before_finalize: Mutex<Vec<fn()>>,
}

/// The instance of the world model: `MPI_Init` to `MPI_Finalize`.
pub(crate) static WORLD: Instance = Instance::new();

/// The instance that was opened last, or that of the world model.
static LATEST: AtomicPtr<Instance> = AtomicPtr::new((&raw const WORLD).cast_mut());

/// The instance that was opened last: that of whoever is past a gate.
pub(crate) fn latest() -> &'static Instance {
    // SAFETY: a pointer to a static or to what `open` had as `&'static`.
    unsafe { &*LATEST.load(Ordering::Acquire) }
}

/// Who the gate admits, once it is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Admission {
    /// The thread that opened it.
    ThisThread,
    /// Each thread, one at a time.
    OneAtATime,
    /// All threads at once.
    AnyThread,
}

/// Proof that this thread passed the gate; while it lives, MPI will not be finalized by oxmpi.
#[must_use]
pub(crate) struct Call {
    /// Where this call is noted, unless only one thread is admitted. One pointer: it travels in a register.
    noted: Option<&'static Slot>,
    _not_send: PhantomData<*const ()>,
}

impl Instance {
    /// An instance before its MPI is initialized.
    pub(crate) const fn new() -> Instance {
        Instance {
            gate: AtomicU64::new(NOT_INITIALIZED),
            inside: AtomicU64::new(0),
            single: AtomicBool::new(false),
            tag_upper_bound: AtomicI32::new(32767),
            deferred: Mutex::new(deferred::Waiting::new()),
            untidy: AtomicBool::new(false),
            before_finalize: Mutex::new(Vec::new()),
        }
    }

    /// Passes the gate, or says why not. `call` is named by the error.
    #[inline(always)]
    pub(crate) fn enter(&'static self, call: &'static str) -> Result<Call> {
        let gate = self.gate.load(Ordering::Acquire);
        if gate == threads::assigned_id() {
            return Ok(Call { noted: None, _not_send: PhantomData });
        }
        self.enter_noted(gate, call)
    }

    /// The gate when more than one thread is admitted, or none, or another one.
    #[inline(never)]
    fn enter_noted(&'static self, gate: u64, call: &'static str) -> Result<Call> {
        match gate {
            ANY_THREAD | ONE_AT_A_TIME | FINALIZING => {}
            _ => return Err(refused(gate, call)),
        }
        let Some(slot) = threads::slot() else {
            return Err(Error::new(ErrorKind::WrongThread, call, "the thread is ending; its thread-locals are gone"));
        };
        let depth = slot.enter();
        let noted = Call { noted: Some(slot), _not_send: PhantomData };
        // Noted before looked at again: a finalizer closes the gate before it looks at the notes, so one of both
        // sees the other (both sides are SeqCst).
        let gate = self.gate.load(Ordering::SeqCst);
        // A call that is made of several goes on to its end, for which the finalizer waits.
        if gate != ANY_THREAD && gate != ONE_AT_A_TIME && !(gate == FINALIZING && depth > 0) {
            return Err(refused(gate, call)); // dropping `noted` takes the note back
        }
        if gate == ONE_AT_A_TIME && depth == 0 && !threads::take_turn(&self.inside) {
            return Err(Error::new(
                ErrorKind::WrongThread,
                call,
                "another thread is inside of an MPI call and the thread level is Serialized; \
                 take turns with a lock, or ask for ThreadLevel::Multiple",
            ));
        }
        Ok(noted)
    }

    /// Opens the gate. Only the thread that initialized MPI calls this, once.
    pub(crate) fn open(&'static self, admission: Admission, tag_upper_bound: i32) {
        LATEST.store(std::ptr::from_ref(self).cast_mut(), Ordering::Release);
        self.tag_upper_bound.store(tag_upper_bound.max(0), Ordering::Relaxed);
        let gate = match admission {
            Admission::ThisThread => threads::id(),
            Admission::OneAtATime => ONE_AT_A_TIME,
            Admission::AnyThread => ANY_THREAD,
        };
        self.gate.store(gate, Ordering::SeqCst);
    }

    /// Whether a call could pass at all: initialized and not finalized.
    pub(crate) fn is_open(&self) -> bool {
        !matches!(self.gate.load(Ordering::Acquire), NOT_INITIALIZED | FINALIZED | FINALIZING)
    }

    /// Whether every thread may call at any time.
    pub(crate) fn admits_any_thread(&self) -> bool {
        self.gate.load(Ordering::Acquire) == ANY_THREAD
    }

    /// Whether this thread may call, now or when it is its turn.
    pub(crate) fn admits_this_thread(&self) -> bool {
        let gate = self.gate.load(Ordering::Acquire);
        matches!(gate, ANY_THREAD | ONE_AT_A_TIME) || gate == threads::assigned_id()
    }

    /// Whether threads take turns.
    pub(crate) fn takes_turns(&self) -> bool {
        self.gate.load(Ordering::Acquire) == ONE_AT_A_TIME
    }

    /// Says that this process is to have one thread.
    pub(crate) fn set_single(&self) {
        self.single.store(true, Ordering::Relaxed);
    }

    /// Whether this process is to have one thread.
    pub(crate) fn is_single(&self) -> bool {
        self.single.load(Ordering::Relaxed)
    }

    /// Lets no thread in any more that is not inside already.
    pub(crate) fn close(&self) {
        self.gate.store(FINALIZING, Ordering::SeqCst);
    }

    /// MPI is finalized.
    pub(crate) fn finalized(&self) {
        self.gate.store(FINALIZED, Ordering::SeqCst);
    }

    /// The largest tag a message can carry; not negative.
    #[inline]
    pub(crate) fn tag_upper_bound(&self) -> i32 {
        self.tag_upper_bound.load(Ordering::Relaxed)
    }

    /// Keeps what can't be freed here and now.
    pub(crate) fn defer(&self, what: Deferred) {
        let many = self.deferred.lock().unwrap_or_else(|poison| poison.into_inner()).add(what);
        if many {
            self.untidy.store(true, Ordering::Relaxed);
        }
    }

    /// Frees what was dropped, if much of it has come together, or what cannot wait. One load otherwise.
    #[inline(always)]
    pub(crate) fn tidy(&self, _: &Call) {
        if self.untidy.load(Ordering::Relaxed) {
            self.tidy_now();
        }
    }

    #[cold]
    fn tidy_now(&self) {
        self.untidy.store(false, Ordering::Relaxed);
        deferred::drain(self, deferred::Until::Now);
    }

    /// Has `action` done before MPI is finalized, by the finalizing thread, inside of the gate.
    pub(crate) fn before_finalize(&self, action: fn()) {
        self.before_finalize.lock().unwrap_or_else(|poison| poison.into_inner()).push(action);
    }

    /// Takes the actions that are due before finalization.
    pub(crate) fn take_before_finalize(&self) -> Vec<fn()> {
        std::mem::take(&mut *self.before_finalize.lock().unwrap_or_else(|poison| poison.into_inner()))
    }

    /// Takes what was kept: all of it, or (`when_many`) only once enough has come together to be worth looking at.
    pub(crate) fn take_deferred(&self, when_many: bool) -> Vec<Deferred> {
        self.deferred.lock().unwrap_or_else(|poison| poison.into_inner()).take(when_many)
    }
}

impl Drop for Call {
    #[inline(always)]
    fn drop(&mut self) {
        if let Some(slot) = self.noted {
            slot.leave();
        }
    }
}

impl Call {
    /// Goes on only if an MPI function returned success. The error is made here, and the call ends after it, so that both are out
    /// of the way of what goes well.
    #[inline(always)]
    pub(crate) fn check(self, name: &'static str, code: c_int) -> Result<Call> {
        if code == ffi::MPI_SUCCESS as c_int { Ok(self) } else { Err(self.failed(name, code)) }
    }

    /// Ends the call; an error if the MPI function returned one.
    #[inline(always)]
    pub(crate) fn end(self, name: &'static str, code: c_int) -> Result<()> {
        self.check(name, code).map(drop)
    }

    #[cold]
    #[inline(never)]
    fn failed(self, name: &'static str, code: c_int) -> Error {
        Error::from_code(name, code)
    }

    /// Whether this thread is the only one that MPI admits.
    #[cfg(all(test, not(oxmpi_loom)))]
    fn is_alone(&self) -> bool {
        self.noted.is_none()
    }
}

#[cold]
fn refused(gate: u64, call: &'static str) -> Error {
    match gate {
        NOT_INITIALIZED => {
            Error::new(ErrorKind::NotInitialized, call, "call it inside of oxmpi::run, or after oxmpi::init")
        }
        FINALIZED | FINALIZING => Error::new(ErrorKind::Finalized, call, "the handle outlived MPI"),
        _ => Error::new(
            ErrorKind::WrongThread,
            call,
            "only the thread that initialized MPI may call it at this thread level; \
             ask for more with oxmpi::builder().threads(ThreadLevel::Multiple)",
        ),
    }
}

impl std::fmt::Debug for Instance {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Instance").field("open", &self.is_open()).finish()
    }
}

#[cfg(all(test, not(oxmpi_loom)))]
mod tests {
    use super::*;

    fn instance() -> &'static Instance {
        Box::leak(Box::new(Instance::new()))
    }

    fn kind(result: Result<Call>) -> Option<ErrorKind> {
        result.err().map(|error| error.kind())
    }

    #[test]
    fn nobody_enters_before_it_opens_or_after_it_closes() {
        let gate = instance();
        assert_eq!(kind(gate.enter("MPI_Send")), Some(ErrorKind::NotInitialized));
        std::thread::spawn(move || assert_eq!(kind(gate.enter("MPI_Send")), Some(ErrorKind::NotInitialized)))
            .join()
            .unwrap();
        gate.open(Admission::ThisThread, 9);
        assert!(gate.enter("MPI_Send").unwrap().is_alone());
        gate.close();
        assert_eq!(kind(gate.enter("MPI_Send")), Some(ErrorKind::Finalized));
        gate.finalized();
        assert_eq!(kind(gate.enter("MPI_Send")), Some(ErrorKind::Finalized));
    }

    #[test]
    fn funneled_admits_the_opening_thread_only() {
        let gate = instance();
        gate.open(Admission::ThisThread, 9);
        std::thread::spawn(move || assert_eq!(kind(gate.enter("MPI_Send")), Some(ErrorKind::WrongThread)))
            .join()
            .unwrap();
    }

    #[test]
    fn serialized_admits_one_thread_at_a_time_and_nests() {
        let gate = instance();
        gate.open(Admission::OneAtATime, 9);
        let outer = gate.enter("MPI_Send").unwrap();
        let inner = gate.enter("MPI_Comm_free").unwrap();
        let other = move || std::thread::spawn(move || kind(gate.enter("MPI_Recv"))).join().unwrap();
        assert_eq!(other(), Some(ErrorKind::WrongThread));
        drop(inner);
        assert_eq!(other(), Some(ErrorKind::WrongThread), "the outer call is still inside");
        drop(outer);
        assert_eq!(other(), None);
    }

    #[test]
    fn a_call_that_is_inside_when_the_gate_closes_may_call_on() {
        let gate = instance();
        gate.open(Admission::AnyThread, 9);
        let outer = gate.enter("MPI_Allgatherv").unwrap();
        gate.close();
        assert_eq!(kind(gate.enter("MPI_Allgather")), None);
        let other = std::thread::spawn(move || kind(gate.enter("MPI_Send"))).join().unwrap();
        assert_eq!(other, Some(ErrorKind::Finalized));
        drop(outer);
        assert_eq!(kind(gate.enter("MPI_Send")), Some(ErrorKind::Finalized));
    }

    #[test]
    fn multiple_notes_who_is_inside() {
        let gate = instance();
        gate.open(Admission::AnyThread, 9);
        let (inside, wait) = (std::sync::Barrier::new(2), std::sync::Barrier::new(2));
        std::thread::scope(|scope| {
            std::thread::Builder::new()
                .name("worker-of-the-gate-test".into())
                .spawn_scoped(scope, || {
                    let call = gate.enter("MPI_Recv").unwrap();
                    inside.wait();
                    wait.wait();
                    drop(call);
                })
                .unwrap();
            inside.wait();
            let busy = || threads::inside().iter().any(|name| name.contains("worker-of-the-gate-test"));
            assert!(busy());
            wait.wait();
            while busy() {
                std::thread::yield_now();
            }
        });
    }
}
