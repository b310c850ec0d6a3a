//! A buffer as MPI takes it: address, count, datatype.

use crate::datatype::{Datatype, Form, Of};
use crate::error::{Error, ErrorKind, Result, check};
use crate::gate::Call;
use oxmpi_sys as ffi;
use std::ffi::{c_int, c_void};

/// Address, count and datatype of a buffer. Made by [`Buffer::raw`](super::Buffer::raw); checked by whoever hands it to MPI.
#[derive(Clone, Copy, Debug)]
pub struct RawBuffer {
    /// The first element. Never one of MPI's special addresses, also when there is no element.
    pub(crate) address: *mut c_void,
    /// How many elements of `datatype`.
    pub(crate) units: usize,
    /// How many bytes travel in all.
    pub(crate) bytes: usize,
    /// The datatype.
    pub(crate) datatype: Elements,
}

/// What a buffer's elements are for MPI, and how the datatype is had.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Elements {
    /// A predefined type.
    Predefined(ffi::MPI_Datatype),
    /// A type that is made at first use, without gaps: the buffer is one sequence of bytes.
    Dense(Maker),
    /// A type that is made at first use, with gaps; or memory of a device, which only MPI may look at.
    Sparse(Maker, Form),
}

/// Makes a datatype, or finds the one that was made before.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Maker {
    /// What the function takes: borrowed from the buffer for as long as its memory is.
    pub(crate) context: *const (),
    /// The function.
    ///
    /// # Safety
    /// It is called with `context`, while the buffer that the `RawBuffer` was made of is borrowed.
    pub(crate) make: unsafe fn(*const (), Form, &Call) -> Result<Made>,
}

/// A committed datatype.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Made {
    /// The handle.
    pub(crate) datatype: ffi::MPI_Datatype,
    /// Whether it was made for this one call, and is freed after it.
    pub(crate) for_one_call: bool,
}

/// The datatype of an element type that is no predefined one.
fn cached<T: Datatype>(_: *const (), form: Form, call: &Call) -> Result<Made> {
    T::cell().get(T::TYPEMAP, form, call).map(|datatype| Made { datatype, for_one_call: false })
}

/// An address for buffers without elements. The dangling address of an empty `Vec<u8>` is 1, which is `MPI_IN_PLACE` in
/// Open MPI and in the standard ABI.
static EMPTY: u64 = 0;

impl RawBuffer {
    /// A slice that is read.
    #[inline(always)]
    pub(crate) fn of<T: Datatype>(slice: &[T]) -> RawBuffer {
        RawBuffer::at(slice.as_ptr().cast_mut(), slice.len())
    }

    /// A slice that is filled.
    #[inline(always)]
    pub(crate) fn of_mut<T: Datatype>(slice: &mut [T]) -> RawBuffer {
        RawBuffer::at(slice.as_mut_ptr(), slice.len())
    }

    /// `len` elements from `first` on, which is aligned and not null, also where there is no element.
    #[inline(always)]
    pub(crate) fn at<T: Datatype>(first: *mut T, len: usize) -> RawBuffer {
        // An aligned address is not MPI_IN_PLACE, which is odd; nor null, the other special address.
        let may_be_special = ffi::MPI_IN_PLACE as usize % align_of::<T>() == 0;
        let address =
            if may_be_special && len == 0 { (&raw const EMPTY).cast_mut().cast() } else { first.cast::<c_void>() };
        let maker = Maker { context: std::ptr::null(), make: cached::<T> };
        let (units, datatype) = match Of::<T>::UNIFORM {
            Some((basic, units)) => (units, Elements::Predefined(basic.raw())),
            None if Of::<T>::DENSE => (1, Elements::Dense(maker)),
            None => (1, Elements::Sparse(maker, Form::Typed)),
        };
        // Neither product overflows: the slice is in memory.
        RawBuffer { address, units: len * units, bytes: len * Of::<T>::BYTES, datatype }
    }

