//! Taking values out.

use super::representation::Representation;
use crate::buffer::{BufferMut, Filled, RawBuffer, fill};
use crate::datatype::{Datatype, Of};
use crate::error::{Error, ErrorKind, Result};

/// Takes out what was packed, in the same order. See the [module](super).
///
/// After an error the position is where it was.
#[derive(Debug)]
pub struct Unpacker<'a> {
    representation: Representation<'a>,
    bytes: &'a [u8],
    position: usize,
}

impl<'a> Unpacker<'a> {
    pub(super) fn new(representation: Representation<'a>, bytes: &'a [u8]) -> Unpacker<'a> {
        Unpacker { representation, bytes, position: 0 }
    }

    /// Takes the next value: a number, an array, a derived struct.
    ///
    /// Local.
    ///
    /// # Errors
    /// [`Truncated`](ErrorKind::Truncated) when fewer bytes are left than it takes; [`InvalidValue`](ErrorKind::InvalidValue). Bytes do not
    /// say what they are: one that was packed as another type of the same size comes out as nonsense, and never as an invalid value.
    ///
    /// MPI 5.0 sections 5.2 and 5.3.
    #[doc(alias = "MPI_Unpack")]
    #[doc(alias = "MPI_Unpack_external")]
    pub fn unpack<T: Datatype>(&mut self) -> Result<T> {
        let name = self.representation.unpack_name();
        self.keep(|this| {
            // SAFETY: `filled` gives zeroed room for one `T`.
            T::filled(name, 1, |room| unsafe { this.unpack_raw::<T>(RawBuffer::at(room, 1)) })
        })
    }

    /// Takes the next `len` values.
    ///
    /// Local. Memory is made only when that many can be there. Errors as [`unpack`](Unpacker::unpack).
    #[doc(alias = "MPI_Unpack")]
    pub fn unpack_vec<T: Datatype>(&mut self, len: usize) -> Result<Vec<T>> {
        let name = self.representation.unpack_name();
        if len.checked_mul(Of::<T>::BYTES).is_none_or(|bytes| bytes > self.remaining()) {
            let message = format!(
                "{len} elements of {} bytes are asked for, and {} bytes are left",
                Of::<T>::BYTES,
                self.remaining()
            );
            return Err(Error::new(ErrorKind::Truncated, name, message));
        }
        self.keep(|this| {
            // SAFETY: `filled` gives zeroed room for `len` elements.
            Vec::filled(name, len, |room| unsafe { this.unpack_raw::<T>(RawBuffer::at(room, len)) })
        })
    }

    /// Fills your own memory: `&mut x`, `&mut array`, `&mut slice[..]`, a view.
    ///
    /// Local. Errors as [`unpack`](Unpacker::unpack); the memory is unspecified then, and valid.
    #[doc(alias = "MPI_Unpack")]
    pub fn unpack_into<B: BufferMut + ?Sized>(&mut self, buffer: &mut B) -> Result<()> {
        let name = self.representation.unpack_name();
        // SAFETY: mutably borrowed.
        self.keep(|this| fill(name, buffer, |raw| unsafe { this.unpack_raw::<B::Elem>(raw) }))
    }

    /// How many bytes are left.
    pub fn remaining(&self) -> usize {
        self.bytes.len() - self.position
    }

    /// Ends, with an error if anything is left.
    ///
    /// # Errors
    /// [`Incomplete`](ErrorKind::Incomplete).
    pub fn finish(self) -> Result<()> {
        match self.remaining() {
            0 => Ok(()),
            left => {
                let name = self.representation.unpack_name();
                Err(Error::new(
                    ErrorKind::Incomplete,
                    name,
                    format!("{left} of {} bytes are left over", self.bytes.len()),
                ))
            }
        }
    }

    /// Has something taken out, and goes back after an error.
    fn keep<R>(&mut self, take: impl FnOnce(&mut Self) -> Result<R>) -> Result<R> {
        let start = self.position;
        take(self).inspect_err(|_| self.position = start)
    }

    /// The body of all forms.
    ///
    /// # Safety
    /// `into` may be written.
    unsafe fn unpack_raw<T: Datatype>(&mut self, into: RawBuffer) -> Result<()> {
        let call = self.representation.enter(self.representation.unpack_name())?;
        // SAFETY: the caller's promise.
        self.position = unsafe { self.representation.unpack(into, T::TYPEMAP, self.bytes, self.position, &call) }?;
        Ok(())
    }
}
