//! An unknown MPI: types that bindgen read in its mpi.h, and constants that a small C program printed.

use crate::abi::constants;
use crate::types::*;
#[allow(unused_imports, reason = "what is needed depends on the library")]
use core::ptr;

/// Types as bindgen gives them.
#[allow(missing_docs, unused_imports, clippy::all, clippy::pedantic)]
mod bindings {
    include!(concat!(env!("OUT_DIR"), "/family_types.rs"));
}

pub use bindings::*;

include!(concat!(env!("OUT_DIR"), "/family_constants.rs"));
