//! Broadcast: one rank has a value, and afterwards all have it.
//!
//! A *collective* call: every rank of the world makes it. The last argument is the *root*, the rank that has the value; the
//! root passes `Some(value)`, the others have nothing to pass.
//!
//! Run it: `mpiexec -n 10 target/debug/examples/broadcast`
//!
//! ```text
//! ranks: 10
//! any order:
//! rank 0 has 100
//! rank 1 has 100
//! rank 2 has 100
//! rank 3 has 100
//! rank 4 has 100
//! rank 5 has 100
//! rank 6 has 100
//! rank 7 has 100
//! rank 8 has 100
//! rank 9 has 100
//! ```

use oxmpi::prelude::*;

fn main() -> ExitCode {
    oxmpi::run(|mpi| {
        let world = mpi.world();
        let mine = if world.rank() == 0 { Some(100) } else { None };
        let shared: i32 = world.broadcast(mine, 0)?;
        println!("rank {} has {shared}", world.rank());
        Ok(())
    })
}
