//! Installs an MPI in one of the ways of a plan, and tries whether it works.

use super::Mpi;
use super::facts::{self, Fetcher, Unpacker, Wrapper};
use super::known::{self, Known, Make, Manager, Source};
use super::plan::WheelWay;
use crate::process::{self, capture, step};
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// Longer than any mirror needs that still answers.
const DOWNLOAD: Duration = Duration::from_secs(900);

/// Installs the distribution's packages, and finds the wrapper that they brought.
pub(super) fn packages(manager: Manager, make: Make) -> Result<Wrapper, String> {
    let packages = manager.packages(make).ok_or_else(|| format!("{} has none", manager.program()))?;
    for line in manager.install(packages) {
        let mut command = Command::new(&line[0]);
        command.args(&line[1..]).env("DEBIAN_FRONTEND", "noninteractive");
        step(&line.join(" "), &mut command, DOWNLOAD)?;
    }
    let found = known::wrappers(make).iter().filter_map(|name| process::find(name));
    let wrapper = found
        .map(|mpicc| facts::look_into(&mpicc, Vec::new()))
        .find(|wrapper| wrapper.usable() == Some(make))
        .ok_or_else(|| format!("the packages brought no working mpicc and mpiexec of {}", make.title()))?;
    // The plain name is what a person and the build script use, when it is the same library.
    let plain = process::find("mpicc").map(|mpicc| facts::look_into(&mpicc, Vec::new()));
    Ok(plain.filter(|plain| plain.usable() == Some(make)).unwrap_or(wrapper))
}

/// Puts wheels into `<wheels>/<folder>`. It is built beside its final place and renamed, so that a folder that is
/// there is always whole. (The wrappers find their own prefix, so they survive that.)
pub(super) fn wheels(known: &'static Known, how: WheelWay, wheels: &Path) -> Result<Wrapper, String> {
    let Source::Wheels { folder, requirements, wrapper } = known.source else {
        return Err(format!("{} is not a wheel", known.id));
    };
    fs::create_dir_all(wheels).map_err(|error| format!("{}: {error}", wheels.display()))?;
    let prefix = wheels.join(folder);
    let partial = wheels.join(format!("{folder}.partial"));
    for old in [&partial, &prefix] {
        if old.exists() {
            fs::remove_dir_all(old).map_err(|error| format!("{}: {error}", old.display()))?;
        }
    }
    match how {
        WheelWay::Venv => venv(requirements, &partial)?,
        WheelWay::PipDownload(unpacker) => {
            let scratch = scratch(&partial)?;
            let mut command = Command::new("python3");
            command.args(["-m", "pip", "download", "--no-deps", "--only-binary", ":all:", "--dest"]).arg(&scratch);
            step("pip download", command.args(requirements), DOWNLOAD)?;
            unpack(&the_wheel(&scratch)?, unpacker, &partial)?;
        }
        WheelWay::Fetch(fetcher, unpacker, tag) => {
            let scratch = scratch(&partial)?;
            let wheel = fetch_wheel(requirements[0], fetcher, tag, &scratch)?;
            unpack(&wheel, unpacker, &partial)?;
        }
    }
    fs::rename(&partial, &prefix).map_err(|error| format!("{}: {error}", prefix.display()))?;
    let mpicc = prefix.join("bin").join(wrapper);
    let found = facts::look_into(&mpicc, facts::wheel_environment(known.make, &prefix));
    match found.usable() {
        Some(make) if make == known.make => Ok(found),
        _ => Err(format!("what was fetched does not work: {}", found.title())),
    }
}

/// A virtual environment with the requirements in it.
fn venv(requirements: &[&str], prefix: &Path) -> Result<(), String> {
    let minute = Duration::from_secs(120);
    step("python3 -m venv", Command::new("python3").args(["-m", "venv"]).arg(prefix), minute)?;
    let mut command = Command::new(prefix.join("bin/python3"));
    command.args(["-m", "pip", "install", "--quiet", "--only-binary", ":all:"]).args(requirements);
    step(&format!("pip install {}", requirements.join(" ")), &mut command, DOWNLOAD)
}

