//! Chapter 19 of MPI 5.0, Language Bindings.

mod handles;
mod types;

pub use self::handles::*;
pub use self::types::*;
