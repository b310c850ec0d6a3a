//! Requests and statuses (MPI 5.0 sections 3.2.5 and 3.7): operations that go on while the program does.
//!
//! A nonblocking call (`isend`, `irecv`, …) takes what it works on and returns a [`Request`], which gives it back when it is complete. Memory
//! that is lent in place of given away is lent to a [`Scope`], which ends when the operations have.
//!
//! | to | see |
//! |---|---|
//! | wait for one, or look whether it is complete | [`Request::wait`], [`Request::test`] |
//! | wait for several of one type | [`wait_all`] |
//! | wait for all, any or some of several types | [`RequestSet`] |
//! | await one, without an executor or with one | [`block_on`] |
//! | lend memory | [`Mpi::scope`](crate::Mpi::scope), [`Communicator::scope`](crate::Communicator::scope) |
//! | have the buffer back after an error | [`Failed`] |
//! | know who sent how much | [`Status`] |
//! | make a request of what is not MPI's | [`Mpi::generalized_request`](crate::Mpi::generalized_request) |
//!
//! ```no_run
//! use oxmpi::prelude::*;
//! # fn compute_inside() {}
//! # fn compute_edge(_: &[f64]) {}
//! # let mpi = oxmpi::init()?;
//! # let world = mpi.world();
//! # let (left, right, edge) = (0, 0, vec![0.0]);
//! let receiving = world.irecv::<Vec<f64>>(left)?;
//! let sending = world.isend(edge, right)?; // a `Vec`, which is the request's now
//! compute_inside();
//! let (ghost, status) = receiving.wait()?;
//! compute_edge(&ghost);
//! let edge = sending.wait()?; // and ours again
//! # Ok::<(), oxmpi::Error>(())
//! ```
//!
//! A request is a plain value: it can be stored, sent to another thread, dropped, leaked. None of this lets MPI work in memory that is gone.
//! Whether messages move while the program computes is up to the library: many move long ones only within calls, so that a
//! [`test`](Request::test) now and then helps.

mod block_on;
mod buffers;
mod core;
mod driver;
mod failed;
mod future;
mod generalized;
mod handle;
mod joint;
pub(crate) mod length;
mod procedure;
mod scope;
mod set;
mod status;
mod table;

pub use block_on::block_on;
pub(crate) use buffers::look_at_arrived;
pub use buffers::{RequestBuffer, RequestBufferMut};
pub use failed::Failed;
pub use generalized::Completer;
pub use handle::Request;
pub(crate) use joint::joint;
pub(crate) use procedure::{Abandoned, Common, Event, Over, Procedure, ProcedureRef, Step, free_persistent};
pub use scope::{Lent, LentMut, Scope, ScopedRequest};
pub use set::{Completed, RequestSet, Ticket, wait_all};
pub use status::Status;
pub(crate) use status::{incomplete, truncated};
