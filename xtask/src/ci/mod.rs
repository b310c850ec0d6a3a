//! `cargo xtask ci`: the checks other than tests. Each goes on after the others' failures; a table closes the run.

mod build_cost;
mod features;
mod msrv;

use crate::report::table;
use crate::{process, workspace};
use std::process::{Command, Stdio};
use std::time::Instant;

/// How a step ended, when it did not fail.
pub(crate) enum Outcome {
    /// It was done; with what a person wants to know of it, if anything.
    Passed(String),
    /// It could not be done here, and why.
    Skipped(String),
}

/// One check.
struct Step {
    name: &'static str,
    about: &'static str,
    run: fn() -> Result<Outcome, String>,
}

const STEPS: [Step; 7] = [
    Step { name: "fmt", about: "rustfmt has nothing to change", run: fmt },
    Step { name: "clippy", about: "clippy has nothing to say, on all targets", run: clippy },
    Step { name: "doc", about: "the documentation builds without a warning", run: doc },
    Step { name: "features", about: "each feature builds alone, and none at all", run: features::run },
    Step { name: "msrv", about: "the workspace builds with the oldest Rust that is promised", run: msrv::run },
    Step { name: "package", about: "each crate builds from what would be published", run: package },
    Step {
        name: "build-cost",
        about: "a hello-world builds within its limits of time and crates",
        run: build_cost::run,
    },
];

/// Prints the steps.
pub(crate) fn list() {
    let rows: Vec<Vec<String>> = STEPS.iter().map(|step| vec![step.name.to_owned(), step.about.to_owned()]).collect();
    print!("{}", table(&rows));
}

/// Runs the named steps, or all; `Ok(true)` when none failed.
pub(crate) fn run(names: &[String]) -> Result<bool, String> {
    if let Some(name) = names.iter().find(|name| STEPS.iter().all(|step| step.name != **name)) {
        let all: Vec<&str> = STEPS.iter().map(|step| step.name).collect();
        return Err(format!("there is no step {name:?}; there are {}", all.join(", ")));
    }
    let mut rows = vec![["step", "result", "seconds", "note"].map(str::to_owned).to_vec()];
    let mut good = true;
    for step in STEPS.iter().filter(|step| names.is_empty() || names.iter().any(|name| name == step.name)) {
        println!("\n== {}: {}", step.name, step.about);
        let start = Instant::now();
        let (result, note) = match (step.run)() {
            Ok(Outcome::Passed(note)) => ("passed", note),
            Ok(Outcome::Skipped(why)) => {
                println!("SKIPPED: {why}");
                ("SKIPPED", why)
            }
            Err(why) => {
                good = false;
                println!("FAILED: {why}");
                ("FAILED", why.lines().next().unwrap_or_default().to_owned())
            }
        };
        rows.push(vec![step.name.to_owned(), result.to_owned(), start.elapsed().as_secs().to_string(), note]);
    }
    println!("\n{}", table(&rows));
    Ok(good)
}

/// Runs a command in full view; what it prints is the explanation.
fn shown(command: &mut Command) -> Result<(), String> {
    println!("$ {}", process::typed(command));
    match command.stdin(Stdio::null()).status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("`{}` ended with {status}", process::typed(command))),
        Err(error) => Err(format!("`{}`: {error}", process::typed(command))),
    }
}

fn passed() -> Result<Outcome, String> {
    Ok(Outcome::Passed(String::new()))
}

fn fmt() -> Result<Outcome, String> {
    shown(workspace::cargo().args(["fmt", "--all", "--check"]))?;
    passed()
}

fn clippy() -> Result<Outcome, String> {
    let arguments = ["clippy", "--workspace", "--features", "oxmpi/full", "--all-targets", "--", "-D", "warnings"];
    shown(workspace::cargo().args(arguments))?;
    passed()
}

fn doc() -> Result<Outcome, String> {
    let mut command = workspace::cargo();
    command
        .args(["doc", "--workspace", "--features", "oxmpi/full", "--no-deps"])
        .args([
            "--exclude",
            "xtask",
            "--exclude",
            "oxmpi-bench",
            "--exclude",
            "oxmpi-bench-lab",
            "--exclude",
            "oxmpi-bench-report",
        ])
        .env("RUSTDOCFLAGS", "-D warnings");
    shown(&mut command)?;
    passed()
}

fn package() -> Result<Outcome, String> {
    let mut command = workspace::cargo();
    command.args(["package", "--workspace", "--exclude", "xtask"]);
    command.args(["--exclude", "oxmpi-bench", "--exclude", "oxmpi-bench-lab", "--exclude", "oxmpi-bench-report"]);
    let mut git = Command::new("git");
    workspace::clean(&mut git);
    let changes = git.args(["status", "--porcelain"]).output().map(|output| output.stdout).unwrap_or_default();
    let note = if changes.is_empty() {
        String::new()
    } else {
        command.arg("--allow-dirty");
        "of a working tree with changes".to_owned()
    };
    shown(&mut command)?;
    Ok(Outcome::Passed(note))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_step_is_refused_with_the_list() {
        let error = run(&["clipy".to_owned()]).unwrap_err();
        assert!(error.contains("clipy") && error.contains("build-cost"), "{error}");
    }
}
