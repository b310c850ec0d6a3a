//! What can be sent.

use crate::buffer::{Buffer, RawBuffer};
use crate::error::Result;

/// A value to send: any [`Buffer`], text, or an object.
///
/// Not for you to implement: derive [`Datatype`](crate::Datatype) for elements of your own, and send the rest as
/// [`Obj`](crate::buffer::Obj).
///
/// # Safety
/// The buffer that `with_raw` hands on is initialized memory, borrowed from `self` or from a local that outlives `send`; that of
/// `raw_at_once` is borrowed from `self`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be sent as a message",
    note = "messages are values, arrays, slices and vectors of MPI datatypes, `str`, `String`, and any serde value as `Obj(&value)`"
)]
pub unsafe trait Message {
    /// Lowers the value to a buffer for the time of `send`.
    #[doc(hidden)]
    fn with_raw<R>(&self, send: impl FnOnce(RawBuffer) -> Result<R>) -> Result<R>;

    /// The same buffer, where it is there already: for all but objects. Costs less than a closure, which the compiler may leave as a
    /// function of its own.
    #[doc(hidden)]
    #[inline(always)]
    fn raw_at_once(&self) -> Option<RawBuffer> {
        None
    }
}

// SAFETY: the buffer's own promise, while it is borrowed.
unsafe impl<B: Buffer + ?Sized> Message for B {
    #[inline(always)]
    fn with_raw<R>(&self, send: impl FnOnce(RawBuffer) -> Result<R>) -> Result<R> {
        send(self.raw())
    }

    #[inline(always)]
    fn raw_at_once(&self) -> Option<RawBuffer> {
        Some(self.raw())
    }
}

// SAFETY: the bytes of borrowed text.
/// Text travels as its UTF-8 bytes.
unsafe impl Message for str {
    #[inline(always)]
    fn with_raw<R>(&self, send: impl FnOnce(RawBuffer) -> Result<R>) -> Result<R> {
        send(RawBuffer::bytes(self.as_bytes()))
    }

    #[inline(always)]
    fn raw_at_once(&self) -> Option<RawBuffer> {
        Some(RawBuffer::bytes(self.as_bytes()))
    }
}

// SAFETY: the bytes of borrowed text.
/// Text travels as its UTF-8 bytes.
unsafe impl Message for String {
    #[inline(always)]
    fn with_raw<R>(&self, send: impl FnOnce(RawBuffer) -> Result<R>) -> Result<R> {
        self.as_str().with_raw(send)
    }

    #[inline(always)]
    fn raw_at_once(&self) -> Option<RawBuffer> {
        self.as_str().raw_at_once()
    }
}
