//! How packed bytes look: as in memory, or portable. One body for both.
//!
//! MPI packs and unpacks the native form. The portable form is made of it here, by turning the bytes of each number around: `MPI_Pack_external`
//! ends a process under MPICH (4.0.2, 5.0.2) when it is given a struct type.

use super::external32;
use crate::buffer::RawBuffer;
use crate::communicator::Communicator;
use crate::datatype::Typemap;
use crate::error::{Error, ErrorKind, Result, check};
use crate::gate::{Call, Instance};
use oxmpi_sys as ffi;
use std::ffi::{c_int, c_void};

/// The representation, and where the gate is.
#[derive(Clone, Copy, Debug)]
pub(super) enum Representation<'a> {
    /// For the ranks of this communicator.
    Native(&'a Communicator),
    /// For everybody.
    External32(&'static Instance),
}

impl Representation<'_> {
    pub(super) fn enter(self, name: &'static str) -> Result<Call> {
        match self {
            Representation::Native(communicator) => communicator.enter(name),
            Representation::External32(instance) => instance.enter(name),
        }
    }

    pub(super) fn pack_name(self) -> &'static str {
        match self {
            Representation::Native(_) => "MPI_Pack",
            Representation::External32(_) => "MPI_Pack_external",
        }
    }

    pub(super) fn unpack_name(self) -> &'static str {
        match self {
            Representation::Native(_) => "MPI_Unpack",
            Representation::External32(_) => "MPI_Unpack_external",
        }
    }

    fn communicator(self) -> ffi::MPI_Comm {
        match self {
            Representation::Native(communicator) => communicator.as_raw(),
            Representation::External32(_) => ffi::MPI_COMM_SELF,
        }
    }

    /// Room that packing takes at most.
    pub(super) fn room(self, raw: RawBuffer, call: &Call) -> Result<usize> {
        let buffer = raw.counted(call)?;
        let mut size: c_int = 0;
        // SAFETY: past the gate (the `Call`); a live committed type and communicator; local.
        let code = unsafe { ffi::MPI_Pack_size(buffer.count, buffer.datatype, self.communicator(), &mut size) };
        check("MPI_Pack_size", code)?;
        // Without libraries that say "undefined" for what is beyond an int.
        usize::try_from(size).ok().filter(|&size| size >= raw.bytes).ok_or_else(|| self.too_long(raw.bytes))
    }

    /// Packs to `into[start..]`, and returns the end of what was written.
    pub(super) fn pack(
        self,
        raw: RawBuffer,
        of: &Typemap,
        into: &mut [u8],
        start: usize,
        call: &Call,
    ) -> Result<usize> {
        let (size, mut position) = (self.int(into.len())?, self.int(start)?);
        let buffer = raw.counted(call)?;
        // SAFETY: past the gate; `raw` is borrowed by our caller; `into` is ours, and as long as we say.
        let code = unsafe {
            let into = into.as_mut_ptr().cast::<c_void>();
            ffi::MPI_Pack(buffer.address, buffer.count, buffer.datatype, into, size, &mut position, self.communicator())
        };
        check(self.pack_name(), code)?;
        let end = usize::try_from(position).unwrap_or(start);
        if let Representation::External32(_) = self {
            external32::turn(&mut into[start..end], of);
        }
        Ok(end)
    }

    /// Unpacks `raw.bytes` bytes from `from[start..]`, and returns the end of what was read.
    ///
    /// # Safety
    /// `raw` may be written.
    pub(super) unsafe fn unpack(
        self,
        raw: RawBuffer,
        of: &Typemap,
        from: &[u8],
        start: usize,
        call: &Call,
    ) -> Result<usize> {
        // MPICH reads as much as the datatype takes, whatever it is told of the size: so this check is ours.
        let Some(end) = start.checked_add(raw.bytes).filter(|&end| end <= from.len()) else {
            let message = format!(
                "{} bytes are asked for at byte {start} of {}; was as much packed, in this order?",
                raw.bytes,
                from.len()
            );
            return Err(Error::new(ErrorKind::Truncated, self.unpack_name(), message));
        };
        let turned: Vec<u8>;
        let (bytes, from_start) = match self {
            Representation::Native(_) => (&from[..end], start),
            Representation::External32(_) => {
                let mut copy = from[start..end].to_vec();
                external32::turn(&mut copy, of);
                turned = copy;
                (&turned[..], 0)
            }
        };
        let (size, mut position) = (self.int(bytes.len())?, self.int(from_start)?);
        let buffer = raw.counted(call)?;
        // SAFETY: past the gate; `raw` may be written by the caller's promise; `raw.bytes` bytes are there, which is what its type
        // takes.
        let code = unsafe {
            let from = bytes.as_ptr().cast::<c_void>();
            ffi::MPI_Unpack(
                from,
                size,
                &mut position,
                buffer.address,
                buffer.count,
                buffer.datatype,
                self.communicator(),
            )
        };
        check(self.unpack_name(), code)?;
        Ok(end)
    }

    fn int(self, size: usize) -> Result<c_int> {
        c_int::try_from(size).map_err(|_| self.too_long(size))
    }

    #[cold]
    fn too_long(self, bytes: usize) -> Error {
        let message = format!("{bytes} bytes are beyond {}: pack in parts, or send without packing", c_int::MAX);
        Error::new(ErrorKind::CountOverflow, self.pack_name(), message)
    }
}
