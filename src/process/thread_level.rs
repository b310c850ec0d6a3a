//! Which threads may call MPI.

use oxmpi_sys as ffi;
use std::ffi::c_int;

/// Which threads of a process may call MPI (MPI 5.0 section 11.6.2).
///
/// Ordered: each level admits what the one before admits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[doc(alias = "MPI_Query_thread")]
pub enum ThreadLevel {
    /// The process has one thread.
    #[doc(alias = "MPI_THREAD_SINGLE")]
    Single,
    /// Several threads; only the one that initialized MPI calls it. What [`init`](crate::init) asks for.
    #[doc(alias = "MPI_THREAD_FUNNELED")]
    Funneled,
    /// Several threads call MPI, never two at the same time; oxmpi returns an error to the second.
    #[doc(alias = "MPI_THREAD_SERIALIZED")]
    Serialized,
    /// Any thread calls at any time.
    #[doc(alias = "MPI_THREAD_MULTIPLE")]
    Multiple,
}

impl ThreadLevel {
    /// The level as this library numbers it.
    pub(crate) fn to_raw(self) -> c_int {
        match self {
            ThreadLevel::Single => ffi::MPI_THREAD_SINGLE as c_int,
            ThreadLevel::Funneled => ffi::MPI_THREAD_FUNNELED as c_int,
            ThreadLevel::Serialized => ffi::MPI_THREAD_SERIALIZED as c_int,
            ThreadLevel::Multiple => ffi::MPI_THREAD_MULTIPLE as c_int,
        }
    }

    /// The level of this number; the standard orders the numbers as the levels.
    pub(crate) fn from_raw(raw: c_int) -> ThreadLevel {
        use ThreadLevel::{Funneled, Multiple, Serialized, Single};
        [Multiple, Serialized, Funneled].into_iter().find(|level| raw >= level.to_raw()).unwrap_or(Single)
    }
}
