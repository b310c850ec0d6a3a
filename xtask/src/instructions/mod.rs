//! `cargo xtask instructions`: how many instructions of oxmpi itself a frequent call takes, counted by callgrind and compared with a
//! table in the repository. Unlike times they are the same on every machine, so that a call which got dearer by a little is found.
//!
//! Counted is what runs in the program's own object, into which oxmpi is linked; the MPI library and libc are others. The compiler
//! decides on them too, so they are only compared where the table was made with the same one.

mod profile;
mod table;

use crate::mpi::{self, Wanted};
use crate::{process, report, workspace};
use std::path::Path;
use std::process::Command;
use std::time::Duration;
use table::Table;

/// The loop in `tests/programs/instructions.rs`, as callgrind calls it.
const LOOP: &str = "instructions::measured";

/// What the command line asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Options {
    /// The value of `--mpi`.
    pub(crate) mpi: Option<String>,
    /// The value of `--only`: cases with this in their names.
    pub(crate) only: Option<String>,
    /// `--update`: write the table instead of comparing with it.
    pub(crate) update: bool,
    /// `--dry-run`
    pub(crate) dry_run: bool,
}

/// Runs the verb; `Ok(true)` when no call takes more than 5 % more instructions than in the table.
pub(crate) fn run(options: &Options) -> Result<bool, String> {
    if process::find("valgrind").is_none() {
        println!("SKIPPED: instructions are counted by valgrind, which is not installed");
        return Ok(true);
    }
    let Some(mpi) = mpi::set_up(Wanted::named(options.mpi.as_deref())?, &workspace::target(), options.dry_run)? else {
        return Ok(true);
    };
    let mut build = workspace::cargo();
    build.args(["build", "--quiet", "--release", "--package", "oxmpi", "--example", "instructions"]);
    mpi.apply(&mut build);
    process::step("build the program", &mut build, Duration::from_secs(900))?;

    let folder = workspace::target().join("instructions");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let program = workspace::target().join("release/examples/instructions");
    let mut valgrind = Command::new("valgrind");
    workspace::clean(&mut valgrind);
    mpi.apply(&mut valgrind);
    valgrind.args(["--tool=callgrind", "--dump-instr=no", "--compress-strings=no", "--compress-pos=no"]);
    // Counts are written down before and after the loop: every other file is about a loop alone.
    valgrind.args([format!("--dump-before={LOOP}"), format!("--dump-after={LOOP}")]);
    valgrind.arg(format!("--callgrind-out-file={}", folder.join("counts").display()));
    valgrind.arg(&program).args(&options.only);
    println!("$ {}", process::typed(&valgrind));
    let (status, text) = process::capture(&mut valgrind, Duration::from_secs(300))?;
    if !status.success() {
        return Err(format!("valgrind ended with {status}:\n{}", process::last_lines(&text, 20).join("\n")));
    }
    let now = Table { made_with: compiler()?, rows: count(&text, &folder, &program)? };

    let path = workspace::root().join("xtask/instructions").join(format!("{}.txt", table::slug(&mpi.title)));
    let before = Table::read(&path)?;
    println!("\n{}, {}\n{}", mpi.title, now.made_with, report::table(&now.beside(before.as_ref())));
    if options.update {
        now.merged_into(before).write(&path)?;
        println!("written to {}", path.display());
        return Ok(true);
    }
    let Some(before) = before else {
        println!("there is no {} yet; --update writes it", path.display());
        return Ok(true);
    };
    if before.made_with != now.made_with {
        println!("not compared: the table was made with {}; --update makes it anew", before.made_with);
        return Ok(true);
    }
    let grown = now.grown(&before);
    for (name, before, now) in &grown {
        println!("FAILED: {name} took {before} instructions and takes {now}");
    }
    Ok(grown.is_empty())
}

/// The instructions of each case, without those of the loop: what the program printed says which there are, in their order. It runs
/// each loop twice, the first time to warm up.
fn count(printed: &str, folder: &Path, program: &Path) -> Result<Vec<(String, u64)>, String> {
    let mut rows: Vec<(String, u64)> = Vec::new();
    let mut of_the_loop = None;
    let cases = printed.lines().filter_map(|line| line.strip_prefix("case ")?.split_once(' '));
    for (index, (name, times)) in cases.enumerate() {
        let times: u64 = times.trim().parse().map_err(|error| format!("{name}: {times}: {error}"))?;
        let path = folder.join(format!("counts.{}", 4 * index + 4));
        let profile = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        let own = profile::own(&profile, program)?;
        match of_the_loop {
            None => of_the_loop = Some(own),
            Some(empty) => rows.push((name.to_owned(), (own.saturating_sub(empty) + times / 2) / times)),
        }
    }
    if rows.is_empty() { Err("there is no such case".to_owned()) } else { Ok(rows) }
}

/// The compiler and the processor: what the counts depend on besides the sources.
fn compiler() -> Result<String, String> {
    let mut ask = Command::new("rustc");
    workspace::clean(&mut ask);
    let output = ask.arg("--version").output().map_err(|error| format!("rustc: {error}"))?;
    Ok(format!("{} for {}", String::from_utf8_lossy(&output.stdout).trim(), std::env::consts::ARCH))
}
