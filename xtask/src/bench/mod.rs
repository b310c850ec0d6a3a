//! `cargo xtask bench`: the performance lab on one MPI. This verb sets up the MPI and the peers, builds, and hands over to
//! the program of `benches`, which starts the ranks, measures, and prints the table.

mod peer;

use crate::mpi::{self, Mpi, Wanted};
use crate::{process, python, workspace};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// What the command line asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Options {
    /// The value of `--mpi`.
    pub(crate) mpi: Option<String>,
    /// `--dry-run`
    pub(crate) dry_run: bool,
    /// `--full`, rather than `--quick`, which is the default.
    pub(crate) full: bool,
    /// `--realtime`
    pub(crate) realtime: bool,
    /// The value of `--peers`.
    pub(crate) peers: Option<String>,
    /// The value of `--only`.
    pub(crate) only: Option<String>,
    /// The value of `--sizes`.
    pub(crate) sizes: Option<String>,
}

/// Who is measured. C always is, and C beside itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Peers {
    oxmpi: bool,
    rsmpi: bool,
    ferrompi: bool,
    mpi4py: bool,
}

/// All of them, as `--peers` has them.
pub(crate) const ALL_PEERS: &str = "c,oxmpi,rsmpi,ferrompi,mpi4py";

impl Peers {
    /// From the value of `--peers`.
    fn parse(list: Option<&str>) -> Result<Peers, String> {
        let mut peers = Peers { oxmpi: false, rsmpi: false, ferrompi: false, mpi4py: false };
        for name in list.unwrap_or("c,oxmpi").split(',') {
            match name.trim() {
                "c" => {}
                "oxmpi" => peers.oxmpi = true,
                "rsmpi" => peers.rsmpi = true,
                "ferrompi" => peers.ferrompi = true,
                "mpi4py" => peers.mpi4py = true,
                other => return Err(format!("--peers: no such peer {other:?}; there are {ALL_PEERS}")),
            }
        }
        // C beside itself is measured in oxmpi's processes.
        if !peers.others() {
            peers.oxmpi = true;
        }
        Ok(peers)
    }

    /// Whether there are peers with programs of their own, which load the C twins.
    fn others(self) -> bool {
        self.rsmpi || self.ferrompi || self.mpi4py
    }
}

/// Runs the verb; `Ok(true)` when all that was asked for was measured.
pub(crate) fn run(options: &Options) -> Result<bool, String> {
    let peers = Peers::parse(options.peers.as_deref())?;
    let Some(mpi) = mpi::set_up(Wanted::named(options.mpi.as_deref())?, &workspace::target(), options.dry_run)? else {
        return Ok(true);
    };
    let folder = workspace::target().join("bench").join(&mpi.id);
    std::fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    println!("Build:");
    let mut build = workspace::cargo();
    build.args(["build", "--quiet", "--release", "--package", "oxmpi-bench"]);
    mpi.apply(&mut build);
    process::step("build the lab", &mut build, Duration::from_secs(1800))?;
    // A later build for another MPI must not replace it while it runs.
    let program = folder.join("oxmpi-bench");
    let built = workspace::target().join("release/oxmpi-bench");
    let _ = std::fs::remove_file(&program);
    std::fs::copy(&built, &program).map_err(|error| format!("{}: {error}", built.display()))?;

    let mut lab = Command::new(&program);
    workspace::clean(&mut lab);
    mpi.apply(&mut lab);
    lab.arg("--mpiexec").arg(launcher(&mpi)).arg("--out").arg(&folder);
    if peers.others() {
        lab.arg("--twins").arg(twins(&mpi, &folder)?);
    }
    if peers.rsmpi {
        lab.arg("--rsmpi").arg(peer::build("rsmpi", &mpi, &folder)?);
    }
    if peers.ferrompi {
        lab.arg("--ferrompi").arg(peer::build("ferrompi", &mpi, &folder)?);
    }
    if peers.mpi4py {
        lab.arg("--python").arg(python::with_mpi4py(&mpi)?);
    }
    if !peers.oxmpi {
        lab.arg("--without-oxmpi");
    }
    lab.arg(if options.full { "--full" } else { "--quick" });
    if options.realtime {
        lab.arg("--realtime");
    }
    for (name, value) in [("--only", &options.only), ("--sizes", &options.sizes)] {
        if let Some(value) = value {
            lab.args([name, value]);
        }
    }
    println!("Lab, on {}:", mpi.title);
    let status = lab.status().map_err(|error| format!("{}: {error}", program.display()))?;
    Ok(status.success())
}

/// The MPI's launcher.
fn launcher(mpi: &Mpi) -> PathBuf {
    mpi.mpiexec.clone().unwrap_or_else(|| "mpiexec".into())
}

/// The C twins as a shared library, compiled as benches/build.rs does.
fn twins(mpi: &Mpi, folder: &Path) -> Result<PathBuf, String> {
    let sources = workspace::root().join("benches/c");
    let entries = std::fs::read_dir(&sources).map_err(|error| format!("{}: {error}", sources.display()))?;
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "c"));
    files.sort();
    let library = folder.join("libtwins.so");
    let mut compile = Command::new(mpi.wrapper("the C side of a peer")?);
    compile.args(["-std=c11", "-O3", "-fPIC", "-shared", "-o"]).arg(&library).args(&files);
    mpi.apply(&mut compile);
    process::step("compile the C twins as a library", &mut compile, Duration::from_secs(120))?;
    Ok(library)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn peers_are_a_list_and_c_is_always_one() {
        let peers = |list| Peers::parse(list).unwrap();
        let only_c = Peers { oxmpi: true, rsmpi: false, ferrompi: false, mpi4py: false };
        assert_eq!(peers(None), only_c);
        assert_eq!(peers(Some("c")), only_c);
        assert_eq!(peers(Some("c,oxmpi,mpi4py")), Peers { mpi4py: true, ..only_c });
        assert_eq!(peers(Some("mpi4py")), Peers { oxmpi: false, mpi4py: true, ..only_c });
        assert_eq!(peers(Some("rsmpi, ferrompi")), Peers { oxmpi: false, rsmpi: true, ferrompi: true, ..only_c });
        assert!(Peers::parse(Some("c,rust")).unwrap_err().contains("rust"));
    }
}
