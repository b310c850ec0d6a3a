//! The environment: errors, versions, the machine, timers (MPI 5.0 chapter 9, "MPI Environmental Management").
//!
//! The calls on the job are methods of [`Mpi`](crate::Mpi); those that the standard allows at any time are functions.

mod error;
mod error_kind;
mod inquiry;

pub(crate) use error::check;
pub use error::{Argument, Error, Result};
pub use error_kind::ErrorKind;
pub(crate) use inquiry::{predefined_attribute, text_of};
pub use inquiry::{Version, library_version, version};
