//! `cargo xtask test`: the workspace's tests, on one MPI or on many.

use crate::mpi::{self, Mpi, Wanted, known};
use crate::report::{Totals, table};
use crate::{python, workspace};
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::Stdio;
use std::time::Instant;

/// How much of the suite runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Scope {
    /// Every test.
    #[default]
    Whole,
    /// The tests of the marked programs only.
    Subset,
}

/// What the command line asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Options {
    /// The value of `--mpi`.
    pub(crate) mpi: Option<String>,
    /// `--full` or `--subset`.
    pub(crate) scope: Option<Scope>,
    /// `--python`: with mpi4py, so that the tests of jobs in Rust and Python run as well.
    pub(crate) python: bool,
    /// `--again`: few tests that failed are run once more.
    pub(crate) again: bool,
    /// `--dry-run`
    pub(crate) dry_run: bool,
    /// What follows `--`.
    pub(crate) rest: Vec<String>,
}

/// The beginning of a line in its head that makes a program of `tests/` part of the subset.
const MARK: &str = "//! In the subset";

/// One MPI to test on.
struct Target {
    wanted: Wanted,
    scope: Scope,
    /// It was asked for by name: not having it is a failure.
    required: bool,
}

/// Runs the verb; `Ok(true)` when nothing failed.
pub(crate) fn run(options: &Options) -> Result<bool, String> {
    let targets = targets(options)?;
    let mut rows =
        vec![["MPI", "library", "scope", "passed", "failed", "skipped", "seconds"].map(str::to_owned).to_vec()];
    let mut totals = Totals::default();
    let mut failures = Vec::new();
    for target in &targets {
        let id = target.wanted.id();
        let start = Instant::now();
        let mpi = match mpi::set_up(target.wanted, &workspace::target(), options.dry_run) {
            Ok(Some(mpi)) => mpi,
            Ok(None) => continue,
            Err(why) if target.required => {
                println!("MPI ({id}): {why}");
                failures.push(format!("{id}: no MPI"));
                totals.failed += 1;
                rows.push(["", "not to be had", "", "0", "1", "0", ""].map(str::to_owned).to_vec());
                rows.last_mut().expect("just pushed")[0] = id.to_owned();
                continue;
            }
            Err(why) => {
                println!("MPI ({id}): passed over: {why}");
                rows.push(vec![id.to_owned(), "not to be had here".to_owned()]);
                continue;
            }
        };
        let mpi = if options.python { with_python(mpi)? } else { mpi };
        let outcome = test_on(&mpi, target.scope, options)?;
        failures.extend(outcome.failures.iter().map(|name| format!("{id}: {name}")));
        totals.add(&outcome);
        let scope = if target.scope == Scope::Whole { "whole" } else { "subset" };
        rows.push(vec![
            id.to_owned(),
            mpi.title.clone(),
            scope.to_owned(),
            outcome.passed.to_string(),
            outcome.failed.to_string(),
            outcome.skipped.to_string(),
            start.elapsed().as_secs().to_string(),
        ]);
    }
    if options.dry_run {
        return Ok(true);
    }
    if !failures.is_empty() {
        println!("\nfailed:");
        for failure in &failures {
            println!("  {failure}");
        }
    }
    println!("\n{}", table(&rows));
    println!("{}", totals.closing_line());
    Ok(totals.failed == 0)
}

/// Shows the tests a Python that has mpi4py for this MPI.
fn with_python(mut mpi: Mpi) -> Result<Mpi, String> {
    let python = python::with_mpi4py(&mpi)?;
    mpi.env.push(("OXMPI_TEST_PYTHON".to_owned(), python.display().to_string()));
    Ok(mpi)
}

/// Which MPIs, and how much on each.
fn targets(options: &Options) -> Result<Vec<Target>, String> {
    let scope = |whole: bool| options.scope.unwrap_or(if whole { Scope::Whole } else { Scope::Subset });
    match options.mpi.as_deref() {
        None | Some("default") => Ok(vec![Target { wanted: Wanted::Default, scope: scope(true), required: true }]),
        Some("all") => Ok(known::KNOWN
            .iter()
            .map(|known| Target { wanted: Wanted::Known(known), scope: scope(known.whole), required: false })
            .collect()),
        Some(list) => list
            .split(',')
            .map(|id| Ok(Target { wanted: Wanted::named(Some(id.trim()))?, scope: scope(true), required: true }))
            .collect(),
    }
}

/// The test programs of `tests/` (`NAME.rs` or `NAME/main.rs`) that are marked, by name.
fn marked(tests: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(tests) else { return Vec::new() };
    let mut names: Vec<String> = entries
        .filter_map(|entry| {
            let path = entry.ok()?.path();
            let name = path.file_stem()?.to_str()?.to_owned();
            let file = if path.is_dir() { path.join("main.rs") } else { path };
            fs::read_to_string(file).ok()?.lines().any(|line| line.starts_with(MARK)).then_some(name)
        })
        .collect();
    names.sort();
    names
}

/// The arguments of `cargo test`, with every feature of oxmpi. The subset is the marked programs and all of oxmpi-sys and
/// oxmpi-test, whose checks are about the library; documentation tests are left out of it.
fn arguments(scope: Scope, marked: &[String], rest: &[String]) -> Vec<Vec<String>> {
    let words = |line: &str| line.split_whitespace().map(str::to_owned).collect::<Vec<String>>();
    let mut lines = match scope {
        Scope::Whole => vec![words("test --workspace --features oxmpi/full --no-fail-fast")],
        Scope::Subset => {
            let mut own = words("test --package oxmpi --features full --no-fail-fast --lib");
            own.extend(marked.iter().flat_map(|name| ["--test".to_owned(), name.clone()]));
            // The recipes are examples, which `--test` alone does not build.
            let examples = words("build --package oxmpi --features full --examples");
            vec![words("test --package oxmpi-sys --lib --tests --no-fail-fast"), examples, own]
        }
    };
    if !rest.is_empty() {
        for line in lines.iter_mut().filter(|line| line[0] == "test") {
            line.push("--".to_owned());
            line.extend(rest.iter().cloned());
        }
    }
    lines
}

