//! Postcard, with large blocks of bytes in front.

mod input;
mod lender;
mod output;
mod trailer;

use super::Codec;
use super::guard::{Guarded, Limits, stands_for_block};
use input::Input;
use lender::Lender;
use output::Output;
use postcard::{Deserializer, Serializer};
use serde::Serialize;
use serde::de::DeserializeOwned;
use trailer::{Block, split};

/// [postcard](https://docs.rs/postcard): compact, for Rust ranks that share the type. The codec of [`Obj`](crate::buffer::Obj).
///
/// A message is the value in the [postcard format](https://postcard.jamesmunns.com/wire-format), and one byte more.
///
/// **Large blocks.** The first byte string of 256 KiB or more, which is a `serde_bytes` field or a text, stands in front of the
/// message, unless more than half as much comes before it. Sends take it from where it is in the value, without a copy. (The value is
/// serialized twice then, up to the block; if that gives something else the second time, it is an error.) What arrives is one piece of
/// memory, and that becomes the field: a `Vec<u8>` or `ByteBuf` by `serde_bytes`, or a `String`, has not been copied then, either.
/// Further blocks are copied on both sides, and so are all blocks in collectives, but where a broadcast arrives. A plain
/// `Vec<u8>` field is a sequence of numbers for serde, and no block.
///
/// ```
/// use oxmpi::buffer::{Codec, Postcard};
/// #[derive(serde::Serialize, serde::Deserialize)]
/// struct Image {
///     name: String,
///     #[serde(with = "serde_bytes")]
///     pixels: Vec<u8>,
/// }
/// let bytes = Postcard::encode(&Image { name: "sky".into(), pixels: vec![0; 1 << 20] }, Vec::new())?;
/// let image: Image = Postcard::decode_owned(bytes)?;
/// assert_eq!((image.name, image.pixels.len()), ("sky".to_string(), 1 << 20));
/// # Ok::<(), String>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Postcard {}

impl Codec for Postcard {
    fn encode<T: Serialize + ?Sized>(value: &T, bytes: Vec<u8>) -> Result<Vec<u8>, String> {
        let mut serializer = Serializer { output: Output::after(bytes) };
        match value.serialize(&mut serializer) {
            Ok(()) => serializer.output.finish(),
            Err(error) => Err(serializer.output.explain(error)),
        }
    }

    fn lend<T: Serialize + ?Sized>(value: &T, take: &mut dyn FnMut(&[u8], &[u8])) -> Result<(), String> {
        let mut serializer = Serializer { output: Output::without_block() };
        if let Err(error) = value.serialize(&mut serializer) {
            return Err(serializer.output.explain(error));
        }
        let block = serializer.output.block();
        let rest = serializer.output.finish()?;
        let Some(block) = block else {
            take(&[], &rest);
            return Ok(());
        };
        // The block is there only while it is serialized, so that is when it is lent.
        let mut serializer = Serializer { output: Lender::new(block, &rest, take) };
        let _ = value.serialize(&mut serializer);
        if serializer.output.has_lent() { Ok(()) } else { Err("the value is not serialized the same way twice".into()) }
    }

    fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, String> {
        let limits = Limits::of(bytes.len());
        match split(bytes)? {
            (encoding, None) => read(Input::new(encoding), &limits),
            (message, Some(Block { len, before })) => {
                let (block, encoding) = message.split_at(len);
                read(Input::with_block(encoding, before, len, block)?, &limits)
            }
        }
    }

    fn decode_owned<T: DeserializeOwned>(mut bytes: Vec<u8>) -> Result<T, String> {
        let limits = Limits::of(bytes.len());
        match split(&bytes)? {
            // Otherwise the copy of the rest costs more than that of the block.
            (message, Some(Block { len, before })) if message.len() - len <= len => {
                let encoding = message[len..].to_vec();
                bytes.truncate(len);
                let limits = limits.with_block(bytes);
                read(Input::with_block(&encoding, before, len, stands_for_block())?, &limits)
            }
            _ => Self::decode(&bytes),
        }
    }
}

fn read<T: DeserializeOwned>(input: Input<'_>, limits: &Limits) -> Result<T, String> {
    let mut deserializer = Deserializer::from_flavor(input);
    let value = T::deserialize(Guarded { inner: &mut deserializer, limits }).map_err(|e| limits.explain(e))?;
    match deserializer.finalize() {
        Ok(0) => Ok(value),
        Ok(left) => Err(format!("{left} bytes are left over")),
        Err(error) => Err(error.to_string()),
    }
}
