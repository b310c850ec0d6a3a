//! What is known of a message that arrived, or waits.

use crate::datatype::{Datatype, Of};
use crate::error::{Error, ErrorKind, Result};
use crate::gate::Call;
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
    /// As MPI has them, so that nothing is converted for who doesn't ask; -1 for nobody.
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

    /// Reads the status that a successful MPI call wrote.
    ///
    /// # Safety
    /// `raw` was written by a receive or probe that returned `MPI_SUCCESS`.
    #[inline(always)]
    pub(crate) unsafe fn read(raw: &MaybeUninit<ffi::MPI_Status>, _: &Call) -> Result<Status> {
        // SAFETY: the caller's promise; statuses are made zeroed, so every byte is initialized.
        let raw = unsafe { raw.assume_init_ref() };
        let mut bytes: ffi::MPI_Count = 0;
        // In bytes, whatever the message's type was; MPI_Get_count's int would overflow for a long message.
        // SAFETY: past the gate; a status that MPI wrote; local.
        let code = unsafe { ffi::MPI_Get_elements_x(raw, ffi::MPI_BYTE, &mut bytes) };
        if code != ffi::MPI_SUCCESS as c_int {
            return Err(Error::from_code("MPI_Get_elements_x", code));
        }
        let Ok(bytes) = usize::try_from(bytes) else {
            return Err(Error::new(ErrorKind::Intern, "MPI_Get_elements_x", "the length of the message is undefined"));
        };
        // Ranks are not negative; MPI_PROC_NULL is, in every library.
        Ok(Status { source: raw.MPI_SOURCE.max(-1), tag: raw.MPI_TAG, bytes })
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