/// A fresh folder for downloads inside the one that is being built.
fn scratch(partial: &Path) -> Result<PathBuf, String> {
    let scratch = partial.join("download");
    fs::create_dir_all(&scratch).map_err(|error| format!("{}: {error}", scratch.display()))?;
    Ok(scratch)
}

fn the_wheel(folder: &Path) -> Result<PathBuf, String> {
    let entries = fs::read_dir(folder).map_err(|error| error.to_string())?;
    entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .find(|path| path.extension().is_some_and(|extension| extension == "whl"))
        .ok_or_else(|| "pip downloaded no wheel".to_owned())
}

/// Finds a wheel in the index and fetches it.
fn fetch_wheel(requirement: &str, fetcher: Fetcher, tag: &str, scratch: &Path) -> Result<PathBuf, String> {
    let (name, version) = requirement.split_once("==").ok_or("a requirement without a version")?;
    let index = env::var(facts::INDEX).map_err(|_| format!("{} names no package index", facts::INDEX))?;
    let page = scratch.join("index.html");
    let index = format!("{}/{name}/", index.trim_end_matches('/'));
    step(&format!("fetch {index}"), &mut fetch(fetcher, &index, &page), DOWNLOAD)?;
    let text = fs::read_to_string(&page).map_err(|error| error.to_string())?;
    let address = wheel_address(&text, name, version, tag)
        .ok_or_else(|| format!("{index} lists no {name}-{version} for this machine ({tag})"))?;
    let wheel = scratch.join(format!("{name}.whl"));
    step(&format!("fetch {name}-{version} wheel"), &mut fetch(fetcher, &address, &wheel), DOWNLOAD)?;
    Ok(wheel)
}

fn fetch(fetcher: Fetcher, address: &str, to: &Path) -> Command {
    let mut command;
    match fetcher {
        Fetcher::Curl => {
            command = Command::new("curl");
            command.args(["-fsSL", "--retry", "3", "-o"]).arg(to).arg(address);
        }
        Fetcher::Wget => {
            command = Command::new("wget");
            command.args(["-q", "-O"]).arg(to).arg(address);
        }
        Fetcher::Python => {
            command = Command::new("python3");
            let script = "import sys, urllib.request as u; u.urlretrieve(sys.argv[1], sys.argv[2])";
            command.args(["-c", script, address]).arg(to);
        }
    }
    command
}

/// The address of a wheel in a page of the simple index, without the digest that follows `#`.
fn wheel_address(page: &str, name: &str, version: &str, tag: &str) -> Option<String> {
    let start = format!("{name}-{version}-");
    page.split("href=\"").skip(1).find_map(|rest| {
        let address = rest.split(['"', '#']).next()?;
        let file = address.rsplit('/').next()?;
        (file.starts_with(&start) && file.ends_with(tag)).then(|| address.to_owned())
    })
}

/// Unpacks a wheel the way pip would: what is in `*.data/data` makes up the prefix.
fn unpack(wheel: &Path, unpacker: Unpacker, prefix: &Path) -> Result<(), String> {
    let raw = prefix.join("raw");
    fs::create_dir_all(&raw).map_err(|error| error.to_string())?;
    let mut command;
    match unpacker {
        Unpacker::Python => {
            command = Command::new("python3");
            command.args(["-m", "zipfile", "-e"]).arg(wheel).arg(&raw);
        }
        Unpacker::Unzip => {
            command = Command::new("unzip");
            command.arg("-q").arg(wheel).arg("-d").arg(&raw);
        }
        Unpacker::Bsdtar => {
            command = Command::new("bsdtar");
            command.arg("-xf").arg(wheel).arg("-C").arg(&raw);
        }
    }
    step("unpack", &mut command, Duration::from_secs(120))?;
    let io = |error: std::io::Error| error.to_string();
    let folders = || -> std::io::Result<Vec<PathBuf>> {
        fs::read_dir(&raw)?.map(|entry| Ok(entry?.path().join("data"))).collect()
    };
    let data = folders().map_err(io)?.into_iter().find(|path| path.is_dir()).ok_or("a wheel without data")?;
    for entry in fs::read_dir(data).map_err(io)? {
        let entry = entry.map_err(io)?;
        fs::rename(entry.path(), prefix.join(entry.file_name())).map_err(io)?;
    }
    fs::remove_dir_all(raw).map_err(io)?;
    fs::remove_dir_all(prefix.join("download")).map_err(io)?;
    make_executable(&prefix.join("bin")).map_err(io)
}

