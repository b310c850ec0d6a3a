//! Where the contestants meet: one initialized MPI, one communicator, one clock.

use oxmpi::{Communicator, Mpi, Result, ffi, prelude::Op};

/// What every case works with.
pub(crate) struct Lab<'m> {
    /// The initialized MPI.
    pub(crate) mpi: &'m Mpi,
    /// The communicator of all contestants, C's too.
    pub(crate) world: Communicator,
    /// This rank.
    pub(crate) rank: usize,
    /// The other rank of a pair.
    pub(crate) peer: usize,
}

impl<'m> Lab<'m> {
    /// On the world communicator.
    pub(crate) fn new(mpi: &'m Mpi) -> Self {
        let world = mpi.world();
        let rank = world.rank();
        Lab { mpi, rank, peer: rank ^ 1, world }
    }

    /// The clock, which is the one that the C twins use.
    pub(crate) fn seconds(&self) -> f64 {
        // SAFETY: MPI is initialized while there is a communicator; the call has no arguments.
        unsafe { ffi::MPI_Wtime() }
    }

    /// Rank 0's number, on every rank.
    pub(crate) fn agree(&self, number: u64) -> Result<u64> {
        self.world.broadcast((self.rank == 0).then_some(number), 0)
    }

    /// The largest of the ranks' figures: a block has taken as long as it took the last rank.
    pub(crate) fn longest(&self, seconds: f64) -> Result<f64> {
        self.world.all_reduce(&seconds, Op::MAX)
    }
}
