//! Chapter 15 of MPI 5.0, Tool Support.

mod events;
mod variables;

pub use self::events::*;
pub use self::variables::*;
