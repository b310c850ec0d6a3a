//! Buffers: the memory that a call reads or fills, and the values that a message carries.
//!
//! Containers of other crates and views of them (a column of an `ndarray`) are buffers by features: `views` says how.
//!
//! These traits say what a call takes; `docs/decisions/0003-buffers.md` says why these:
//!
//! | trait | is | implemented for |
//! |---|---|---|
//! | [`Buffer`], [`BufferMut`] | memory of [`Datatype`] elements, to read or to fill | `T`, `[T]`, `Vec<T>`, `Box<[T]>`, `Arc<[T]>` |
//! | [`Contiguous`] | a buffer without gaps, which reductions need | the same |
//! | [`OwnedBuffer`], [`OwnedBufferMut`] | a value that a request keeps, to read or to fill | `T`, `Vec<T>`, `Box<[T]>`; to read also `Arc<[T]>`, `String`, `Obj<T>` |
//! | [`Message`](crate::point_to_point::Message) | a value to send | every `Buffer`, `str`, `String`, `Obj<T>` |
//! | [`Receive`](crate::point_to_point::Receive) | a value to receive, whose size the message tells | `T`, `Vec<T>`, `Box<[T]>`, `Arc<[T]>`, `String`, `Option<R>`, `Obj<T>` |

mod codec;
mod copied;
mod extended;
mod filled;
mod huge;
#[cfg(feature = "serde")]
mod joined;
#[cfg(feature = "serde")]
mod object;
mod owned;
mod raw;
#[cfg(any(feature = "ndarray", feature = "nalgebra", feature = "faer"))]
pub mod views;

use crate::datatype::{Datatype, Of, assert_sized};
use std::sync::Arc;

#[cfg(feature = "serde")]
pub use codec::Codec;
#[cfg(feature = "json")]
pub use codec::Json;
#[cfg(feature = "message-pack")]
pub use codec::MessagePack;
#[cfg(feature = "pickle")]
pub use codec::Pickle;
#[cfg(feature = "postcard")]
pub use codec::Postcard;
pub(crate) use copied::Copied;
pub(crate) use extended::Extensible;
pub use filled::Filled;
pub(crate) use filled::reserve;
#[cfg(feature = "serde")]
pub use object::Encoded;
#[cfg(feature = "postcard")]
pub use object::Obj;
#[cfg(feature = "serde")]
pub(crate) use object::{decode, decode_owned, encode, encode_behind, lend};
pub use owned::{OwnedBuffer, OwnedBufferMut};
pub(crate) use owned::{VecParts, release};
pub use raw::RawBuffer;
pub(crate) use raw::{Counted, Elements, Made, Maker, in_one_chunk, units_in_chunks};

/// Memory that MPI can read: one value, or a sequence of them.
///
/// oxmpi implements it; only oxmpi can make a [`RawBuffer`]. To send types of your own, derive [`Datatype`].
///
/// # Safety
/// [`raw`](Buffer::raw) describes memory that is initialized, and that stays where it is and unchanged while `self` is
/// borrowed.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a buffer",
    note = "buffers are values, arrays, slices and vectors of MPI datatypes; give the slice itself (`&v[..]`), not a reference to a reference"
)]
pub unsafe trait Buffer {
    /// What the buffer is made of.
    type Elem: Datatype;

    /// The buffer as MPI takes it.
    fn raw(&self) -> RawBuffer;
}

/// Memory that MPI can fill: one value, or a sequence of them, never grown.
///
/// # Safety
/// [`raw_mut`](BufferMut::raw_mut) describes memory that may be written while `self` is mutably borrowed, and
/// [`repair`](BufferMut::repair) leaves nothing but valid elements in all of it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a buffer that can be filled",
    note = "give `&mut x`, `&mut array`, `&mut slice[..]` or `&mut vec`, whose elements are MPI datatypes"
)]
pub unsafe trait BufferMut: Buffer {
    /// The buffer as MPI takes it.
    fn raw_mut(&mut self) -> RawBuffer;

    /// Looks at all elements of [`raw_mut`](BufferMut::raw_mut) after something arrived, overwrites the invalid ones, and names the first of them.
    ///
    /// # Safety
    /// The memory is initialized. (Between the arrival and this call no Rust code may look at it.)
    unsafe fn repair(&mut self, call: &'static str) -> crate::Result<()>;

    /// Overwrites all elements with zeros. Called for enums with data alone, where a message that arrives in part could change
    /// a tag and leave as data what was padding, which nobody initialized.
    ///
    /// # Safety
    /// [`repair`](BufferMut::repair) follows before any Rust code looks at the memory.
    unsafe fn clear(&mut self) {
        const { assert!(!Of::<Self::Elem>::TAGGED, "this buffer cannot be filled with enums that have data") };
    }
}

/// A buffer without gaps, seen as a slice.
///
/// # Safety
/// [`elements`](Contiguous::elements) is exactly the memory that [`raw`](Buffer::raw) describes: results are made as long as the one and
/// read or filled as long as the other.
pub unsafe trait Contiguous: Buffer {
    /// What a call returns that makes a result of the same shape: `T` for `T`, `Vec<T>` for sequences.
    type Owned: Filled<Self::Elem>;

