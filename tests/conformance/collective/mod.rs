//! Collectives: every call, by value and into memory, every root, every type.

mod gather;
mod location;
mod one_to_all;
pub(crate) mod reduce;

use crate::sample::{Sample, samples};

/// Lengths to try: none, one, a few, and one that is no power of two and beyond eager limits for the wider types.
const LENGTHS: [usize; 4] = [0, 1, 7, 4095];

/// What all ranks have together, in rank order.
fn of_all<T: Sample>(ranks: usize, len: usize) -> Vec<T> {
    (0..ranks).flat_map(|rank| samples(rank, len)).collect()
}
