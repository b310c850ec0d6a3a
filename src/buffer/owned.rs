//! Buffers that a request can own: dissolved into words while MPI works in them, and put together again when it is done.

use super::RawBuffer;
use crate::datatype::{Datatype, assert_sized};
use crate::error::Error;
use crate::gate::held::{Held, Memory};
use std::mem::ManuallyDrop;
use std::sync::Arc;

/// A value that a nonblocking call takes, keeps while MPI reads it, and gives back.
///
/// | type | is kept |
/// |---|---|
/// | `Vec<T>`, `Box<[T]>`, `Arc<[T]>`, `String` | where it is: nothing is allocated or copied |
/// | `T`, `[T; N]` | in a box that the request makes |
/// | `Obj<T>`, `Encoded<C, T>` | as the encoded bytes, beside the value |
///
/// To lend memory in place of giving it away, see [`Scope`](crate::request::Scope).
///
/// # Safety
/// The memory that `dissolve` describes stays where it is, initialized and unchanged, until `rebuild` or the drop of what `abandon`
/// returns. All three take over what `dissolve` gave.
#[diagnostic::on_unimplemented(
    message = "a request cannot keep a `{Self}`",
    note = "nonblocking calls take a `Vec`, `Box<[T]>`, `Arc<[T]>`, `String`, `Obj` or a value of an MPI datatype, and give it back",
    note = "to lend memory in place of giving it away: `mpi.scope(|s| {{ world.isend(s.lend(&x), 1)?; Ok(()) }})`"
)]
pub unsafe trait OwnedBuffer: Sized {
    /// Gives up the value for its memory.
    #[doc(hidden)]
    fn dissolve(self) -> Result<(Held, RawBuffer), (Error, Self)>;

    /// The value again.
    ///
    /// # Safety
    /// `held` is from `dissolve`, MPI is done with the memory, and this is called once.
    #[doc(hidden)]
    unsafe fn rebuild(held: Held) -> Self;

    /// Drops the value, but for the memory that MPI may still be at work in.
    ///
    /// # Safety
    /// `held` is from `dissolve`, and this is called once.
    #[doc(hidden)]
    unsafe fn abandon(held: Held) -> Memory;
}

/// A value that a nonblocking call takes, keeps while MPI fills it, and gives back: `Vec<T>`, `Box<[T]>`, `T`, `[T; N]`. It is filled from the
/// start, and never grows.
///
/// # Safety
/// `place` is the memory that `dissolve` described.
#[diagnostic::on_unimplemented(
    message = "a request cannot fill a `{Self}`",
    note = "nonblocking calls fill a `Vec` or `Box<[T]>` as long as it is, or a value of an MPI datatype, and give it back",
    note = "to lend memory in place of giving it away: `mpi.scope(|s| {{ world.irecv_into(s.lend_mut(&mut x), 1)?; Ok(()) }})`"
)]
pub unsafe trait OwnedBufferMut: OwnedBuffer {
    /// What the buffer is made of.
    type Elem: Datatype;

    /// The elements: the first, and how many.
    ///
    /// # Safety
    /// `held` is from `dissolve`, and was not rebuilt or abandoned.
    #[doc(hidden)]
    unsafe fn place(held: Held) -> (*mut Self::Elem, usize);
}

/// Drops a value that was dissolved.
///
/// # Safety
/// As [`OwnedBuffer::rebuild`].
pub(crate) unsafe fn release<B: OwnedBuffer>(held: Held) {
    // SAFETY: the caller's promise.
    drop(unsafe { B::rebuild(held) });
}

/// What a vector is made of.
pub(crate) struct VecParts<T> {
    pub(crate) first: *mut T,
    pub(crate) len: usize,
    pub(crate) capacity: usize,
}

impl<T> Clone for VecParts<T> {
    fn clone(&self) -> VecParts<T> {
        *self
    }
}

impl<T> Copy for VecParts<T> {}

impl<T> VecParts<T> {
    #[inline(always)]
    pub(crate) fn of(vector: Vec<T>) -> VecParts<T> {
        let mut vector = ManuallyDrop::new(vector);
        VecParts { first: vector.as_mut_ptr(), len: vector.len(), capacity: vector.capacity() }
    }

