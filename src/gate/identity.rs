//! Messages of this rank: who it is, known from initialization on without another MPI call, and whole lines on stderr.

use std::fs::File;
use std::io::Write;
use std::mem::ManuallyDrop;
use std::os::fd::FromRawFd;
use std::sync::OnceLock;

static IDENTITY: OnceLock<String> = OnceLock::new();

/// Remembers who this rank is.
pub(crate) fn remember(rank: usize, size: usize, host: &str) {
    let _ = IDENTITY.set(format!("rank {rank} of {size} on {host}"));
}

/// "rank 2 of 4 on node7", or a stand-in before initialization.
pub(crate) fn of_this_rank() -> &'static str {
    IDENTITY.get().map_or("a process without a rank yet", String::as_str)
}

/// Writes one whole line to stderr by one call, so that the lines of several ranks don't mix. Not by `std::io::stderr`, whose lock
/// another thread may hold for as long as it waits in an MPI call.
pub(crate) fn say(line: &str) {
    let mut line = line.to_owned();
    if !line.ends_with('\n') {
        line.push('\n');
    }
    // SAFETY: 2 is stderr, which is never closed by Rust; nor by this `File`, which is not dropped. Rust's own has no buffer.
    let mut stderr = ManuallyDrop::new(unsafe { File::from_raw_fd(2) });
    // Nothing can be done if stderr is gone.
    let _ = stderr.write_all(line.as_bytes());
}
