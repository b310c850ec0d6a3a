//! What codecs do with values, and with bytes that another process chose. Without MPI.

mod blocks;
mod counting;
mod hostile;
#[cfg(feature = "pickle")]
mod pickle;
mod round_trips;

use oxmpi::buffer::Codec;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fmt::Debug;

#[global_allocator]
static COUNTING: counting::Counting = counting::Counting;

/// Runs a generic test with every codec that is there.
macro_rules! for_each_codec {
    ($test:ident) => {{
        #[cfg(feature = "postcard")]
        $test::<oxmpi::buffer::Postcard>("postcard");
        #[cfg(feature = "message-pack")]
        $test::<oxmpi::buffer::MessagePack>("MessagePack");
        #[cfg(feature = "json")]
        $test::<oxmpi::buffer::Json>("JSON");
        #[cfg(feature = "pickle")]
        $test::<oxmpi::buffer::Pickle>("pickle");
    }};
}
pub(crate) use for_each_codec;

/// Encodes and decodes, both ways.
#[track_caller]
fn returns<C: Codec, T: Serialize + DeserializeOwned + PartialEq + Debug>(codec: &str, value: &T) {
    let bytes = C::encode(value, Vec::new()).unwrap_or_else(|error| panic!("{codec}: {error}"));
    assert_eq!(&C::decode::<T>(&bytes).unwrap_or_else(|error| panic!("{codec}: {error}")), value, "{codec}");
    let behind = C::encode(value, vec![1, 2, 3]).unwrap();
    assert_eq!((&behind[..3], &behind[3..]), (&[1, 2, 3][..], &bytes[..]), "{codec}: appends");
    assert_eq!(&C::decode_owned::<T>(bytes).unwrap_or_else(|error| panic!("{codec}: {error}")), value, "{codec}");
}
