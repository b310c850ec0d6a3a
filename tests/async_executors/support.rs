//! What the tests share: wakers that count, a timer without an executor, and the processor time used.

use oxmpi::Communicator;
use std::ffi::c_long;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use std::task::{Context, Poll, Wake, Waker};
use std::time::{Duration, Instant};

/// How long something may take that must happen soon.
pub(crate) const SOON: Duration = Duration::from_secs(10);

/// A waker's other end: how many times it was woken.
#[derive(Default)]
pub(crate) struct Count(AtomicUsize);

impl Count {
    pub(crate) fn get(&self) -> usize {
        self.0.load(SeqCst)
    }
}

impl Wake for Count {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, SeqCst);
    }
}

/// A waker that counts.
pub(crate) fn counting() -> (Arc<Count>, Waker) {
    let count = Arc::new(Count::default());
    (Arc::clone(&count), Waker::from(count))
}

/// Polls once.
pub(crate) fn poll<F: Future + Unpin>(future: &mut F, waker: &Waker) -> Poll<F::Output> {
    Pin::new(future).poll(&mut Context::from_waker(waker))
}

/// Waits until it is so; panics when that takes too long.
#[track_caller]
pub(crate) fn soon(what: &str, mut is_so: impl FnMut() -> bool) {
    let start = Instant::now();
    while !is_so() {
        assert!(start.elapsed() < SOON, "not soon: {what}");
        std::thread::sleep(Duration::from_millis(1));
    }
}

/// A timer of a thread of its own, for any executor.
pub(crate) struct Delay {
    over: Arc<AtomicBool>,
    duration: Option<Duration>,
}

/// Over after a while.
pub(crate) fn delay(duration: Duration) -> Delay {
    Delay { over: Arc::default(), duration: Some(duration) }
}

impl Future for Delay {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if self.over.load(SeqCst) {
            return Poll::Ready(());
        }
        // The tests poll it by one task.
        if let Some(duration) = self.duration.take() {
            let (over, waker) = (Arc::clone(&self.over), context.waker().clone());
            std::thread::spawn(move || {
                std::thread::sleep(duration);
                over.store(true, SeqCst);
                waker.wake();
            });
        }
        Poll::Pending
    }
}

/// The processor time that the process has used, all its threads together.
pub(crate) fn processor_time() -> Duration {
    unsafe extern "C" {
        fn clock() -> c_long;
    }
    // SAFETY: the C library's, with this signature; POSIX says it counts microseconds.
    Duration::from_micros(unsafe { clock() } as u64)
}

/// The neighbours of this rank in a ring: from whom it receives, to whom it sends.
pub(crate) fn neighbours(world: &Communicator) -> (usize, usize) {
    let (rank, size) = (world.rank(), world.size());
    ((rank + size - 1) % size, (rank + 1) % size)
}
