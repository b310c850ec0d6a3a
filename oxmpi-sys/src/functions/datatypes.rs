//! Chapter 5 of MPI 5.0, Datatypes.

mod constructors;
mod inspect;
mod packing;

pub use self::constructors::*;
pub use self::inspect::*;
pub use self::packing::*;
