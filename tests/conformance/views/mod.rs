//! Views of other crates' containers: sent in their logical order, received where they belong, neighbours untouched.

#[cfg(feature = "ndarray")]
mod cut;
#[cfg(feature = "faer")]
mod faer;
#[cfg(feature = "nalgebra")]
mod nalgebra;
#[cfg(feature = "ndarray")]
mod ndarray;

use oxmpi::prelude::*;

/// The rank that this one exchanges with: itself where it is alone.
fn peer(world: &Communicator) -> usize {
    (world.rank() + 1) % world.size()
}
