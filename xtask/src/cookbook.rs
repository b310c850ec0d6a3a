//! `cargo xtask cookbook`: the nine recipes, each with its result and whether that is as expected.
//!
//! The recipes' expected results are in their headers; the test `cookbook` reads them, runs each recipe under mpiexec
//! and compares. This verb only sets up, builds, and runs that test in full view: there is one judge.

use crate::mpi::{self, Wanted};
use crate::{process, workspace};
use std::process::Command;
use std::time::Duration;

/// Runs the verb; `Ok(true)` when every result was as expected.
pub(crate) fn run(id: Option<&str>, dry_run: bool) -> Result<bool, String> {
    let Some(mpi) = mpi::set_up(Wanted::named(id)?, &workspace::target(), dry_run)? else { return Ok(true) };
    let prepared = |args: &[&str]| -> Command {
        let mut command = workspace::cargo();
        command.args(args);
        mpi.apply(&mut command);
        command
    };
    println!("Build:");
    let limit = Duration::from_secs(1800);
    process::step("fetch the crates", &mut prepared(&["fetch", "--quiet"]), limit)?;
    process::step("build the recipes", &mut prepared(&["build", "--quiet", "--examples"]), limit)?;
    let build = &mut prepared(&["test", "--quiet", "--package", "oxmpi", "--test", "cookbook", "--no-run"]);
    process::step("build the test that checks them", build, limit)?;
    println!("Recipes:");
    let args = ["test", "--quiet", "--package", "oxmpi", "--test", "cookbook", "--", "--nocapture", "--test-threads=1"];
    let status = prepared(&args).status().map_err(|error| format!("cargo: {error}"))?;
    if status.success() {
        println!("All results are as expected, on {}.", mpi.title);
        if let Some(hint) = mpi::hint(&mpi) {
            println!("{hint}");
        }
    } else {
        println!("Not all results are as expected, on {}: see above.", mpi.title);
    }
    Ok(status.success())
}
