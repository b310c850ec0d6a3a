//! A job in which one rank ends in the way that the argument says, while the others wait for it.

use oxmpi::prelude::*;
use std::io::Write;
use std::time::Duration;

/// The rank that ends.
const WHO: usize = 2;

fn main() -> ExitCode {
    let how = std::env::args().nth(1).expect("how to end");
    let waiting = std::env::args().nth(2).expect("where the others wait");
    if how == "panic with init" || how == "error with init" {
        return by_hand(&how, &waiting);
    }
    let threads = if how.contains("thread") { ThreadLevel::Multiple } else { ThreadLevel::Funneled };
    oxmpi::builder().threads(threads).run(move |mpi| {
        let world = ready(mpi);
        if world.rank() != WHO {
            return Ok(wait(&world, &waiting)?);
        }
        match how.as_str() {
            "panic" => panic!("a panic on purpose"),
            "error" => Err("an error on purpose")?,
            "exit 0" => std::process::exit(0),
            "exit 3" => std::process::exit(3),
            "abort 0" => mpi.abort(0),
            "abort 7" => mpi.abort(7),
            "abort 256" => mpi.abort(256),
            "exit 3 in a thread, while stdout is locked" => {
                let out = std::io::stdout().lock();
                std::thread::spawn(|| std::process::exit(3));
                wait(&world, "recv")?;
                drop(out);
            }
            "panic while a thread is in a call" => {
                let (inside, name) = (mpi.world(), "receiver");
                std::thread::Builder::new().name(name.into()).spawn(move || inside.recv::<u8>(0))?;
                std::thread::sleep(Duration::from_millis(100));
                panic!("a panic on purpose");
            }
            "killed" => wait(&world, &waiting)?,
            other => panic!("no such way to end: {other}"),
        }
        Ok(())
    })
}

/// Without `run`: the guard is in `main` itself.
fn by_hand(how: &str, waiting: &str) -> ExitCode {
    let mpi = oxmpi::init().expect("initializes");
    let world = ready(&mpi);
    if world.rank() != WHO {
        wait(&world, waiting).expect("waits");
    }
    if how == "panic with init" {
        panic!("a panic on purpose");
    }
    std::mem::forget(mpi);
    ExitCode::from(9)
}

/// All are here, and say so.
fn ready(mpi: &Mpi) -> Communicator {
    let world = mpi.world();
    world.barrier().expect("synchronizes");
    if world.rank() == 0 {
        println!("all are here");
        std::io::stdout().flush().expect("prints");
    }
    world
}

/// For what never comes.
fn wait(world: &Communicator, how: &str) -> oxmpi::Result<()> {
    match how {
        "barrier" if world.rank() != WHO => world.barrier(),
        "send" if world.rank() != WHO => world.ssend(&1u8, WHO),
        _ => world.recv::<u8>(from(WHO).tag(99)).map(drop),
    }
}
