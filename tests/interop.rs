//! Rust and Python ranks in one job of two programs: objects, by the lower-case methods of mpi4py 4, and NumPy arrays, by the upper-case
//! ones.
//!
//! Needs a Python with NumPy whose mpi4py was built for the MPI under test: `OXMPI_TEST_PYTHON`, or `python3`; `cargo xtask test --python`
//! makes one. Where there is none this says so and does nothing.
//!
//! In the subset: which MPI types mpi4py takes, and how several programs are started, depends on the library.

use oxmpi_test::{Job, example_path};
use std::io::Write;
use std::process::Command;

/// A Python that has mpi4py 4, for the MPI under test.
fn python() -> Option<String> {
    let python = std::env::var("OXMPI_TEST_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let library = oxmpi::library_version().expect("the library says who it is");
    let ask = "import mpi4py, numpy; from mpi4py import MPI; print(mpi4py.__version__, MPI.Get_library_version())";
    let said = Command::new(&python).args(["-c", ask]).output();
    let said =
        said.map_or_else(|error| error.to_string(), |output| String::from_utf8_lossy(&output.stdout).into_owned());
    // The first words: the name and the version.
    let first = |text: &str| text.split([',', '\n']).next().unwrap_or_default().trim().to_owned();
    let same = said
        .split_once(' ')
        .is_some_and(|(version, theirs)| version.starts_with("4.") && first(theirs) == first(&library));
    if !same {
        // By this way it is seen of tests that pass, too.
        let _ = writeln!(
            std::io::stderr(),
            "\ninterop: SKIPPED: {python} has no NumPy and mpi4py 4 for this MPI (set OXMPI_TEST_PYTHON); it says: {}",
            first(&said)
        );
    }
    same.then_some(python)
}

/// Runs a Rust program and a script as one job, and sees all ranks agree. `order` has a word for each rank, `rust` or `python`.
fn agree(python: &str, program: &str, order: &[&str]) {
    let script = format!("{}/tests/programs/{program}.py", env!("CARGO_MANIFEST_DIR"));
    let first_python = order.iter().position(|who| *who == "python").expect("one is Python");
    let mut job: Option<Job> = None;
    // Neighbours of a kind are one program of the job.
    for ranks in order.chunk_by(|one, next| one == next) {
        let (start, argument) = match ranks[0] {
            "python" => (python.into(), script.clone()),
            _ => (example_path(program), first_python.to_string()),
        };
        let next = job.map_or_else(|| Job::new(&start), |job| job.and(&start));
        job = Some(next.ranks(ranks.len()).arg(argument));
    }
    let mut job = job.expect("some rank").output_per_rank();
    // What oxmpi sets for Open MPI itself, for the Python ranks, too.
    for (name, value) in [
        ("OMPI_MCA_btl_self_flags", "send,inplace"),
        ("OMPI_MCA_btl_tcp_flags", "send,inplace"),
        ("OMPI_MCA_btl_vader_single_copy_mechanism", "none"),
        ("OMPI_MCA_smsc", "^cma,xpmem,knem"),
    ] {
        job = job.env(name, value);
    }
    let job = job.run().expect("starts");
    assert!(job.success(), "{order:?}: {job}");
    for (rank, who) in order.iter().enumerate() {
        assert_eq!(job.rank(rank).stdout, format!("{who} agrees\n"), "{order:?}: {job}");
    }
}

#[test]
fn python_and_rust_ranks_exchange_objects() {
    let Some(python) = python() else { return };
    agree(&python, "interop", &["python", "rust", "rust"]);
    agree(&python, "interop", &["rust", "python", "rust"]);
    agree(&python, "interop", &["rust", "rust", "python"]);
}

#[test]
fn python_and_rust_ranks_exchange_arrays() {
    let Some(python) = python() else { return };
    agree(&python, "interop_arrays", &["python", "rust"]);
    agree(&python, "interop_arrays", &["rust", "python", "python"]);
    agree(&python, "interop_arrays", &["rust", "python", "rust", "python"]);
}