    /// The vector again, with `len` elements.
    ///
    /// # Safety
    /// The parts are of a vector that was not put together again, and its first `len` elements are initialized.
    #[inline(always)]
    pub(crate) unsafe fn with_len(self, len: usize) -> Vec<T> {
        // SAFETY: the caller's promise.
        unsafe { Vec::from_raw_parts(self.first, len, self.capacity) }
    }
}

// SAFETY: a vector's elements stay where they are while its parts are kept.
unsafe impl<T: Datatype> OwnedBuffer for Vec<T> {
    #[inline(always)]
    fn dissolve(self) -> Result<(Held, RawBuffer), (Error, Self)> {
        const { assert_sized::<T>() };
        let parts = VecParts::of(self);
        Ok((Held::of(parts), RawBuffer::at(parts.first, parts.len)))
    }

    #[inline(always)]
    unsafe fn rebuild(held: Held) -> Vec<T> {
        // SAFETY: the caller's promise: the parts of a vector, as long as it was.
        unsafe {
            let parts = held.get::<VecParts<T>>();
            parts.with_len(parts.len)
        }
    }

    unsafe fn abandon(held: Held) -> Memory {
        // SAFETY: a vector of `Send + 'static` elements may be freed by any thread at any time.
        unsafe { Memory::new(held, release::<Self>) }
    }
}

// SAFETY: all of the vector.
unsafe impl<T: Datatype> OwnedBufferMut for Vec<T> {
    type Elem = T;

    #[inline(always)]
    unsafe fn place(held: Held) -> (*mut T, usize) {
        // SAFETY: the caller's promise.
        let parts = unsafe { held.get::<VecParts<T>>() };
        (parts.first, parts.len)
    }
}

// SAFETY: the boxed elements stay where they are; there is no box while MPI works in them.
unsafe impl<T: Datatype> OwnedBuffer for Box<[T]> {
    #[inline(always)]
    fn dissolve(self) -> Result<(Held, RawBuffer), (Error, Self)> {
        const { assert_sized::<T>() };
        let slice: *mut [T] = Box::into_raw(self);
        Ok((Held::of(slice), RawBuffer::at(slice.cast::<T>(), slice.len())))
    }

    #[inline(always)]
    unsafe fn rebuild(held: Held) -> Box<[T]> {
        // SAFETY: the caller's promise: from `Box::into_raw`.
        unsafe { Box::from_raw(held.get::<*mut [T]>()) }
    }

    unsafe fn abandon(held: Held) -> Memory {
        // SAFETY: a box of `Send + 'static` elements may be freed by any thread at any time.
        unsafe { Memory::new(held, release::<Self>) }
    }
}

// SAFETY: all of the box.
unsafe impl<T: Datatype> OwnedBufferMut for Box<[T]> {
    type Elem = T;

    #[inline(always)]
    unsafe fn place(held: Held) -> (*mut T, usize) {
        // SAFETY: the caller's promise.
        let slice = unsafe { held.get::<*mut [T]>() };
        (slice.cast(), slice.len())
    }
}

// SAFETY: the elements stay where they are, and nobody changes them: other owners cannot, either.
unsafe impl<T: Datatype + Sync> OwnedBuffer for Arc<[T]> {
    #[inline(always)]
    fn dissolve(self) -> Result<(Held, RawBuffer), (Error, Self)> {
        const { assert_sized::<T>() };
        let slice: *const [T] = Arc::into_raw(self);
        Ok((Held::of(slice), RawBuffer::at(slice.cast::<T>().cast_mut(), slice.len())))
    }

    #[inline(always)]
    unsafe fn rebuild(held: Held) -> Arc<[T]> {
        // SAFETY: the caller's promise: from `Arc::into_raw`.
        unsafe { Arc::from_raw(held.get::<*const [T]>()) }
    }

    unsafe fn abandon(held: Held) -> Memory {
        // SAFETY: elements that are `Send + Sync + 'static` may be dropped by any thread at any time.
        unsafe { Memory::new(held, release::<Self>) }
    }
}

// SAFETY: as a vector of its bytes.
/// Text travels as its UTF-8 bytes.
unsafe impl OwnedBuffer for String {
    #[inline(always)]
    fn dissolve(self) -> Result<(Held, RawBuffer), (Error, Self)> {
        let parts = VecParts::of(self.into_bytes());
        // As bytes: `MPI_BYTE`, as `send` of text has it.
        // SAFETY: the bytes of the text, which stay where they are.
        let bytes = unsafe { std::slice::from_raw_parts(parts.first, parts.len) };
        Ok((Held::of(parts), RawBuffer::bytes(bytes)))
    }

