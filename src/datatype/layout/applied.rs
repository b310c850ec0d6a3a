//! A layout on a slice: checked, and a buffer.

use super::cached::Cached;
use super::{Layout, runs::Runs};
use crate::buffer::{Buffer, BufferMut, Elements, Made, Maker, RawBuffer};
use crate::datatype::{Datatype, Form, Of, validate};
use crate::error::{Error, ErrorKind, Result};
use crate::gate::Call;
use std::fmt;
use std::sync::Arc;

impl<T: Datatype> Layout<T> {
    /// The layout with its origin at another element of the slice than the first: a negative stride goes back from there.
    ///
    /// ```
    /// use oxmpi::datatype::layout::Layout;
    /// let column = Layout::<i32>::vector(2, 1, 3)?;
    /// let matrix = [1, 2, 3, 4, 5, 6];
    /// assert!(column.at(2).of(&matrix)?.iter().eq(&[3, 6]));
    /// # Ok::<(), oxmpi::Error>(())
    /// ```
    pub fn at(&self, origin: usize) -> At<'_, T> {
        At { layout: self, origin }
    }

    /// The layout's elements of a slice, to be sent. Its origin is the first element.
    ///
    /// # Errors
    /// [`Buffer`](ErrorKind::Buffer) if an element is outside of the slice.
    pub fn of<'a>(&self, slice: &'a [T]) -> Result<Laid<'a, T>> {
        self.at(0).of(slice)
    }

    /// The layout's elements of a slice, to be received into, or sent. Its origin is the first element.
    ///
    /// That no element comes twice is known from the constructor's arguments, or found by looking at all elements,
    /// once for each layout.
    ///
    /// # Errors
    /// [`Buffer`](ErrorKind::Buffer) if an element is outside of the slice, or comes twice.
    pub fn of_mut<'a>(&self, slice: &'a mut [T]) -> Result<LaidMut<'a, T>> {
        self.at(0).of_mut(slice)
    }
}

/// A layout whose origin is some element of the slice that it will be applied to. Made by [`Layout::at`].
#[derive(Clone, Copy, Debug)]
pub struct At<'l, T: Datatype> {
    layout: &'l Layout<T>,
    origin: usize,
}

impl<T: Datatype> At<'_, T> {
    /// As [`Layout::of`].
    ///
    /// # Errors
    /// As there.
    pub fn of<'a>(&self, slice: &'a [T]) -> Result<Laid<'a, T>> {
        let first = self.first_in(slice.len())?;
        Ok(Laid { layout: self.layout.clone(), first, slice })
    }

    /// As [`Layout::of_mut`].
    ///
    /// # Errors
    /// As there.
    pub fn of_mut<'a>(&self, slice: &'a mut [T]) -> Result<LaidMut<'a, T>> {
        let first = self.first_in(slice.len())?;
        match self.layout.first_repeated()? {
            None => Ok(LaidMut { layout: self.layout.clone(), first, slice }),
            Some(twice) => Err(Error::argument_error(
                ErrorKind::Buffer,
                self.layout.0.call,
                "layout",
                format_args!("one that has element {} of the slice twice", self.origin as i128 + i128::from(twice)),
                "each element at most once, where something is received",
            )),
        }
    }

    /// The index of the first element to travel (0 if there is none), once all are known to be inside of a slice of this length.
    fn first_in(&self, len: usize) -> Result<usize> {
        let Some(place) = &self.layout.shape().place else { return Ok(0) };
        let index = |offset: i64| self.origin as i128 + i128::from(offset);
        let (lowest, highest) = (index(place.lower()), index(place.upper()) - 1);
        if lowest < 0 || highest >= len as i128 {
            return Err(outside(self.layout.0.call, len, self.origin, lowest, highest));
        }
        Ok(index(place.at) as usize)
    }
}

#[cold]
fn outside(call: &'static str, len: usize, origin: usize, lowest: i128, highest: i128) -> Error {
    let allowed = if lowest < 0 {
        format!(
            "an origin of at least {}: from {origin} the layout goes back to element {lowest}",
            origin as i128 - lowest
        )
    } else {
        format!("at least {} elements: from {origin} the layout has elements {lowest} to {highest}", highest + 1)
    };
    Error::argument_error(ErrorKind::Buffer, call, "slice", format_args!("{len} elements long"), allowed)
}

/// The elements of a slice that a layout selects, to be sent: a [`Buffer`]. Made by [`Layout::of`].
///
/// Keeps the layout alive, and can be sent any number of times.
pub struct Laid<'a, T: Datatype> {
    layout: Layout<T>,
    /// The index of the first element to travel. All of them are inside of the slice.
    first: usize,
    slice: &'a [T],
}

