//! Virtual topology: the ranks as points of a grid, each of which knows its neighbours.
//!
//! Four ranks make a grid of 2 rows and 2 columns, numbered row by row: 0 1 above 2 3. It wraps around at its edges (a
//! *torus*), so that each rank has all four neighbours; in so small a grid, the one above is the one below as well.
//!
//! Run it: `mpiexec -n 4 target/debug/examples/virtual_topology`
//!
//! ```text
//! ranks: 4
//! any order:
//! rank 0 at [0, 0]: up Some(2), down Some(2), left Some(1), right Some(1)
//! rank 1 at [0, 1]: up Some(3), down Some(3), left Some(0), right Some(0)
//! rank 2 at [1, 0]: up Some(0), down Some(0), left Some(3), right Some(3)
//! rank 3 at [1, 1]: up Some(1), down Some(1), left Some(2), right Some(2)
//! ```
//!
//! Without wrap-around, `mpiexec -n 4 target/debug/examples/virtual_topology open`, the neighbours beyond the edge are `None`. To
//! send to `None` is fine and does nothing, so programs need no special cases at the edge:
//!
//! ```text
//! ranks: 4
//! arguments: open
//! any order:
//! rank 0 at [0, 0]: up None, down Some(2), left None, right Some(1)
//! rank 1 at [0, 1]: up None, down Some(3), left Some(0), right None
//! rank 2 at [1, 0]: up Some(0), down None, left None, right Some(3)
//! rank 3 at [1, 1]: up Some(1), down None, left Some(2), right None
//! ```
//!
//! Five ranks make the same grid, and the fifth is not in it:
//!
//! ```text
//! ranks: 5
//! any order:
//! rank 0 at [0, 0]: up Some(2), down Some(2), left Some(1), right Some(1)
//! rank 1 at [0, 1]: up Some(3), down Some(3), left Some(0), right Some(0)
//! rank 2 at [1, 0]: up Some(0), down Some(0), left Some(3), right Some(3)
//! rank 3 at [1, 1]: up Some(1), down Some(1), left Some(2), right Some(2)
//! rank 4 is not in the grid
//! ```

use oxmpi::prelude::*;

fn main() -> ExitCode {
    let wraps = std::env::args().nth(1).as_deref() != Some("open");

    oxmpi::run(|mpi| {
        let world = mpi.world();
        let rows = world.size().isqrt();
        let columns = world.size() / rows;
        // Which dimensions wrap around, and whether MPI may number the ranks anew to suit the machine: it may not.
        let Some(grid) = world.cartesian(&[rows, columns]).periodic(&[wraps, wraps]).create()? else {
            println!("rank {} is not in the grid", world.rank());
            return Ok(());
        };
        // The neighbours one step back and one step on, along dimension 0 (the rows) and 1 (the columns).
        let (up, down) = grid.shift(0, 1)?;
        let (left, right) = grid.shift(1, 1)?;
        println!(
            "rank {} at {:?}: up {up:?}, down {down:?}, left {left:?}, right {right:?}",
            grid.rank(),
            grid.coords()
        );
        Ok(())
    })
}
