//! What is known of a message that arrived, or waits.

use super::length;
use crate::datatype::{Datatype, Of};
use crate::error::{Error, ErrorKind, Result};
use crate::gate::{self, Call};
use oxmpi_sys as ffi;
use std::ffi::c_int;
use std::fmt;
use std::mem::MaybeUninit;

/// Where a message came from, its tag and its length. Plain data: asking it calls nothing.
///
/// MPI 5.0 section 3.2.5.
#[doc(alias = "MPI_Status")]
#[derive(Clone, Copy)]
pub struct Status {
    /// As MPI has them, so that nothing is converted for who doesn't ask. Ranks are not negative; MPI_PROC_NULL is, in every library.
    source: c_int,
    tag: c_int,
    bytes: usize,
}

impl Status {
    /// The rank that sent the message; `None` when the source was `None`. Can be given to `send` as it is, to reply.
    #[doc(alias = "MPI_SOURCE")]
    pub fn source(&self) -> Option<usize> {
        usize::try_from(self.source).ok()
    }

    /// The tag of the message; `None` when the source was `None`.
    #[doc(alias = "MPI_TAG")]
    pub fn tag(&self) -> Option<i32> {
        (self.source >= 0).then_some(self.tag)
    }

    /// How many elements of type `T` the message has; `None` when it is not a whole number of them.
    ///
    /// MPI 5.0 section 3.2.5.
    #[doc(alias = "MPI_Get_count")]
    pub fn count<T: Datatype>(&self) -> Option<usize> {
        (self.bytes % Of::<T>::BYTES == 0).then_some(self.bytes / Of::<T>::BYTES)
    }

    /// How many bytes of data the message has.
    #[doc(alias = "MPI_Get_elements")]
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// Reads a status that a call through [`ffi`](crate::ffi) wrote.
    ///
    /// # Safety
    /// A receive, probe or completed request wrote it, or it was zeroed and its elements were set by MPI.
    #[doc(hidden)]
    pub unsafe fn from_raw(raw: ffi::MPI_Status) -> Result<Status> {
        let call = gate::latest().enter("MPI_Get_elements_x")?;
        // SAFETY: initialized; the caller's promise.
        unsafe { Status::read(&MaybeUninit::new(raw), call) }
    }

    /// Reads the status that a successful MPI call wrote, and ends the call.
    ///
    /// # Safety
    /// `raw` was written by a receive or probe that returned `MPI_SUCCESS`.
    #[inline(always)]
    pub(crate) unsafe fn read(raw: &MaybeUninit<ffi::MPI_Status>, call: Call) -> Result<Status> {
        // SAFETY: the caller's promise.
        if let Some(status) = unsafe { Status::read_at_once(raw) } {
            drop(call);
            return Ok(status);
        }
        // SAFETY: the caller's promise.
        unsafe { Status::read_within(raw, &{ call }) }
    }

    /// As [`read`](Status::read), where nothing has to be asked for; else `None`.
    ///
    /// # Safety
    /// As there.
    #[inline(always)]
    pub(crate) unsafe fn read_at_once(raw: &MaybeUninit<ffi::MPI_Status>) -> Option<Status> {
        // SAFETY: the caller's promise; statuses are made zeroed, so every byte is initialized.
        let raw = unsafe { raw.assume_init_ref() };
        length::visible(raw).map(|bytes| Status { source: raw.MPI_SOURCE, tag: raw.MPI_TAG, bytes })
    }

    /// As [`read`](Status::read), where the call goes on.
    ///
    /// # Safety
    /// As there.
    #[inline(always)]
    pub(crate) unsafe fn read_within(raw: &MaybeUninit<ffi::MPI_Status>, _: &Call) -> Result<Status> {
        // SAFETY: the caller's promise; statuses are made zeroed, so every byte is initialized.
        let raw = unsafe { raw.assume_init_ref() };
        let bytes = match length::visible(raw) {
            Some(bytes) => bytes,
            // SAFETY: past the gate.
            None => unsafe { length::asked(raw) }?,
        };
        Ok(Status { source: raw.MPI_SOURCE, tag: raw.MPI_TAG, bytes })
    }

    /// Reads the status of a receive that succeeded, and finds what is wrong with the message all the same: a truncation that the library did not
    /// report, a length that is no whole number of elements.
    ///
    /// # Safety
    /// As [`read`](Status::read).
    #[inline(always)]
    pub(crate) unsafe fn of_receive<T: Datatype>(
        call_name: &'static str,
        raw: &MaybeUninit<ffi::MPI_Status>,
        room: usize,
        call: &Call,
    ) -> Result<Status> {
        // SAFETY: the caller's promise.
        let status = unsafe { Status::read_within(raw, call) }?;
        status.check_fits(call_name, room)?;
        if status.count::<T>().is_none() {
            return Err(incomplete::<T>(call_name, status));
        }
        Ok(status)
    }

    /// Fails for a message that is longer than the room for it, which the library did not report (Open MPI 4.1.4 does not, for a receive from
    /// itself that was posted before the send).
    #[inline(always)]
    pub(crate) fn check_fits(&self, call: &'static str, room: usize) -> Result<()> {
        if self.bytes > room { Err(truncated(call, self.bytes, room)) } else { Ok(()) }
    }

    /// What can be said of the sender after an error.
    #[cold]
    pub(crate) fn of_sender(raw: &MaybeUninit<ffi::MPI_Status>) -> Status {
        // SAFETY: statuses are made zeroed, so every byte is initialized.
        let raw = unsafe { raw.assume_init_ref() };
        Status { source: raw.MPI_SOURCE, tag: raw.MPI_TAG, bytes: 0 }
    }

    /// The status of an operation that receives nothing.
    pub(crate) fn of_nobody() -> Status {
        Status { source: -1, tag: 0, bytes: 0 }
    }

    /// A status for MPI to write.
    #[inline(always)]
    pub(crate) fn unwritten() -> MaybeUninit<ffi::MPI_Status> {
        MaybeUninit::zeroed()
    }
}

#[cold]
pub(crate) fn truncated(name: &'static str, bytes: usize, room: usize) -> Error {
    let message = format!("the message has {bytes} bytes, the buffer {room}");
    Error::new(ErrorKind::Truncated, name, message)
}

/// The error for a message that is not a whole number of elements, or not exactly one.
#[cold]
pub(crate) fn incomplete<T: Datatype>(call: &'static str, status: Status) -> Error {
    let name = std::any::type_name::<T>();
    let size = Of::<T>::BYTES;
    let message = match status.source() {
        None => format!("the source is None, so nothing arrives; receive an Option<{name}>, which is None then"),
        Some(source) => format!(
            "{} bytes arrived from rank {source}, and a {name} has {size}; receive a Vec or another type",
            status.bytes()
        ),
    };
    Error::new(ErrorKind::Incomplete, call, message)
}

/// Compares what can be asked for: libraries have tags of their own for a message from nobody.
impl PartialEq for Status {
    fn eq(&self, other: &Status) -> bool {
        (self.source(), self.tag(), self.bytes) == (other.source(), other.tag(), other.bytes)
    }
}

impl Eq for Status {}

impl fmt::Debug for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Status")
            .field("source", &self.source())
            .field("tag", &self.tag())
            .field("bytes", &self.bytes)
            .finish()
    }
}
