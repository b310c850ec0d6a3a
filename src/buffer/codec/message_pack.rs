//! MessagePack.

use super::Codec;
use super::guard::{Guarded, Limits};
use rmp_serde::decode::Error;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// [MessagePack](https://docs.rs/rmp-serde): binary, self-describing, for ranks in any language.
///
/// Structs are maps with the names of their fields, which Python's `msgpack` reads as `dict`; variants of enums are maps of one
/// entry, or their name where they hold nothing; `serde_bytes` are binary, `bytes` in Python. When decoding, structs are also taken as
/// arrays of their fields in order. `Some(None)` becomes `None`, as in every self-describing format.
///
/// With mpi4py: `MPI.pickle.__init__(msgpack.packb, msgpack.unpackb)`.
///
/// ```no_run
/// use oxmpi::buffer::{Encoded, MessagePack};
/// # let mpi = oxmpi::init()?;
/// # let world = mpi.world();
/// let mine = ("rank".to_string(), world.rank());
/// let all: Vec<(String, usize)> = world.all_gather(&Encoded::<MessagePack, _>::new(mine))?;
/// # Ok::<(), oxmpi::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MessagePack {}

impl Codec for MessagePack {
    fn encode<T: Serialize + ?Sized>(value: &T, mut bytes: Vec<u8>) -> Result<Vec<u8>, String> {
        rmp_serde::encode::write_named(&mut bytes, value).map_err(|error| error.to_string())?;
        Ok(bytes)
    }

    fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, String> {
        let limits = Limits::of(bytes.len());
        let mut packed = rmp_serde::Deserializer::from_read_ref(bytes);
        let value = T::deserialize(Guarded { inner: &mut packed, limits: &limits }).map_err(|e| limits.explain(e))?;
        // The deserializer does not say where it is. At the end there is no marker to be read, and only there: a unit reads
        // nothing but a marker before it knows whether it is one.
        match <()>::deserialize(&mut packed) {
            Err(Error::InvalidMarkerRead(_)) => Ok(value),
            _ => Err("bytes are left over".into()),
        }
    }
}