/// More than so many failures are no accident.
const ACCIDENTS: usize = 3;

/// Runs the tests on one MPI, in full view.
fn test_on(mpi: &Mpi, scope: Scope, options: &Options) -> Result<Totals, String> {
    let mut totals = Totals::default();
    for line in arguments(scope, &marked(&workspace::root().join("tests")), &options.rest) {
        let mut part = cargo(mpi, &line)?;
        if options.again && !part.names.is_empty() && part.names.len() <= ACCIDENTS && part.failed == part.names.len() {
            // Their names, whichever program they are in.
            let mut line: Vec<String> = line.iter().take_while(|word| *word != "--").cloned().collect();
            line.extend(["--".to_owned(), "--exact".to_owned()]);
            line.extend(part.names.iter().cloned());
            let second = cargo(mpi, &line)?;
            if second.failed == 0 && second.passed >= part.failed {
                for name in &part.names {
                    println!("UNSTEADY: {}: {name}: failed, and passed when it was run again", mpi.id);
                }
                part = Totals {
                    passed: part.passed + part.failed,
                    failed: 0,
                    names: Vec::new(),
                    failures: Vec::new(),
                    ..part
                };
            }
        }
        totals.add(&part);
        totals.failures.extend(part.failures);
    }
    Ok(totals)
}

/// One `cargo test`, or what it needs built.
fn cargo(mpi: &Mpi, line: &[String]) -> Result<Totals, String> {
    let mut command = workspace::cargo();
    command.args(line).stdin(Stdio::null()).stdout(Stdio::piped());
    mpi.apply(&mut command);
    println!("\n== {} ({}): cargo {}", mpi.id, mpi.title, line.join(" "));
    let mut child = command.spawn().map_err(|error| format!("cargo: {error}"))?;
    let mut part = Totals::default();
    if let Some(pipe) = child.stdout.take() {
        for line in BufReader::new(pipe).split(b'\n') {
            let Ok(line) = line else { break };
            let line = String::from_utf8_lossy(&line);
            println!("{line}");
            part.read(&line);
        }
    }
    let status = child.wait().map_err(|error| error.to_string())?;
    part.close(status.success(), &format!("`cargo {}` ended with {status}", line.join(" ")));
    Ok(part)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options(mpi: Option<&str>, scope: Option<Scope>) -> Options {
        Options { mpi: mpi.map(str::to_owned), scope, ..Options::default() }
    }

    fn chosen(options: &Options) -> Vec<(&'static str, Scope, bool)> {
        let targets = targets(options).unwrap();
        targets.iter().map(|target| (target.wanted.id(), target.scope, target.required)).collect()
    }

    #[test]
    fn one_mpi_is_tested_whole() {
        assert_eq!(chosen(&options(None, None)), [("default", Scope::Whole, true)]);
        assert_eq!(chosen(&options(Some("ompi5"), None)), [("ompi5", Scope::Whole, true)]);
        assert_eq!(chosen(&options(Some("ompi5"), Some(Scope::Subset))), [("ompi5", Scope::Subset, true)]);
    }

    #[test]
    fn all_are_tested_as_the_matrix_says_and_none_is_required() {
        let all = chosen(&options(Some("all"), None));
        assert_eq!(all[0], ("ompi41", Scope::Whole, false));
        assert_eq!(all[2], ("mpich5", Scope::Subset, false));
        assert_eq!(all.len(), known::KNOWN.len());
        let full = chosen(&options(Some("all"), Some(Scope::Whole)));
        assert!(full.iter().all(|(_, scope, _)| *scope == Scope::Whole));
    }

    #[test]
    fn an_unknown_mpi_is_refused_with_the_list() {
        let error = targets(&options(Some("ompi41,lam"), None)).err().unwrap();
        assert!(error.contains("lam") && error.contains("mpich5-abi"), "{error}");
    }

    #[test]
    fn what_follows_the_dashes_goes_to_the_tests() {
        let rest = ["send".to_owned()];
        let lines = arguments(Scope::Whole, &[], &rest);
        assert_eq!(lines[0].join(" "), "test --workspace --features oxmpi/full --no-fail-fast -- send");
        let lines = arguments(Scope::Subset, &["cookbook".to_owned(), "errors".to_owned()], &[]);
        assert!(lines[2].join(" ").ends_with("--test cookbook --test errors"), "{lines:?}");
    }

    #[test]
    fn marks_are_read_from_the_files() {
        let dir = std::env::temp_dir().join(format!("oxmpi-marks-{}", std::process::id()));
        fs::create_dir_all(dir.join("c")).unwrap();
        fs::write(dir.join("c/main.rs"), "//! Tests of c.\n//! In the subset.\n").unwrap();
        fs::write(dir.join("c/one.rs"), "//! In the subset.\n").unwrap();
        fs::write(dir.join("a.rs"), "//! Tests of a.\n//!\n//! In the subset: they are about the library.\n").unwrap();
        fs::write(dir.join("b.rs"), "//! Tests of b.\n").unwrap();
        let names = marked(&dir);
        fs::remove_dir_all(&dir).unwrap();
        assert_eq!(names, ["a", "c"]);
    }
}