    /// `len` elements in memory of a device, from `first` on.
    pub(crate) fn on_device<T: Datatype>(first: *mut T, len: usize) -> RawBuffer {
        let first = if len == 0 { std::ptr::dangling_mut() } else { first };
        let maker = Maker { context: std::ptr::null(), make: cached::<T> };
        RawBuffer { units: len, datatype: Elements::Sparse(maker, Form::Typed), ..RawBuffer::at(first, len) }
    }

    /// Bytes.
    #[inline(always)]
    pub(crate) fn bytes(bytes: &[u8]) -> RawBuffer {
        RawBuffer { datatype: Elements::Predefined(ffi::MPI_BYTE), ..RawBuffer::of(bytes) }
    }

    /// No elements at all.
    #[inline(always)]
    pub(crate) fn empty() -> RawBuffer {
        RawBuffer::bytes(&[])
    }

    /// The same buffer as a message is received into it: as bytes, but for Open MPI. MPICH (4.0.2, 5.0.2) and Intel MPI check a received
    /// message against the size of the receiver's element by an assertion, so that four bytes sent to a receiver of `f64` would abort
    /// its process. How many arrived is asked for in bytes anyway.
    #[inline(always)]
    pub(crate) fn to_receive(self) -> RawBuffer {
        if cfg!(oxmpi_family = "open_mpi") {
            return self;
        }
        match self.datatype {
            Elements::Predefined(_) | Elements::Dense(_) => {
                RawBuffer { units: self.bytes, datatype: Elements::Predefined(ffi::MPI_BYTE), ..self }
            }
            Elements::Sparse(maker, _) => RawBuffer { datatype: Elements::Sparse(maker, Form::Bytes), ..self },
        }
    }

    /// The same buffer with a count that fits MPI's `int`.
    #[inline(always)]
    pub(crate) fn counted(self, call: &Call) -> Result<Counted> {
        self.block(self.units, call)
    }

    /// The buffer's address with the count of one rank's share of it: as many units as `likely`, or whatever it is. (To multiply is faster
    /// than to divide.)
    #[inline(always)]
    pub(crate) fn share(self, ranks: usize, likely: usize, call: &Call) -> Result<Counted> {
        let is_so = likely.checked_mul(ranks) == Some(self.units);
        self.block(if is_so { likely } else { self.units / ranks }, call)
    }

    #[inline(always)]
    fn block(self, units: usize, call: &Call) -> Result<Counted> {
        let Made { datatype, for_one_call } = match self.datatype {
            Elements::Predefined(datatype) => Made { datatype, for_one_call: false },
            // SAFETY: whoever has a `RawBuffer` has the buffer borrowed, for its memory's sake.
            Elements::Dense(maker) => unsafe { (maker.make)(maker.context, Form::Typed, call) }?,
            // SAFETY: as above.
            Elements::Sparse(maker, form) => unsafe { (maker.make)(maker.context, form, call) }?,
        };
        let (count, datatype, owns_type) = match c_int::try_from(units) {
            Ok(count) => (count, datatype, for_one_call),
            Err(_) => {
                let large = large_type(units, datatype);
                if for_one_call {
                    free_type(datatype);
                }
                (1, large?, true)
            }
        };
        Ok(Counted { address: self.address, count, datatype, owns_type })
    }
}

/// A buffer whose count fits an `int`: by a datatype made for the purpose where the count itself doesn't.
pub(crate) struct Counted {
    pub(crate) address: *mut c_void,
    pub(crate) count: c_int,
    pub(crate) datatype: ffi::MPI_Datatype,
    owns_type: bool,
}

impl Counted {
    /// One element of a type that was made for the purpose.
    pub(super) fn of_made(address: *mut c_void, datatype: ffi::MPI_Datatype) -> Counted {
        Counted { address, count: 1, datatype, owns_type: true }
    }
}

impl Drop for Counted {
    #[inline(always)]
    fn drop(&mut self) {
        if self.owns_type {
            free_type(self.datatype);
        }
    }
}

