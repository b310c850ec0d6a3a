//! A buffer with room for one more byte, so that a message which is too long for the buffer can be told from one that just fits.

use super::raw::{Counted, Elements, RawBuffer};
use crate::error::{Result, check};
use crate::gate::Call;
use oxmpi_sys as ffi;
use std::ffi::c_void;
use std::sync::atomic::AtomicU8;

/// Where the first byte goes that is too many. Nobody reads it.
static BEYOND: AtomicU8 = AtomicU8::new(0);

/// A buffer, put together only where it is extended: so that it stays in registers elsewhere.
pub(crate) struct Extensible {
    pub(crate) address: *mut c_void,
    pub(crate) units: usize,
    pub(crate) bytes: usize,
    pub(crate) datatype: Elements,
}

impl Extensible {
    /// The buffer and one byte elsewhere, as one element of a type that is made for this call.
    #[cold]
    #[inline(never)]
    pub(crate) fn with_one_more_byte(&self, call: &Call) -> Result<Counted> {
        const CALL: &str = "MPI_Type_create_struct";
        let Extensible { address, units, bytes, datatype } = *self;
        let buffer = RawBuffer { address, units, bytes, datatype }.counted(call)?;
        let distance = (BEYOND.as_ptr() as ffi::MPI_Aint).wrapping_sub(buffer.address as ffi::MPI_Aint);
        let (lengths, places, types) = ([buffer.count, 1], [0, distance], [buffer.datatype, ffi::MPI_BYTE]);
        let mut datatype = ffi::MPI_DATATYPE_NULL;
        // SAFETY: past the gate (the `Call`); three arrays of two; the type of the buffer is live.
        check(CALL, unsafe {
            ffi::MPI_Type_create_struct(2, lengths.as_ptr(), places.as_ptr(), types.as_ptr(), &mut datatype)
        })?;
        // SAFETY: a live type, made above.
        let committed = check("MPI_Type_commit", unsafe { ffi::MPI_Type_commit(&mut datatype) });
        let extended = Counted::of_made(buffer.address, datatype);
        committed.map(|()| extended)
    }
}
