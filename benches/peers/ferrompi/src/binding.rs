//! ferrompi for the lab itself.

use ferrompi::{Communicator, Mpi, ReduceOp};
use lab::{Binding, Result};

/// The world communicator.
pub(crate) struct World<'mpi> {
    mpi: &'mpi Mpi,
    pub(crate) world: Communicator,
    pub(crate) rank: i32,
    /// The other rank of a pair.
    pub(crate) peer: i32,
}

impl<'mpi> World<'mpi> {
    /// How many ranks there are.
    pub(crate) fn ranks(&self) -> usize {
        self.world.size() as usize
    }

    pub(crate) fn new(mpi: &'mpi Mpi) -> Self {
        let world = mpi.world();
        let rank = world.rank();
        World { mpi, world, rank, peer: rank ^ 1 }
    }
}

impl Binding for World<'_> {
    fn rank(&self) -> usize {
        self.rank as usize
    }

    fn size(&self) -> usize {
        self.ranks()
    }

    fn barrier(&self) -> Result {
        Ok(self.world.barrier()?)
    }

    fn longest(&self, seconds: f64) -> Result<f64> {
        Ok(self.world.allreduce_scalar(seconds, ReduceOp::Max)?)
    }

    fn broadcast(&self, number: u64, root: usize) -> Result<u64> {
        let mut numbers = [number];
        self.world.broadcast(&mut numbers, root as i32)?;
        Ok(numbers[0])
    }

    fn seconds(&self) -> f64 {
        self.mpi.wtime()
    }
}
