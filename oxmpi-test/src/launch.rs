//! Runs any program as a job of several ranks: an example, a benchmark, a program that is meant to crash.
//!
//! ```no_run
//! use oxmpi_test::{Job, example_path};
//!
//! let job = Job::new(example_path("hello")).ranks(4).run()?;
//! assert!(job.success(), "{job}");
//! assert_eq!(job.stdout.lines().count(), 4);
//! # Ok::<(), std::io::Error>(())
//! ```

mod finished;
mod job;
mod part;
mod running;

pub use finished::{Finished, RankOutput};
pub use job::Job;
pub(crate) use running::RanksSeen;
pub use running::Running;

use std::path::PathBuf;

/// The program of an example of the package under test, beside the test's own binary: `target/debug/examples/NAME`.
///
/// `cargo test` and `cargo nextest run` build the examples before the tests run; `cargo test --test NAME` does not, and leaves an older
/// build of them as it is: run `cargo build --examples` before it.
///
/// # Panics
/// If there is no such program, with the command that builds it.
pub fn example_path(name: &str) -> PathBuf {
    let this = std::env::current_exe().expect("a process knows its own program");
    let deps = this.parent().expect("a program is in a folder");
    let profile = if deps.ends_with("deps") { deps.parent().expect("`deps` is in a folder") } else { deps };
    let path = profile.join("examples").join(name);
    assert!(
        path.is_file(),
        "there is no {}; `cargo build --examples` (with this test's profile and features) builds it",
        path.display()
    );
    path
}
