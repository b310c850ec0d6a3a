//! Runs other programs, and says clearly what went wrong.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What a program printed.
pub struct Output {
    /// Whether it exited with 0.
    pub success: bool,
    /// Its standard output.
    pub stdout: String,
    /// Its standard error.
    pub stderr: String,
}

/// Runs a program in the C locale, since its messages are read.
pub fn run(program: &Path, args: &[OsString]) -> Result<Output, String> {
    let output = Command::new(program)
        .args(args)
        .env("LC_ALL", "C")
        .stdin(std::process::Stdio::null())
        .output()
        .map_err(|error| format!("cannot run {}: {error}", program.display()))?;
    Ok(Output {
        success: output.status.success(),
        stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    })
}

/// Finds a program in the directories of `path`, as a shell would.
pub fn which(name: &str, path: &std::ffi::OsStr) -> Option<PathBuf> {
    std::env::split_paths(path).map(|dir| dir.join(name)).find(|file| is_executable(file))
}

/// Tells whether a file can be run.
pub fn is_executable(file: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        file.metadata().is_ok_and(|data| data.is_file() && data.permissions().mode() & 0o111 != 0)
    }
    // Elsewhere nothing is built, but that is to be said by the script, not by its compiler.
    #[cfg(not(unix))]
    file.is_file()
}

/// What matters of a message, for quoting it: its first lines that speak of a failure, else its last lines.
pub fn digest(text: &str) -> String {
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    let errors: Vec<&str> = lines
        .iter()
        .copied()
        .filter(|line| ["error", "cannot"].iter().any(|word| line.contains(word)))
        .take(3)
        .collect();
    let shown = if errors.is_empty() { &lines[lines.len().saturating_sub(3)..] } else { &errors };
    shown.join("\n      ")
}
