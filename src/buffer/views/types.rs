//! The MPI type of a view.
//!
//! Each axis is a contiguous type whose element is resized to the axis' stride. The vector types of the standard say the same, but MPICH
//! goes through them element by element wherever a message is cut into packets: a column of a 2048 x 2048 matrix of `f64`, the matrix
//! transposed, and the matrix reversed moved in a half, a third and a fifth of the time of an `hvector` (MPICH 4.0.2). It is the other
//! way round for blocks of many elements, which MPICH copies one by one here and as a whole there: these are `hvector`s. In Open MPI 4.1
//! there is no difference.

use super::cache;
use super::strided::{Axis, Strided};
use crate::buffer::Made;
use crate::buffer::raw::large_type;
use crate::datatype::{Datatype, Form, Of};
use crate::error::{Error, ErrorKind, Result, check};
use crate::gate::Call;
use crate::library::library_version;
use oxmpi_sys as ffi;
use std::ffi::c_int;

/// The committed type of a view of `T` whose strides count elements: found, or made.
pub(super) fn of<T: Datatype>(strided: &Strided, form: Form, call: &Call) -> Result<Made> {
    let size = size_of::<T>();
    let whole = strided.elements().and_then(|elements| elements.checked_mul(size));
    if whole.is_none_or(|bytes| isize::try_from(bytes).is_err()) {
        return Err(too_large(strided, size));
    }
    let element = Element::of::<T>(form, call)?;
    let mut in_bytes = Strided::one();
    for axis in strided.axes() {
        let stride = axis.stride.checked_mul(size as isize).ok_or_else(|| too_large(strided, size))?;
        in_bytes.add(axis.len, stride);
    }
    in_bytes.add(element.units, element.extent as isize);
    cache::get(element.datatype, in_bytes.axes(), || build(&element, in_bytes.axes()))
}

#[cold]
fn too_large(strided: &Strided, size: usize) -> Error {
    let message = format!("{strided} of elements of {size} bytes has more than {} bytes", isize::MAX);
    Error::new(ErrorKind::CountOverflow, "MPI_Type_contiguous", message)
}

/// From how many numbers, or bytes, on a block is better one of an `hvector`.
const MANY: usize = 32;

/// What an element is for MPI: so many units of a type.
struct Element {
    datatype: ffi::MPI_Datatype,
    /// The extent of a unit, in bytes.
    extent: usize,
    units: usize,
    /// How many numbers, or bytes, a unit is copied as.
    parts: usize,
}

impl Element {
    fn of<T: Datatype>(form: Form, call: &Call) -> Result<Element> {
        Ok(match (form, Of::<T>::UNIFORM) {
            (Form::Typed, Some((basic, units))) => {
                Element { datatype: basic.raw(), extent: basic.size(), units, parts: 1 }
            }
            (Form::Bytes, _) if Of::<T>::DENSE => {
                Element { datatype: ffi::MPI_BYTE, extent: 1, units: size_of::<T>(), parts: 1 }
            }
            _ => {
                let (datatype, size) = (T::cell().get(T::TYPEMAP, form, call)?, size_of::<T>());
                Element { datatype, extent: size, units: 1, parts: size }
            }
        })
    }
}

/// Makes the type, and commits it. The caller has passed the gate, and owns the type. Strides are in bytes.
fn build(element: &Element, axes: &[Axis]) -> Result<ffi::MPI_Datatype> {
    let mut step = Step { datatype: element.datatype, made: false };
    let (mut outer, block) = match axes {
        [outer @ .., block] if block.stride == element.extent as isize => (outer, block.len),
        _ => (axes, 1),
    };
    match outer {
        [further @ .., around] if block.saturating_mul(element.parts) >= MANY => {
            step = step.blocks(around, block)?;
            outer = further;
        }
        _ if block > 1 => step = step.repeated(block)?,
        _ => {}
    }
    for axis in outer.iter().rev() {
        // Intel MPI (2021.18) fails an assertion where it commits a type of more than 2^31 blocks in a row.
        if c_int::try_from(axis.len).is_err() && library_version()?.contains("Intel") {
            let message = format!("{} steps with gaps between them are beyond this library's {}", axis.len, c_int::MAX);
            return Err(Error::new(ErrorKind::CountOverflow, "MPI_Type_contiguous", message));
        }
        step = step.resized(axis.stride)?.repeated(axis.len)?;
    }
    if !step.made {
        step = step.repeated(1)?;
    }
    // SAFETY: past the gate (see above); a live type.
    check("MPI_Type_commit", unsafe { ffi::MPI_Type_commit(&mut step.datatype) })?;
    step.made = false;
    Ok(step.datatype)
}

/// A type on the way to another. It is freed when this is dropped, if it was made here.
struct Step {
    datatype: ffi::MPI_Datatype,
    made: bool,
}

impl Step {
    /// The same with the next element `stride` bytes from it.
    fn resized(self, stride: isize) -> Result<Step> {
        let mut datatype = ffi::MPI_DATATYPE_NULL;
        // SAFETY: past the gate (see `build`); a live type.
        let code = unsafe { ffi::MPI_Type_create_resized(self.datatype, 0, stride as ffi::MPI_Aint, &mut datatype) };
        check("MPI_Type_create_resized", code)?;
        Ok(Step { datatype, made: true })
    }

    /// Blocks of it, one for each step of an axis.
    fn blocks(self, axis: &Axis, block: usize) -> Result<Step> {
        let (Ok(count), Ok(length)) = (c_int::try_from(axis.len), c_int::try_from(block)) else {
            return self.repeated(block)?.resized(axis.stride)?.repeated(axis.len);
        };
        let mut datatype = ffi::MPI_DATATYPE_NULL;
        let stride = axis.stride as ffi::MPI_Aint;
        // SAFETY: past the gate (see `build`); a live type.
        let code = unsafe { ffi::MPI_Type_create_hvector(count, length, stride, self.datatype, &mut datatype) };
        check("MPI_Type_create_hvector", code)?;
        Ok(Step { datatype, made: true })
    }

    /// So many of it.
    fn repeated(self, len: usize) -> Result<Step> {
        let Ok(len) = c_int::try_from(len) else {
            return Ok(Step { datatype: large_type(len, self.datatype)?, made: true });
        };
        let mut datatype = ffi::MPI_DATATYPE_NULL;
        // SAFETY: as above.
        check("MPI_Type_contiguous", unsafe { ffi::MPI_Type_contiguous(len, self.datatype, &mut datatype) })?;
        Ok(Step { datatype, made: true })
    }
}

impl Drop for Step {
    fn drop(&mut self) {
        if self.made {
            // SAFETY: past the gate (see `build`); made here, and freed once. A type made of it survives that.
            unsafe { ffi::MPI_Type_free(&mut self.datatype) };
        }
    }
}
