//! Halo exchange: heat spreads in a plate, of which each rank has some rows.
//!
//! In each step a point takes the mean of its four neighbours. A rank can compute its inner rows alone; for the first it needs
//! the row above, which is another rank's, and for the last the row below: its halo. The outer ranks have no neighbour there:
//! a receive from `None` gives `None`, and what is outside of the plate is cold.
//!
//! The steps are the same, by calls that wait (`sendrecv`), by messages that are set up once (`persistent`), or with the
//! inner rows computed while the halo is on its way (`async`). All print what one rank computes alone.
//!
//! Run it: `mpiexec -n 4 target/debug/examples/halo_exchange sendrecv`
//!
//! ```text
//! ranks: 4
//! arguments: sendrecv
//! in this order:
//! after 200 steps: heat 15586.972, in the middle 46.008
//! ```
//!
//! ```text
//! ranks: 4
//! arguments: persistent
//! in this order:
//! after 200 steps: heat 15586.972, in the middle 46.008
//! ```
//!
//! ```text
//! ranks: 4
//! arguments: async
//! in this order:
//! after 200 steps: heat 15586.972, in the middle 46.008
//! ```
//!
//! ```text
//! ranks: 1
//! arguments: async
//! in this order:
//! after 200 steps: heat 15586.972, in the middle 46.008
//! ```

use oxmpi::point_to_point::start_all;
use oxmpi::prelude::*;
use oxmpi::request::{block_on, wait_all};
use oxmpi::topology::Cartesian;

const ROWS: usize = 24;
const COLUMNS: usize = 32;
const STEPS: usize = 200;

/// A row is one value of an MPI datatype.
type Row = [f64; COLUMNS];
const COLD: Row = [0.0; COLUMNS];

fn main() -> ExitCode {
    let way = std::env::args().nth(1).unwrap_or("sendrecv".to_string());

    oxmpi::run(|mpi| {
        let world = mpi.world();
        let mine = ROWS / world.size();
        if mine < 2 || mine * world.size() != ROWS {
            return Err(format!("start a number of ranks that divides {ROWS}, {} at most", ROWS / 2).into());
        }
        let grid = world.cartesian(&[world.size()]).create()?.expect("each rank is in the grid");

        let hot = vec![[100.0; COLUMNS]; mine];
        let rows = match way.as_str() {
            "persistent" => persistent(&grid, hot)?,
            "async" => block_on(overlapped(&grid, hot))?,
            _ => sendrecv(&grid, hot)?,
        };

        let heat: f64 = rows.iter().flatten().sum();
        // The row in the middle of the plate, if this rank has it.
        let row = (ROWS / 2).checked_sub(grid.rank() * mine).and_then(|row| rows.get(row));
        let middle = row.map_or(0.0, |row| row[COLUMNS / 2]);
        if let Some([heat, middle]) = grid.reduce(&[heat, middle], Op::SUM, 0)? {
            println!("after {STEPS} steps: heat {heat:.3}, in the middle {middle:.3}");
        }
        Ok(())
    })
}

fn sendrecv(grid: &Cartesian, mut rows: Vec<Row>) -> oxmpi::Result<Vec<Row>> {
    let (up, down) = grid.shift(0, 1)?;
    for _ in 0..STEPS {
        let below: Option<Row> = grid.sendrecv(&rows[0], up, down)?;
        let above: Option<Row> = grid.sendrecv(&rows[rows.len() - 1], down, up)?;
        rows = with_outer(&rows, inner(&rows), &above.unwrap_or(COLD), &below.unwrap_or(COLD));
    }
    Ok(rows)
}

fn persistent(grid: &Cartesian, mut rows: Vec<Row>) -> oxmpi::Result<Vec<Row>> {
    let (up, down) = grid.shift(0, 1)?;
    let mut receives = vec![grid.recv_init(COLD, up)?, grid.recv_init(COLD, down)?];
    let mut sends = vec![grid.send_init(COLD, up)?, grid.send_init(COLD, down)?];
    for _ in 0..STEPS {
        // Their buffers are ours while they are not started.
        sends[0].buffer_mut()[0] = rows[0];
        sends[1].buffer_mut()[0] = rows[rows.len() - 1];
        let receiving = start_all(receives)?;
        let sending = start_all(sends)?;
        let inner = inner(&rows);
        receives = wait_all(receiving)?.into_iter().map(|(receive, _)| receive).collect();
        sends = wait_all(sending)?;
        rows = with_outer(&rows, inner, &receives[0].buffer()[0], &receives[1].buffer()[0]);
    }
    Ok(rows)
}

async fn overlapped(grid: &Cartesian, mut rows: Vec<Row>) -> oxmpi::Result<Vec<Row>> {
    let (up, down) = grid.shift(0, 1)?;
    for _ in 0..STEPS {
        let above = grid.irecv::<Option<Row>>(up)?;
        let below = grid.irecv::<Option<Row>>(down)?;
        let sending = [grid.isend(rows[0], up)?, grid.isend(rows[rows.len() - 1], down)?];
        let inner = inner(&rows);
        let (above, _) = above.await?;
        let (below, _) = below.await?;
        rows = with_outer(&rows, inner, &above.unwrap_or(COLD), &below.unwrap_or(COLD));
        for sent in sending {
            sent.await?;
        }
    }
    Ok(rows)
}

/// The next state of the rows that have both neighbours here.
fn inner(rows: &[Row]) -> Vec<Row> {
    rows.windows(3).map(|three| next(&three[0], &three[1], &three[2])).collect()
}

/// The next state of all rows: that of the inner ones, and of the first and the last.
fn with_outer(rows: &[Row], mut inner: Vec<Row>, above: &Row, below: &Row) -> Vec<Row> {
    let last = rows.len() - 1;
    inner.insert(0, next(above, &rows[0], &rows[1]));
    inner.push(next(&rows[last - 1], &rows[last], below));
    inner
}

/// The next state of a row: the mean of the four neighbours of each point.
fn next(above: &Row, row: &Row, below: &Row) -> Row {
    std::array::from_fn(|at| {
        let left = if at > 0 { row[at - 1] } else { 0.0 };
        let right = row.get(at + 1).unwrap_or(&0.0);
        (above[at] + below[at] + left + right) / 4.0
    })
}
