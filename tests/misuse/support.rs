//! What the tests share: slices between guards, and the proof that the library still works.

use oxmpi::{Communicator, ErrorKind, Result, from, to};
use std::fmt::Debug;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

/// A slice between guard elements, which nobody may touch.
pub(crate) struct Guarded<T> {
    all: Vec<T>,
    margin: usize,
    guard: T,
}

impl<T: Copy + PartialEq + Debug> Guarded<T> {
    /// `len` elements `fill`, with `margin` elements `guard` on both sides.
    pub(crate) fn new(len: usize, fill: T, margin: usize, guard: T) -> Guarded<T> {
        let mut all = vec![guard; len + 2 * margin];
        all[margin..margin + len].fill(fill);
        Guarded { all, margin, guard }
    }

    /// The slice.
    pub(crate) fn slice(&mut self) -> &mut [T] {
        let end = self.all.len() - self.margin;
        &mut self.all[self.margin..end]
    }

    /// The slice, checked: the guards must be as they were.
    #[track_caller]
    pub(crate) fn checked(&self, what: &str) -> &[T] {
        let end = self.all.len() - self.margin;
        for (side, guards) in [("before", &self.all[..self.margin]), ("behind", &self.all[end..])] {
            let touched = guards.iter().position(|element| *element != self.guard);
            assert_eq!(touched, None, "{what}: a guard {side} the slice was overwritten");
        }
        &self.all[self.margin..end]
    }
}

/// The kind of the error that must be there.
#[track_caller]
pub(crate) fn kind<T: Debug>(what: &str, result: Result<T>) -> ErrorKind {
    match result {
        Ok(value) => panic!("{what}: must be an error, is {value:?}"),
        Err(error) => error.kind(),
    }
}

/// The error must complain of this argument, say what is allowed, and name an MPI call.
#[track_caller]
pub(crate) fn names_argument<T: Debug>(
    what: &str,
    result: Result<T>,
    expected: ErrorKind,
    argument: &str,
    allowed: &str,
) {
    let error = match result {
        Ok(value) => panic!("{what}: must be an error, is {value:?}"),
        Err(error) => error,
    };
    assert_eq!(error.kind(), expected, "{what}: {error}");
    let named = error.argument().unwrap_or_else(|| panic!("{what}: names no argument: {error}"));
    assert_eq!(named.name, argument, "{what}: {error}");
    assert!(named.allowed.contains(allowed), "{what}: `{allowed}` is not in what is allowed: {error}");
    assert!(error.call().starts_with("MPI_"), "{what}: {error}");
    let text = error.to_string();
    assert!(text.contains(argument) && text.contains(&named.given) && text.contains(allowed), "{what}: {text}");
}

/// Exchanges with both neighbours and with all are right: no message was left over, none is missing.
#[track_caller]
pub(crate) fn works(world: &Communicator) {
    let (rank, size) = (world.rank(), world.size());
    let (left, right) = ((rank + size - 1) % size, (rank + 1) % size);
    let message: Vec<u64> = (0..1000).map(|index| (rank * 1_000_000 + index) as u64).collect();
    let expected: Vec<u64> = (0..1000).map(|index| (left * 1_000_000 + index) as u64).collect();
    let mut got = Guarded::new(1000, 0u64, 8, u64::MAX);
    let status = world.sendrecv_into(&message[..], to(right).tag(77), got.slice(), from(left).tag(77)).unwrap();
    assert_eq!((status.source(), status.tag(), status.count::<u64>()), (Some(left), Some(77), Some(1000)));
    assert_eq!(got.checked("an exchange afterwards"), expected, "an exchange afterwards is right");
    let all: Vec<usize> = world.all_gather(&rank).unwrap();
    assert_eq!(all, (0..size).collect::<Vec<_>>(), "a collective afterwards is right");
    assert_eq!(world.iprobe(oxmpi::ANY.tag(oxmpi::ANY)).unwrap(), None, "no message is left over");
    // Nobody goes on and sends before all have looked.
    world.barrier().unwrap();
}

/// Whether the library that is loaded calls itself so.
pub(crate) fn library_is(name: &str) -> bool {
    oxmpi::library_version().unwrap().contains(name)
}

/// Looks at a future once, as a `select!` does that another one wins.
pub(crate) fn poll_once<F: Future + Unpin>(future: &mut F) -> Poll<F::Output> {
    Pin::new(future).poll(&mut Context::from_waker(Waker::noop()))
}
