//! Chapter 8 of MPI 5.0, Virtual Topologies for MPI Processes.

mod graphs;
mod grids;
mod neighbor_blocking;
mod neighbor_nonblocking;
mod neighbor_persistent;

pub use self::graphs::*;
pub use self::grids::*;
pub use self::neighbor_blocking::*;
pub use self::neighbor_nonblocking::*;
pub use self::neighbor_persistent::*;
