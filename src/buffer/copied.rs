//! A copy of a buffer's data, for sends that outlive the buffer.

use super::raw::{Counted, Elements, RawBuffer};
use crate::error::{Error, ErrorKind, Result, check};
use crate::gate::Call;
use crate::gate::held::Held;
use oxmpi_sys as ffi;
use std::ffi::{c_int, c_void};
use std::mem::MaybeUninit;

/// The data of a buffer in memory of its own: byte by byte, padding included, or packed where the buffer has gaps.
pub(crate) struct Copied {
    /// The bytes. Those that are padding are not initialized.
    pub(crate) data: Box<[MaybeUninit<u8>]>,
    /// `data` as MPI takes it: what arrives is what the original would have sent.
    pub(crate) raw: RawBuffer,
}

impl Copied {
    /// The bytes, as memory that MPI works in.
    pub(crate) fn held(data: Box<[MaybeUninit<u8>]>) -> Held {
        Held::of(Box::into_raw(data))
    }

    /// Frees the bytes.
    ///
    /// # Safety
    /// From [`held`](Copied::held), once.
    pub(crate) unsafe fn release(held: Held) {
        // SAFETY: the caller's promise.
        drop(unsafe { Box::from_raw(held.get::<*mut [MaybeUninit<u8>]>()) });
    }

    /// Copies. No memory is an error, and not an abort.
    pub(crate) fn of(raw: RawBuffer, name: &'static str, call: &Call) -> Result<Copied> {
        match raw.datatype {
            Elements::Sparse(..) => Copied::packed(raw, name, call),
            Elements::Predefined(_) | Elements::Dense(_) => {
                let mut data = room(name, raw.bytes)?;
                // SAFETY: a dense buffer is `bytes` bytes at its address, and the vector has that capacity. `MaybeUninit<u8>` may
                // hold anything.
                unsafe {
                    std::ptr::copy_nonoverlapping(raw.address.cast::<MaybeUninit<u8>>(), data.as_mut_ptr(), raw.bytes);
                    data.set_len(raw.bytes);
                }
                let data = data.into_boxed_slice();
                let address = if data.is_empty() { RawBuffer::empty().address } else { address_of(&data) };
                Ok(Copied { raw: RawBuffer { address, ..raw }, data })
            }
        }
    }

    fn packed(raw: RawBuffer, name: &'static str, call: &Call) -> Result<Copied> {
        let Counted { address, count, datatype, .. } = &raw.counted(call)?;
        let mut size: c_int = 0;
        // SAFETY: past the gate (the `Call`); a live committed type; `MPI_COMM_SELF` always exists.
        check("MPI_Pack_size", unsafe { ffi::MPI_Pack_size(*count, *datatype, ffi::MPI_COMM_SELF, &mut size) })?;
        let size = usize::try_from(size).ok().filter(|&size| size >= raw.bytes).ok_or_else(|| {
            let message = format!("{} bytes with gaps between them cannot be packed into one message", raw.bytes);
            Error::new(ErrorKind::CountOverflow, name, message)
        })?;
        let mut data = room(name, size)?;
        let mut end: c_int = 0;
        // SAFETY: as above; the buffer is borrowed by our caller; the vector has room for `size` bytes, and MPI says how many it
        // wrote.
        unsafe {
            let into = data.as_mut_ptr().cast::<c_void>();
            let code = ffi::MPI_Pack(*address, *count, *datatype, into, size as c_int, &mut end, ffi::MPI_COMM_SELF);
            check("MPI_Pack", code)?;
            data.set_len(usize::try_from(end).unwrap_or(0));
        }
        let data = data.into_boxed_slice();
        let packed = Elements::Predefined(ffi::MPI_PACKED);
        let raw = RawBuffer { address: address_of(&data), units: data.len(), bytes: data.len(), datatype: packed };
        Ok(Copied { data, raw })
    }
}

fn room(name: &'static str, bytes: usize) -> Result<Vec<MaybeUninit<u8>>> {
    let mut room = Vec::new();
    super::reserve(name, &mut room, bytes)?;
    Ok(room)
}

fn address_of(data: &[MaybeUninit<u8>]) -> *mut c_void {
    data.as_ptr().cast_mut().cast()
}
