//! Collectives of objects: encoded, the lengths exchanged, then the bytes.

use super::length::{agree, at_root, expect};
use super::varied::{FAILED, Layout, announced, as_counts, others_failed, too_long};
use super::{Broadcast, Contribution, Op, Part, Parts};
use crate::buffer::{Codec, Encoded, Filled, RawBuffer, decode, decode_owned, encode, encode_behind};
#[cfg(feature = "postcard")]
use crate::buffer::{Obj, Postcard};
use crate::communicator::Communicator;
use crate::error::{Error, ErrorKind, Result};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A value that goes and comes.
trait Object: Serialize + DeserializeOwned {}
impl<T: Serialize + DeserializeOwned> Object for T {}

fn broadcast<C: Codec, T: Object>(value: Option<T>, communicator: &Communicator, root: usize) -> Result<T> {
    const CALL: &str = "MPI_Bcast";
    if communicator.rank() != root {
        return decode_owned::<C, T>(CALL, Vec::<u8>::broadcast(None, communicator, root)?);
    }
    let encoded = at_root(CALL, "value", value).and_then(|value| Ok((encode::<C, T>(&value)?, value)));
    match encoded {
        Ok((bytes, value)) => {
            Vec::<u8>::broadcast(Some(bytes), communicator, root)?;
            Ok(value)
        }
        Err(error) => Err(agree(communicator, CALL, root, Some(Err(error))).expect_err("the root failed")),
    }
}

/// Decodes one value from each part.
fn decode_parts<C: Codec, T: Object>(call: &'static str, bytes: &[u8], layout: &Layout) -> Result<Vec<T>> {
    layout.parts(bytes).map(|part| decode::<C, T>(call, part)).collect()
}

/// Tells all ranks how long everyone's bytes are, or that someone has an error, or that they are too long together.
fn agree_on_lengths(
    call: &'static str,
    mine: Result<Vec<u8>>,
    communicator: &Communicator,
) -> Result<(Vec<u8>, Layout)> {
    let length = [announced(&mine, Vec::len)];
    let lengths = Vec::filled("MPI_Allgather", communicator.size(), |room| {
        let (from, into) = (RawBuffer::of(&length), RawBuffer::at(room, communicator.size()));
        // SAFETY: `filled` gives zeroed room for one length from each rank.
        unsafe { communicator.all_gather_raw(as_counts(from), as_counts(into)) }
    })?;
    let mine = mine?;
    others_failed(call, &lengths)?;
    let layout = Layout::of(lengths.iter().copied()).ok_or_else(|| too_long(call, &lengths))?;
    Ok((mine, layout))
}

fn gather<C: Codec, T: Object>(value: &T, communicator: &Communicator, root: usize) -> Result<Option<Vec<T>>> {
    const CALL: &str = "MPI_Gatherv";
    communicator.check_root(CALL, root)?;
    // Where threads take turns, none comes between the lengths and the bytes.
    let _turn = communicator.enter(CALL)?;
    let mine = encode::<C, T>(value);
    if C::AS_MPI4PY {
        return gather_as_mpi4py::<C, T>(mine, communicator, root);
    }
    let (mine, layout) = agree_on_lengths(CALL, mine, communicator)?;
    if communicator.rank() != root {
        communicator.contribute_bytes(&mine, root)?;
        return Ok(None);
    }
    match communicator.gather_bytes(&mine, &layout, root) {
        Ok(bytes) => decode_parts::<C, T>(CALL, &bytes, &layout).map(Some),
        Err(error) => Err(error),
    }
}

/// The gather with the lengths at the root alone.
fn gather_as_mpi4py<C: Codec, T: Object>(
    mine: Result<Vec<u8>>,
    communicator: &Communicator,
    root: usize,
) -> Result<Option<Vec<T>>> {
    const CALL: &str = "MPI_Gatherv";
    let length = [announced(&mine, Vec::len)];
    let bytes = mine.as_deref().unwrap_or_default();
    if communicator.rank() != root {
        // SAFETY: not the root: nothing is received.
        unsafe { communicator.gather_raw(as_counts(RawBuffer::of(&length)), RawBuffer::empty(), root) }?;
        communicator.contribute_bytes(bytes, root)?;
        return mine.map(|_| None);
    }
    let lengths = Vec::filled(CALL, communicator.size(), |room: *mut i64| {
        let into = RawBuffer::at(room, communicator.size());
        // SAFETY: `filled` gives zeroed room for one length from each rank.
        unsafe { communicator.gather_raw(as_counts(RawBuffer::of(&length)), as_counts(into), root) }
    })?;
    let layout = match Layout::of(lengths.iter().map(|&length| length.max(0))) {
        Some(layout) => layout,
        None => {
            communicator.refuse_gather(&lengths, root);
            return Err(too_long(CALL, &lengths));
        }
    };
    let all = communicator.gather_bytes(bytes, &layout, root)?;
    mine?;
    others_failed(CALL, &lengths)?;
    decode_parts::<C, T>(CALL, &all, &layout).map(Some)
}

