//! The environment: errors, versions, the machine, timers (MPI 5.0 chapter 9, "MPI Environmental Management").
//!
//! The calls on the job are methods of [`Mpi`](crate::Mpi); those that the standard allows at any time are functions.

mod device;
mod inquiry;
mod memory;

pub use crate::error::{Argument, Error, ErrorKind, Result};
pub use crate::library::{Version, library_version, version};
pub use device::{Device, DeviceBuffer, DeviceBufferMut, DeviceKind, DeviceMut};
pub use memory::MpiVec;
