//! Point to point: modes, shapes of received values, matching, exchanges, probes, buffered mode, statuses.

mod buffered;
mod matching;
mod modes;
mod probe;
mod receive;
mod sendrecv;
mod status;

use oxmpi::prelude::*;

/// The neighbours of a rank in a ring: (left, right).
pub(crate) fn neighbours(world: &Communicator) -> (usize, usize) {
    let (rank, size) = (world.rank(), world.size());
    ((rank + size - 1) % size, (rank + 1) % size)
}

/// Lengths to try. With more ranks than two every wait is for a busy machine, so there are fewer.
fn lengths(world: &Communicator) -> &'static [usize] {
    if world.size() <= 2 { &[0, 1, 7, 4095, 65536] } else { &[0, 7, 65536] }
}
