//! Master and workers: tasks of unequal length are given to whoever is free.
//!
//! Task n is to count the steps from n to 1, where a step halves an even number and makes 3 n + 1 of an odd one. How long that
//! takes nobody knows before, so that shares of equal size would leave some workers idle. Instead each worker asks for a task
//! when it has none, by sending the result of its last one. Rank 0, the master, takes such a question from `ANY` rank and
//! answers the one that asked: with a task, or, when none is left, with a message of another tag. Who does how much differs
//! from run to run; the sum does not.
//!
//! Run it: `mpiexec -n 4 target/debug/examples/master_worker`
//!
//! ```text
//! ranks: 4
//! in this order:
//! workers: 3, tasks: 1000, steps: 59542
//! ```
//!
//! The same with one worker:
//!
//! ```text
//! ranks: 2
//! in this order:
//! workers: 1, tasks: 1000, steps: 59542
//! ```

use oxmpi::prelude::*;

const TASK: i32 = 1;
const STOP: i32 = 2;

fn main() -> ExitCode {
    oxmpi::run(|mpi| {
        let world = mpi.world();
        match (world.rank(), world.size()) {
            (0, 1) => return Err("the master needs at least one worker: start more ranks".into()),
            (0, _) => master(&world)?,
            _ => worker(&world)?,
        }
        Ok(())
    })
}

fn master(world: &Communicator) -> oxmpi::Result<()> {
    let workers = world.size() - 1;
    let mut tasks = 1..=1000_u64;
    let (mut done, mut steps) = (0, 0);
    let mut busy = workers;
    while busy > 0 {
        // A worker's first question brings no result.
        let (results, status) = world.recv_from::<Vec<u64>>(ANY)?;
        done += results.len();
        steps += results.iter().sum::<u64>();
        let who = status.source();
        if let Some(task) = tasks.next() {
            world.send(&task, to(who).tag(TASK))?;
        } else {
            world.send(&0_u64, to(who).tag(STOP))?;
            busy -= 1;
        }
    }
    println!("workers: {workers}, tasks: {done}, steps: {steps}");
    Ok(())
}

fn worker(world: &Communicator) -> oxmpi::Result<()> {
    let mut results = Vec::new();
    loop {
        world.send(&results, 0)?;
        let (task, status) = world.recv_from::<u64>(from(0).tag(ANY))?;
        if status.tag() == Some(STOP) {
            return Ok(());
        }
        results = vec![steps_to_one(task)];
    }
}

fn steps_to_one(mut number: u64) -> u64 {
    let mut steps = 0;
    while number != 1 {
        number = if number % 2 == 0 { number / 2 } else { 3 * number + 1 };
        steps += 1;
    }
    steps
}
