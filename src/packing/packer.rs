//! Putting values in.

use super::Packed;
use super::representation::Representation;
use crate::buffer::{Buffer, reserve};
use crate::datatype::Datatype;
use crate::error::Result;

/// Grows by what is packed. See the [module](super).
#[derive(Debug)]
pub struct Packer<'a> {
    representation: Representation<'a>,
    bytes: Vec<u8>,
}

impl<'a> Packer<'a> {
    pub(super) fn new(representation: Representation<'a>) -> Packer<'a> {
        Packer { representation, bytes: Vec::new() }
    }

    /// Appends a buffer: a value, an array, a slice, a view. Its length is not noted: pack it too where the other side does not know it.
    ///
    /// Local. Returns the packer, for the next value.
    ///
    /// # Errors
    /// [`NoMem`](crate::ErrorKind::NoMem); [`CountOverflow`](crate::ErrorKind::CountOverflow) past 2 GiB. Nothing
    /// is appended then.
    ///
    /// MPI 5.0 sections 5.2 and 5.3.
    #[doc(alias = "MPI_Pack")]
    #[doc(alias = "MPI_Pack_size")]
    #[doc(alias = "MPI_Pack_external")]
    #[doc(alias = "MPI_Pack_external_size")]
    pub fn pack<B: Buffer + ?Sized>(&mut self, buffer: &B) -> Result<&mut Self> {
        let raw = buffer.raw();
        let call = self.representation.enter(self.representation.pack_name())?;
        let size = self.representation.room(raw, &call)?;
        reserve(self.representation.pack_name(), &mut self.bytes, size)?;
        let start = self.bytes.len();
        self.bytes.resize(start + size, 0);
        let end = self.representation.pack(raw, <B::Elem as Datatype>::TYPEMAP, &mut self.bytes, start, &call);
        self.bytes.truncate(*end.as_ref().unwrap_or(&start));
        end.map(|_| self)
    }

    /// What was packed so far.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The whole, to be sent or stored.
    pub fn finish(self) -> Packed {
        Packed::from(self.bytes)
    }
}
