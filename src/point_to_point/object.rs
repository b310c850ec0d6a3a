//! Objects as messages: encoded bytes, one message each.

use super::{Incoming, Message, Receive, Status};
use crate::buffer::{Codec, Encoded, RawBuffer, decode_owned, lend};
#[cfg(feature = "postcard")]
use crate::buffer::{Obj, Postcard};
use crate::error::Result;
use serde::Serialize;
use serde::de::DeserializeOwned;

fn receive<C: Codec, T: DeserializeOwned>(incoming: Incoming<'_>) -> Result<(T, Status)> {
    let call = incoming.call_name();
    let (bytes, status) = Vec::<u8>::receive(incoming)?;
    Ok((decode_owned::<C, T>(call, bytes)?, status))
}

#[cfg(feature = "postcard")]
// SAFETY: a local vector, which outlives the call, or memory that the codec lends for as long.
unsafe impl<T: Serialize> Message for Obj<T> {
    fn with_raw<R>(&self, send: impl FnOnce(RawBuffer) -> Result<R>) -> Result<R> {
        lend::<Postcard, T, R>(&self.0, send)
    }
}

#[cfg(feature = "postcard")]
impl<T: DeserializeOwned> Receive for Obj<T> {
    fn receive(incoming: Incoming<'_>) -> Result<(Obj<T>, Status)> {
        receive::<Postcard, T>(incoming).map(|(value, status)| (Obj(value), status))
    }

    type Elem = u8;

    fn from_arrived(call: &'static str, bytes: Vec<u8>, _: Status) -> Result<Obj<T>> {
        decode_owned::<Postcard, T>(call, bytes).map(Obj)
    }
}

// SAFETY: a local vector, which outlives the call, or memory that the codec lends for as long.
unsafe impl<C: Codec, T: Serialize> Message for Encoded<C, T> {
    fn with_raw<R>(&self, send: impl FnOnce(RawBuffer) -> Result<R>) -> Result<R> {
        lend::<C, T, R>(self.get(), send)
    }
}

impl<C: Codec, T: DeserializeOwned> Receive for Encoded<C, T> {
    fn receive(incoming: Incoming<'_>) -> Result<(Encoded<C, T>, Status)> {
        receive::<C, T>(incoming).map(|(value, status)| (Encoded::new(value), status))
    }

    type Elem = u8;

    fn from_arrived(call: &'static str, bytes: Vec<u8>, _: Status) -> Result<Encoded<C, T>> {
        decode_owned::<C, T>(call, bytes).map(Encoded::new)
    }
}
