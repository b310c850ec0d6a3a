//! Sending, in the four modes. One body, four MPI functions.

use super::IntoDestination;
use super::Message;
use super::envelope::{Destination, Envelope};
use crate::buffer::RawBuffer;
use crate::communicator::Communicator;
use crate::error::Result;
use oxmpi_sys as ffi;
use std::ffi::{c_int, c_void};

/// The C signature that the four blocking sends share.
type SendFn = unsafe extern "C" fn(*const c_void, c_int, ffi::MPI_Datatype, c_int, c_int, ffi::MPI_Comm) -> c_int;

impl Communicator {
    /// Sends a message: a value, an array, a slice, a vector, text, an object.
    ///
    /// Blocking: returns when the data may be changed again, be that before or after the receiver has it. Whether small messages
    /// are buffered is up to the library, so two ranks that both send first can deadlock; with
    /// [`sendrecv`](Communicator::sendrecv) they cannot. Sending to `None` does nothing.
    ///
    /// # Errors
    /// [`Rank`](crate::ErrorKind::Rank), [`Tag`](crate::ErrorKind::Tag), before anything is sent;
    /// [`Encode`](crate::ErrorKind::Encode) for objects.
    ///
    /// MPI 5.0 section 3.2.1.
    ///
    /// ```no_run
    /// # use oxmpi::prelude::*;
    /// # let mpi = oxmpi::init()?;
    /// # let world = mpi.world();
    /// # let v = vec![0u8; 4];
    /// world.send(&3.5, 1)?;
    /// world.send(&[1.0, 2.0, 3.0], to(1).tag(7))?;
    /// world.send(&v[1..3], Some(1))?;
    /// world.send("hello", 1)?;
    /// world.send(&Obj(("a", 1)), 1)?;
    /// # Ok::<(), oxmpi::Error>(())
    /// ```
    #[doc(alias = "MPI_Send")]
    #[inline]
    pub fn send<M: Message + ?Sized>(&self, message: &M, to: impl IntoDestination) -> Result<()> {
        self.send_by("MPI_Send", ffi::MPI_Send, message, to.into_destination())
    }

    /// Sends in synchronous mode: returns when the receiver has begun to receive.
    ///
    /// As [`send`](Communicator::send); never buffered, so that a program which runs with it does not rely on buffering.
    /// MPI 5.0 section 3.4.
    #[doc(alias = "MPI_Ssend")]
    #[inline]
    pub fn ssend<M: Message + ?Sized>(&self, message: &M, to: impl IntoDestination) -> Result<()> {
        self.send_by("MPI_Ssend", ffi::MPI_Ssend, message, to.into_destination())
    }

    /// Sends in ready mode: the receiver has posted its receive already.
    ///
    /// As [`send`](Communicator::send), and may save the library a handshake. MPI 5.0 section 3.4.
    ///
    /// # Safety
    /// The matching receive is posted before this call starts; else the standard leaves the outcome undefined.
    ///
    /// ```no_run
    /// # use oxmpi::prelude::*;
    /// # let mpi = oxmpi::init()?;
    /// # let world = mpi.world();
    /// // Rank 1 sent this token after it posted its receive.
    /// let _posted: u8 = world.recv(1)?;
    /// // SAFETY: see above.
    /// unsafe { world.rsend(&[1.0, 2.0], 1) }?;
    /// # Ok::<(), oxmpi::Error>(())
    /// ```
    #[doc(alias = "MPI_Rsend")]
    #[inline]
    pub unsafe fn rsend<M: Message + ?Sized>(&self, message: &M, to: impl IntoDestination) -> Result<()> {
        self.send_by("MPI_Rsend", ffi::MPI_Rsend, message, to.into_destination())
    }

    /// The body of all blocking sends.
    #[inline(always)]
    fn send_by<M: Message + ?Sized>(
        &self,
        name: &'static str,
        function: SendFn,
        message: &M,
        to: Destination,
    ) -> Result<()> {
        match message.raw_at_once() {
            Some(raw) => self.send_raw(name, function, raw, to),
            None => message.with_raw(|raw| self.send_made(name, function, raw, to)),
        }
    }

    /// As [`send_raw`](Self::send_raw), for what had to be made first.
    fn send_made(&self, name: &'static str, function: SendFn, raw: RawBuffer, to: Destination) -> Result<()> {
        self.send_raw(name, function, raw, to)
    }

    #[inline(always)]
    pub(super) fn send_raw(&self, name: &'static str, function: SendFn, raw: RawBuffer, to: Destination) -> Result<()> {
        let call = self.enter(name)?;
        let Envelope { rank, tag } = self.destination(name, to)?;
        let buffer = raw.counted(&call)?;
        // SAFETY: past the gate; a live communicator; the buffer is borrowed by our caller until this returns, and
        // described by its `Buffer` implementation; rank and tag are checked.
        let code = unsafe { function(buffer.address, buffer.count, buffer.datatype, rank, tag, self.as_raw()) };
        drop(buffer);
        call.end(name, code)
    }
}
