//! Requests as futures, under several executors and at each thread level: every message arrives, none twice, none is stolen; what waits uses
//! little of the processor; wakers of any kind, and MPI's end, leave nobody waiting.
//!
//! In the subset: what is complete when, and what threads may do, is the library's.

mod async_executor_alone;
mod block_on_alone;
mod endings;
mod idle;
mod scenarios;
mod scopes;
mod support;
mod tokio_one_thread;
mod tokio_workers;
mod wakers;
mod wakers_of_several_tasks;
