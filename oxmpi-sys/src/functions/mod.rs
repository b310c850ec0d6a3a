//! The functions of the C API, by the chapters of the MPI 5.0 standard.
//!
//! A function that not every supported library has is declared only `#[cfg(has_…)]`; the build script asks the library.
#![allow(unused_imports, reason = "an old library has nothing of some chapters")]

mod abi;
mod collectives;
mod communicators;
mod datatypes;
mod deprecated;
mod environment;
mod extensions;
mod external;
mod info;
mod io;
mod languages;
mod one_sided;
mod partitioned;
mod point_to_point;
mod processes;
mod tools;
mod topologies;

pub use self::abi::*;
pub use self::collectives::*;
pub use self::communicators::*;
pub use self::datatypes::*;
pub use self::deprecated::*;
pub use self::environment::*;
pub use self::extensions::*;
pub use self::external::*;
pub use self::info::*;
pub use self::io::*;
pub use self::languages::*;
pub use self::one_sided::*;
pub use self::partitioned::*;
pub use self::point_to_point::*;
pub use self::processes::*;
pub use self::tools::*;
pub use self::topologies::*;
