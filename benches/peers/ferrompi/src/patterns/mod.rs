//! The patterns, by the names of oxmpi's cases.

mod ping_pong;

use crate::binding::World;
use lab::Case;

/// All of them.
pub(crate) fn all<'mpi>() -> Vec<Case<World<'mpi>>> {
    vec![ping_pong::case()]
}
