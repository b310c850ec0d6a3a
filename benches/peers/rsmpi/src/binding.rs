//! rsmpi for the lab itself. It has no errors: MPI ends the program at them.

use lab::{Binding, Result};
use mpi::collective::SystemOperation;
use mpi::topology::SimpleCommunicator;
use mpi::traits::*;

/// The world communicator.
pub(crate) struct World {
    pub(crate) world: SimpleCommunicator,
    pub(crate) rank: i32,
    /// The other rank of a pair.
    pub(crate) peer: i32,
}

impl World {
    /// How many ranks there are.
    pub(crate) fn ranks(&self) -> usize {
        self.world.size() as usize
    }

    pub(crate) fn new(world: SimpleCommunicator) -> Self {
        let rank = world.rank();
        World { world, rank, peer: rank ^ 1 }
    }
}

impl Binding for World {
    fn rank(&self) -> usize {
        self.rank as usize
    }

    fn size(&self) -> usize {
        self.ranks()
    }

    fn barrier(&self) -> Result {
        self.world.barrier();
        Ok(())
    }

    fn longest(&self, seconds: f64) -> Result<f64> {
        let mut longest = 0.0;
        self.world.all_reduce_into(&seconds, &mut longest, SystemOperation::max());
        Ok(longest)
    }

    fn broadcast(&self, mut number: u64, root: usize) -> Result<u64> {
        self.world.process_at_rank(root as i32).broadcast_into(&mut number);
        Ok(number)
    }

    fn seconds(&self) -> f64 {
        mpi::time()
    }
}
