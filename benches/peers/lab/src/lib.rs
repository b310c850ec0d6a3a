//! What the peers of the performance lab that are Rust programs have in common.
//!
//! A peer is a program that the driver starts under mpiexec. It measures as `benches/src/measure.rs` does, and tells the
//! driver by the same lines (`benches/src/record.rs`): its blocks alternate with blocks of C, which is loaded as a shared
//! library into its process, so that both have one MPI, one communicator and the same memory. A peer gives this crate its
//! [`Binding`] and its [`Case`]s, and calls [`run`].

mod binding;
mod case;
mod measure;
mod options;
#[path = "../../../src/record.rs"]
#[allow(dead_code)] // Peers write records; the driver, which has the same file, reads them.
mod record;
mod twins;

pub use binding::Binding;
pub use case::{Case, Sides};
pub use measure::run;

/// What may go wrong in a binding ends the program.
pub type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error>>;