    /// The elements.
    fn elements(&self) -> &[Self::Elem];
}

/// A contiguous buffer that can be filled.
///
/// # Safety
/// [`elements_mut`](ContiguousMut::elements_mut) is exactly the memory that [`raw_mut`](BufferMut::raw_mut) describes.
pub unsafe trait ContiguousMut: Contiguous + BufferMut {
    /// The elements, to be filled.
    fn elements_mut(&mut self) -> &mut [Self::Elem];
}

// SAFETY: a value of a `Datatype` is initialized memory of its size.
unsafe impl<T: Datatype> Buffer for T {
    type Elem = T;

    #[inline(always)]
    fn raw(&self) -> RawBuffer {
        RawBuffer::of(std::slice::from_ref(self))
    }
}

// SAFETY: as above, and mutably borrowed.
unsafe impl<T: Datatype> BufferMut for T {
    #[inline(always)]
    fn raw_mut(&mut self) -> RawBuffer {
        RawBuffer::of_mut(std::slice::from_mut(self))
    }

    #[inline(always)]
    unsafe fn repair(&mut self, call: &'static str) -> crate::Result<()> {
        // SAFETY: one element, mutably borrowed, initialized by the caller's promise.
        unsafe { crate::datatype::validate::repair(call, std::ptr::from_mut(self), 1) }
    }

    unsafe fn clear(&mut self) {
        // SAFETY: one element, mutably borrowed; nobody looks at it before the repair, by the caller's promise.
        unsafe { std::ptr::from_mut(self).write_bytes(0, 1) };
    }
}

// SAFETY: both are the whole of it.
unsafe impl<T: Datatype> Contiguous for T {
    type Owned = T;

    #[inline(always)]
    fn elements(&self) -> &[T] {
        std::slice::from_ref(self)
    }
}

// SAFETY: both are the whole of it.
unsafe impl<T: Datatype> ContiguousMut for T {
    #[inline(always)]
    fn elements_mut(&mut self) -> &mut [T] {
        std::slice::from_mut(self)
    }
}

/// The sequences: everything that derefs to a slice and stays in place.
macro_rules! sequences {
    ($( $sequence:ty $( , $mutable:ident )? ; )*) => { $(
        // SAFETY: a slice is initialized memory of its length, in place while it is borrowed.
        unsafe impl<T: Datatype> Buffer for $sequence {
            type Elem = T;

            #[inline(always)]
            fn raw(&self) -> RawBuffer {
                const { assert_sized::<T>() };
                RawBuffer::of(self)
            }
        }

        // SAFETY: both are the whole of it.
        unsafe impl<T: Datatype> Contiguous for $sequence {
            type Owned = Vec<T>;

            #[inline(always)]
            fn elements(&self) -> &[T] {
                self
            }
        }

        $( sequences! { @ $mutable $sequence } )?
    )* };
    (@ mutable $sequence:ty) => {
        // SAFETY: as above, and mutably borrowed.
        unsafe impl<T: Datatype> BufferMut for $sequence {
            #[inline(always)]
            fn raw_mut(&mut self) -> RawBuffer {
                const { assert_sized::<T>() };
                RawBuffer::of_mut(self)
            }

            #[inline(always)]
            unsafe fn repair(&mut self, call: &'static str) -> crate::Result<()> {
                let elements: &mut [T] = self;
                // SAFETY: the whole slice, mutably borrowed, initialized by the caller's promise.
                unsafe { crate::datatype::validate::repair(call, elements.as_mut_ptr(), elements.len()) }
            }

            unsafe fn clear(&mut self) {
                let elements: &mut [T] = self;
                // SAFETY: the whole slice, mutably borrowed; nobody looks at it before the repair, by the caller's promise.
                unsafe { elements.as_mut_ptr().write_bytes(0, elements.len()) };
            }
        }

        // SAFETY: both are the whole of it.
        unsafe impl<T: Datatype> ContiguousMut for $sequence {
            #[inline(always)]
            fn elements_mut(&mut self) -> &mut [T] {
                self
            }
        }
    };
}

sequences! {
    [T], mutable;
    Vec<T>, mutable;
    Box<[T]>, mutable;
    Arc<[T]>;
}

/// Has a buffer filled from its start, and looks at all of it afterwards, whatever happened. Every call that fills a caller's
/// buffer goes by here. After an error, enums with data are overwritten: see [`BufferMut::clear`].
#[inline(always)]
pub(crate) fn fill<B: BufferMut + ?Sized, R>(
    call: &'static str,
    buffer: &mut B,
    fill: impl FnOnce(RawBuffer) -> crate::Result<R>,
) -> crate::Result<R> {
    let result = fill(buffer.raw_mut());
    if Of::<B::Elem>::TAGGED && result.is_err() {
        // SAFETY: the repair follows.
        unsafe { buffer.clear() };
    }
    // SAFETY: the buffer was initialized before and is after: MPI writes initialized bytes.
    let valid = unsafe { buffer.repair(call) };
    let value = result?;
    valid?;
    Ok(value)
}

/// As [`fill`], for a collective that fills all of a buffer and does not read it. Nobody is told how much arrived there: a rank
/// that sends less than was expected is no error in some libraries. So enums with data are overwritten before.
#[inline(always)]
pub(crate) fn fill_all<B: BufferMut + ?Sized, R>(
    call: &'static str,
    buffer: &mut B,
    fill_buffer: impl FnOnce(RawBuffer) -> crate::Result<R>,
) -> crate::Result<R> {
    if Of::<B::Elem>::TAGGED {
        // SAFETY: the repair follows, in `fill`; zeros are not looked at before.
        unsafe { buffer.clear() };
    }
    fill(call, buffer, fill_buffer)
}
