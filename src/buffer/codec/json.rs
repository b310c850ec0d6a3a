//! JSON.

use super::Codec;
use super::guard::{Guarded, Limits};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// [JSON](https://docs.rs/serde_json), as text in UTF-8.
///
/// For ranks in any language, and to look at. Keys of maps become text; floating-point numbers that are not finite become `null`,
/// which is no number on the way back; bytes are lists of numbers, and so five times as long as in the other codecs.
///
/// With mpi4py: `MPI.pickle.__init__(lambda x: json.dumps(x).encode(), json.loads)`.
///
/// ```no_run
/// use oxmpi::buffer::{Encoded, Json};
/// # let mpi = oxmpi::init()?;
/// # let world = mpi.world();
/// world.send(&Encoded::<Json, _>::new(("depth", 3)), 1)?;
/// # Ok::<(), oxmpi::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Json {}

impl Codec for Json {
    fn encode<T: Serialize + ?Sized>(value: &T, mut bytes: Vec<u8>) -> Result<Vec<u8>, String> {
        serde_json::to_writer(&mut bytes, value).map_err(|error| error.to_string())?;
        Ok(bytes)
    }

    fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, String> {
        let limits = Limits::of(bytes.len());
        let mut json = serde_json::Deserializer::from_slice(bytes);
        let value = T::deserialize(Guarded { inner: &mut json, limits: &limits }).map_err(|e| limits.explain(e))?;
        json.end().map_err(|error| error.to_string())?;
        Ok(value)
    }
}
