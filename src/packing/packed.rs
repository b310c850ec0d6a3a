//! Packed bytes as a message.

use crate::buffer::{Elements, OwnedBuffer, RawBuffer};
use crate::error::{Error, Result};
use crate::gate::held::{Held, Memory};
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

    type Elem = u8;

    fn from_arrived(_: &'static str, bytes: Vec<u8>, _: Status) -> Result<Packed> {
        Ok(Packed(bytes))
    }
}

// SAFETY: as a vector of its bytes.
unsafe impl OwnedBuffer for Packed {
    fn dissolve(self) -> Result<(Held, RawBuffer), (Error, Packed)> {
        let (held, raw) = self.0.dissolve().map_err(|(error, bytes)| (error, Packed(bytes)))?;
        Ok((held, RawBuffer { datatype: Elements::Predefined(ffi::MPI_PACKED), ..raw }))
    }

    unsafe fn rebuild(held: Held) -> Packed {
        // SAFETY: the caller's promise.
        Packed(unsafe { Vec::rebuild(held) })
    }

    unsafe fn abandon(held: Held) -> Memory {
        // SAFETY: the caller's promise.
        unsafe { Vec::<u8>::abandon(held) }
    }
}
