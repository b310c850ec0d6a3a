//! Rust and Python ranks in one job, by pickles: every lower-case method of mpi4py 4 that oxmpi has the counterpart of.
//!
//! Needs a Python whose mpi4py was built for the MPI under test: `OXMPI_TEST_PYTHON`, or `python3`. Where there is none this says so and
//! does nothing.

use oxmpi_test::{Job, example_path};
use std::process::Command;

/// A Python that has mpi4py 4, for the MPI under test.
fn python() -> Option<String> {
    let python = std::env::var("OXMPI_TEST_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let library = oxmpi::library_version().expect("the library says who it is");
    let ask = "import mpi4py; from mpi4py import MPI; print(mpi4py.__version__, MPI.Get_library_version())";
    let said = Command::new(&python).args(["-c", ask]).output();
    let said =
        said.map_or_else(|error| error.to_string(), |output| String::from_utf8_lossy(&output.stdout).into_owned());
    // The first words: the name and the version.
    let first = |text: &str| text.split([',', '\n']).next().unwrap_or_default().trim().to_owned();
    let same = said
        .split_once(' ')
        .is_some_and(|(version, theirs)| version.starts_with("4.") && first(theirs) == first(&library));
    if !same {
        println!("SKIPPED: {python} has no mpi4py 4 for this MPI (set OXMPI_TEST_PYTHON); it says: {}", first(&said));
    }
    same.then_some(python)
}

#[test]
fn python_and_rust_ranks_exchange_objects() {
    let Some(python) = python() else { return };
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/programs/interop.py");
    for rank in 0..3 {
        let mut job = Job::new(example_path("interop")).args([&rank.to_string(), &python, script]).ranks(3);
        // What oxmpi sets for Open MPI itself, for the Python rank, too.
        for (name, value) in [
            ("OMPI_MCA_btl_self_flags", "send,inplace"),
            ("OMPI_MCA_btl_tcp_flags", "send,inplace"),
            ("OMPI_MCA_btl_vader_single_copy_mechanism", "none"),
            ("OMPI_MCA_smsc", "^cma,xpmem,knem"),
        ] {
            job = job.env(name, value);
        }
        let job = job.run().expect("starts");
        assert!(job.success(), "Python is rank {rank}: {job}");
        let agree = |who: &str| job.stdout.lines().filter(|line| line.contains(who)).count();
        assert_eq!((agree("python agrees"), agree("rust agrees")), (1, 2), "{job}");
    }
}
