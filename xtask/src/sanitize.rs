//! `cargo xtask sanitize`: the tests of misuse under AddressSanitizer, and the model tests of the gate under loom.
//!
//! ThreadSanitizer is not here: the standard library that comes with a compiler is not built for it, so that it does not see what a lock that
//! had to wait, or the end of a scope of threads, puts in order. It then reports races where there are none. The models stand in.

use crate::mpi::{self, Mpi, Wanted};
use crate::{process, workspace};
use std::env::consts::ARCH;
use std::process::{Command, Stdio};

/// What looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Checker {
    /// AddressSanitizer: accesses outside of what lives. Needs a nightly compiler; skipped loudly where there is none.
    #[default]
    Address,
    /// loom: every order of threads.
    Loom,
}

/// What the command line asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Options {
    /// Which one.
    pub(crate) checker: Checker,
    /// `--mpi`
    pub(crate) mpi: Option<String>,
    /// `--dry-run`
    pub(crate) dry_run: bool,
    /// What follows `--`.
    pub(crate) rest: Vec<String>,
}

impl Checker {
    /// From its name on the command line.
    pub(crate) fn named(name: &str) -> Result<Checker, String> {
        match name {
            "address" => Ok(Checker::Address),
            "loom" => Ok(Checker::Loom),
            _ => Err(format!("sanitize {name}: there are address, loom")),
        }
    }
}

/// Runs the verb; `Ok(true)` when nothing was found.
pub(crate) fn run(options: &Options) -> Result<bool, String> {
    if options.checker == Checker::Address && !workspace::has_nightly() {
        println!("SKIPPED: AddressSanitizer needs a nightly compiler (rustup toolchain install nightly)");
        return Ok(true);
    }
    let wanted = Wanted::named(options.mpi.as_deref())?;
    let Some(mpi) = mpi::set_up(wanted, &workspace::target(), options.dry_run)? else { return Ok(true) };
    let mut command = match options.checker {
        Checker::Address => address(&mpi),
        Checker::Loom => loom(&mpi),
    };
    command.args(&options.rest);
    println!("$ {}", process::typed(&command));
    let status = command.stdin(Stdio::null()).status().map_err(|error| format!("cargo: {error}"))?;
    Ok(status.success())
}

/// All of `tests/misuse`, which is where memory would suffer. A rank with a report ends, and its test fails.
fn address(mpi: &Mpi) -> Command {
    let mut command = workspace::nightly("cargo");
    mpi.apply(&mut command);
    // Named, so that build scripts and macros are built as ever.
    let target = format!("{ARCH}-unknown-linux-gnu");
    command.args([
        "test",
        "--package",
        "oxmpi",
        "--features",
        "ndarray",
        "--test",
        "misuse",
        "--target",
        &target,
        "--",
    ]);
    building(&mut command, "sanitize", "-Zsanitizer=address");
    // What the MPI libraries leave allocated at the end is not ours; and a test asks for more memory than there is.
    command.env("ASAN_OPTIONS", "detect_leaks=0:allocator_may_return_null=1");
    // UCX, of which MPICH is made, would put its own allocator in the place of the one that looks.
    command.env("UCX_MEM_EVENTS", "n");
    command
}

/// The models of `src/gate/models.rs`.
fn loom(mpi: &Mpi) -> Command {
    let mut command = workspace::cargo();
    mpi.apply(&mut command);
    command.args(["test", "--package", "oxmpi", "--no-default-features", "--release", "--lib", "gate::models", "--"]);
    building(&mut command, "loom", "--cfg oxmpi_loom");
    command
}

/// Builds go to a folder of their own: with other flags, everything is built again.
fn building(command: &mut Command, folder: &str, flags: &str) {
    command.env("CARGO_TARGET_DIR", workspace::target().join(folder)).env("RUSTFLAGS", flags);
    command.env_remove("CARGO_ENCODED_RUSTFLAGS").env("CARGO_INCREMENTAL", "0");
    command.env("CARGO_PROFILE_DEV_DEBUG", "line-tables-only");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checkers_are_named() {
        assert_eq!(Checker::named("address"), Ok(Checker::Address));
        assert_eq!(Checker::named("loom"), Ok(Checker::Loom));
        assert!(Checker::named("thread").unwrap_err().contains("address, loom"));
    }
}
