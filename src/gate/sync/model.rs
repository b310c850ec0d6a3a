//! Loom's atomics, locks and thread-locals, in the shape of std's.
//!
//! Loom's cannot be made in a `const fn`, as those of an `Instance` are: these are made at first use, for which [`AtomicU64::made`] has to come
//! before other threads do. And loom takes sequentially
//! consistent accesses for acquiring and releasing ones, so [`check`] makes them of fences, in both ways in which compilers do it.

use std::sync::atomic::Ordering::{self, AcqRel, Acquire, Release, SeqCst};
use std::sync::{LockResult, OnceLock, atomic};

pub(in super::super) use loom::thread::yield_now;

/// Where the fence of a sequentially consistent access is; one of those below.
static FENCES: atomic::AtomicU8 = atomic::AtomicU8::new(NOWHERE);
const NOWHERE: u8 = 0;
const BEHIND_WRITES: u8 = 1;
const BEFORE_READS: u8 = 2;

/// Runs a model in all orders of its threads that have at most three preemptions (`LOOM_MAX_PREEMPTIONS` says another number).
///
/// Twice: a fence behind each write, or one before each read, orders a write before a later read of the same thread. What holds in only
/// one of both ways has an access that is not sequentially consistent and has to be.
pub(in super::super) fn check(model: impl Fn() + Sync + Send + Copy + 'static) {
    run(BEHIND_WRITES, model);
    run(BEFORE_READS, model);
}

/// The same for a model that needs no access to be sequentially consistent. Loom takes whatever two fences separate for ordered, which the
/// language does not; so only here it finds an access that should acquire or release, and does not.
pub(in super::super) fn check_without_fences(model: impl Fn() + Sync + Send + 'static) {
    run(NOWHERE, model);
}

fn run(fences: u8, model: impl Fn() + Sync + Send + 'static) {
    // Tests run beside each other, and the variable is theirs together.
    static ONE: std::sync::Mutex<()> = std::sync::Mutex::new(());
    let _one = ONE.lock().unwrap_or_else(|poison| poison.into_inner());
    FENCES.store(fences, SeqCst);
    let mut builder = loom::model::Builder::new();
    builder.preemption_bound = builder.preemption_bound.or(Some(3));
    builder.check(model);
}

fn fence(order: Ordering, place: u8) {
    if order == SeqCst && FENCES.load(SeqCst) == place {
        loom::sync::atomic::fence(SeqCst);
    }
}

/// The order without what the fence does.
fn weaker(order: Ordering, otherwise: Ordering) -> Ordering {
    if order == SeqCst { otherwise } else { order }
}

macro_rules! atomic {
    ($name:ident, $number:ty, $($new:tt)+) => {
        pub(in super::super) struct $name {
            first: $number,
            made: OnceLock<loom::sync::atomic::$name>,
        }

        #[allow(dead_code)] // the gate needs not every operation of both types
        impl $name {
            $($new)+

            pub(in super::super) fn made(&self) -> &loom::sync::atomic::$name {
                self.made.get_or_init(|| loom::sync::atomic::$name::new(self.first))
            }

            pub(in super::super) fn load(&self, order: Ordering) -> $number {
                fence(order, BEFORE_READS);
                self.made().load(weaker(order, Acquire))
            }

            pub(in super::super) fn store(&self, value: $number, order: Ordering) {
                self.made().store(value, weaker(order, Release));
                fence(order, BEHIND_WRITES);
            }

            pub(in super::super) fn fetch_add(&self, value: $number, order: Ordering) -> $number {
                fence(order, BEFORE_READS);
                let before = self.made().fetch_add(value, weaker(order, AcqRel));
                fence(order, BEHIND_WRITES);
                before
            }

            pub(in super::super) fn fetch_sub(&self, value: $number, order: Ordering) -> $number {
                self.fetch_add(value.wrapping_neg(), order)
            }

            pub(in super::super) fn compare_exchange(
                &self,
                current: $number,
                new: $number,
                success: Ordering,
                failure: Ordering,
            ) -> Result<$number, $number> {
                fence(success, BEFORE_READS);
                let result =
                    self.made().compare_exchange(current, new, weaker(success, AcqRel), weaker(failure, Acquire));
                fence(success, BEHIND_WRITES);
                result
            }
        }
    };
}

atomic!(
    AtomicU32,
    u32,
    pub(in super::super) fn new(first: u32) -> AtomicU32 {
        let new = AtomicU32 { first, made: OnceLock::new() };
        new.made();
        new
    }
);
atomic!(
    AtomicU64,
    u64,
    pub(in super::super) const fn new(first: u64) -> AtomicU64 {
        AtomicU64 { first, made: OnceLock::new() }
    }
);

pub(in super::super) struct Mutex<T> {
    first: std::sync::Mutex<Option<T>>,
    made: OnceLock<loom::sync::Mutex<T>>,
}

impl<T> Mutex<T> {
    pub(in super::super) const fn new(first: T) -> Mutex<T> {
        Mutex { first: std::sync::Mutex::new(Some(first)), made: OnceLock::new() }
    }

    pub(in super::super) fn lock(&self) -> LockResult<loom::sync::MutexGuard<'_, T>> {
        let made = || loom::sync::Mutex::new(self.first.lock().unwrap().take().expect("made once"));
        self.made.get_or_init(made).lock()
    }
}

macro_rules! local {
    ($($(#[$about:meta])* static $name:ident: $type:ty = $value:expr;)+) => {
        $(loom::thread_local! { $(#[$about])* static $name: $type = $value })+
    };
}
pub(in super::super) use local;

macro_rules! global {
    ($($(#[$about:meta])* static $name:ident: $type:ty = $value:expr;)+) => {
        $(loom::lazy_static! { $(#[$about])* static ref $name: $type = $value; })+
    };
}
pub(in super::super) use global;
