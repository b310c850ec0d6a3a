//! Sending and receiving at once, which cannot deadlock.

use super::Status;
use super::envelope::{Destination, Envelope, Source};
use super::incoming::{From, Incoming, arrived};
use super::recv::fill_buffer;
use super::{IntoDestination, IntoSource};
use super::{Message, Receive};
use crate::buffer::{BufferMut, Copied, RawBuffer};
use crate::communicator::Communicator;
use crate::error::{Result, check};
use crate::gate::{Call, oneself};
use oxmpi_sys as ffi;
use std::ffi::c_int;

/// The half of an exchange that goes out.
pub(crate) struct Outgoing {
    raw: RawBuffer,
    to: Destination,
}

/// The half that is under way while the other is found.
pub(crate) struct Sent {
    request: ffi::MPI_Request,
    /// Held until the data is given back: neither finalization nor, where threads take turns, another thread comes between.
    _call: Call,
}

impl Communicator {
    /// Sends one message and receives another, and returns the received one.
    ///
    /// Blocking, and free of the deadlock of two ranks that both send first. The two may have different types, lengths, tags
    /// and peers, and each peer may use any other call for its half. For a type of fixed size this is one
    /// `MPI_Sendrecv`; where the message tells the length (`Vec`, `String`, `Obj`) a nonblocking send and a matched probe.
    ///
    /// # Errors
    /// As [`send`](Communicator::send) and [`recv`](Communicator::recv).
    ///
    /// MPI 5.0 section 3.10.
    ///
    /// ```no_run
    /// # use oxmpi::prelude::*;
    /// # let mpi = oxmpi::init()?;
    /// # let world = mpi.world();
    /// let (rank, size) = (world.rank(), world.size());
    /// let from_left: usize = world.sendrecv(&rank, (rank + 1) % size, (rank + size - 1) % size)?;
    /// # Ok::<(), oxmpi::Error>(())
    /// ```
    #[doc(alias = "MPI_Sendrecv")]
    #[inline]
    pub fn sendrecv<M, R>(&self, message: &M, to: impl IntoDestination, from: impl IntoSource) -> Result<R>
    where
        M: Message + ?Sized,
        R: Receive,
    {
        let (to, source) = (to.into_destination(), from.into_source());
        let incoming = |raw| Incoming(From::Exchanged { communicator: self, source, outgoing: Outgoing { raw, to } });
        match message.raw_at_once() {
            Some(raw) => R::receive(incoming(raw)),
            None => message.with_raw(|raw| R::receive(incoming(raw))),
        }
        .map(|(value, _)| value)
    }

    /// Sends one message and receives another into your own memory.
    ///
    /// As [`sendrecv`](Communicator::sendrecv); the received message may be shorter than the buffer.
    /// MPI 5.0 section 3.10.
    #[doc(alias = "MPI_Sendrecv")]
    #[inline]
    pub fn sendrecv_into<M, B>(
        &self,
        message: &M,
        to: impl IntoDestination,
        buffer: &mut B,
        from: impl IntoSource,
    ) -> Result<Status>
    where
        M: Message + ?Sized,
        B: BufferMut + ?Sized,
    {
        let (to, source) = (to.into_destination(), from.into_source());
        let mut exchange = |raw| {
            fill_buffer("MPI_Sendrecv", buffer, |into| {
                // SAFETY: `into` is the buffer that `fill_buffer` borrows mutably.
                unsafe { Outgoing { raw, to }.exchange(self, source, into) }
            })
        };
        match message.raw_at_once() {
            Some(raw) => exchange(raw),
            None => message.with_raw(exchange),
        }
    }

    /// Sends the contents of a buffer and receives a message of at most that length in their place.
    ///
    /// As [`sendrecv`](Communicator::sendrecv). MPI 5.0 section 3.10.
    ///
    /// ```no_run
    /// # use oxmpi::prelude::*;
    /// # let mpi = oxmpi::init()?;
    /// # let world = mpi.world();
    /// let mut data = vec![world.rank(); 100];
    /// let other = world.rank() ^ 1;
    /// world.sendrecv_replace(&mut data, other, other)?;
    /// # Ok::<(), oxmpi::Error>(())
    /// ```
    #[doc(alias = "MPI_Sendrecv_replace")]
    pub fn sendrecv_replace<B: BufferMut + ?Sized>(
        &self,
        buffer: &mut B,
        to: impl IntoDestination,
        from: impl IntoSource,
    ) -> Result<Status> {
        const CALL: &str = "MPI_Sendrecv_replace";
        let (to, from) = (to.into_destination(), from.into_source());
        fill_buffer(CALL, buffer, |raw| {
            let call = self.enter(CALL)?;
            let (destination, source) = (to, from);
            let (to, from) = (self.destination(CALL, to)?, self.source(CALL, from)?);
            if is_with_oneself(self, to, from) {
                let copied = Copied::of(raw, CALL, &call)?;
                let outgoing = Outgoing { raw: copied.raw, to: destination };
                // SAFETY: the buffer is mutably borrowed by our caller; what goes out is a copy of its own, which lives on below.
                return unsafe { WithOneself { outgoing, from: source, into: raw }.exchange(self) };
            }
            let buffer = raw.to_receive().counted(&call)?;
            let mut status = Status::unwritten();
            // SAFETY: past the gate; a live communicator; the buffer is mutably borrowed by our caller; ranks and tags are
            // checked; the status is ours.
            let code = unsafe {
                ffi::MPI_Sendrecv_replace(
                    buffer.address,
                    buffer.count,
                    buffer.datatype,
                    to.rank,
                    to.tag,
                    from.rank,
                    from.tag,
                    self.as_raw(),
                    status.as_mut_ptr(),
                )
            };
            drop(buffer);
            let call = call.check(CALL, code)?;
            // SAFETY: the call succeeded.
            unsafe { arrived(CALL, &status, raw, call) }
        })
    }
}