fn all_gather<C: Codec, T: Object>(value: &T, communicator: &Communicator) -> Result<Vec<T>> {
    const CALL: &str = "MPI_Allgatherv";
    let _turn = communicator.enter(CALL)?;
    let (mine, layout) = agree_on_lengths(CALL, encode::<C, T>(value), communicator)?;
    decode_parts::<C, T>(CALL, &communicator.all_gather_bytes(&mine, &layout)?, &layout)
}

/// One value for each rank, encoded behind each other, and their lengths.
fn encode_parts<'a, C: Codec, T: Object + 'a>(
    call: &'static str,
    argument: &'static str,
    values: impl ExactSizeIterator<Item = &'a T>,
    ranks: usize,
) -> Result<(Vec<u8>, Vec<i64>)> {
    expect(call, argument, values.len(), ranks, "one for each rank")?;
    let (mut bytes, mut lengths) = (Vec::new(), Vec::with_capacity(ranks));
    for value in values {
        let start = bytes.len();
        bytes = encode_behind::<C, T>(value, bytes)?;
        lengths.push((bytes.len() - start) as i64);
    }
    Ok((bytes, lengths))
}

/// The same, if MPI can be given them.
fn lay_out((bytes, lengths): (Vec<u8>, Vec<i64>), call: &'static str) -> Result<(Vec<u8>, Vec<i64>, Layout)> {
    match Layout::of(lengths.iter().copied()) {
        Some(layout) => Ok((bytes, lengths, layout)),
        None => Err(too_long(call, &lengths)),
    }
}

fn scatter<C: Codec, T: Object>(from: Option<&[T]>, communicator: &Communicator, root: usize) -> Result<T> {
    const CALL: &str = "MPI_Scatterv";
    communicator.check_root(CALL, root)?;
    let _turn = communicator.enter(CALL)?;
    let size = communicator.size();
    let parts = (communicator.rank() == root).then(|| {
        let from = at_root(CALL, "from", from)?;
        encode_parts::<C, T>(CALL, "from", from.iter(), size).and_then(|parts| lay_out(parts, CALL))
    });
    let none = vec![FAILED; size];
    let lengths = match &parts {
        Some(Ok((_, lengths, _))) => as_counts(RawBuffer::of(lengths)),
        Some(Err(_)) => as_counts(RawBuffer::of(&none)),
        None => RawBuffer::empty(),
    };
    let length = i64::filled(CALL, 1, |room| {
        // SAFETY: `filled` gives zeroed room for one length; the root has one for each rank.
        unsafe { communicator.scatter_raw(lengths, as_counts(RawBuffer::at(room, 1)), root) }
    })?;
    let parts = parts.transpose()?;
    let length = usize::try_from(length).map_err(|_| {
        let message = format!("rank {root}, the root; its own error says which");
        Error::new(ErrorKind::PeerFailed, CALL, message)
    })?;
    let from = parts.as_ref().map(|(bytes, _, layout)| (&bytes[..], layout));
    decode_owned::<C, T>(CALL, communicator.scatter_bytes(from, length, root)?)
}

