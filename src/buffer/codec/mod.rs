//! How objects become bytes.

#![cfg(feature = "serde")]

#[cfg(any(feature = "postcard", feature = "message-pack", feature = "json", feature = "pickle"))]
mod guard;
#[cfg(any(feature = "postcard", feature = "message-pack", feature = "json", feature = "pickle"))]
mod guarded_access;
#[cfg(feature = "json")]
mod json;
#[cfg(feature = "message-pack")]
mod message_pack;
#[cfg(feature = "pickle")]
mod pickle;
#[cfg(feature = "postcard")]
mod postcard;

use serde::Serialize;
use serde::de::DeserializeOwned;

#[cfg(feature = "json")]
pub use json::Json;
#[cfg(feature = "message-pack")]
pub use message_pack::MessagePack;
#[cfg(feature = "pickle")]
pub use pickle::Pickle;
#[cfg(feature = "postcard")]
pub use postcard::Postcard;

/// A way to write serde values as bytes and to read them back.
///
/// | codec | feature | for |
/// |---|---|---|
/// | [`Postcard`] | `postcard` | Rust ranks: compact, fast, and large byte blocks are not copied where they arrive |
/// | `MessagePack` | `message-pack` | ranks in any language; structs are maps with the names of their fields |
/// | `Json` | `json` | the same, as text |
/// | `Pickle` | `pickle` | Python ranks with an unchanged mpi4py |
///
/// Both sides of a message use the same codec; nothing in the bytes says which. `decode` gets bytes that another process
/// chose: it must return an error for those that it does not understand, whatever they are. The codecs above refuse
/// what is left over behind a value, values that nest more than 256 deep (JSON: 128), and sequences of far more elements than the message has
/// bytes; and they make room only for what arrived.
pub trait Codec {
    /// Appends the encoded value to `bytes`; an error is a message for the user.
    fn encode<T: Serialize + ?Sized>(value: &T, bytes: Vec<u8>) -> Result<Vec<u8>, String>;

    /// Reads a value that takes all of `bytes`; an error is a message for the user.
    fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, String>;

    /// Encodes a value as one message in two pieces, and lends them to `take`, once: the message is the bytes of the first, then those of
    /// the second. They are sent as they lie, so a large byte string need not be copied to be sent: lend it from
    /// where it is in the value. What [`encode`](Codec::encode) writes is one piece.
    fn lend<T: Serialize + ?Sized>(value: &T, take: &mut dyn FnMut(&[u8], &[u8])) -> Result<(), String> {
        let bytes = Self::encode(value, Vec::new())?;
        take(&[], &bytes);
        Ok(())
    }

    /// As [`decode`](Codec::decode), from bytes that are no longer needed: a codec can make a part of the value of them.
    fn decode_owned<T: DeserializeOwned>(bytes: Vec<u8>) -> Result<T, String> {
        Self::decode(&bytes)
    }

    /// Whether collectives make exactly the calls of mpi4py's, so that Python ranks can take part. In a gather the root alone learns the lengths
    /// then, and the other ranks do not learn of each other's errors.
    #[doc(hidden)]
    const AS_MPI4PY: bool = false;
}
