//! Scatter: one rank has a list, and each rank gets one item of it.
//!
//! The root, rank 0, passes the whole list; the others have nothing to pass. Rank r gets item r.
//!
//! Run it: `mpiexec -n 10 target/debug/examples/scatter`
//!
//! ```text
//! ranks: 10
//! any order:
//! rank 0 received 1
//! rank 1 received 2
//! rank 2 received 3
//! rank 3 received 4
//! rank 4 received 5
//! rank 5 received 6
//! rank 6 received 7
//! rank 7 received 8
//! rank 8 received 9
//! rank 9 received 10
//! ```
//!
//! There must be as many items as ranks. If not, every rank is told at once, and nobody waits; here with 10 items for 3
//! ranks, `mpiexec -n 3 target/debug/examples/scatter 10`:
//!
//! ```text
//! ranks: 3
//! arguments: 10
//! any order:
//! rank 0 received nothing: MPI_Scatter: a count or length is invalid: `from` is 10 elements long; allowed: exactly 3 elements: one for each rank
//! rank 1 received nothing: MPI_Scatter: another rank has an error and could not take part: rank 0, the root; its own error says which
//! rank 2 received nothing: MPI_Scatter: another rank has an error and could not take part: rank 0, the root; its own error says which
//! ```

use oxmpi::prelude::*;

fn main() -> ExitCode {
    let length = std::env::args().nth(1);

    oxmpi::run(|mpi| {
        let world = mpi.world();
        let length = length.as_deref().map_or(Ok(world.size()), str::parse)?;
        let items: Vec<usize> = (1..=length).collect();
        let items = if world.rank() == 0 { Some(&items[..]) } else { None };
        // Mostly one writes `?` behind a call, and an error ends the job. It is a value, though, to look at and go on:
        let received: oxmpi::Result<usize> = world.scatter(items, 0);
        match received {
            Ok(item) => println!("rank {} received {item}", world.rank()),
            Err(error) => println!("rank {} received nothing: {error}", world.rank()),
        }
        Ok(())
    })
}
