//! Where the checkout and its target folder are, and how cargo is called on it.

use std::env;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The root of the checkout.
pub(crate) fn root() -> PathBuf {
    let manifest = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let manifest = manifest.unwrap_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")));
    manifest.parent().map(Path::to_owned).unwrap_or(manifest)
}

/// Cargo's target folder.
pub(crate) fn target() -> PathBuf {
    match env::var_os("CARGO_TARGET_DIR") {
        Some(dir) if !dir.is_empty() => root().join(dir),
        _ => root().join("target"),
    }
}

/// The cargo that runs this task, in the root, without the variables that `cargo run` gave to this process alone.
pub(crate) fn cargo() -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    clean(&mut command);
    command
}

/// A program that, with what it starts, has rustup's nightly compiler.
pub(crate) fn nightly(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    clean(&mut command);
    // rustup's proxies choose; what `cargo run` set would go past them.
    command.env("RUSTUP_TOOLCHAIN", "nightly").env_remove("CARGO").env_remove("RUSTC");
    command
}

/// Whether rustup has a nightly compiler.
pub(crate) fn has_nightly() -> bool {
    nightly("rustc")
        .arg("--version")
        .stderr(Stdio::null())
        .output()
        .is_ok_and(|output| output.status.success() && String::from_utf8_lossy(&output.stdout).contains("nightly"))
}

/// Takes the variables that `cargo run` sets for the program out of a command's environment: a build script or test
/// that looks at them would think itself in the crate xtask.
pub(crate) fn clean(command: &mut Command) {
    command.current_dir(root());
    for (name, _) in env::vars_os() {
        if name.to_str().is_some_and(is_of_cargo_run) {
            command.env_remove(name);
        }
    }
    if let Some(paths) = env::var_os("LD_LIBRARY_PATH") {
        let target = target();
        let kept: Vec<PathBuf> = env::split_paths(&paths)
            .filter(|path| !path.starts_with(&target) && !path.components().any(|part| part.as_os_str() == "rustlib"))
            .filter(|path| !is_toolchain(path))
            .collect();
        match env::join_paths(&kept) {
            Ok(paths) if !kept.is_empty() => command.env("LD_LIBRARY_PATH", paths),
            _ => command.env_remove("LD_LIBRARY_PATH"),
        };
    }
}

/// `cargo run` also adds the toolchain's own `lib`.
fn is_toolchain(path: &Path) -> bool {
    path.ends_with("lib") && path.parent().is_some_and(|dir| dir.join("lib/rustlib").is_dir())
}

fn is_of_cargo_run(name: &str) -> bool {
    name.starts_with("CARGO_PKG_")
        || ["CARGO_MANIFEST_DIR", "CARGO_MANIFEST_PATH", "CARGO_CRATE_NAME", "CARGO_BIN_NAME", "OUT_DIR"]
            .contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_root_has_the_workspace() {
        assert!(root().join("xtask/Cargo.toml").is_file());
        assert!(target().is_absolute());
    }

    #[test]
    fn only_the_variables_of_this_program_are_dropped() {
        assert!(is_of_cargo_run("CARGO_PKG_NAME") && is_of_cargo_run("CARGO_MANIFEST_DIR"));
        assert!(!is_of_cargo_run("CARGO_HOME") && !is_of_cargo_run("CARGO_TARGET_DIR"));
    }
}
