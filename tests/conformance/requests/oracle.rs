//! What each rank sends to each, computed by each rank by itself.

use crate::sample::{Sample, samples};
use oxmpi::prelude::*;

/// After as many elements the values of a long message repeat: a prime, so that no block that is out of place looks right, and short
/// enough for a debug build to compute.
const PERIOD: usize = 65_521;

/// The values of all messages that a rank sends and receives; shorter messages are their beginnings.
pub(super) struct Oracle<T> {
    sent: Vec<Vec<T>>,
    arriving: Vec<Vec<T>>,
}

impl<T: Sample> Oracle<T> {
    /// For messages of up to `longest` elements.
    pub(super) fn new(world: &Communicator, longest: usize) -> Oracle<T> {
        let ranks = 0..world.size();
        let values = |from: usize, to: usize| {
            let mut values = samples(10 * from + to, longest.min(PERIOD));
            while values.len() < longest {
                values.extend_from_within(..(longest - values.len()).min(PERIOD));
            }
            values
        };
        Oracle {
            sent: ranks.clone().map(|to| values(world.rank(), to)).collect(),
            arriving: ranks.map(|from| values(from, world.rank())).collect(),
        }
    }

    /// What this rank sends to another.
    pub(super) fn sent(&self, to: usize) -> &[T] {
        &self.sent[to]
    }

    /// What another sends to this rank.
    pub(super) fn arriving(&self, from: usize) -> &[T] {
        &self.arriving[from]
    }
}
