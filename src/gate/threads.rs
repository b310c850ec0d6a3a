//! Threads as the gate sees them: an id each, and a slot that says whether the thread is inside of MPI.

use super::sync::{AtomicU32, AtomicU64, Mutex, global, local, yield_now};
use std::cell::Cell;
use std::sync::atomic::{self, Ordering};

local! {
    /// This thread's id, 0 until it is asked for. `const` and without a destructor: one plain thread-local read.
    static ID: Cell<u64> = const { Cell::new(0) };
    /// The turn that this thread has taken, where threads take turns.
    static TURN: Cell<Option<&'static AtomicU64>> = const { Cell::new(None) };
    /// How deep this thread is in code of the user's that a call of ours runs.
    static USERS_CODE: Cell<u32> = const { Cell::new(0) };
    /// This thread's slot, registered at first use.
    static SLOT: Registered = Registered::new();
}

global! {
    /// The slots of the threads that ever called MPI where more than one may.
    static SLOTS: Mutex<Vec<&'static Slot>> = Mutex::new(Vec::new());
}

/// Whether a thread is inside of MPI, how deep, and its name for messages.
pub(crate) struct Slot {
    depth: AtomicU32,
    /// Changes hands: a slot outlives its thread and serves a later one.
    name: Mutex<String>,
    taken: AtomicU32,
}

/// A thread's hold on its slot; gives it back when the thread ends.
struct Registered(&'static Slot);

/// Starts a thread of this crate's own, which nobody joins; `false` where there can be no more. Boxed, so that what starts a thread is compiled
/// once.
pub(crate) fn spawn(name: &str, work: Box<dyn FnOnce() + Send>) -> bool {
    std::thread::Builder::new().name(name.into()).spawn(work).is_ok()
}

/// This thread's id if it has one, else 0, which no gate admits.
#[inline(always)]
pub(crate) fn assigned_id() -> u64 {
    ID.with(Cell::get)
}

/// This thread's id: unique in the process, never reused, not 0.
pub(crate) fn id() -> u64 {
    static NEXT: atomic::AtomicU64 = atomic::AtomicU64::new(1);
    ID.with(|id| {
        if id.get() == 0 {
            id.set(NEXT.fetch_add(1, Ordering::Relaxed));
        }
        id.get()
    })
}

/// Takes this thread's turn, which lasts until it left all calls; `false` when it is another thread's.
pub(crate) fn take_turn(turn: &'static AtomicU64) -> bool {
    let taken = turn.compare_exchange(0, id(), Ordering::Acquire, Ordering::Relaxed).is_ok();
    if taken {
        TURN.with(|own| own.set(Some(turn)));
    }
    taken
}

/// This thread's slot; `None` while the thread is ending and has lost it.
pub(crate) fn slot() -> Option<&'static Slot> {
    SLOT.try_with(|registered| registered.0).ok()
}

/// Runs code of the user's (serde, wakers, drops) in the midst of a call: it may do anything, but not finalize MPI, which the rest of the call
/// relies on.
pub(crate) fn users_code<R>(run: impl FnOnce() -> R) -> R {
    struct Leave;
    impl Drop for Leave {
        fn drop(&mut self) {
            USERS_CODE.with(|depth| depth.set(depth.get() - 1));
        }
    }
    USERS_CODE.with(|depth| depth.set(depth.get() + 1));
    let _leave = Leave;
    run()
}

/// Whether this thread is in the midst of a call of ours, as far as that is known: always in [`users_code`].
pub(crate) fn is_inside() -> bool {
    USERS_CODE.with(Cell::get) > 0
        || SLOT.try_with(|registered| registered.0.depth.load(Ordering::SeqCst) > 0).unwrap_or(false)
}

/// The names of the threads that are inside of MPI.
pub(crate) fn inside() -> Vec<String> {
    let slots = SLOTS.lock().unwrap_or_else(|poison| poison.into_inner());
    let busy = slots.iter().filter(|slot| slot.depth.load(Ordering::SeqCst) > 0);
    busy.map(|slot| slot.name.lock().unwrap_or_else(|poison| poison.into_inner()).clone()).collect()
}

/// Waits until no thread is inside of MPI; for one that closed the gate. Those that still are inside are told to `still`, again and again: it
/// ends the process when that takes too long.
pub(crate) fn wait_until_outside(still: impl Fn(&[String])) {
    loop {
        let inside = inside();
        if inside.is_empty() {
            return;
        }
        still(&inside);
        yield_now();
    }
}

impl Slot {
    /// Notes that the thread enters; returns how deep it was inside before.
    #[inline]
    pub(crate) fn enter(&self) -> u32 {
        self.depth.fetch_add(1, Ordering::SeqCst)
    }

    /// Notes that the thread leaves; the last time, its turn is over. Out of the way of programs with one thread.
    #[inline(never)]
    pub(crate) fn leave(&self) {
        super::oneself::wake_others();
        if self.depth.fetch_sub(1, Ordering::SeqCst) == 1 {
            if let Some(turn) = TURN.with(Cell::take) {
                turn.store(0, Ordering::Release);
            }
        }
    }
}

impl Registered {
    fn new() -> Registered {
        let current = std::thread::current();
        let name = format!("{} ({:?})", current.name().unwrap_or("unnamed thread"), current.id());
        let mut slots = SLOTS.lock().unwrap_or_else(|poison| poison.into_inner());
        let free =
            |slot: &&&'static Slot| slot.taken.compare_exchange(0, 1, Ordering::SeqCst, Ordering::SeqCst).is_ok();
        if let Some(slot) = slots.iter().find(free) {
            *slot.name.lock().unwrap_or_else(|poison| poison.into_inner()) = name;
            return Registered(slot);
        }
        // Leaked on purpose: as many slots as there ever were threads at once, and a call can hold a plain reference.
        let slot: &'static Slot =
            Box::leak(Box::new(Slot { depth: AtomicU32::new(0), name: Mutex::new(name), taken: AtomicU32::new(1) }));
        slots.push(slot);
        Registered(slot)
    }
}

impl Drop for Registered {
    fn drop(&mut self) {
        self.0.taken.store(0, Ordering::SeqCst);
    }
}
