//! Ring: tokens go once around, and each rank adds to all of them.
//!
//! On a ring each rank has a left and a right neighbour; behind the last rank comes the first. In each step all ranks give the
//! token that they hold to the right and get one from the left, in one call: `sendrecv` cannot deadlock, which ranks that all
//! send first may. After as many steps as there are ranks, each token is home again. Rank r adds 2^r, so that the sum tells
//! that a token was everywhere, and nowhere twice. A token is the list of what was added: it grows on the way, and its
//! receivers learn from the message how long it is. Rank 0 prints its own one.
//!
//! Run it: `mpiexec -n 5 target/debug/examples/ring`
//!
//! ```text
//! ranks: 5
//! in this order:
//! rank 1 added 2
//! rank 2 added 4
//! rank 3 added 8
//! rank 4 added 16
//! rank 0 added 1
//! tokens that are home again: 5, each with 31
//! ```
//!
//! A single rank is its own neighbour:
//!
//! ```text
//! ranks: 1
//! in this order:
//! rank 0 added 1
//! tokens that are home again: 1, each with 1
//! ```
//!
//! The same by calls that return at once: the send keeps the token until it is gone, the receive yields the new one. In between
//! there is time for other work.
//!
//! ```text
//! ranks: 5
//! arguments: nonblocking
//! in this order:
//! rank 1 added 2
//! rank 2 added 4
//! rank 3 added 8
//! rank 4 added 16
//! rank 0 added 1
//! tokens that are home again: 5, each with 31
//! ```

use oxmpi::prelude::*;

fn main() -> ExitCode {
    let nonblocking = std::env::args().nth(1).is_some_and(|way| way == "nonblocking");

    oxmpi::run(|mpi| {
        let world = mpi.world();
        let (rank, size) = (world.rank(), world.size());
        let (left, right) = ((rank + size - 1) % size, (rank + 1) % size);

        let mut token: Vec<u64> = Vec::new();
        for _ in 0..size {
            if nonblocking {
                let sending = world.isend(token, right)?;
                (token, _) = world.irecv(left)?.wait()?;
                sending.wait()?;
            } else {
                token = world.sendrecv(&token, right, left)?;
            }
            token.push(1 << rank);
        }

        let sum: u64 = token.iter().sum();
        if sum != (1 << size) - 1 {
            return Err(format!("the token of rank {rank} came home with {token:?}").into());
        }
        let tokens = world.reduce(&1, Op::SUM, 0)?;
        if let Some(tokens) = tokens {
            for (step, added) in token.iter().enumerate() {
                println!("rank {} added {added}", (rank + step + 1) % size);
            }
            println!("tokens that are home again: {tokens}, each with {sum}");
        }
        Ok(())
    })
}
