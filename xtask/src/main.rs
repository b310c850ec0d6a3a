//! The tasks of oxmpi's own developers: `cargo xtask cookbook`, `cargo xtask test`, `cargo xtask bench`, `cargo xtask ci`.
//!
//! The first three do all set-up on a fresh machine: they use the MPI that is there, else install the distribution's
//! package when root, else fetch a wheel into `target/mpi`. This crate never depends on oxmpi, so it builds without MPI.

mod bench;
mod ci;
mod cli;
mod cookbook;
mod fuzz;
mod hello;
mod instructions;
mod mpi;
mod performance;
mod process;
mod python;
mod report;
mod sanitize;
mod test;
mod workspace;

use cli::Task;
use std::process::{Command, ExitCode};

fn main() -> ExitCode {
    let task = match cli::parse(std::env::args_os().skip(1)) {
        Ok(task) => task,
        Err(error) => {
            eprintln!("{error}\n\n{}", cli::HELP);
            return ExitCode::from(2);
        }
    };
    let outcome = match task {
        Task::Help => {
            println!("{}", cli::HELP);
            Ok(true)
        }
        Task::Cookbook { mpi, dry_run } => cookbook::run(mpi.as_deref(), dry_run),
        Task::Test(options) => test::run(&options),
        Task::Bench(options) => bench::run(&options),
        Task::Performance(options) => performance::run(&options),
        Task::Instructions(options) => instructions::run(&options),
        Task::Fuzz(options) => fuzz::run(&options),
        Task::Sanitize(options) => sanitize::run(&options),
        Task::Ci { list: true, .. } => {
            ci::list();
            Ok(true)
        }
        Task::Ci { steps, .. } => ci::run(&steps),
        Task::Mpi { mpi, dry_run, command } => set_up(mpi.as_deref(), dry_run, &command),
    };
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(why) => {
            eprintln!("error: {why}");
            ExitCode::FAILURE
        }
    }
}

/// The verb `mpi`.
fn set_up(id: Option<&str>, dry_run: bool, command: &[String]) -> Result<bool, String> {
    let Some(mpi) = mpi::set_up(mpi::Wanted::named(id)?, &workspace::target(), dry_run)? else { return Ok(true) };
    let Some((program, args)) = command.split_first() else {
        println!("{}", mpi::hint(&mpi).unwrap_or_else(|| "Plain cargo finds it.".to_owned()));
        return Ok(true);
    };
    let mut command = Command::new(program);
    workspace::clean(&mut command);
    mpi.apply(&mut command);
    let status = command.args(args).status().map_err(|error| format!("{program}: {error}"))?;
    Ok(status.success())
}