fn all_to_all<'a, C: Codec, T: Object + 'a>(
    values: impl ExactSizeIterator<Item = &'a T>,
    communicator: &Communicator,
) -> Result<Vec<T>> {
    const CALL: &str = "MPI_Alltoallv";
    let _turn = communicator.enter(CALL)?;
    let size = communicator.size();
    let parts = encode_parts::<C, T>(CALL, "parts", values, size).and_then(|parts| lay_out(parts, CALL));
    let none = vec![FAILED; size];
    let mine = parts.as_ref().map_or(&none, |(_, lengths, _)| lengths);
    let lengths = Vec::filled("MPI_Alltoall", size, |room| {
        let (from, into) = (RawBuffer::of(mine), RawBuffer::at(room, size));
        // SAFETY: `filled` gives zeroed room for one length from each rank; one for each is sent.
        unsafe { communicator.all_to_all_raw(as_counts(from), as_counts(into)) }
    })?;
    let (bytes, _, parts) = parts?;
    others_failed(CALL, &lengths)?;
    let layout = Layout::of(lengths.iter().copied());
    // What comes to one rank can be too long though all that goes is not, and only that rank sees it.
    if !C::AS_MPI4PY && communicator.all_reduce(&i32::from(layout.is_none()), Op::MAX)? > 0 {
        return Err(layout.map_or_else(|| too_long(CALL, &lengths), |_| too_long_elsewhere(CALL)));
    }
    match layout {
        Some(layout) => decode_parts::<C, T>(CALL, &communicator.exchange_bytes(&bytes, &parts, &layout)?, &layout),
        None => {
            communicator.refuse_exchange(&bytes, &parts, &lengths);
            Err(too_long(CALL, &lengths))
        }
    }
}

#[cold]
fn too_long_elsewhere(call: &'static str) -> Error {
    Error::new(
        ErrorKind::CountOverflow,
        call,
        "what comes to another rank is longer than one call takes; its own error says more",
    )
}

impl<C: Codec, T: Object> Broadcast for Encoded<C, T> {
    fn broadcast(value: Option<Self>, communicator: &Communicator, root: usize) -> Result<Self> {
        broadcast::<C, T>(value.map(Encoded::into_inner), communicator, root).map(Encoded::new)
    }
}

/// Values of any encoded length.
impl<C: Codec, T: Object> Contribution for Encoded<C, T> {
    type Gathered = Vec<T>;

    fn gather(&self, communicator: &Communicator, root: usize) -> Result<Option<Vec<T>>> {
        gather::<C, T>(self.get(), communicator, root)
    }

    fn all_gather(&self, communicator: &Communicator) -> Result<Vec<T>> {
        all_gather::<C, T>(self.get(), communicator)
    }
}

// SAFETY: it makes its own room.
unsafe impl<C: Codec, T: Object> Part for Encoded<C, T> {
    type Elem = T;

    fn scatter(from: Option<&[T]>, communicator: &Communicator, root: usize) -> Result<Self> {
        scatter::<C, T>(from, communicator, root).map(Encoded::new)
    }
}

#[cfg(feature = "postcard")]
impl<T: Object> Broadcast for Obj<T> {
    fn broadcast(value: Option<Self>, communicator: &Communicator, root: usize) -> Result<Self> {
        broadcast::<Postcard, T>(value.map(|Obj(value)| value), communicator, root).map(Obj)
    }
}

#[cfg(feature = "postcard")]
/// Values of any encoded length.
impl<T: Object> Contribution for Obj<T> {
    type Gathered = Vec<T>;

    fn gather(&self, communicator: &Communicator, root: usize) -> Result<Option<Vec<T>>> {
        gather::<Postcard, T>(&self.0, communicator, root)
    }

    fn all_gather(&self, communicator: &Communicator) -> Result<Vec<T>> {
        all_gather::<Postcard, T>(&self.0, communicator)
    }
}

#[cfg(feature = "postcard")]
// SAFETY: it makes its own room.
unsafe impl<T: Object> Part for Obj<T> {
    type Elem = T;

    fn scatter(from: Option<&[T]>, communicator: &Communicator, root: usize) -> Result<Self> {
        scatter::<Postcard, T>(from, communicator, root).map(Obj)
    }
}

/// One object for each rank.
macro_rules! parts {
    ($( [$( $generics:tt )*] $sequence:ty, $codec:ty, $value:expr; )*) => { $(
        impl<$( $generics )*> Parts for $sequence {
            type Got = Vec<T>;

            fn all_to_all(&self, communicator: &Communicator) -> Result<Vec<T>> {
                all_to_all::<$codec, T>(self.iter().map($value), communicator)
            }
        }
    )* };
}

parts! {
    [C: Codec, T: Object] [Encoded<C, T>], C, Encoded::get;
    [C: Codec, T: Object] Vec<Encoded<C, T>>, C, Encoded::get;
    [C: Codec, T: Object, const N: usize] [Encoded<C, T>; N], C, Encoded::get;
}

#[cfg(feature = "postcard")]
parts! {
    [T: Object] [Obj<T>], Postcard, |Obj(value)| value;
    [T: Object] Vec<Obj<T>>, Postcard, |Obj(value)| value;
    [T: Object, const N: usize] [Obj<T>; N], Postcard, |Obj(value)| value;
}
