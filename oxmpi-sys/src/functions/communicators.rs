//! Chapter 7 of MPI 5.0, Groups, Contexts, Communicators, and Caching.

mod caching;
mod comm;
mod groups;

pub use self::caching::*;
pub use self::comm::*;
pub use self::groups::*;
