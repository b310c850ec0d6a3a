//! Point to point: one rank sends a message, another receives it.
//!
//! Rank 0 sends a number to rank 4, and rank 1 sends a text to rank 8; the other ranks have nothing to do. The receiver
//! says from whom, and by the type of its variable what. (A struct, a map, any value that serde can write is sent as
//! `Obj(&value)` and received as `Obj<T>`, with the feature `postcard`.)
//!
//! Run it: `mpiexec -n 9 target/debug/examples/point_to_point`
//!
//! ```text
//! ranks: 9
//! any order:
//! rank 4 received 10000000 from rank 0
//! rank 8 received "hello" from rank 1
//! ```

use oxmpi::prelude::*;

fn main() -> ExitCode {
    oxmpi::run(|mpi| {
        let world = mpi.world();
        match world.rank() {
            0 => world.send(&10_000_000, 4)?,
            1 => world.send("hello", 8)?,
            4 => {
                let number: i32 = world.recv(0)?;
                println!("rank 4 received {number} from rank 0");
            }
            8 => {
                let text: String = world.recv(1)?; // as long as the message is
                println!("rank 8 received {text:?} from rank 1");
            }
            _ => {}
        }
        Ok(())
    })
}