    #[inline(always)]
    unsafe fn rebuild(held: Held) -> String {
        // SAFETY: the caller's promise: the bytes of a string, which were only read.
        unsafe { String::from_utf8_unchecked(Vec::rebuild(held)) }
    }

    unsafe fn abandon(held: Held) -> Memory {
        // SAFETY: text may be freed by any thread at any time.
        unsafe { Memory::new(held, release::<Self>) }
    }
}

// SAFETY: a box of our own; there is no box while MPI works in it.
unsafe impl<T: Datatype> OwnedBuffer for T {
    #[inline(always)]
    fn dissolve(self) -> Result<(Held, RawBuffer), (Error, Self)> {
        let value: *mut T = Box::into_raw(Box::new(self));
        Ok((Held::of(value), RawBuffer::at(value, 1)))
    }

    #[inline(always)]
    unsafe fn rebuild(held: Held) -> T {
        // SAFETY: the caller's promise: from `Box::into_raw`.
        *unsafe { Box::from_raw(held.get::<*mut T>()) }
    }

    unsafe fn abandon(held: Held) -> Memory {
        // SAFETY: a box of a `Send + 'static` value may be freed by any thread at any time.
        unsafe { Memory::new(held, release::<T>) }
    }
}

// SAFETY: all of the value.
unsafe impl<T: Datatype> OwnedBufferMut for T {
    type Elem = T;

    #[inline(always)]
    unsafe fn place(held: Held) -> (*mut T, usize) {
        // SAFETY: the caller's promise.
        (unsafe { held.get::<*mut T>() }, 1)
    }
}

/// An object beside its encoded bytes.
#[cfg(feature = "serde")]
pub(crate) mod object {
    use super::{Held, Memory, OwnedBuffer, RawBuffer};
    use crate::buffer::{Codec, Encoded, encode};
    #[cfg(feature = "postcard")]
    use crate::buffer::{Obj, Postcard};
    use crate::error::Error;
    use serde::Serialize;

    struct Both<B> {
        value: B,
        bytes: Vec<u8>,
    }

    fn dissolve<B>(value: B, bytes: Result<Vec<u8>, Error>) -> Result<(Held, RawBuffer), (Error, B)> {
        let bytes = match bytes {
            Ok(bytes) => bytes,
            Err(error) => return Err((error, value)),
        };
        // The bytes are on the heap, and stay there.
        let raw = RawBuffer::bytes(&bytes);
        Ok((Held::of(Box::into_raw(Box::new(Both { value, bytes }))), raw))
    }

    /// # Safety
    /// As [`OwnedBuffer::rebuild`].
    unsafe fn both<B>(held: Held) -> Both<B> {
        // SAFETY: the caller's promise: from `Box::into_raw` in `dissolve`.
        *unsafe { Box::from_raw(held.get::<*mut Both<B>>()) }
    }

    macro_rules! objects {
        ($( $(#[$gate:meta])? [$( $generics:tt )*] $object:ty, $value:ident => $bytes:expr; )*) => { $(
            $(#[$gate])?
            // SAFETY: the encoded bytes are in a vector of our own, which only moves with its elements in place.
            unsafe impl<$( $generics )*> OwnedBuffer for $object {
                fn dissolve(self) -> Result<(Held, RawBuffer), (Error, Self)> {
                    let $value = &self;
                    let bytes = $bytes;
                    dissolve(self, bytes)
                }

                unsafe fn rebuild(held: Held) -> Self {
                    // SAFETY: the caller's promise.
                    unsafe { both::<Self>(held) }.value
                }

                unsafe fn abandon(held: Held) -> Memory {
                    // The value may be borrowed, or bound to this thread: it ends here, and the bytes live on.
                    // SAFETY: the caller's promise.
                    Memory::boxed(Box::new(unsafe { both::<Self>(held) }.bytes))
                }
            }
        )* };
    }

    objects! {
        #[cfg(feature = "postcard")] [T: Serialize] Obj<T>, object => encode::<Postcard, T>(&object.0);
        [C: Codec, T: Serialize] Encoded<C, T>, object => encode::<C, T>(object.get());
    }
}
