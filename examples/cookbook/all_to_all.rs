//! All to all: every rank has another item for every rank.
//!
//! Each rank passes a list with one item for each rank: item 0 goes to rank 0, item 1 to rank 1. It gets a list back with
//! one item from each rank. Write the lists that are sent below each other: those that are received are its columns.
//!
//! Run it: `mpiexec -n 5 target/debug/examples/all_to_all`
//!
//! ```text
//! ranks: 5
//! any order:
//! rank 0 sent [0, 1, 2, 3, 4] and received [0, 0, 0, 0, 0]
//! rank 1 sent [0, 2, 4, 6, 8] and received [1, 2, 3, 4, 5]
//! rank 2 sent [0, 3, 6, 9, 12] and received [2, 4, 6, 8, 10]
//! rank 3 sent [0, 4, 8, 12, 16] and received [3, 6, 9, 12, 15]
//! rank 4 sent [0, 5, 10, 15, 20] and received [4, 8, 12, 16, 20]
//! ```

use oxmpi::prelude::*;

fn main() -> ExitCode {
    oxmpi::run(|mpi| {
        let world = mpi.world();
        let (rank, size) = (world.rank(), world.size());
        let sent: Vec<usize> = (0..size).map(|to| (rank + 1) * to).collect();
        let received = world.all_to_all(&sent)?;
        println!("rank {rank} sent {sent:?} and received {received:?}");
        Ok(())
    })
}
