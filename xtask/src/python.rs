//! A Python with mpi4py and NumPy, for the lab and for the tests of jobs in which some ranks are Python.

use crate::mpi::Mpi;
use crate::{process, workspace};
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

/// What mpi4py is built from: a fixed version, compiled here, since a wheel would bring an MPI of its own.
const MPI4PY: [&str; 3] = ["--no-binary=mpi4py", "mpi4py==4.1.2", "numpy"];

/// A virtual environment with an mpi4py that was compiled for this MPI. One that is there is used again.
pub(crate) fn with_mpi4py(mpi: &Mpi) -> Result<PathBuf, String> {
    let mpicc = mpi.wrapper("mpi4py")?;
    let environment = workspace::target().join("python").join(&mpi.id);
    let python = environment.join("bin/python3");
    let complete = environment.join("complete");
    // Another library under the same id (after an upgrade, or another MPICC) takes a new build.
    let wanted = format!("{} {} {}", mpicc.display(), mpi.title, MPI4PY.join(" "));
    if std::fs::read_to_string(&complete).is_ok_and(|text| text == wanted) {
        return Ok(python);
    }
    let _ = std::fs::remove_dir_all(&environment);
    let minutes = |count: u64| Duration::from_secs(60 * count);
    process::step("python3 -m venv", Command::new("python3").args(["-m", "venv"]).arg(&environment), minutes(2))?;
    let mut install = Command::new(&python);
    // pip would keep the compiled package, and give it to the next MPI.
    install.args(["-m", "pip", "install", "--quiet", "--no-cache-dir"]).args(MPI4PY);
    mpi.apply(&mut install);
    install.env("MPICC", mpicc);
    process::step("compile mpi4py", &mut install, minutes(20))?;
    std::fs::write(&complete, wanted).map_err(|error| format!("{}: {error}", complete.display()))?;
    Ok(python)
}
