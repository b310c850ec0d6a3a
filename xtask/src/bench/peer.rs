//! The peers that are Rust programs: packages of their own in `benches/peers`, each built for one MPI.

use crate::mpi::Mpi;
use crate::{process, workspace};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Builds a peer, in a target folder of this MPI, and returns its program.
pub(super) fn build(name: &str, mpi: &Mpi, folder: &Path) -> Result<PathBuf, String> {
    let mpicc = mpi.wrapper(name)?;
    let target = folder.join("peers").join(name);
    let io = |error: std::io::Error| format!("{}: {error}", target.display());
    // rsmpi's build script does not look again when MPICC names another wrapper.
    let (of, wanted) = (target.join("mpi"), format!("{} {}", mpicc.display(), mpi.title));
    if !std::fs::read_to_string(&of).is_ok_and(|text| text == wanted) {
        let _ = std::fs::remove_dir_all(&target);
        std::fs::create_dir_all(&target).and_then(|()| std::fs::write(&of, wanted)).map_err(io)?;
    }
    let mut build = workspace::cargo();
    build.args(["build", "--quiet", "--release", "--locked"]).arg("--target-dir").arg(&target);
    build.arg("--manifest-path").arg(workspace::root().join("benches/peers").join(name).join("Cargo.toml"));
    mpi.apply(&mut build);
    // Both crates take the MPI of this variable, unless one of the others is set.
    build.env("MPICC", mpicc).env_remove("MPI_PKG_CONFIG").env_remove("CRAY_MPICH_DIR");
    // A backtrace would push the reason out of the lines that are shown.
    build.env("RUST_BACKTRACE", "0");
    build.env("RUSTFLAGS", flags(&process::output(mpicc.as_os_str(), &["-show".as_ref()], &mpi.env)?));
    process::step(&format!("build the peer {name}"), &mut build, Duration::from_secs(900))
        .map_err(|why| format!("the peer {name} does not build: {why}{}", remedy(&why)))?;
    Ok(target.join("release").join(format!("oxmpi-bench-{name}")))
}

/// The flags by which a program finds its MPI outside the system's folders, which neither crate gives the linker: from
/// what `mpicc -show` prints, after those that are set.
fn flags(shown: &str) -> String {
    let set = std::env::var("RUSTFLAGS").unwrap_or_default();
    let folders = shown.split_whitespace().filter_map(|word| word.strip_prefix("-L"));
    let own = folders.map(|folder| format!(" -Clink-arg=-Wl,-rpath,{}", folder.trim_matches('"')));
    std::iter::once(set).chain(own).collect()
}

/// What to do about a known cause.
fn remedy(why: &str) -> &'static str {
    // bindgen, which reads mpi.h for rsmpi, loads it.
    if why.contains("libclang") {
        "\nhelp: install libclang (Debian: libclang-dev, Fedora: clang-devel), or set LIBCLANG_PATH to the folder it is in"
    } else {
        ""
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_find_their_mpi() {
        let flags = flags("gcc -I/m/include -L/m/lib -Wl,-rpath -Wl,/m/lib -lmpi");
        assert!(flags.ends_with(" -Clink-arg=-Wl,-rpath,/m/lib"), "{flags}");
    }

    #[test]
    fn a_missing_libclang_has_a_remedy() {
        let why = "Unable to find libclang: \"couldn't find any valid shared libraries matching: ['libclang.so']\"";
        assert!(remedy(why).contains("LIBCLANG_PATH"));
        assert_eq!(remedy("could not compile `ferrompi`"), "");
    }
}
