//! Where a message goes and where it comes from: rank and tag, with MPI's sentinels as Rust values.

use crate::communicator::Communicator;
use crate::error::{Error, ErrorKind, Result};
use oxmpi_sys as ffi;
use std::ffi::c_int;

/// The destination of a message: a rank or nobody, and a tag.
///
/// Made from `1`, `Some(1)` or `None` (nobody: the send does nothing), or by [`to`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Destination {
    rank: Option<usize>,
    tag: i32,
}

/// The source of a message: a rank, any rank or nobody, and a tag or any tag.
///
/// Made from `0`, `Some(0)`, `None` (nobody: nothing is received) or [`ANY`], or by [`from`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Source {
    rank: SourceRank,
    tag: TagPattern,
}

/// Which rank a receive takes a message from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SourceRank {
    /// This rank.
    Rank(usize),
    /// Any rank of the communicator.
    #[doc(alias = "MPI_ANY_SOURCE")]
    Any,
    /// Nobody; the receive returns at once.
    #[doc(alias = "MPI_PROC_NULL")]
    Nobody,
}

/// Which tags a receive takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TagPattern {
    /// This tag.
    Tag(i32),
    /// Any tag.
    #[doc(alias = "MPI_ANY_TAG")]
    Any,
}

/// The type of [`ANY`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Any;

/// Any source, or any tag: `recv(ANY)`, `recv(ANY.tag(7))`, `recv(from(0).tag(ANY))`, `recv(ANY.tag(ANY))`.
#[doc(alias = "MPI_ANY_SOURCE")]
#[doc(alias = "MPI_ANY_TAG")]
pub const ANY: Any = Any;

/// A destination to which a tag can be added: `to(1).tag(7)`.
pub fn to(rank: impl IntoDestination) -> Destination {
    rank.into_destination()
}

/// A source to which a tag can be added: `from(0).tag(7)`.
pub fn from(rank: impl IntoSource) -> Source {
    rank.into_source()
}

impl Destination {
    /// The same destination with this tag: 0 to [`tag_upper_bound`](crate::Mpi::tag_upper_bound).
    pub fn tag(self, tag: i32) -> Destination {
        Destination { tag, ..self }
    }
}

impl Source {
    /// The same source with this tag, or with any: `.tag(ANY)`.
    pub fn tag(self, tag: impl Into<TagPattern>) -> Source {
        Source { tag: tag.into(), ..self }
    }

    /// Refuses any source and any tag, for calls that do not have them.
    pub(crate) fn check_definite(&self, call: &'static str) -> Result<()> {
        if self.rank == SourceRank::Any {
            return Err(Error::argument_error(ErrorKind::Rank, call, "from", "ANY", "a rank, or None"));
        }
        if self.tag == TagPattern::Any {
            return Err(Error::argument_error(ErrorKind::Tag, call, "tag", "ANY", "a tag"));
        }
        Ok(())
    }

    /// Whether nothing can come from there.
    pub(crate) fn is_nobody(&self) -> bool {
        self.rank == SourceRank::Nobody
    }
}

impl Any {
    /// Any source with this tag.
    pub fn tag(self, tag: impl Into<TagPattern>) -> Source {
        self.into_source().tag(tag)
    }
}

/// What a message can be sent to: `1`, `Some(1)`, `None`, `to(1).tag(7)`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a destination",
    label = "not a rank",
    note = "ranks are `usize` (convert other integers, `usize::try_from(rank)?`); also `Some(rank)`, `None` for nobody, \
            and `to(rank).tag(7)`"
)]
pub trait IntoDestination {
    /// The destination.
    fn into_destination(self) -> Destination;
}

/// What a message can be received from: `0`, `Some(0)`, `None`, `ANY`, `from(0).tag(7)`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a source",
    label = "not a rank",
    note = "ranks are `usize` (convert other integers, `usize::try_from(rank)?`); also `Some(rank)`, `None` for nobody, \
            `ANY`, `from(rank).tag(7)` and `ANY.tag(7)`"
)]
pub trait IntoSource {
    /// The source.
    fn into_source(self) -> Source;
}

