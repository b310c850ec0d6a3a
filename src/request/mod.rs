//! Requests and statuses (MPI 5.0 sections 3.2.5 and 3.7): operations that go on while the program does.
//!
//! A nonblocking call (`isend`, `irecv`, …) takes what it works on and returns a [`Request`], which gives it back when it is complete: by
//! [`wait`](Request::wait), by [`test`](Request::test), in a [`RequestSet`] with others, or by `.await`. Memory that is lent in place of given
//! away is lent to a [`Scope`], which ends when the operations have.

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
pub(crate) use procedure::{Abandoned, Common, Event, Over, Procedure, ProcedureRef, Step};
pub use scope::{Lent, LentMut, Scope, ScopedRequest};
pub use set::{Completed, RequestSet, Ticket, wait_all};
pub use status::Status;
pub(crate) use status::{incomplete, truncated};
