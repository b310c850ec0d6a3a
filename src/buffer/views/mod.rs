//! Views of other crates' containers: columns, rows, blocks, reversed and transposed arrays, sent from where they are and received to where
//! they belong, without a copy.
//!
//! | feature | buffers | order of the elements in a message |
//! |---|---|---|
//! | `ndarray` | `ArrayBase` of any storage and dimension | row by row: the last index changes first |
//! | `nalgebra` | `DMatrix` and its like, `MatrixView`, `MatrixViewMut`; matrices of fixed size are elements | column by column |
//! | `faer` | `Mat`, `MatRef`, `MatMut`, and the same of `Col` and `Row` | column by column |
//!
//! A message has the elements in the logical order of the container, whatever their order in memory: element `[[0, 1]]` of an ndarray is
//! the second one, also when the array is transposed or reversed. So what was sent from a column arrives in a `Vec`, and what was sent
//! from a transposed array arrives transposed in one that isn't. A message that is shorter than the view fills its first elements.
//!
//! A view that is contiguous in that order moves as a slice does. For all others an MPI type is made at first use, and kept until
//! finalization for all views of the same shape and strides: the first 1024 of these. A program with more has types made for each call,
//! which is slower, and right.
//!
//! Views are [`Buffer`](super::Buffer) and [`BufferMut`](super::BufferMut): all sends, `recv_into`, `sendrecv_into`, `broadcast_into` and so on
//! take them. What needs a [`Contiguous`](super::Contiguous) buffer (reductions, gathers) takes a slice of them: `array.as_slice()`.

mod cache;
#[cfg(feature = "faer")]
pub mod faer;
#[cfg(feature = "nalgebra")]
pub mod nalgebra;
#[cfg(feature = "ndarray")]
pub mod ndarray;
mod strided;
mod types;

use super::{Elements, Made, Maker, RawBuffer};
use crate::datatype::{Datatype, Form, Of, validate};
use crate::error::{Error, ErrorKind, Result};
use crate::gate::Call;
use strided::Strided;

/// A container whose elements are at strides.
///
/// # Safety
/// From [`first`](View::first) on, at all places that [`strided`](View::strided) says, are initialized elements, which stay there while
/// `self` is borrowed. Both always say the same, until `self` is changed.
unsafe trait View {
    type Elem: Datatype;

    /// The first element in logical order; anything where there is none.
    fn first(&self) -> *const Self::Elem;

    /// Where the others are.
    fn strided(&self) -> Strided;
}

/// A container whose elements can be filled.
///
/// # Safety
/// All places that `strided` says after a call of [`first_mut`](ViewMut::first_mut) may be written from there, while `self` is
/// mutably borrowed.
unsafe trait ViewMut: View {
    /// The first element. A container that shares its memory makes it its own.
    fn first_mut(&mut self) -> *mut Self::Elem;
}

/// A view to read.
fn raw<V: View>(view: &V) -> RawBuffer {
    lower::<V>(view.first().cast_mut(), view, make::<V>)
}

/// A view to fill.
fn raw_mut<V: ViewMut>(view: &mut V) -> RawBuffer {
    let first = view.first_mut();
    lower::<V>(first, view, make_disjoint::<V>)
}

type Make = unsafe fn(*const (), Form, &Call) -> Result<Made>;

#[inline]
fn lower<V: View>(first: *mut V::Elem, view: &V, make: Make) -> RawBuffer {
    let strided = view.strided();
    if let Some(len) = strided.contiguous() {
        return RawBuffer::at(first, len);
    }
    // `make` returns an error for a length that overflows here.
    let bytes = strided.elements().and_then(|len| len.checked_mul(Of::<V::Elem>::BYTES)).unwrap_or(usize::MAX);
    let maker = Maker { context: std::ptr::from_ref(view).cast(), make };
    RawBuffer { address: first.cast(), units: 1, bytes, datatype: Elements::Sparse(maker, Form::Typed) }
}

/// The type of a view to read.
///
/// # Safety
/// `context` is a `V`, borrowed.
unsafe fn make<V: View>(context: *const (), form: Form, call: &Call) -> Result<Made> {
    // SAFETY: the caller's promise.
    let view = unsafe { &*context.cast::<V>() };
    types::of::<V::Elem>(&view.strided(), form, call)
}

/// The type of a view to fill. Some crates let safe programs make mutable views whose elements overlap.
///
/// # Safety
/// `context` is a `V`, borrowed.
unsafe fn make_disjoint<V: View>(context: *const (), form: Form, call: &Call) -> Result<Made> {
    // SAFETY: the caller's promise.
    let strided = unsafe { &*context.cast::<V>() }.strided();
    if !strided.is_disjoint() {
        return Err(overlapping(&strided));
    }
    types::of::<V::Elem>(&strided, form, call)
}

#[cold]
fn overlapping(strided: &Strided) -> Error {
    let allowed =
        "a view to fill in which no two elements share memory: each stride longer than what lies between its steps";
    Error::argument_error(ErrorKind::Buffer, "MPI_Type_create_resized", "buffer", strided, allowed)
}

/// The body of [`BufferMut::repair`](super::BufferMut::repair).
///
/// # Safety
/// As there.
unsafe fn repair<V: ViewMut>(view: &mut V, call: &'static str) -> Result<()> {
    if !<V::Elem as Datatype>::CHECKED {
        return Ok(());
    }
    let (first, strided) = (view.first_mut(), view.strided());
    if !strided.is_disjoint() {
        return Ok(()); // `make_disjoint` refused it: nothing arrived
    }
    // SAFETY: the elements of a mutably borrowed view; initialized by the caller's promise.
    unsafe { validate::repair_runs(call, |each| strided.runs(first, each)) }
}

/// The body of [`BufferMut::clear`](super::BufferMut::clear).
///
/// # Safety
/// As there.
unsafe fn clear<V: ViewMut>(view: &mut V) {
    let (first, strided) = (view.first_mut(), view.strided());
    if strided.is_disjoint() {
        // SAFETY: the elements of a mutably borrowed view, at which nobody looks before the repair.
        strided.runs(first, &mut |at, len| unsafe { at.write_bytes(0, len) });
    }
}

/// Implements [`Buffer`](super::Buffer) for views.
macro_rules! buffer {
    ($( [$( $generics:tt )*] $view:ty; )*) => { $(
        // SAFETY: the promise of `View`.
        unsafe impl<$( $generics )*> crate::buffer::Buffer for $view {
            type Elem = T;

            #[inline]
            fn raw(&self) -> crate::buffer::RawBuffer {
                crate::buffer::views::raw(self)
            }
        }
    )* };
}

/// Implements [`BufferMut`](super::BufferMut) for views.
macro_rules! buffer_mut {
    ($( [$( $generics:tt )*] $view:ty; )*) => { $(
        // SAFETY: the promise of `ViewMut`.
        unsafe impl<$( $generics )*> crate::buffer::BufferMut for $view {
            #[inline]
            fn raw_mut(&mut self) -> crate::buffer::RawBuffer {
                crate::buffer::views::raw_mut(self)
            }

            #[inline]
            unsafe fn repair(&mut self, call: &'static str) -> crate::Result<()> {
                // SAFETY: the caller's promise.
                unsafe { crate::buffer::views::repair(self, call) }
            }

            unsafe fn clear(&mut self) {
                // SAFETY: the caller's promise.
                unsafe { crate::buffer::views::clear(self) }
            }
        }
    )* };
}

use {buffer, buffer_mut};
