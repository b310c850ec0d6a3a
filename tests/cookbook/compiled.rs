//! The programs in C that run beside a recipe, compiled by the `mpicc` of the MPI under test.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, PoisonError};

/// The program `examples/FOLDER/NAME.c`, compiled once; or why there is none, which is no fault of the source.
///
/// # Panics
/// If it does not compile.
pub(crate) fn program(folder: &str, name: &str) -> Result<PathBuf, String> {
    static COMPILED: Mutex<Option<HashMap<PathBuf, Result<PathBuf, String>>>> = Mutex::new(None);
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(folder).join(name).with_extension("c");
    let mut compiled = COMPILED.lock().unwrap_or_else(PoisonError::into_inner);
    compiled.get_or_insert_default().entry(source.clone()).or_insert_with(|| compile(&source, name)).clone()
}

fn compile(source: &Path, name: &str) -> Result<PathBuf, String> {
    let mpicc = oxmpi::build_info::MPICC.ok_or("oxmpi was built without an mpicc")?;
    // A command with arguments, unless it is a path.
    let words: Vec<&str> = if Path::new(mpicc).is_file() { vec![mpicc] } else { mpicc.split_whitespace().collect() };
    // Of its own: tests of another MPI may be running in the same target folder.
    let program = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{}", oxmpi::build_info::FAMILY));
    let mut command = Command::new(words[0]);
    command.args(&words[1..]).args(["-O2", "-Wall", "-o"]).arg(&program).arg(source);
    command.args(oxmpi::build_info::RPATH.iter().map(|folder| format!("-Wl,-rpath,{folder}")));
    let output = command.output().map_err(|error| format!("{mpicc}: {error}"))?;
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    Ok(program)
}
