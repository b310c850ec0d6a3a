//! Looking at a message before receiving it.

use super::IntoSource;
use super::Receive;
use super::Status;
use super::envelope::Envelope;
use super::incoming::{From, Incoming, arrived};
use super::recv::fill_buffer;
use crate::buffer::{BufferMut, RawBuffer};
use crate::communicator::Communicator;
use crate::error::{Result, check};
use crate::gate::deferred::{self, Deferred};
use crate::gate::{Call, Instance};
use oxmpi_sys as ffi;
use std::ffi::c_int;

impl Communicator {
    /// Waits until a message can be received, and says where it is from and how long it is; it is not received.
    ///
    /// Blocking. Where other threads receive too, another may take the message first: use
    /// [`mprobe`](Communicator::mprobe). MPI 5.0 section 3.8.1.
    ///
    /// ```no_run
    /// # use oxmpi::prelude::*;
    /// # let mpi = oxmpi::init()?;
    /// # let world = mpi.world();
    /// let status = world.probe(ANY.tag(ANY))?;
    /// println!("{} bytes wait from rank {:?}", status.bytes(), status.source());
    /// # Ok::<(), oxmpi::Error>(())
    /// ```
    #[doc(alias = "MPI_Probe")]
    pub fn probe(&self, from: impl IntoSource) -> Result<Status> {
        const CALL: &str = "MPI_Probe";
        let call = self.enter(CALL)?;
        let Envelope { rank, tag } = self.source(CALL, from.into_source())?;
        let mut status = Status::unwritten();
        // SAFETY: past the gate; a live communicator; checked source; the status is ours.
        check(CALL, unsafe { ffi::MPI_Probe(rank, tag, self.as_raw(), status.as_mut_ptr()) })?;
        // SAFETY: the call succeeded.
        unsafe { Status::read(&status, &call) }
    }

    /// As [`probe`](Communicator::probe), without waiting: `None` when no such message can be received now.
    ///
    /// MPI 5.0 section 3.8.1.
    #[doc(alias = "MPI_Iprobe")]
    pub fn iprobe(&self, from: impl IntoSource) -> Result<Option<Status>> {
        const CALL: &str = "MPI_Iprobe";
        let call = self.enter(CALL)?;
        let Envelope { rank, tag } = self.source(CALL, from.into_source())?;
        let (mut status, mut found): (_, c_int) = (Status::unwritten(), 0);
        // SAFETY: past the gate; a live communicator; checked source; flag and status are ours.
        check(CALL, unsafe { ffi::MPI_Iprobe(rank, tag, self.as_raw(), &mut found, status.as_mut_ptr()) })?;
        // SAFETY: the call succeeded and says that it wrote the status.
        if found != 0 { unsafe { Status::read(&status, &call) }.map(Some) } else { Ok(None) }
    }

    /// Waits for a message and takes it out of matching: only the returned handle can receive it.
    ///
    /// Blocking. MPI 5.0 section 3.8.2.
    ///
    /// ```no_run
    /// # use oxmpi::prelude::*;
    /// # let mpi = oxmpi::init()?;
    /// # let world = mpi.world();
    /// let message = world.mprobe(ANY)?;
    /// if message.status().bytes() > 1000 {
    ///     let long: Vec<u8> = message.recv()?;
    /// } else {
    ///     let mut short = [0u8; 1000];
    ///     let status = message.recv_into(&mut short[..])?;
    /// }
    /// # Ok::<(), oxmpi::Error>(())
    /// ```
    #[doc(alias = "MPI_Mprobe")]
    pub fn mprobe(&self, from: impl IntoSource) -> Result<MatchedMessage> {
        const CALL: &str = "MPI_Mprobe";
        let call = self.enter(CALL)?;
        let Envelope { rank, tag } = self.source(CALL, from.into_source())?;
        let (mut status, mut handle) = (Status::unwritten(), ffi::MPI_MESSAGE_NULL);
        // SAFETY: past the gate; a live communicator; checked source; handle and status are ours.
        check(CALL, unsafe { ffi::MPI_Mprobe(rank, tag, self.as_raw(), &mut handle, status.as_mut_ptr()) })?;
        // SAFETY: the call succeeded.
        let status = unsafe { Status::read(&status, &call) }?;
        Ok(MatchedMessage { handle, status, instance: self.instance() })
    }

    /// As [`mprobe`](Communicator::mprobe), without waiting: `None` when no such message can be received now.
    ///
    /// MPI 5.0 section 3.8.2.
    #[doc(alias = "MPI_Improbe")]
    pub fn improbe(&self, from: impl IntoSource) -> Result<Option<MatchedMessage>> {
        const CALL: &str = "MPI_Improbe";
        let call = self.enter(CALL)?;
        let Envelope { rank, tag } = self.source(CALL, from.into_source())?;
        let (mut status, mut handle, mut found): (_, _, c_int) = (Status::unwritten(), ffi::MPI_MESSAGE_NULL, 0);
        // SAFETY: past the gate; a live communicator; checked source; flag, handle and status are ours.
        check(CALL, unsafe {
            ffi::MPI_Improbe(rank, tag, self.as_raw(), &mut found, &mut handle, status.as_mut_ptr())
        })?;
        if found == 0 {
            return Ok(None);
        }
        // SAFETY: the call succeeded and says that it wrote the status.
        let status = unsafe { Status::read(&status, &call) }?;
        Ok(Some(MatchedMessage { handle, status, instance: self.instance() }))
    }
}