/// Out of the way and by value, so that the handle stays in a register where no type was made.
#[cold]
#[inline(never)]
fn free_type(mut datatype: ffi::MPI_Datatype) {
    // SAFETY: made under a `Call`, whose borrow ended but which the calling function still holds; freed
    // once, by `Counted`'s drop. Communication that is under way keeps the type alive by itself.
    unsafe { ffi::MPI_Type_free(&mut datatype) };
}

/// Elements in each block of a large type.
const BLOCK: usize = 1 << 30;

/// A committed datatype of `units` consecutive elements, for counts past `i32::MAX`: blocks of 2^30, and the rest.
#[cold]
pub(super) fn large_type(units: usize, element: ffi::MPI_Datatype) -> Result<ffi::MPI_Datatype> {
    let (blocks, rest) = (units / BLOCK, units % BLOCK);
    let blocks = c_int::try_from(blocks).map_err(|_| {
        Error::new(ErrorKind::CountOverflow, "MPI_Type_contiguous", format!("{units} elements are beyond 2^61"))
    })?;
    let (mut block, mut body, mut tail, mut whole) =
        (ffi::MPI_DATATYPE_NULL, ffi::MPI_DATATYPE_NULL, ffi::MPI_DATATYPE_NULL, ffi::MPI_DATATYPE_NULL);
    let (mut lower, mut extent): (ffi::MPI_Aint, ffi::MPI_Aint) = (0, 0);
    // SAFETY: past the gate (see the callers); all pointers are to live locals; the types made on the way are freed,
    // which the type made of them survives.
    unsafe {
        check("MPI_Type_contiguous", ffi::MPI_Type_contiguous(BLOCK as c_int, element, &mut block))?;
        check("MPI_Type_contiguous", ffi::MPI_Type_contiguous(blocks, block, &mut body))?;
        check("MPI_Type_contiguous", ffi::MPI_Type_contiguous(rest as c_int, element, &mut tail))?;
        check("MPI_Type_get_extent", ffi::MPI_Type_get_extent(body, &mut lower, &mut extent))?;
        let (lengths, offsets, types) = ([1, 1], [0, extent], [body, tail]);
        let code = ffi::MPI_Type_create_struct(2, lengths.as_ptr(), offsets.as_ptr(), types.as_ptr(), &mut whole);
        check("MPI_Type_create_struct", code)?;
        check("MPI_Type_commit", ffi::MPI_Type_commit(&mut whole))?;
        for mut part in [block, body, tail] {
            ffi::MPI_Type_free(&mut part);
        }
    }
    Ok(whole)
}

/// A count that is one chunk.
#[inline(always)]
pub(crate) fn in_one_chunk(units: usize) -> Option<c_int> {
    (units <= BLOCK).then_some(units as c_int)
}

/// Splits a count into chunks that fit an `int`: (first element, count) of each. Predefined operations refuse the types
/// that [`RawBuffer::counted`] makes, so reductions go chunk by chunk.
pub(crate) fn units_in_chunks(units: usize) -> impl Iterator<Item = (usize, c_int)> {
    let chunks = units.div_ceil(BLOCK).max(1);
    (0..chunks).map(move |chunk| {
        let start = chunk * BLOCK;
        (start, (units - start).min(BLOCK) as c_int)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_cover_every_element_once() {
        assert_eq!(units_in_chunks(0).collect::<Vec<_>>(), [(0, 0)]);
        assert_eq!(units_in_chunks(7).collect::<Vec<_>>(), [(0, 7)]);
        for units in [0, 7, BLOCK, BLOCK + 1] {
            let chunks: Vec<_> = units_in_chunks(units).collect();
            assert_eq!(in_one_chunk(units), (chunks.len() == 1).then_some(chunks[0].1));
        }
        let five = (1usize << 30) * 2 + 5;
        assert_eq!(units_in_chunks(five).collect::<Vec<_>>(), [(0, 1 << 30), (1 << 30, 1 << 30), (1 << 31, 5)]);
    }
}
