//! What a user pays to build: a hello-world that depends on one binding alone, built cold, in release, on two cores.

use crate::process::{self, capture};
use crate::workspace;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

/// A hello-world.
pub(crate) struct Hello<'a> {
    /// The line of `[dependencies]`.
    pub(crate) dependency: &'a str,
    /// `main.rs`.
    pub(crate) main: &'a str,
    /// What its build has to be told.
    pub(crate) env: &'a [(String, String)],
    /// A `Cargo.lock` to start with.
    pub(crate) lock: Option<&'a Path>,
}

/// What its build cost.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cost {
    pub(crate) seconds: f64,
    /// Crates compiled, without itself.
    pub(crate) crates: usize,
    /// Size of the program.
    pub(crate) binary: u64,
}

/// oxmpi's.
pub(crate) const OXMPI: &str = r#"//! A hello-world.
fn main() -> std::process::ExitCode {
    oxmpi::run(|mpi| {
        println!("hello from {}", mpi.world().rank());
        Ok(())
    })
}
"#;

/// Behind the path: what most programs use.
pub(crate) const WITH_OBJECTS: &str = r#", features = ["derive", "postcard"]"#;

/// The dependency on this checkout, with more of the dependency's table behind the path.
pub(crate) fn on_oxmpi(more: &str) -> String {
    format!("oxmpi = {{ path = {:?}{more} }}", workspace::root())
}

impl Hello<'_> {
    /// Builds it once from nothing in this folder, which is removed.
    pub(crate) fn build(&self, folder: &Path) -> Result<Cost, String> {
        let cost = self.build_in(folder);
        let _ = fs::remove_dir_all(folder);
        cost
    }

    fn build_in(&self, folder: &Path) -> Result<Cost, String> {
        let io = |error: std::io::Error| format!("{}: {error}", folder.display());
        if folder.exists() {
            fs::remove_dir_all(folder).map_err(io)?;
        }
        fs::create_dir_all(folder.join("src")).map_err(io)?;
        let manifest = format!(
            "[package]\nname = \"hello\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n{}\n\n[workspace]\n",
            self.dependency
        );
        fs::write(folder.join("Cargo.toml"), manifest).map_err(io)?;
        fs::write(folder.join("src/main.rs"), self.main).map_err(io)?;
        if let Some(lock) = self.lock.filter(|lock| lock.exists()) {
            fs::copy(lock, folder.join("Cargo.lock")).map_err(io)?;
        }
        let cargo = || -> Command {
            let mut command = workspace::cargo();
            command.current_dir(folder).env("CARGO_TARGET_DIR", folder.join("target"));
            command.envs(self.env.iter().map(|(name, value)| (name, value)));
            command
        };
        // Fetching is not building.
        process::step("fetch", cargo().arg("fetch"), Duration::from_secs(300))?;
        let start = Instant::now();
        let mut build = cargo();
        build.args(["build", "--release", "--jobs", "2"]);
        let (status, text) = capture(&mut build, Duration::from_secs(900))?;
        let seconds = start.elapsed().as_secs_f64();
        if !status.success() {
            return Err(format!("the hello-world does not build:\n{}", process::last_lines(&text, 20).join("\n")));
        }
        let binary = fs::metadata(folder.join("target/release/hello")).map_err(io)?.len();
        Ok(Cost { seconds, crates: compiled(&text).saturating_sub(1), binary })
    }
}

/// How many crates cargo said it compiled.
fn compiled(text: &str) -> usize {
    text.lines().filter(|line| line.trim_start().starts_with("Compiling ")).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compiled_crates_are_counted() {
        let text = "    Updating index\n   Compiling a v1.0.0\n   Compiling hello v0.0.0 (/x)\n    Finished release\n";
        assert_eq!(compiled(text), 2);
    }
}
