//! The oldest Rust that is promised: the workspace must build with it.
//!
//! A toolchain of rustup is used when it has that version. Else, on Debian, the version's packages are unpacked (not
//! installed: they would replace newer ones) into `target/msrv`. Else the check is skipped, loudly.

use super::{Outcome, shown};
use crate::process::{self, step};
use crate::workspace;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// Debian's packages of the toolchain itself; the version is asked for by its beginning.
const TOOLCHAIN: [&str; 4] = ["rustc-web", "cargo-web", "libstd-rust-web-dev", "libstd-rust-web-"];
/// Libraries that it needs, any version.
const LIBRARIES: [&str; 8] =
    ["libllvm19", "libz3-4", "libedit2", "libbsd0", "libxml2", "libicu72", "libpcre3", "libhttp-parser2.9"];

/// Checks all targets of the workspace.
pub(super) fn run() -> Result<Outcome, String> {
    let manifest = fs::read_to_string(workspace::root().join("Cargo.toml")).map_err(|error| error.to_string())?;
    let version = promised(&manifest).ok_or("Cargo.toml has no rust-version")?;
    let mut command = match toolchain(&version) {
        Ok(command) => command,
        Err(why) => return Ok(Outcome::Skipped(format!("no Rust {version} to be had: {why}"))),
    };
    command.args(["check", "--workspace", "--features", "oxmpi/full", "--all-targets"]);
    command.env("CARGO_TARGET_DIR", workspace::target().join("msrv-build"));
    shown(&mut command)?;
    Ok(Outcome::Passed(format!("Rust {version}")))
}

/// The value of `rust-version`.
fn promised(manifest: &str) -> Option<String> {
    let line = manifest.lines().find(|line| line.starts_with("rust-version") && line.contains('"'))?;
    line.split('"').nth(1).map(str::to_owned)
}

/// A cargo of that version, ready to be given arguments.
fn toolchain(version: &str) -> Result<Command, String> {
    if let Ok(list) = process::output("rustup".as_ref(), &["toolchain".as_ref(), "list".as_ref()], &[]) {
        if let Some(name) = rustup_name(&list, version) {
            let mut command = Command::new("rustup");
            workspace::clean(&mut command);
            command.args(["run", &name, "cargo"]).env_remove("RUSTUP_TOOLCHAIN");
            return Ok(command);
        }
    }
    let root = workspace::target().join(format!("msrv/{version}"));
    if !root.join("complete").exists() {
        unpack(version, &root)?;
    }
    let mut command = Command::new(root.join("usr/bin/cargo"));
    workspace::clean(&mut command);
    command.env("LD_LIBRARY_PATH", libraries(&root));
    command.env("RUSTC", root.join("usr/bin/rustc")).env("RUSTDOC", root.join("usr/bin/rustdoc"));
    for name in ["CARGO", "RUSTUP_TOOLCHAIN", "RUSTC_WRAPPER"] {
        command.env_remove(name);
    }
    Ok(command)
}

/// The toolchain of rustup with this version, from the output of `rustup toolchain list`.
fn rustup_name(list: &str, version: &str) -> Option<String> {
    let names = list.lines().filter_map(|line| line.split_whitespace().next());
    let mut names = names.filter(|name| {
        let rest = name.strip_prefix(version);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('-') || rest.starts_with('.'))
    });
    names.next().map(str::to_owned)
}

/// Downloads Debian's packages and unpacks them under `root`.
fn unpack(version: &str, root: &Path) -> Result<(), String> {
    if process::find("apt-get").is_none() || process::find("dpkg").is_none() {
        return Err("rustup has none, and this is not Debian".to_owned());
    }
    let madison = ["madison", "rustc-web"].map(AsRef::as_ref);
    let listing = process::output("apt-cache".as_ref(), &madison, &[]).unwrap_or_default();
    let exact = debian_version(&listing, version).ok_or("rustup has none, and Debian has no such rustc-web")?;
    let downloads = root.join("packages");
    fs::create_dir_all(&downloads).map_err(|error| format!("{}: {error}", downloads.display()))?;
    let mut download = Command::new("apt-get");
    download.arg("download").current_dir(&downloads);
    for name in TOOLCHAIN {
        // The library's package has the version in its name.
        let name = if name.ends_with('-') { format!("{name}{version}") } else { name.to_owned() };
        download.arg(format!("{name}={exact}"));
    }
    step(&format!("download Debian's Rust {exact}"), download.args(LIBRARIES), Duration::from_secs(600))?;
    for entry in fs::read_dir(&downloads).map_err(|error| error.to_string())?.flatten() {
        let mut unpack = Command::new("dpkg");
        unpack.arg("-x").arg(entry.path()).arg(root);
        step(&format!("unpack {}", entry.file_name().to_string_lossy()), &mut unpack, Duration::from_secs(120))?;
    }
    let _ = fs::remove_dir_all(&downloads);
    let env = [("LD_LIBRARY_PATH".to_owned(), libraries(root))];
    for program in ["cargo", "rustc"] {
        let path = root.join("usr/bin").join(program);
        let text = process::output(path.as_os_str(), &["--version".as_ref()], &env)?;
        if !text.starts_with(&format!("{program} {version}")) {
            return Err(format!("Debian's {program} says {text}"));
        }
    }
    fs::write(root.join("complete"), exact).map_err(|error| error.to_string())
}

/// Where the unpacked libraries are.
fn libraries(root: &Path) -> String {
    let triple = PathBuf::from(format!("{}-linux-gnu", std::env::consts::ARCH));
    format!("{}:{}", root.join("usr/lib").join(&triple).display(), root.join("lib").join(&triple).display())
}

/// The newest whole version that begins with the promised one, from the output of `apt-cache madison`.
fn debian_version(listing: &str, version: &str) -> Option<String> {
    let versions = listing.lines().filter_map(|line| line.split('|').nth(1)).map(str::trim);
    let mut versions = versions.filter(|exact| exact.strip_prefix(version).is_some_and(|rest| rest.starts_with('.')));
    versions.next().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_promise_is_read_from_the_manifest() {
        assert_eq!(promised("[workspace.package]\nrust-version = \"1.85\"\n").as_deref(), Some("1.85"));
        assert_eq!(promised("rust-version.workspace = true\nrust-version = \"1.85\"\n").as_deref(), Some("1.85"));
        assert_eq!(promised("[package]\n"), None);
    }

    #[test]
    fn a_toolchain_of_rustup_is_recognised() {
        let list = "stable-x86_64-unknown-linux-gnu (active, default)\n1.85.1-x86_64-unknown-linux-gnu\n";
        assert_eq!(rustup_name(list, "1.85").as_deref(), Some("1.85.1-x86_64-unknown-linux-gnu"));
        assert_eq!(rustup_name(list, "1.8"), None);
        assert_eq!(rustup_name("1.850-x\n", "1.85"), None);
    }

    #[test]
    fn debians_version_is_picked_by_its_beginning() {
        let listing = " rustc-web | 1.96.0+dfsg1-1~deb12u2 | http://mirror.example/debian-security main\n \
                       rustc-web | 1.85.0+dfsg3-1~deb12u3 | http://mirror.example/debian bookworm/main\n";
        assert_eq!(debian_version(listing, "1.85").as_deref(), Some("1.85.0+dfsg3-1~deb12u3"));
        assert_eq!(debian_version(listing, "1.9"), None);
    }
}