/// Each conversion on a line of its own. There is exactly one integer type, so that a literal needs no suffix.
macro_rules! conversions {
    ($( $from:ty => $trait:ident::$method:ident -> $into:ident: |$value:ident| $body:expr; )*) => { $(
        impl $trait for $from {
            #[inline(always)]
            fn $method(self) -> $into {
                let $value = self;
                $body
            }
        }
    )* };
}

conversions! {
    Destination => IntoDestination::into_destination -> Destination: |to| to;
    usize => IntoDestination::into_destination -> Destination: |rank| Destination { rank: Some(rank), tag: 0 };
    Option<usize> => IntoDestination::into_destination -> Destination: |rank| Destination { rank, tag: 0 };
    Source => IntoSource::into_source -> Source: |from| from;
    usize => IntoSource::into_source -> Source: |rank| SourceRank::Rank(rank).into_source();
    Option<usize> => IntoSource::into_source -> Source:
        |rank| rank.map_or(SourceRank::Nobody, SourceRank::Rank).into_source();
    Any => IntoSource::into_source -> Source: |_any| SourceRank::Any.into_source();
    SourceRank => IntoSource::into_source -> Source: |rank| Source { rank, tag: TagPattern::Tag(0) };
}

impl From<i32> for TagPattern {
    #[inline(always)]
    fn from(tag: i32) -> TagPattern {
        TagPattern::Tag(tag)
    }
}

impl From<Any> for TagPattern {
    #[inline(always)]
    fn from(_: Any) -> TagPattern {
        TagPattern::Any
    }
}

/// The least that the standard allows a library's largest tag to be.
const EVERYWHERE: u32 = 32767;

/// A rank and a tag that were checked, as MPI numbers them.
#[derive(Clone, Copy)]
pub(crate) struct Envelope {
    pub(crate) rank: c_int,
    pub(crate) tag: c_int,
}

impl Communicator {
    /// Checks a destination.
    #[inline(always)]
    pub(crate) fn destination(&self, call: &'static str, to: Destination) -> Result<Envelope> {
        let rank = match to.rank {
            Some(rank) => self.check_rank(call, "to", rank)?,
            None => ffi::MPI_PROC_NULL as c_int,
        };
        Ok(Envelope { rank, tag: self.check_tag(call, to.tag)? })
    }

    /// Checks a source.
    #[inline(always)]
    pub(crate) fn source(&self, call: &'static str, from: Source) -> Result<Envelope> {
        let rank = match from.rank {
            SourceRank::Rank(rank) => self.check_rank(call, "from", rank)?,
            SourceRank::Any => ffi::MPI_ANY_SOURCE as c_int,
            SourceRank::Nobody => ffi::MPI_PROC_NULL as c_int,
        };
        let tag = match from.tag {
            TagPattern::Tag(tag) => self.check_tag(call, tag)?,
            TagPattern::Any => ffi::MPI_ANY_TAG as c_int,
        };
        Ok(Envelope { rank, tag })
    }

    #[inline(always)]
    fn check_tag(&self, call: &'static str, tag: i32) -> Result<c_int> {
        // As unsigned numbers, of which the negative ones are the largest. The bound is looked up for unusual tags only.
        let is_tag = tag as u32 <= EVERYWHERE || tag as u32 <= self.instance().tag_upper_bound() as u32;
        if is_tag { Ok(tag) } else { Err(self.no_such_tag(call, tag)) }
    }

    #[cold]
    fn no_such_tag(&self, call: &'static str, tag: i32) -> Error {
        let allowed = format!("0 to {}, the largest tag of this MPI library", self.instance().tag_upper_bound());
        Error::argument_error(ErrorKind::Tag, call, "tag", tag, allowed)
    }
}