/// A message that was found by [`mprobe`](Communicator::mprobe) and that only this handle can receive.
///
/// Receive it: one that is dropped is kept until finalization, and discarded there. MPI 5.0 section 3.8.2.
#[doc(alias = "MPI_Message")]
#[must_use = "a matched message is kept by MPI until it is received"]
#[derive(Debug)]
pub struct MatchedMessage {
    handle: ffi::MPI_Message,
    status: Status,
    instance: &'static Instance,
}

// SAFETY: a message handle belongs to the process; the gate decides which thread may use it. It is a C pointer in some
// libraries: not auto-Send.
unsafe impl Send for MatchedMessage {}
// SAFETY: as above; shared references only read the status.
unsafe impl Sync for MatchedMessage {}

impl MatchedMessage {
    /// Who sent it, its tag and its length.
    pub fn status(&self) -> Status {
        self.status
    }

    /// Receives it as a value; the types are those of [`Communicator::recv`].
    ///
    /// MPI 5.0 section 3.8.3.
    #[doc(alias = "MPI_Mrecv")]
    pub fn recv<R: Receive>(self) -> Result<R> {
        let status = self.status;
        R::receive(Incoming(From::Matched(self, status))).map(|(value, _)| value)
    }

    /// Receives it into your own memory, as [`Communicator::recv_into`].
    ///
    /// MPI 5.0 section 3.8.3.
    #[doc(alias = "MPI_Mrecv")]
    pub fn recv_into<B: BufferMut + ?Sized>(self, buffer: &mut B) -> Result<Status> {
        fill_buffer("MPI_Mrecv", buffer, |into| {
            // SAFETY: `into` is the buffer that `fill_buffer` borrows mutably.
            unsafe { self.fill(into) }
        })
    }

    /// The body of every matched receive.
    ///
    /// # Safety
    /// `into` may be written.
    pub(crate) unsafe fn fill(mut self, into: RawBuffer) -> Result<Status> {
        const CALL: &str = "MPI_Mrecv";
        let call = self.instance.enter(CALL)?;
        let buffer = into.to_receive().counted(&call)?;
        let mut status = Status::unwritten();
        // SAFETY: past the gate; `handle` is a matched message (or MPI_MESSAGE_NO_PROC), received once; `buffer` is
        // writable by the caller's promise.
        let code = unsafe {
            ffi::MPI_Mrecv(buffer.address, buffer.count, buffer.datatype, &mut self.handle, status.as_mut_ptr())
        };
        self.handle = ffi::MPI_MESSAGE_NULL; // also after an error: the message is gone then
        check(CALL, code)?;
        // SAFETY: the call succeeded.
        unsafe { arrived(CALL, &status, into, &call) }
    }

    /// The state that the message's communicator belongs to.
    pub(super) fn instance(&self) -> &'static Instance {
        self.instance
    }

    /// Starts to receive the message, which is gone after an error.
    ///
    /// # Safety
    /// `into` may be written until the request is complete.
    pub(super) unsafe fn post(mut self, into: RawBuffer, call: &Call) -> Result<ffi::MPI_Request> {
        const CALL: &str = "MPI_Imrecv";
        if self.handle == ffi::MPI_MESSAGE_NO_PROC {
            return Ok(ffi::MPI_REQUEST_NULL); // as `Communicator::post`
        }
        let buffer = into.to_receive().counted(call)?;
        let mut request = ffi::MPI_REQUEST_NULL;
        // SAFETY: past the gate (the `Call`); a matched message, received once; the caller's promise on the buffer.
        let code =
            unsafe { ffi::MPI_Imrecv(buffer.address, buffer.count, buffer.datatype, &mut self.handle, &mut request) };
        self.handle = ffi::MPI_MESSAGE_NULL; // also after an error
        check(CALL, code)?;
        Ok(request)
    }

    /// Receives the message to nowhere.
    pub(crate) fn discard(self) -> Result<()> {
        let bytes = self.status.bytes();
        let mut scratch = deferred::scratch(bytes);
        // SAFETY: a live vector.
        let result = unsafe { self.fill(RawBuffer::of_mut(&mut scratch)) };
        // Where there was no memory the message is truncated, which was the aim.
        if scratch.len() == bytes { result.map(drop) } else { Ok(()) }
    }
}

impl Drop for MatchedMessage {
    fn drop(&mut self) {
        // Receiving could block (the sender of a long message may have to do its part), so it is left to finalization.
        if self.handle != ffi::MPI_MESSAGE_NULL && self.handle != ffi::MPI_MESSAGE_NO_PROC {
            self.instance.defer(Deferred::Message { handle: self.handle, bytes: self.status.bytes() });
        }
    }
}
