//! Every case runs to its end, at all of its sizes. No figure is looked at: timing is no test.

use std::path::Path;
use std::process::{Command, Output};

/// Runs the lab with these arguments, into a folder.
fn lab(out: &Path, arguments: &[&str]) -> Output {
    let set = std::env::var("OXMPI_MPIEXEC").ok().filter(|text| !text.is_empty());
    let mpiexec = set.unwrap_or_else(|| oxmpi::build_info::MPIEXEC.unwrap_or("mpiexec").to_owned());
    let mut command = Command::new(env!("CARGO_BIN_EXE_oxmpi-bench"));
    command.args(["--smoke", "--mpiexec", &mpiexec, "--out"]).arg(out).args(arguments);
    // Open MPI starts nothing as root, or on one core, unless it is told to.
    for name in ["OMPI_ALLOW_RUN_AS_ROOT", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM", "OMPI_MCA_rmaps_base_oversubscribe"] {
        command.env(name, "1");
    }
    command.env("PRTE_MCA_rmaps_default_mapping_policy", ":oversubscribe");
    command.output().expect("the lab starts")
}

#[test]
fn every_case_runs_and_its_rows_are_written() {
    let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join("smoke");
    let output = lab(&out, &[]);
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{text}\n{}", String::from_utf8_lossy(&output.stderr));
    let summary = std::fs::read_to_string(out.join("summary.csv")).expect("the summary is written");
    let rows: Vec<Vec<&str>> = summary.lines().map(|line| line.split(',').collect()).collect();
    for size in ["0", "8", "4194304"] {
        for contestant in ["oxmpi", "C again"] {
            let row = rows.iter().find(|row| row[..3] == ["ping-pong", size, contestant]);
            assert!(row.is_some_and(|row| row[3] == "C" && row[4] == "2"), "{contestant} at {size}: {summary}");
        }
    }
    assert!(rows.iter().any(|row| row[..3] == ["start-up", "0", "oxmpi"]), "{summary}");
    let blocks = std::fs::read_to_string(out.join("blocks.csv")).expect("the blocks are written");
    assert!(blocks.lines().count() > 2 * (rows.len() - 1), "{blocks}");
    assert!(std::fs::read_to_string(out.join("notes.txt")).is_ok_and(|notes| notes.contains("ranks on processors")));
}

#[test]
fn a_case_that_does_not_exist_is_an_error() {
    let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join("none");
    let output = lab(&out, &["--only", "no-such-case"]);
    assert!(!output.status.success());
    assert!(String::from_utf8_lossy(&output.stderr).contains("no-such-case"));
    assert!(!out.exists());
}
