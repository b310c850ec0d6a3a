//! Chapter 7 of MPI 5.0, Groups, Contexts, Communicators, and Caching.

mod caching;
mod communicators;
mod groups;

pub use self::caching::*;
pub use self::communicators::*;
pub use self::groups::*;
