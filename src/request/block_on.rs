//! An executor of one future, on this thread.

use super::driver::{self, Blocking};
use crate::gate::latest;
use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::Thread;

/// Runs a future to its end on this thread, making MPI's progress meanwhile.
///
/// Any future: requests, what `async` blocks make of them, and what other crates make (`join!`, `select!`, timers). Needs no executor, and no
/// thread of its own: while it waits it asks MPI about all requests that are awaited, with pauses that grow while nothing happens.
///
/// Other executors (tokio, smol) work too. On a thread level below [`Multiple`](crate::ThreadLevel) they have to poll requests on the thread
/// that initialized MPI: tokio by `current_thread` or a `LocalSet`. There a thread of ours, which calls no MPI, wakes the tasks.
/// What blocks within a `block_on` must be another `block_on`: no thread wakes the tasks of another executor on this thread meanwhile.
///
/// ```no_run
/// use oxmpi::prelude::*;
/// use oxmpi::request::block_on;
/// # let mpi = oxmpi::init()?;
/// # let world = mpi.world();
/// # let (left, right) = (0, 0);
/// let ghost = block_on(async {
///     let receiving = world.irecv_into(vec![0.0; 100], left)?;
///     let sending = world.isend(vec![1.0; 100], right)?;
///     let (ghost, _) = receiving.await?;
///     sending.await?;
///     Ok::<_, oxmpi::Error>(ghost)
/// })?;
/// # Ok::<(), oxmpi::Error>(())
/// ```
pub fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let signal = Arc::new(Signal { thread: std::thread::current(), woken: AtomicBool::new(false) });
    let waker = Waker::from(Arc::clone(&signal));
    let mut context = Context::from_waker(&waker);
    let _blocking = Blocking::begin();
    let mut turns: u32 = 0;
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
            return output;
        }
        if driver::has_news() {
            turns = 0;
        }
        loop {
            // At least once for each poll: a task that wakes itself all the time must not keep MPI from going on.
            driver::turn_now(latest());
            if signal.take() {
                turns = 0;
                break;
            }
            turns = turns.saturating_add(1);
            wait_a_little(turns);
            // Those who look themselves do so once a turn; that they were woken for it is no sign that anything happens.
            let looks = driver::wake_lookers();
            if signal.take() {
                turns = if looks { turns } else { 0 };
                break;
            }
        }
    }
}

/// How many turns come without a pause, and how many more with nothing but a chance for others.
const SPINS: u32 = 100;
const YIELDS: u32 = 2000;

fn wait_a_little(turns: u32) {
    if turns <= SPINS {
        std::hint::spin_loop();
    } else if turns <= SPINS + YIELDS {
        std::thread::yield_now();
    } else {
        // A wake from another thread ends the pause.
        std::thread::park_timeout(driver::pause(turns - SPINS - YIELDS));
    }
}

/// Wakes the thread of a `block_on`.
struct Signal {
    thread: Thread,
    woken: AtomicBool,
}

impl Signal {
    /// Whether it was woken since it was asked last.
    fn take(&self) -> bool {
        self.woken.swap(false, Ordering::Acquire)
    }
}

impl Wake for Signal {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.woken.store(true, Ordering::Release);
        // Not for oneself: the next pause would be none.
        if std::thread::current().id() != self.thread.id() {
            self.thread.unpark();
        }
    }
}