impl Outgoing {
    /// Both halves by one `MPI_Sendrecv`.
    ///
    /// # Safety
    /// `into` may be written, and does not overlap what goes out.
    #[inline(always)]
    pub(super) unsafe fn exchange(self, communicator: &Communicator, from: Source, into: RawBuffer) -> Result<Status> {
        const CALL: &str = "MPI_Sendrecv";
        let call = communicator.enter(CALL)?;
        let (to, source) = (communicator.destination(CALL, self.to)?, from);
        let from = communicator.source(CALL, source)?;
        if is_with_oneself(communicator, to, from) {
            // SAFETY: the caller's promise.
            return unsafe { WithOneself { outgoing: self, from: source, into }.exchange(communicator) };
        }
        let (out, buffer) = (self.raw.counted(&call)?, into.to_receive().counted(&call)?);
        let mut status = Status::unwritten();
        // SAFETY: past the gate; a live communicator; what goes out is borrowed and what comes in mutably borrowed by our
        // caller, so they don't overlap; ranks and tags are checked; the status is ours.
        let code = unsafe {
            ffi::MPI_Sendrecv(
                out.address,
                out.count,
                out.datatype,
                to.rank,
                to.tag,
                buffer.address,
                buffer.count,
                buffer.datatype,
                from.rank,
                from.tag,
                communicator.as_raw(),
                status.as_mut_ptr(),
            )
        };
        drop((out, buffer));
        let call = call.check(CALL, code)?;
        // SAFETY: the call succeeded.
        unsafe { arrived(CALL, &status, into, call) }
    }

    /// Starts the outgoing half alone. The data is borrowed by the caller, who has to `wait`.
    pub(super) fn start(self, communicator: &Communicator) -> Result<Sent> {
        const CALL: &str = "MPI_Isend";
        let call = communicator.enter(CALL)?;
        let Envelope { rank, tag } = communicator.destination(CALL, self.to)?;
        let out = self.raw.counted(&call)?;
        let mut request = ffi::MPI_REQUEST_NULL;
        // SAFETY: past the gate; a live communicator; the data is borrowed until `wait` returned, which `Sent` sees to
        // by its own drop.
        let code = unsafe {
            ffi::MPI_Isend(out.address, out.count, out.datatype, rank, tag, communicator.as_raw(), &mut request)
        };
        check(CALL, code)?;
        drop(out);
        // The call goes on, and may wait for a thread that this message has to wake.
        oneself::wake_others();
        Ok(Sent { request, _call: call })
    }
}

/// Whether the message that goes out may be the one that comes in.
#[inline(always)]
fn is_with_oneself(communicator: &Communicator, to: Envelope, from: Envelope) -> bool {
    to.rank == communicator.rank() as c_int && (from.rank == to.rank || from.rank == ffi::MPI_ANY_SOURCE as c_int)
}

/// An exchange whose message may go to this rank itself. One struct, made where it is needed: handed on one by one, its parts would
/// be in memory on the usual way, too.
struct WithOneself {
    outgoing: Outgoing,
    from: Source,
    into: RawBuffer,
}

impl WithOneself {
    /// Both halves, one after the other. MPI_Sendrecv posts its receive before it sends, and Open MPI 4.1.4 truncates a message from
    /// oneself silently then; never one that is there already.
    ///
    /// # Safety
    /// As [`Outgoing::exchange`].
    #[cold]
    #[inline(never)]
    unsafe fn exchange(self, communicator: &Communicator) -> Result<Status> {
        let sent = self.outgoing.start(communicator)?;
        let message = communicator.mprobe(self.from)?;
        // SAFETY: the caller's promise.
        let status = unsafe { message.fill(self.into) };
        sent.wait().and(status)
    }
}

impl Sent {
    /// Waits until the data may be changed again.
    pub(super) fn wait(mut self) -> Result<()> {
        self.complete()
    }

    fn complete(&mut self) -> Result<()> {
        const CALL: &str = "MPI_Wait";
        if self.request == ffi::MPI_REQUEST_NULL {
            return Ok(());
        }
        let mut status = Status::unwritten();
        // SAFETY: past the gate, since it was started; an active request of ours.
        check(CALL, unsafe { ffi::MPI_Wait(&mut self.request, status.as_mut_ptr()) })
    }
}

impl Drop for Sent {
    fn drop(&mut self) {
        if self.request != ffi::MPI_REQUEST_NULL {
            let _ = self.complete();
        }
    }
}
