//! Who this rank is, for messages: rank, size and host, known from initialization on without another MPI call.

use std::sync::OnceLock;

static IDENTITY: OnceLock<String> = OnceLock::new();

/// Remembers who this rank is.
pub(super) fn remember(rank: usize, size: usize, host: &str) {
    let _ = IDENTITY.set(format!("rank {rank} of {size} on {host}"));
}

/// "rank 2 of 4 on node7", or a stand-in before initialization.
pub(crate) fn of_this_rank() -> &'static str {
    IDENTITY.get().map_or("a process without a rank yet", String::as_str)
}
