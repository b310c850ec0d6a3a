//! Two pieces of memory as one message.

use super::raw::{Elements, Made, Maker, RawBuffer};
use crate::datatype::Form;
use crate::error::{Error, ErrorKind, Result, check};
use crate::gate::Call;
use oxmpi_sys as ffi;
use std::ffi::c_int;

/// What the type of two pieces is made of.
struct Joint {
    lengths: [c_int; 2],
    /// Where the second piece is, from the first.
    distance: ffi::MPI_Aint,
}

/// Lowers two pieces of memory to one buffer for the time of `send`: the bytes of the first, then those of the second.
pub(crate) fn joined<R>(first: &[u8], second: &[u8], send: impl FnOnce(RawBuffer) -> Result<R>) -> Result<R> {
    if first.is_empty() {
        return send(RawBuffer::bytes(second));
    }
    let bytes = first.len() + second.len(); // both are in memory
    let lengths = [c_int::try_from(first.len()), c_int::try_from(second.len())];
    let ([Ok(first_length), Ok(second_length)], Ok(_)) = (lengths, c_int::try_from(bytes)) else {
        return send(RawBuffer::bytes(&copied(first, second)?));
    };
    let distance = (second.as_ptr() as ffi::MPI_Aint).wrapping_sub(first.as_ptr() as ffi::MPI_Aint);
    let joint = Joint { lengths: [first_length, second_length], distance };
    let maker = Maker { context: (&raw const joint).cast(), make: make_joint };
    let datatype = Elements::Sparse(maker, Form::Typed);
    send(RawBuffer { units: 1, bytes, datatype, ..RawBuffer::bytes(first) })
}

/// Both in one piece.
#[cold]
fn copied(first: &[u8], second: &[u8]) -> Result<Vec<u8>> {
    let mut both = Vec::new();
    super::reserve("MPI_Send", &mut both, first.len() + second.len())?;
    both.extend_from_slice(first);
    both.extend_from_slice(second);
    Ok(both)
}

/// # Safety
/// `context` is a live [`Joint`].
unsafe fn make_joint(context: *const (), _: Form, _: &Call) -> Result<Made> {
    const CALL: &str = "MPI_Type_create_hindexed";
    // SAFETY: the caller's promise.
    let Joint { lengths, distance } = unsafe { &*context.cast::<Joint>() };
    let displacements = [0, *distance];
    let mut datatype = ffi::MPI_DATATYPE_NULL;
    // SAFETY: past the gate (the `Call`); two arrays of two.
    check(CALL, unsafe {
        ffi::MPI_Type_create_hindexed(2, lengths.as_ptr(), displacements.as_ptr(), ffi::MPI_BYTE, &mut datatype)
    })?;
    // SAFETY: a live type, made above.
    let committed = check("MPI_Type_commit", unsafe { ffi::MPI_Type_commit(&mut datatype) });
    if committed.is_err() {
        // SAFETY: as above; nobody else has it.
        unsafe { ffi::MPI_Type_free(&mut datatype) };
    }
    committed.map(|()| Made { datatype, for_one_call: true })
}

/// The error of a codec that lent no bytes.
#[cold]
pub(crate) fn nothing_lent(name: &'static str) -> Error {
    Error::new(ErrorKind::Encode, name, "the codec gave no bytes")
}
