//! Chapter 12 of MPI 5.0, One-Sided Communications.

mod synchronization;
mod transfers;
mod windows;

pub use self::synchronization::*;
pub use self::transfers::*;
pub use self::windows::*;
