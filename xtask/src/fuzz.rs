//! `cargo xtask fuzz`: each fuzz target for a while, by cargo-fuzz and a nightly compiler; skipped loudly where there is none.

use crate::mpi::{self, Wanted};
use crate::{process, workspace};
use std::process::Stdio;
use std::time::Duration;

/// The targets: `fuzz/targets`.
pub(crate) const TARGETS: [&str; 2] = ["objects", "layouts"];

/// What the command line asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Options {
    /// The targets; none means all.
    pub(crate) targets: Vec<String>,
    /// The value of `--seconds`: for each target.
    pub(crate) seconds: Option<u32>,
    /// `--dry-run`
    pub(crate) dry_run: bool,
}

/// Runs the verb; `Ok(true)` when nothing was found.
pub(crate) fn run(options: &Options) -> Result<bool, String> {
    if let Some(name) = options.targets.iter().find(|name| !TARGETS.contains(&name.as_str())) {
        return Err(format!("there is no fuzz target {name:?}; there are {}", TARGETS.join(", ")));
    }
    if !workspace::has_nightly() {
        println!("SKIPPED: cargo-fuzz needs a nightly compiler (rustup toolchain install nightly)");
        return Ok(true);
    }
    let Some(mpi) = mpi::set_up(Wanted::named(None)?, &workspace::target(), options.dry_run)? else { return Ok(true) };
    let tools = workspace::target().join("tools");
    if !tools.join("bin/cargo-fuzz").is_file() {
        let mut install = workspace::cargo();
        install.args(["install", "--quiet", "--locked", "cargo-fuzz", "--root"]).arg(&tools);
        process::step("install cargo-fuzz into target/tools", &mut install, Duration::from_secs(900))?;
    }
    let seconds = options.seconds.unwrap_or(60);
    let mut good = true;
    for target in TARGETS.iter().filter(|name| options.targets.is_empty() || options.targets.iter().any(|t| t == *name))
    {
        let corpus = workspace::target().join("fuzz-corpus").join(target);
        std::fs::create_dir_all(&corpus).map_err(|error| format!("{}: {error}", corpus.display()))?;
        // As `cargo fuzz` calls it.
        let mut fuzz = workspace::nightly(tools.join("bin/cargo-fuzz"));
        mpi.apply(&mut fuzz);
        fuzz.args(["fuzz", "run", "--target-dir"]).arg(workspace::target().join("fuzz")).arg(target).arg(&corpus);
        fuzz.args(["--", &format!("-max_total_time={seconds}"), "-rss_limit_mb=2048", "-malloc_limit_mb=512"]);
        fuzz.args(["-timeout=20", "-len_control=0", "-max_len=4096", "-print_final_stats=1"]);
        // What the MPI library and libc leave allocated at the end is not ours.
        fuzz.env("ASAN_OPTIONS", "detect_leaks=0").stdin(Stdio::null());
        println!("$ {}", process::typed(&fuzz));
        let status = fuzz.status().map_err(|error| format!("cargo-fuzz: {error}"))?;
        println!("fuzz target {target}: {}", if status.success() { "nothing found" } else { "FAILED" });
        good &= status.success();
    }
    Ok(good)
}
