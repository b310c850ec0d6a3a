//! A message on its way in, for the types that can be received: they say where it goes, this knows how it comes.

use super::Status;
use super::envelope::{Envelope, Source};
use super::probe::MatchedMessage;
use super::sendrecv::{Outgoing, Sent};
use crate::buffer::RawBuffer;
use crate::communicator::Communicator;
use crate::error::Result;
use crate::gate::Call;
use crate::request::truncated;
use oxmpi_sys as ffi;

/// A message that a [`Receive`](super::Receive) type takes in, one way or the other.
pub struct Incoming<'a>(pub(crate) From<'a>);

/// The ways a message comes.
pub(crate) enum From<'a> {
    /// By a receive that is posted now.
    Posted { communicator: &'a Communicator, source: Source },
    /// It is here already, matched by a probe.
    Matched(MatchedMessage, Status),
    /// In exchange for one that goes out at the same time.
    Exchanged { communicator: &'a Communicator, source: Source, outgoing: Outgoing },
}

impl<'a> Incoming<'a> {
    /// The MPI function, for error messages.
    pub(crate) fn call_name(&self) -> &'static str {
        match self.0 {
            From::Posted { .. } => "MPI_Recv",
            From::Matched(..) => "MPI_Mrecv",
            From::Exchanged { .. } => "MPI_Sendrecv",
        }
    }

    /// Whether the source is nobody, so that nothing can arrive.
    pub(crate) fn is_from_nobody(&self) -> bool {
        match &self.0 {
            From::Posted { source, .. } | From::Exchanged { source, .. } => source.is_nobody(),
            From::Matched(_, status) => status.source().is_none(),
        }
    }

    /// Receives into memory of fixed size.
    ///
    /// # Safety
    /// `into` may be written.
    #[inline(always)]
    pub(crate) unsafe fn fill(self, into: RawBuffer) -> Result<Status> {
        // SAFETY: the caller's promise, handed on.
        unsafe {
            match self.0 {
                From::Posted { communicator, source } => receive(communicator, source, into),
                From::Matched(message, _) => message.fill(into),
                From::Exchanged { communicator, source, outgoing } => outgoing.exchange(communicator, source, into),
            }
        }
    }

    /// Finds the message and its length first, so that memory can be made for it, and has it taken.
    pub(crate) fn matched<R>(self, take: impl FnOnce(MatchedMessage, Status) -> Result<R>) -> Result<R> {
        let _turn;
        let (message, sent) = match self.0 {
            From::Posted { communicator, source } => {
                // Where threads take turns, none comes between the probe and the receive, and the message is not lost.
                _turn = communicator.enter("MPI_Mprobe")?;
                (communicator.mprobe(source)?, None)
            }
            From::Matched(message, status) => return take(message, status),
            From::Exchanged { communicator, source, outgoing } => {
                communicator.source("MPI_Mprobe", source)?; // before anything is sent
                let sent = outgoing.start(communicator)?;
                (communicator.mprobe(source)?, Some(sent))
            }
        };
        let status = message.status();
        // The message is taken before the outgoing one is waited for: where both are long, the peer's send ends only when
        // we receive, as ours when it does. The data that goes out is borrowed by our caller, so a `Sent` that is
        // dropped by an error waits, too.
        let taken = take(message, status);
        sent.map_or(Ok(()), Sent::wait).and(taken)
    }

    /// Takes the message from nobody, or receives and drops it; an outgoing one is sent.
    pub(crate) fn discard(self) -> Result<Status> {
        // SAFETY: an empty buffer: nothing is written.
        unsafe { self.fill(RawBuffer::empty()) }
    }
}

/// The body of every blocking receive.
///
/// # Safety
/// `into` may be written.
#[inline(always)]
pub(crate) unsafe fn receive(communicator: &Communicator, source: Source, into: RawBuffer) -> Result<Status> {
    const CALL: &str = "MPI_Recv";
    let call = communicator.enter(CALL)?;
    let Envelope { rank, tag } = communicator.source(CALL, source)?;
    let buffer = into.to_receive().counted(&call)?;
    let mut status = Status::unwritten();
    // SAFETY: past the gate; a live communicator; `buffer` is writable by the caller's promise, for its count; the
    // status is ours.
    let code = unsafe {
        ffi::MPI_Recv(
            buffer.address,
            buffer.count,
            buffer.datatype,
            rank,
            tag,
            communicator.as_raw(),
            status.as_mut_ptr(),
        )
    };
    drop(buffer);
    let call = call.check(CALL, code)?;
    // SAFETY: the receive succeeded.
    unsafe { arrived(CALL, &status, into, call) }
}

/// Reads the status of a receive, ends the call, and finds a truncation that the library did not report (Open MPI 4.1.4 does not, for a
/// receive from itself that was posted before the send).
///
/// # Safety
/// As [`Status::read`].
#[inline(always)]
pub(crate) unsafe fn arrived(
    name: &'static str,
    status: &std::mem::MaybeUninit<ffi::MPI_Status>,
    into: RawBuffer,
    call: Call,
) -> Result<Status> {
    // SAFETY: the caller's promise.
    let status = unsafe { Status::read(status, call) }?;
    if status.bytes() > into.bytes { Err(truncated(name, status.bytes(), into.bytes)) } else { Ok(status) }
}
