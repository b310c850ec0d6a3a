//! How objects become bytes.

#![cfg(feature = "serde")]

use serde::Serialize;
use serde::de::DeserializeOwned;

/// A way to write serde values as bytes and to read them back.
///
/// Both sides of a message use the same codec; nothing in the bytes says which. `decode` gets bytes that another process
/// chose: it must return an error for those that it does not understand, whatever they are.
pub trait Codec {
    /// Appends the encoded value to `bytes`; an error is a message for the user.
    fn encode<T: Serialize + ?Sized>(value: &T, bytes: Vec<u8>) -> Result<Vec<u8>, String>;

    /// Reads a value that takes all of `bytes`; an error is a message for the user.
    fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, String>;
}

/// [postcard](https://docs.rs/postcard): compact, for Rust ranks that share the type. The codec of [`Obj`](super::Obj).
#[cfg(feature = "postcard")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Postcard {}

#[cfg(feature = "postcard")]
impl Codec for Postcard {
    fn encode<T: Serialize + ?Sized>(value: &T, bytes: Vec<u8>) -> Result<Vec<u8>, String> {
        postcard::to_extend(value, bytes).map_err(|error| error.to_string())
    }

    fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, String> {
        match postcard::take_from_bytes(bytes) {
            Ok((value, [])) => Ok(value),
            Ok((_, rest)) => Err(format!("{} bytes are left over", rest.len())),
            Err(error) => Err(error.to_string()),
        }
    }
}

#[cfg(all(test, feature = "postcard"))]
mod tests {
    use super::*;

    #[test]
    fn hostile_bytes_are_errors_and_allocate_nothing_beyond_themselves() {
        // A length of 2^60 as a varint, followed by nothing.
        let huge = [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x10];
        assert!(Postcard::decode::<Vec<u64>>(&huge).is_err());
        assert!(Postcard::decode::<String>(&huge).is_err());
        assert!(Postcard::decode::<Vec<Vec<u8>>>(&huge).is_err());
        assert!(Postcard::decode::<bool>(&[7]).is_err());
        assert!(Postcard::decode::<(u8, String)>(&[]).is_err());
    }

    #[test]
    fn trailing_bytes_are_an_error() {
        assert_eq!(Postcard::decode::<u8>(&[5]), Ok(5));
        assert!(Postcard::decode::<u8>(&[5, 6]).unwrap_err().contains("left over"));
    }
}