/// Python's zipfile drops the permissions.
fn make_executable(bin: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    for entry in fs::read_dir(bin)? {
        let path = entry?.path();
        if path.is_file() {
            fs::set_permissions(path, fs::Permissions::from_mode(0o755))?;
        }
    }
    Ok(())
}

/// Two ranks that must see each other: tells a launcher of another MPI at once (it makes two worlds of one).
const HELLO: &str = r#"#include <mpi.h>
#include <stdio.h>
int main(int argc, char **argv) {
    int size = 0;
    MPI_Init(&argc, &argv);
    MPI_Comm_size(MPI_COMM_WORLD, &size);
    printf("world of %d\n", size);
    MPI_Finalize();
    return 0;
}
"#;

/// Compiles a C program and runs it on two ranks.
pub(super) fn verify(mpi: &Mpi) -> Result<(), String> {
    let (Some(mpicc), Some(mpiexec)) = (&mpi.mpicc, &mpi.mpiexec) else { return Ok(()) };
    let source = process::scratch_file("oxmpi-hello", "c", HELLO)?;
    let program = source.with_extension("out");
    let mut compile = Command::new(mpicc);
    compile.arg(&source).arg("-o").arg(&program);
    mpi.apply(&mut compile);
    let mut run = Command::new(mpiexec);
    run.args(["-n", "2"]).arg(&program);
    mpi.apply(&mut run);
    let outcome = step("compile a C program with it", &mut compile, Duration::from_secs(120)).and_then(|()| {
        match capture(&mut run, Duration::from_secs(60)) {
            Ok((status, text)) if status.success() && text.matches("world of 2").count() == 2 => Ok(()),
            Ok((_, text)) if text.matches("world of 1").count() == 2 => {
                Err(format!("{} starts no ranks of {}: it is of another MPI", mpiexec.display(), mpi.title))
            }
            Ok((status, text)) => Err(format!("`{}` ended with {status}:\n{}", process::typed(&run), text.trim_end())),
            Err(why) => Err(format!("`{}` {why}", process::typed(&run))),
        }
    });
    let _ = fs::remove_file(source);
    let _ = fs::remove_file(program);
    if outcome.is_ok() {
        println!("  ready: {}, {}", mpi.title, mpiexec.display());
    }
    outcome
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = r#"<a href="https://f/aa/mpich-5.0.2-py3-none-manylinux_2_28_aarch64.whl#sha256=1">x</a>
<a href="https://f/bb/mpich-5.0.1-py3-none-manylinux_2_28_x86_64.whl#sha256=2">x</a>
<a href="https://f/cc/mpich-5.0.2-py3-none-manylinux_2_28_x86_64.whl#sha256=3" data-requires-python="&gt;=3.6">x</a>"#;

    #[test]
    fn the_right_wheel_is_picked_from_the_index() {
        let tag = "manylinux_2_28_x86_64.whl";
        assert_eq!(
            wheel_address(PAGE, "mpich", "5.0.2", tag).as_deref(),
            Some("https://f/cc/mpich-5.0.2-py3-none-manylinux_2_28_x86_64.whl")
        );
        assert_eq!(wheel_address(PAGE, "mpich", "6.0.0", tag), None);
        assert_eq!(wheel_address("", "mpich", "5.0.2", tag), None);
    }

    #[test]
    fn each_fetcher_is_told_what_and_where() {
        for fetcher in [Fetcher::Curl, Fetcher::Wget, Fetcher::Python] {
            let command = process::typed(&fetch(fetcher, "https://f/x.whl", Path::new("/t/x.whl")));
            assert!(command.contains("https://f/x.whl") && command.contains("/t/x.whl"), "{command}");
        }
    }
}
