//! A job in which one rank ends in the way that the argument says, while the others wait for it.

use oxmpi::prelude::*;
use oxmpi::request::RequestSet;
use std::future::Future;
use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::task::{Context, Waker};
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
            "error with requests" | "panic with requests" => {
                let mut set = RequestSet::new();
                set.add(world.irecv_into(vec![0u8; 100], from(0).tag(7))?);
                set.add(world.irecv::<Vec<u8>>(from(0).tag(7))?);
                let sending = world.isend(vec![1u8; 1 << 20], to(0).tag(8))?;
                let mut polled = world.irecv::<u64>(from(0).tag(7))?;
                assert!(Pin::new(&mut polled).poll(&mut Context::from_waker(Waker::noop())).is_pending());
                if how == "panic with requests" {
                    panic!("a panic on purpose");
                }
                Err("an error on purpose")?;
                drop((set, sending, polled));
            }
            "panic in a scope" => {
                let (out, mut room) = (vec![1u8; 1 << 20], [0u8; 100]);
                mpi.scope(|s| {
                    world.irecv_into(s.lend_mut(&mut room), from(0).tag(7))?;
                    world.isend(s.lend(&out), to(0).tag(8))?;
                    panic!("a panic on purpose")
                })?;
            }
            "caught panic in a scope" => {
                let mut room = [0u8; 100];
                let caught = catch_unwind(AssertUnwindSafe(|| {
                    mpi.scope(|s| {
                        world.irecv_into(s.lend_mut(&mut room), from(0).tag(7))?;
                        panic!("a panic on purpose")
                    })
                }));
                panic!("memory that MPI works in was given back: {:?}", caught.map(|result: oxmpi::Result<()>| result));
            }
            "error in a scope" => {
                let out = vec![1u8; 1 << 20];
                mpi.scope(|s| {
                    world.isend(s.lend(&out), to(0).tag(8))?;
                    world.send(&1u8, 1000)
                })?;
            }
            "dropped send" => {
                drop(world.isend(vec![1u8; 1 << 20], to(0).tag(8))?);
                return Ok(());
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
