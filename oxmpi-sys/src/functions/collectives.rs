//! Chapter 6 of MPI 5.0, Collective Communication.

mod blocking;
mod nonblocking;
mod operations;
mod persistent;

pub use self::blocking::*;
pub use self::nonblocking::*;
pub use self::operations::*;
pub use self::persistent::*;
