//! The C API of MPI, exactly: types, constants and functions, for the library that the build script found.
//!
//! Three binary interfaces cover the MPI libraries of Linux: Open MPI's, MPICH's, and the standard one of MPI 5.0. The
//! names are the same in all three, so that code written on this crate compiles for each; what they stand for differs, and
//! is in [`abi`]. Functions which the library lacks are not declared; see [`build_info::HAS`].
//!
//! See the README for how MPI is found, and for the metadata that dependents get.
#![no_std]
#![allow(non_camel_case_types, non_snake_case, non_upper_case_globals, clippy::upper_case_acronyms)]
// The modules of the functions are private, and re-exported one by one.
#![allow(unreachable_pub)]

pub mod abi;
pub mod build_info;
mod functions;
mod types;

/// What the build script read in mpi.h, since it varies within a family.
#[allow(dead_code, reason = "each family uses some")]
mod probed {
    include!(concat!(env!("OUT_DIR"), "/probed.rs"));
}

pub use abi::family::*;
pub use functions::*;
pub use probed::{MPI_SUBVERSION, MPI_VERSION};
pub use types::*;

/// The README's example, for `cargo test --doc`.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
pub struct Readme;
