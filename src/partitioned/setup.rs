//! What both sides of a partitioned message set up: the buffer, its partitions, the request.

use crate::buffer::{OwnedBufferMut, RawBuffer};
use crate::communicator::Communicator;
use crate::error::{Error, ErrorKind, Result, check};
use crate::gate::Call;
use crate::gate::held::Held;
use crate::point_to_point::lost;
use crate::request::{Abandoned, Failed, Over, free_persistent};
use oxmpi_sys as ffi;
use std::ffi::c_int;
use std::marker::PhantomData;
use std::ops::Range;

/// Whether the library's own partitioned calls are used. Open MPI 5.0.11 has them, but waits for ranks that take no part in them.
pub(super) const NATIVE: bool = cfg!(all(has_mpi_psend_init, not(oxmpi_family = "open_mpi")));

/// A buffer in partitions, and its request.
pub(super) struct Setup<B: OwnedBufferMut> {
    /// Null for nobody: MPICH 4.0.2 crashes for such a partitioned operation.
    pub(super) request: ffi::MPI_Request,
    /// The buffer, until it is taken.
    held: Option<Held>,
    pub(super) communicator: Communicator,
    pub(super) partitions: usize,
    /// How many elements a partition has.
    each: usize,
    /// The library freed the request after an error (Open MPI does), so that it cannot be started again.
    lost: bool,
    buffer: PhantomData<B>,
}

// SAFETY: a request handle belongs to the process; the gate decides which thread may use it. What is held is a `B`.
unsafe impl<B: OwnedBufferMut + Send> Send for Setup<B> {}
// SAFETY: shared references read partitions in which MPI does not work.
unsafe impl<B: OwnedBufferMut + Sync> Sync for Setup<B> {}

impl<B: OwnedBufferMut> Setup<B> {
    /// Divides the buffer, and has the request made: `init` takes one partition and their number.
    pub(super) fn new(
        call: &'static str,
        communicator: &Communicator,
        buffer: B,
        partitions: usize,
        init: impl FnOnce(RawBuffer, RawBuffer, c_int, &Call) -> Result<ffi::MPI_Request>,
    ) -> Result<Box<Setup<B>>, Failed<B>> {
        let (held, raw) = buffer.dissolve().map_err(|(error, buffer)| Failed::with_value(error, buffer))?;
        // SAFETY: dissolved just now.
        let (first, len) = unsafe { B::place(held) };
        let started = (|| {
            let entered = communicator.enter(call)?;
            let number = c_int::try_from(partitions).ok().filter(|&number| number > 0 && len % partitions == 0);
            let Some(number) = number else { return Err(indivisible(call, partitions, len)) };
            init(raw, RawBuffer::at(first, len / partitions), number, &entered)
        })();
        match started {
            Ok(request) => {
                let (communicator, each) = (communicator.alias(), len / partitions);
                Ok(Box::new(Setup {
                    request,
                    held: Some(held),
                    communicator,
                    partitions,
                    each,
                    lost: false,
                    buffer: PhantomData,
                }))
            }
            // SAFETY: nothing was set up; rebuilt once.
            Err(error) => Err(Failed::with_value(error, unsafe { B::rebuild(held) })),
        }
    }

    /// `MPI_Start`; for a request that is not active.
    pub(super) fn start_request(&self, _: &Call) -> Result<()> {
        if self.lost {
            return Err(lost("MPI_Start"));
        }
        let mut request = self.request;
        if request == ffi::MPI_REQUEST_NULL {
            return Ok(());
        }
        // SAFETY: past the gate (the `Call`); a persistent request of ours that is not active, whose buffer lives. Its handle stays the same.
        check("MPI_Start", unsafe { ffi::MPI_Start(&mut request) })
    }

    /// Notes what MPI left of the request.
    pub(super) fn note(&mut self, over: &Over<'_>) {
        if over.outcome.is_err() && over.request != self.request {
            (self.request, self.lost) = (over.request, true);
        }
    }

    /// The first element, and how many there are.
    pub(super) fn place(&self) -> (*mut B::Elem, usize) {
        // SAFETY: taken only when `self` is.
        self.held.map_or((std::ptr::NonNull::dangling().as_ptr(), 0), |held| unsafe { B::place(held) })
    }

    /// The first element of a partition, and how many it has.
    pub(super) fn partition(&self, number: usize) -> (*mut B::Elem, usize) {
        debug_assert!(number < self.partitions);
        // SAFETY: inside of the buffer, which has `partitions * each` elements.
        (unsafe { self.place().0.add(number * self.each) }, self.each)
    }

    /// Checks the number of a partition.
    pub(super) fn check_partition(&self, call: &'static str, number: usize) -> Result<c_int> {
        if number < self.partitions {
            return Ok(number as c_int);
        }
        let allowed = format!("0 to {}, the partitions of this message", self.partitions - 1);
        Err(Error::argument_error(ErrorKind::Arg, call, "partition", number, allowed))
    }

    /// Checks a range of partitions.
    pub(super) fn check_range(&self, call: &'static str, range: &Range<usize>) -> Result<()> {
        if range.start <= range.end && range.end <= self.partitions {
            return Ok(());
        }
        let allowed = format!("a range within 0..{}, the partitions of this message", self.partitions);
        Err(Error::argument_error(ErrorKind::Arg, call, "partitions", format_args!("{range:?}"), allowed))
    }

    pub(super) fn elements(&self) -> &[B::Elem] {
        let (first, len) = self.place();
        // SAFETY: initialized elements; the callers' operation is not active, so MPI does not work in them.
        unsafe { std::slice::from_raw_parts(first, len) }
    }

    pub(super) fn elements_mut(&mut self) -> &mut [B::Elem] {
        let (first, len) = self.place();
        // SAFETY: as above, and mutably borrowed.
        unsafe { std::slice::from_raw_parts_mut(first, len) }
    }

    /// The buffer, for an operation that is not active.
    pub(super) fn into_buffer(mut self) -> B {
        self.free_request();
        let held = self.held.take().expect("taken only once");
        // SAFETY: not active; taken once.
        unsafe { B::rebuild(held) }
    }

    fn free_request(&mut self) {
        // SAFETY: not active while the setup is within reach; it is null afterwards.
        unsafe { free_persistent(&mut self.request, self.communicator.instance()) };
    }

    /// Gives up an operation under way: its memory is freed when MPI is done with it. A partitioned operation cannot be cancelled.
    pub(super) fn give_up(mut self) {
        let request = std::mem::replace(&mut self.request, ffi::MPI_REQUEST_NULL);
        if let Some(held) = self.held.take() {
            let instance = self.communicator.instance();
            // SAFETY: what the buffer was dissolved into, once; MPI works in nothing else.
            unsafe {
                let memory = B::abandon(held);
                Abandoned { held: Held::NOTHING, request, instance, cancelled: false }.park(!NATIVE, memory);
            }
        }
    }
}

impl<B: OwnedBufferMut> Drop for Setup<B> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            return;
        }
        self.free_request();
        if let Some(held) = self.held.take() {
            // SAFETY: not active; once.
            unsafe { crate::buffer::release::<B>(held) };
        }
    }
}

#[cold]
fn indivisible(call: &'static str, partitions: usize, len: usize) -> Error {
    let allowed = format!("at least 1, a divisor of the {len} elements of the buffer");
    Error::argument_error(ErrorKind::Arg, call, "partitions", partitions, allowed)
}
