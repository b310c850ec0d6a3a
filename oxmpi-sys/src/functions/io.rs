//! Chapter 14 of MPI 5.0, I/O.

mod files;
mod reading;
mod writing;

pub use self::files::*;
pub use self::reading::*;
pub use self::writing::*;
