//! Reduction: each rank has numbers, and one rank gets their sum.
//!
//! Each rank has the array [0, 1, 2, …] times its rank + 1. Reducing arrays adds them element by element: the first numbers
//! of all ranks, the second ones, and so on. The root, rank 0, gets `Some(sums)`, the others get `None`. Besides `Op::SUM`
//! there are `Op::MAX`, `Op::PROD` and more.
//!
//! Run it: `mpiexec -n 3 target/debug/examples/reduction`
//!
//! ```text
//! ranks: 3
//! in this order:
//! the sums of 3 ranks are [0, 6, 12, 18, 24, 30, 36, 42, 48, 54]
//! ```
//!
//! With arrays of another length, `mpiexec -n 3 target/debug/examples/reduction 3`:
//!
//! ```text
//! ranks: 3
//! arguments: 3
//! in this order:
//! the sums of 3 ranks are [0, 6, 12]
//! ```

use oxmpi::prelude::*;

fn main() -> ExitCode {
    let length = std::env::args().nth(1);

    oxmpi::run(|mpi| {
        let world = mpi.world();
        let length: usize = length.as_deref().unwrap_or("10").parse()?;
        let numbers: Vec<usize> = (0..length).map(|i| i * (world.rank() + 1)).collect();
        if let Some(sums) = world.reduce(&numbers, Op::SUM, 0)? {
            println!("the sums of {} ranks are {sums:?}", world.size());
        }
        Ok(())
    })
}