/// The elements of a slice that a layout selects, to be filled: a [`BufferMut`]. Made by [`Layout::of_mut`].
///
/// What arrives fills the elements in the layout's order; those of the slice that are not in it stay as they are.
pub struct LaidMut<'a, T: Datatype> {
    layout: Layout<T>,
    /// The index of the first element to travel. All of them are inside of the slice, and none comes twice.
    first: usize,
    slice: &'a mut [T],
}

/// What both have.
macro_rules! common {
    ($type:ident) => {
        impl<T: Datatype> $type<'_, T> {
            /// How many elements travel.
            #[allow(clippy::len_without_is_empty, reason = "a number of elements, as the layout's")]
            pub fn len(&self) -> usize {
                self.layout.elements().len()
            }

            /// The elements, in the order in which they travel.
            pub fn iter(&self) -> impl Iterator<Item = &T> {
                let start = self.first as isize - start_of(&self.layout);
                self.layout.elements().map(move |offset| &self.slice[(start + offset) as usize])
            }
        }

        impl<T: Datatype> fmt::Debug for $type<'_, T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($type))
                    .field("layout", &self.layout)
                    .field("slice", &self.slice.len())
                    .finish_non_exhaustive()
            }
        }

        // SAFETY: the slice is initialized memory, in place while it is borrowed, and all elements of the layout are inside of it: so it
        // was checked when this was made.
        unsafe impl<T: Datatype> Buffer for $type<'_, T> {
            type Elem = T;

            #[inline]
            fn raw(&self) -> RawBuffer {
                raw(&self.layout, self.slice.as_ptr().cast_mut(), self.first)
            }
        }
    };
}

common!(Laid);
common!(LaidMut);

// SAFETY: as above, and mutably borrowed; `repair` looks at all elements of the layout.
unsafe impl<T: Datatype> BufferMut for LaidMut<'_, T> {
    #[inline]
    fn raw_mut(&mut self) -> RawBuffer {
        raw(&self.layout, self.slice.as_mut_ptr(), self.first)
    }

    unsafe fn repair(&mut self, call: &'static str) -> Result<()> {
        if !T::CHECKED {
            return Ok(());
        }
        let start = self.first as i64 - start_of(&self.layout) as i64;
        let mut result = Ok(());
        for (at, len) in Runs::of(self.layout.shape().place.as_ref()) {
            let at = (start + at) as usize;
            // SAFETY: inside of the slice, as was checked; mutably borrowed; initialized by the caller's promise.
            let run = unsafe { validate::repair(call, self.slice.as_mut_ptr().add(at), len as usize) };
            if let (Err(error), Ok(())) = (run, &result) {
                let message = format!("in the elements from {at} of the slice on: {}", error.message());
                result = Err(Error::new(error.kind(), call, message));
            }
        }
        result
    }

    unsafe fn clear(&mut self) {
        let start = self.first as i64 - start_of(&self.layout) as i64;
        for (at, len) in Runs::of(self.layout.shape().place.as_ref()) {
            // SAFETY: as in `repair`; nobody looks at it before the repair, by the caller's promise.
            unsafe { self.slice.as_mut_ptr().add((start + at) as usize).write_bytes(0, len as usize) };
        }
    }
}

/// The offset of the first element to travel.
fn start_of<T: Datatype>(layout: &Layout<T>) -> isize {
    layout.shape().place.as_ref().map_or(0, |place| place.at as isize)
}

/// The elements of a slice as MPI takes them. `first` is an index in the slice, if there is an element.
#[inline]
fn raw<T: Datatype>(layout: &Layout<T>, slice: *mut T, first: usize) -> RawBuffer {
    let Some(place) = &layout.shape().place else { return RawBuffer::of::<T>(&[]) };
    let (first, elements) = (slice.wrapping_add(first), place.node.elements as usize);
    if place.is_contiguous() {
        return RawBuffer::at(first, elements);
    }
    let maker = Maker { context: (&raw const *layout.0).cast(), make: found::<T> };
    RawBuffer {
        address: first.cast(),
        units: 1,
        // Not beyond isize::MAX: so it was checked when the layout was made.
        bytes: elements * Of::<T>::BYTES,
        datatype: Elements::Sparse(maker, Form::Typed),
    }
}

/// The layout's MPI type, from its first element on: made, or found.
///
/// # Safety
/// `context` is the inside of a live `Layout<T>`.
unsafe fn found<T: Datatype>(context: *const (), form: Form, call: &Call) -> Result<Made> {
    // SAFETY: the caller's promise: the buffer is borrowed, and keeps the layout.
    let inner = unsafe { &*context.cast::<super::Inner<T>>() };
    let cached = inner.cached.get_or_init(|| Arc::new(Cached::new()));
    let datatype = cached.get(form, |form| super::lower::travelling::<T>(&inner.shape, form, call))?;
    Ok(Made { datatype, for_one_call: false })
}
