//! Tests that run under `mpiexec` from plain `cargo test` and `cargo nextest run`.
//!
//! ```no_run
//! # mod hidden {
//! use oxmpi::Communicator;
//! use oxmpi_test::oxmpi_test;
//!
//! #[oxmpi_test(ranks = [1, 2, 3, 4])]
//! fn everyone_agrees(world: &Communicator) {
//!     assert!(world.rank() < world.size());
//! }
//! # }
//! # fn main() {}
//! ```
//!
//! makes the ordinary tests `everyone_agrees::ranks_1` to `everyone_agrees::ranks_4`. Each runs the test's own binary again under
//! the `mpiexec` of the MPI that it was built with; a failure names each rank and shows its message and output. A job that hangs is
//! ended after a minute and fails with the stacks of all ranks, where gdb is installed.
//!
//! [`launch`] runs any other program, such as an example, as a job of several ranks and hands back what it printed. Programs of several
//! kinds, some of them in C or Python, can be one job.
//!
//! # Where it works
//! In integration tests (`tests/*.rs`) and unit tests of any package that depends on `oxmpi`, with the standard harness. (`oxmpi` itself
//! uses it in integration tests alone: in its unit tests there would be two copies of `oxmpi`.)
//!
//! # Environment
//! | variable | meaning |
//! |---|---|
//! | `OXMPI_MPIEXEC` | the launcher, with arguments where needed: `srun --mpi=pmix`; default: the one of the MPI oxmpi was built with, then `mpiexec` on `PATH` |
//! | `OXMPI_MPIEXEC_ARGS` | more arguments for the launcher, after our own |
//! | `OXMPI_TEST_TIMEOUT` | seconds until a job counts as hung, for all tests; default 60, or what the test says |
//! | `OXMPI_TEST_JOBS` | how many jobs may run at a time on this machine, for this user; default 1 |
//! | `OXMPI_TEST_DEBUGGER` | the gdb that shows the stacks of a hung job; default `gdb` |
//! | `OXMPI_TEST_KEEP` | if set, the files with what each rank printed are kept, and their folder is named |
//!
//! Jobs started by several processes (nextest runs one for each test) wait for each other; waiting does not count towards a test's
//! timeout, but nextest's own `slow-timeout` does count it: there, put the tests in a test group with `max-threads = 1`.

mod body;
mod child;
pub mod launch;
mod launcher;
mod lock;
mod outcome;
mod parent;
mod platform;
mod processes;
mod report;
mod stacks;
mod variables;

pub use launch::{Job, example_path};
pub use oxmpi_test_macros::oxmpi_test;

/// What the attribute's expansion calls; not for people.
#[doc(hidden)]
pub mod __private {
    pub use crate::body::Body;
    pub use crate::parent::{Spec, run};
    pub use oxmpi::ThreadLevel;
}
