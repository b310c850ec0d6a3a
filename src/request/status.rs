//! What is known of a message that arrived, or waits.

use super::length;
use crate::datatype::{Datatype, Of};
use crate::error::Result;
use crate::gate::{self, Call};
use oxmpi_sys as ffi;
use std::ffi::c_int;
use std::fmt;
use std::mem::MaybeUninit;

/// Where a message came from, its tag and its length. Plain data: asking it calls nothing.
///
/// MPI 5.0 section 3.2.5.
#[doc(alias = "MPI_Status")]
#[derive(Clone, Copy, PartialEq, Eq)]
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
        // SAFETY: the caller's promise; statuses are made zeroed, so every byte is initialized.
        let raw = unsafe { raw.assume_init_ref() };
        let bytes = match length::visible(raw) {
            Some(bytes) => bytes,
            // SAFETY: past the gate.
            None => unsafe { length::asked(raw) }?,
        };
        drop(call);
        Ok(Status { source: raw.MPI_SOURCE, tag: raw.MPI_TAG, bytes })
    }

    /// A status for MPI to write.
    #[inline(always)]
    pub(crate) fn unwritten() -> MaybeUninit<ffi::MPI_Status> {
        MaybeUninit::zeroed()
    }
}

impl fmt::Debug for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Status")
            .field("source", &self.source())
            .field("tag", &self.tag())
            .field("bytes", &self.bytes)
            .finish()
    }
}
