//! Chapter 3 of MPI 5.0, Point-to-Point Communication.

mod blocking;
mod buffers;
mod nonblocking;
mod persistent;
mod requests;

pub use self::blocking::*;
pub use self::buffers::*;
pub use self::nonblocking::*;
pub use self::persistent::*;
pub use self::requests::*;
