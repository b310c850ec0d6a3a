//! Packed bytes as a message.

use crate::buffer::{Elements, RawBuffer};
use crate::error::Result;
use crate::point_to_point::{Incoming, Message, Receive, Status};
use oxmpi_sys as ffi;

/// What a [`Packer`](super::Packer) made. Sent as `MPI_PACKED`; received as it is, to be unpacked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[doc(alias = "MPI_PACKED")]
pub struct Packed(Vec<u8>);

impl Packed {
    /// The bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The bytes, as they are.
    pub fn into_bytes(self) -> Vec<u8> {
        self.0
    }
}

impl From<Vec<u8>> for Packed {
    fn from(bytes: Vec<u8>) -> Packed {
        Packed(bytes)
    }
}

// SAFETY: the bytes of a borrowed vector.
unsafe impl Message for Packed {
    fn with_raw<R>(&self, send: impl FnOnce(RawBuffer) -> Result<R>) -> Result<R> {
        send(RawBuffer { datatype: Elements::Predefined(ffi::MPI_PACKED), ..RawBuffer::bytes(&self.0) })
    }
}

impl Receive for Packed {
    fn receive(incoming: Incoming<'_>) -> Result<(Packed, Status)> {
        Vec::<u8>::receive(incoming).map(|(bytes, status)| (Packed(bytes), status))
    }
}
