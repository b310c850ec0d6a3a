//! What the lab itself needs of MPI: the binding that is measured does that, too.

use crate::Result;

/// A binding on the world communicator, initialized.
pub trait Binding {
    /// This rank.
    fn rank(&self) -> usize;

    /// How many ranks there are.
    fn size(&self) -> usize;

    /// All ranks meet.
    fn barrier(&self) -> Result;

    /// The largest of the ranks' figures, on every rank.
    fn longest(&self, seconds: f64) -> Result<f64>;

    /// One rank's number, on every rank.
    fn broadcast(&self, number: u64, root: usize) -> Result<u64>;

    /// The clock: MPI_Wtime, which the C twins use.
    fn seconds(&self) -> f64;
}
