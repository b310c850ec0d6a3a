//! Master and workers: tasks of unequal length are given to whoever is free.
//!
//! Task n is to count the steps from n to 1, where a step halves an even number and makes 3 n + 1 of an odd one. How long that
//! takes nobody knows before, so that shares of equal size would leave some workers idle. Instead each worker asks for a task,
//! by sending the result of an earlier one. Rank 0, the master, takes such a question from `ANY` rank and answers the one that
//! asked: with a task, or, when none is left, with a message of another tag. Who does how much differs from run to run; the
//! sum does not.
//!
//! Nobody waits for a message that could be on its way: each worker has asked for its next task before it does the one that
//! it has, and the master has a receive posted for every question that can come, in a `RequestSet`. As each answer but the
//! last ones leads to one more question, the set is empty when all workers have stopped.
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
use oxmpi::request::RequestSet;
use std::collections::VecDeque;

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
    let mut questions = RequestSet::new();
    let mut tickets = Vec::new();
    for _ in 0..2 * workers {
        tickets.push(questions.add(world.irecv_into(vec![0_u64; 1], ANY)?));
    }
    while let Some(question) = questions.wait_any()? {
        let (result, status) = questions.take(tickets[question.id()])?;
        // A worker's first questions bring no result.
        let results = status.count::<u64>().unwrap_or(0);
        done += results;
        steps += result[..results].iter().sum::<u64>();
        let who = status.source();
        if let Some(task) = tasks.next() {
            drop(world.isend(task, to(who).tag(TASK))?); // it is sent all the same
            let ticket = questions.add(world.irecv_into(result, ANY)?);
            tickets[ticket.id()] = ticket; // the number of the one that was taken
        } else {
            drop(world.isend(0_u64, to(who).tag(STOP))?);
        }
    }
    println!("workers: {workers}, tasks: {done}, steps: {steps}");
    Ok(())
}

fn worker(world: &Communicator) -> oxmpi::Result<()> {
    let ask = |results: Vec<u64>| {
        drop(world.isend(results, 0)?);
        world.irecv::<u64>(from(0).tag(ANY))
    };
    let mut answers = VecDeque::from([ask(Vec::new())?, ask(Vec::new())?]);
    while let Some(answer) = answers.pop_front() {
        let (task, status) = answer.wait()?;
        if status.tag() == Some(TASK) {
            answers.push_back(ask(vec![steps_to_one(task)])?);
        }
    }
    Ok(())
}

fn steps_to_one(mut number: u64) -> u64 {
    let mut steps = 0;
    while number != 1 {
        number = if number % 2 == 0 { number / 2 } else { 3 * number + 1 };
        steps += 1;
    }
    steps
}
