//! Threads that fill one message: each part of it is sent as soon as its thread has computed it.
//!
//! Rank 0 finds out which of the numbers below 16000 are prime, by four threads, and rank 1 gets the answers, as one message in 16
//! partitions. A thread takes the next partition, which is a mutable slice that nobody else has, fills it, and gives it
//! away by `ready`. The threads call MPI whenever they are so far, so the level has to be `Multiple`.
//!
//! (Where oxmpi sends the message as one, see `pipelined_broadcast`, it goes out with the last partition.)
//!
//! Run it: `mpiexec -n 2 target/debug/examples/overlap_threads`
//!
//! ```text
//! ranks: 2
//! in this order:
//! below 16000 there are 1862 primes, the last is 15991
//! ```

use oxmpi::prelude::*;
use std::sync::Mutex;

const PARTITIONS: usize = 16;
const EACH: usize = 1000;
const THREADS: usize = 4;

fn main() -> ExitCode {
    oxmpi::builder().threads(ThreadLevel::Multiple).run(|mpi| {
        let world = mpi.world();
        match world.rank() {
            0 => send(&world)?,
            1 => receive(&world)?,
            _ => {}
        }
        Ok(())
    })
}

fn send(world: &Communicator) -> oxmpi::Result<()> {
    let mut sending = world.psend_init(vec![false; PARTITIONS * EACH], PARTITIONS, 1)?.start()?;
    let parts = Mutex::new(sending.partitions());
    let next = || parts.lock().expect("no thread panics with it").next();
    let work = || -> oxmpi::Result<()> {
        while let Some(mut part) = next() {
            let first = part.number() * EACH;
            for (answer, number) in part.iter_mut().zip(first..) {
                *answer = is_prime(number);
            }
            part.ready()?;
        }
        Ok(())
    };
    std::thread::scope(|threads| {
        let workers: Vec<_> = (0..THREADS).map(|_| threads.spawn(work)).collect();
        workers.into_iter().try_for_each(|worker| worker.join().expect("no thread panics"))
    })?;
    drop(parts);
    drop(sending.wait()?);
    Ok(())
}

fn receive(world: &Communicator) -> oxmpi::Result<()> {
    let receiving = world.precv_init(vec![false; PARTITIONS * EACH], PARTITIONS, 0)?.start()?;
    let answers = receiving.wait()?.into_buffer();
    let primes: Vec<usize> = (0..answers.len()).filter(|number| answers[*number]).collect();
    let last = primes.last().copied().unwrap_or_default();
    println!("below {} there are {} primes, the last is {last}", answers.len(), primes.len());
    Ok(())
}

fn is_prime(number: usize) -> bool {
    number > 1 && (2..).take_while(|divisor| divisor * divisor <= number).all(|divisor| number % divisor != 0)
}
