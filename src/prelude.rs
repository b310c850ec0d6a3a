//! What most programs use: `use oxmpi::prelude::*;`.

pub use crate::collective::Op;
pub use crate::communicator::Communicator;
pub use crate::point_to_point::{ANY, Status, from, to};
pub use crate::process::{Mpi, ThreadLevel};
pub use std::process::ExitCode;

#[cfg(feature = "derive")]
pub use crate::Datatype;
#[cfg(feature = "postcard")]
pub use crate::buffer::Obj;
