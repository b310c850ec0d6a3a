//! Virtual topologies (MPI 5.0 chapter 8): ranks arranged as a grid.

mod cartesian;
mod dims;

pub use cartesian::{Cartesian, CartesianBuilder};
