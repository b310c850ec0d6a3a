//! What each call promises, chapter by chapter as in `src`, against values that each rank computes by itself.
//!
//! A launch costs more than a call, so each test runs many cases; a generic body covers all element types
//! ([`sample::Sample`]).

mod channel;
mod collective;
mod communicator;
mod corpus;
mod derive;
mod derive_enums;
mod derive_moves;
mod derive_structs;
mod device;
mod element_types;
mod environment;
mod exchange;
mod foreign_types;
mod generalized;
mod large;
mod layouts;
mod memory;
mod objects;
mod packing;
mod partitioned;
mod persistent;
mod point_to_point;
mod process;
mod requests;
mod sample;
mod topology;
#[cfg(any(feature = "ndarray", feature = "nalgebra", feature = "faer"))]
mod views;
