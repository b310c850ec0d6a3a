//! The patterns, by the names of oxmpi's cases.

mod bandwidth;
mod bidirectional;
mod collectives;
mod isend_and_wait;
mod ping_pong;

use crate::binding::World;
use lab::Case;

/// All of them.
pub(crate) fn all<'mpi>() -> Vec<Case<World<'mpi>>> {
    let mut cases = vec![ping_pong::case(), isend_and_wait::case(), bidirectional::case()];
    cases.extend(bandwidth::cases());
    cases.extend(collectives::cases());
    cases
}
