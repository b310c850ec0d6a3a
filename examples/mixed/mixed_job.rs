//! A job of two programs: a master in Rust, and workers in C that know nothing of Rust.
//!
//! The area below 4 / (1 + x²) between 0 and 1 is π. Rank 0, this program, cuts it into twelve pieces and hands them out; the
//! other ranks are `worker.c`. What travels are structs: `#[repr(C)]` puts the fields where C has them, and `no_padding`
//! makes the MPI type that C makes of the fields alone. Results come in whatever order the workers are done, so they are
//! received from `ANY`.
//!
//! Compile the workers with the `mpicc` of the MPI that oxmpi was built with, and start both programs as one job:
//!
//! `mpicc -O2 -o worker examples/mixed/worker.c`
//!
//! `mpiexec -n 1 target/debug/examples/mixed_job : -n 3 ./worker`
//!
//! ```text
//! ranks: 1
//! and: 3 worker
//! in this order:
//! rank 1 did pieces [0, 3, 6, 9]: 1.102308520
//! rank 2 did pieces [1, 4, 7, 10]: 1.048740631
//! rank 3 did pieces [2, 5, 8, 11]: 0.990543503
//! all pieces together: 3.141592654
//! ```
//!
//! (Under Open MPI, ranks of other programs need the settings that oxmpi makes for itself as soon as messages are of 4 KiB and
//! more: see docs/known-issues.md.)

use oxmpi::prelude::*;

/// What `struct work` is in C.
#[derive(Clone, Copy, Debug, Datatype)]
#[repr(C)]
#[mpi(no_padding)]
struct Work {
    piece: i32,
    from: f64,
    to: f64,
    steps: i32,
}

/// What `struct result` is in C.
#[derive(Clone, Copy, Debug, Datatype)]
#[repr(C)]
#[mpi(no_padding)]
struct Done {
    piece: i32,
    area: f64,
}

const WORK: i32 = 1;
const STOP: i32 = 2;
const PIECES: usize = 12;

fn piece(index: usize) -> Work {
    let width = 1.0 / PIECES as f64;
    Work { piece: index as i32, from: index as f64 * width, to: (index + 1) as f64 * width, steps: 100_000 }
}

fn main() -> ExitCode {
    oxmpi::run(|mpi| {
        let world = mpi.world();
        let workers = world.size() - 1;
        if world.rank() != 0 || workers == 0 {
            return Err("this program is rank 0 alone; the other ranks are workers in C".into());
        }

        // Each worker has one piece at a time. Piece i is for worker 1 + i % workers, so that the output is always the same.
        let mut areas = [0.0; PIECES];
        for index in 0..workers.min(PIECES) {
            world.send(&piece(index), to(index + 1).tag(WORK))?;
        }
        for _ in 0..PIECES {
            let (done, status) = world.recv_from::<Done>(ANY.tag(WORK))?;
            let index = done.piece as usize;
            areas[index] = done.area;
            if index + workers < PIECES {
                world.send(&piece(index + workers), to(status.source()).tag(WORK))?;
            }
        }
        for worker in 1..=workers {
            world.send(&piece(0), to(worker).tag(STOP))?;
        }

        for worker in 1..=workers {
            let pieces: Vec<usize> = (worker - 1..PIECES).step_by(workers).collect();
            let area: f64 = pieces.iter().map(|index| areas[*index]).sum();
            println!("rank {worker} did pieces {pieces:?}: {area:.9}");
        }
        println!("all pieces together: {:.9}", areas.iter().sum::<f64>());
        Ok(())
    })
}
