//! Requests and statuses (MPI 5.0 sections 3.2.5 and 3.7): operations that go on while the program does.

pub(crate) mod length;
mod status;

pub use status::Status;
