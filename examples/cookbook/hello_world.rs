//! Hello, world: the same program runs several times at once, and each copy knows its number.
//!
//! `mpiexec -n 5` starts five copies of this program. MPI calls them *ranks* and numbers them from 0; together they are
//! the *world*. Nobody says who prints first, so the lines come in any order.
//!
//! Run it: `mpiexec -n 5 target/debug/examples/hello_world`
//!
//! ```text
//! ranks: 5
//! any order:
//! hello from rank 0 of 5
//! hello from rank 1 of 5
//! hello from rank 2 of 5
//! hello from rank 3 of 5
//! hello from rank 4 of 5
//! ```

use oxmpi::prelude::*;

fn main() -> ExitCode {
    // `run` starts MPI, calls the closure on every rank, and ends MPI. If a rank fails, the whole job ends.
    oxmpi::run(|mpi| {
        let world = mpi.world();
        // One `println!` is one whole line, however many ranks print at the same time.
        println!("hello from rank {} of {}", world.rank(), world.size());
        Ok(())
    })
}
