//! Element types of other crates, each by the feature of its name.

#[cfg(feature = "bytemuck")]
mod bytemuck;
#[cfg(feature = "num-complex")]
mod complex;
#[cfg(feature = "half")]
mod half;
#[cfg(feature = "nalgebra")]
mod nalgebra;
#[cfg(feature = "uuid")]
mod uuid;

#[cfg(feature = "bytemuck")]
pub use bytemuck::{Checked, Pod};
