//! Gather: each rank has an item, and one rank gets the list of them all. Scatter the other way round.
//!
//! Each rank contributes the square of its rank + 1. The root, rank 0, gets `Some(list)`, in the order of the ranks; the
//! others get `None`. Only the root prints, so the lines are in order.
//!
//! Run it: `mpiexec -n 5 target/debug/examples/gather`
//!
//! ```text
//! ranks: 5
//! in this order:
//! rank 0 received 4 from rank 1
//! rank 0 received 9 from rank 2
//! rank 0 received 16 from rank 3
//! rank 0 received 25 from rank 4
//! ```

use oxmpi::prelude::*;

fn main() -> ExitCode {
    oxmpi::run(|mpi| {
        let world = mpi.world();
        let square = (world.rank() + 1).pow(2);
        if let Some(squares) = world.gather(&square, 0)? {
            // Item 0 is the root's own.
            for (rank, square) in squares.iter().enumerate().skip(1) {
                println!("rank 0 received {square} from rank {rank}");
            }
        }
        Ok(())
    })
}
