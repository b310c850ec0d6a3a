//! What can be received as a value: its size is its type's, or the message tells it.

use super::{Incoming, Status};
use crate::buffer::{RawBuffer, reserve};
use crate::datatype::{Datatype, Of, assert_sized, validate};
use crate::error::{Error, ErrorKind, Result};
use crate::request::incomplete;
use std::mem::MaybeUninit;
use std::sync::Arc;

/// A value that can be received.
///
/// | type | takes |
/// |---|---|
/// | `T`, `[T; N]` | a message of exactly that size |
/// | `Vec<T>`, `Box<[T]>`, `Arc<[T]>` | a message of any whole number of elements (by a matched probe) |
/// | `String` | UTF-8 text of any length |
/// | `Obj<T>` | an encoded object of any length |
/// | `Option<R>` | as `R`; `None` exactly when the source is `None` |
///
/// Sealed by its method's hidden types.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be received as a value",
    note = "receive an MPI datatype, an array or a `Vec` of one, a `String`, any serde value as `Obj<T>`, or an `Option` of these"
)]
pub trait Receive: Sized {
    /// Receives the value from wherever it comes.
    #[doc(hidden)]
    fn receive(incoming: Incoming<'_>) -> Result<(Self, Status)>;

    /// What the value is made of.
    #[doc(hidden)]
    type Elem: Datatype;

    /// Whether it is one element, so that a receive can be posted before there is a message.
    #[doc(hidden)]
    const FIXED: bool = false;

    /// Makes the value of elements that arrived by `call`.
    #[doc(hidden)]
    fn from_arrived(call: &'static str, elements: Vec<Self::Elem>, status: Status) -> Result<Self>;
}

impl<T: Datatype> Receive for T {
    #[inline(always)]
    fn receive(incoming: Incoming<'_>) -> Result<(T, Status)> {
        const { assert_sized::<T>() };
        let call = incoming.call_name();
        let mut value = MaybeUninit::<T>::uninit();
        // SAFETY: room for one `T`, not looked at before what arrived is known.
        let status = unsafe { incoming.fill(RawBuffer::at(value.as_mut_ptr(), 1)) }?;
        if status.bytes() != Of::<T>::BYTES {
            return Err(incomplete::<T>(call, status));
        }
        // SAFETY: all bytes that travel arrived, and the others are padding: initialized; validated before it becomes a `T`.
        unsafe {
            validate::repair(call, value.as_mut_ptr(), 1)?;
            Ok((value.assume_init(), status))
        }
    }

    type Elem = T;
    const FIXED: bool = true;

    fn from_arrived(call: &'static str, elements: Vec<T>, status: Status) -> Result<T> {
        match elements[..] {
            [value] => Ok(value),
            _ => Err(incomplete::<T>(call, status)),
        }
    }
}

impl<T: Datatype> Receive for Vec<T> {
    fn receive(incoming: Incoming<'_>) -> Result<(Vec<T>, Status)> {
        let mut vector = Vec::new();
        let status = append(&mut vector, incoming)?;
        Ok((vector, status))
    }

    type Elem = T;

    fn from_arrived(_: &'static str, elements: Vec<T>, _: Status) -> Result<Vec<T>> {
        Ok(elements)
    }
}

impl<T: Datatype> Receive for Box<[T]> {
    fn receive(incoming: Incoming<'_>) -> Result<(Box<[T]>, Status)> {
        Vec::receive(incoming).map(|(vector, status)| (vector.into_boxed_slice(), status))
    }

    type Elem = T;

    fn from_arrived(_: &'static str, elements: Vec<T>, _: Status) -> Result<Box<[T]>> {
        Ok(elements.into_boxed_slice())
    }
}

impl<T: Datatype> Receive for Arc<[T]> {
    fn receive(incoming: Incoming<'_>) -> Result<(Arc<[T]>, Status)> {
        Vec::receive(incoming).map(|(vector, status)| (vector.into(), status))
    }

    type Elem = T;

    fn from_arrived(_: &'static str, elements: Vec<T>, _: Status) -> Result<Arc<[T]>> {
        Ok(elements.into())
    }
}

impl Receive for String {
    fn receive(incoming: Incoming<'_>) -> Result<(String, Status)> {
        let call = incoming.call_name();
        let (bytes, status) = Vec::<u8>::receive(incoming)?;
        Ok((String::from_arrived(call, bytes, status)?, status))
    }

    type Elem = u8;

    fn from_arrived(call: &'static str, bytes: Vec<u8>, status: Status) -> Result<String> {
        String::from_utf8(bytes).map_err(|error| {
            let (len, why) = (status.bytes(), error.utf8_error());
            Error::new(ErrorKind::InvalidValue, call, format!("the message of {len} bytes is not UTF-8 text: {why}"))
        })
    }
}

impl<R: Receive> Receive for Option<R> {
    #[inline]
    fn receive(incoming: Incoming<'_>) -> Result<(Option<R>, Status)> {
        if incoming.is_from_nobody() {
            let status = incoming.discard()?;
            return Ok((None, status));
        }
        R::receive(incoming).map(|(value, status)| (Some(value), status))
    }

    type Elem = R::Elem;
    const FIXED: bool = R::FIXED;

    fn from_arrived(call: &'static str, elements: Vec<R::Elem>, status: Status) -> Result<Option<R>> {
        match status.source() {
            None => Ok(None),
            Some(_) => R::from_arrived(call, elements, status).map(Some),
        }
    }
}

/// Receives a message of any whole number of elements to the end of a vector, which is unchanged after an error.
pub(crate) fn append<T: Datatype>(vector: &mut Vec<T>, incoming: Incoming<'_>) -> Result<Status> {
    const { assert_sized::<T>() };
    let call = incoming.call_name();
    incoming.matched(|message, mut status| {
        let Some(len) = status.count::<T>() else {
            let error = incomplete::<T>(call, status);
            message.discard()?;
            return Err(error);
        };
        if let Err(error) = reserve(call, vector, len) {
            message.discard()?;
            return Err(error);
        }
        let end = vector.len();
        // SAFETY: the capacity is at least `end + len`; only what arrived, all of it and valid, becomes part of the vector.
        unsafe {
            let first = vector.as_mut_ptr().add(end);
            status = message.fill(RawBuffer::at(first, len))?;
            let arrived = status.count::<T>().ok_or_else(|| incomplete::<T>(call, status))?;
            validate::repair(call, first, arrived)?;
            vector.set_len(end + arrived);
        }
        Ok(status)
    })
}
