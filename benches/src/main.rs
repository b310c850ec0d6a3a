//! The performance lab: message patterns by oxmpi, by the same pattern in plain C, and by other bindings, in one run.
//!
//! `cargo xtask bench` builds and starts this program; docs/performance.md says how it measures. It is two programs in
//! one: the driver, which starts the others, draws the table and writes the CSV files, and never touches MPI; and, with
//! the first argument `ranks`, what runs under mpiexec and measures ([`measure`]). They talk by lines ([`record`]). What of that
//! cannot be measured from within a process is in [`start_up`].
//!
//! To add a case: a file in `patterns`, its C twin in `c`, a line in `patterns/mod.rs`; [`case::Case`] says what to give.

mod case;
mod driver;
mod lab;
mod launch;
mod measure;
mod options;
mod patterns;
mod record;
mod start_up;
mod statistics;
mod table;

use options::Options;
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1).peekable();
    if arguments.next_if(|word| word == start_up::NAME).is_some() {
        return start_up::program(arguments.next());
    }
    let ranks = arguments.next_if(|word| word == "ranks").is_some();
    let options = match Options::parse(arguments) {
        Ok(options) => options,
        Err(error) => {
            eprintln!("oxmpi-bench: {error}");
            return ExitCode::from(2);
        }
    };
    if ranks {
        return measure::run(&options);
    }
    match driver::run(&options) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("error: {why}");
            ExitCode::FAILURE
        }
    }
}
