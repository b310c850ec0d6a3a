//! Objects: any serde value as one message.

use super::joined::{joined, nothing_lent};
use super::{Codec, RawBuffer};
use crate::error::{Error, ErrorKind, Result};
use crate::gate::threads::users_code;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::marker::PhantomData;

/// Any serde value as one message, by the default codec, [`Postcard`](super::Postcard). With the feature `postcard`:
/// `oxmpi = { …, features = ["postcard"] }`.
///
/// Sent by reference, received by value:
///
/// ```no_run
/// use oxmpi::prelude::*;
/// # let mpi = oxmpi::init()?;
/// # let world = mpi.world();
/// let settings = vec![("depth".to_string(), 3), ("width".to_string(), 4)];
/// if world.rank() == 0 {
///     world.send(&Obj(&settings), 1)?;
/// } else if world.rank() == 1 {
///     let Obj(got): Obj<Vec<(String, i32)>> = world.recv(0)?;
///     assert_eq!(got, settings);
/// }
/// # Ok::<(), oxmpi::Error>(())
/// ```
#[cfg(feature = "postcard")]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Obj<T>(pub T);

/// Any serde value as one message, by a codec of your choice.
///
/// ```no_run
/// use oxmpi::buffer::{Codec, Encoded};
/// # fn f<MyCodec: Codec>(world: oxmpi::Communicator) -> oxmpi::Result<()> {
/// world.send(&Encoded::<MyCodec, _>::new(&[1, 2, 3]), 1)?;
/// let numbers = world.recv::<Encoded<MyCodec, Vec<i32>>>(1)?.into_inner();
/// # Ok(()) }
/// ```
pub struct Encoded<C, T> {
    value: T,
    codec: PhantomData<fn() -> C>,
}

impl<C, T> Encoded<C, T> {
    /// The value, to encode it.
    pub(crate) fn get(&self) -> &T {
        &self.value
    }

    /// Wraps a value, or a reference to one.
    pub fn new(value: T) -> Encoded<C, T> {
        Encoded { value, codec: PhantomData }
    }

    /// The value.
    pub fn into_inner(self) -> T {
        self.value
    }
}

/// Encodes a value.
pub(crate) fn encode<C: Codec, T: Serialize>(value: &T) -> Result<Vec<u8>> {
    encode_behind::<C, T>(value, Vec::new())
}

/// Encodes a value behind what is there.
pub(crate) fn encode_behind<C: Codec, T: Serialize>(value: &T, bytes: Vec<u8>) -> Result<Vec<u8>> {
    users_code(|| C::encode(value, bytes))
        .map_err(|message| Error::new(ErrorKind::Encode, std::any::type_name::<T>(), message))
}

/// Encodes a value and lowers it to a buffer for the time of `send`.
pub(crate) fn lend<C: Codec, T: Serialize, R>(value: &T, send: impl FnOnce(RawBuffer) -> Result<R>) -> Result<R> {
    let name = std::any::type_name::<T>();
    let (mut send, mut result) = (Some(send), None);
    let lent = users_code(|| {
        C::lend(value, &mut |block, rest| {
            if let Some(send) = send.take() {
                result = Some(joined(block, rest, send));
            }
        })
    });
    match (result, lent) {
        (Some(result), _) => result,
        (None, Err(message)) => Err(Error::new(ErrorKind::Encode, name, message)),
        (None, Ok(())) => Err(nothing_lent(name)),
    }
}

/// Decodes a value that came by `call`.
pub(crate) fn decode<C: Codec, T: DeserializeOwned>(call: &'static str, bytes: &[u8]) -> Result<T> {
    users_code(|| C::decode(bytes)).map_err(|message| not_decoded::<T>(call, bytes.len(), &message))
}

/// Decodes a value that came by `call`, in memory that it can keep.
pub(crate) fn decode_owned<C: Codec, T: DeserializeOwned>(call: &'static str, bytes: Vec<u8>) -> Result<T> {
    let len = bytes.len();
    users_code(|| C::decode_owned(bytes)).map_err(|message| not_decoded::<T>(call, len, &message))
}

#[cold]
fn not_decoded<T>(call: &'static str, len: usize, message: &str) -> Error {
    let name = std::any::type_name::<T>();
    Error::new(ErrorKind::Decode, call, format!("the message of {len} bytes is no encoded {name}: {message}"))
}
