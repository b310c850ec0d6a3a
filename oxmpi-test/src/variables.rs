//! The environment variables: those by which a test's process talks to the ranks it starts, and those by which people steer it.

use std::time::Duration;

/// On every process of a job, its launcher and helpers included: a name of that job alone, by which all of them can be found.
pub(crate) const JOB: &str = "OXMPI_TEST_JOB";
/// The test that this process, being a rank, is to run.
pub(crate) const CHILD: &str = "OXMPI_TEST_CHILD";
/// The folder for the files of a job's ranks.
pub(crate) const FOLDER: &str = "OXMPI_TEST_FOLDER";

pub(crate) const MPIEXEC: &str = "OXMPI_MPIEXEC";
pub(crate) const MPIEXEC_ARGS: &str = "OXMPI_MPIEXEC_ARGS";
pub(crate) const TIMEOUT: &str = "OXMPI_TEST_TIMEOUT";
pub(crate) const JOBS: &str = "OXMPI_TEST_JOBS";
pub(crate) const DEBUGGER: &str = "OXMPI_TEST_DEBUGGER";
pub(crate) const KEEP: &str = "OXMPI_TEST_KEEP";

/// How launchers tell a process its rank: Open MPI, anything with PMIx, MPICH and Intel, Slurm without either.
const RANK: [&str; 4] = ["OMPI_COMM_WORLD_RANK", "PMIX_RANK", "PMI_RANK", "SLURM_PROCID"];

/// This process's rank as its launcher says, which can be had before MPI works, or when it does not.
pub(crate) fn rank_from_launcher() -> Option<usize> {
    RANK.iter().find_map(|name| std::env::var(name).ok()?.parse().ok())
}

/// The same of another process, from its environment (`NAME=VALUE`, each ended by a zero byte).
pub(crate) fn rank_in(environ: &[u8]) -> Option<usize> {
    RANK.iter().find_map(|name| std::str::from_utf8(value_in(environ, name)?).ok()?.parse().ok())
}

/// The value of `name` in the environment of a process.
pub(crate) fn value_in<'a>(environ: &'a [u8], name: &str) -> Option<&'a [u8]> {
    environ.split(|byte| *byte == 0).find_map(|entry| entry.strip_prefix(name.as_bytes())?.strip_prefix(b"="))
}

/// Whether a variable tells a process that it is a rank of a job, which a launcher started from there must not inherit.
pub(crate) fn belongs_to_a_rank(name: &str) -> bool {
    (name.starts_with("OMPI_") && !name.starts_with("OMPI_MCA_") && !name.starts_with("OMPI_ALLOW_"))
        || (name.starts_with("PMIX_") && !name.starts_with("PMIX_MCA_"))
        || name.starts_with("PMI_")
        || name.starts_with("HYDI_")
        || [JOB, CHILD, FOLDER].contains(&name)
}

/// The limit for a job: what the environment says, what the test says, a minute.
pub(crate) fn timeout(of_test: Option<u64>) -> Duration {
    let from_environment = std::env::var(TIMEOUT).ok().map(|text| match text.trim().parse::<f64>() {
        Ok(seconds) if seconds > 0.0 && seconds < 1e9 => Duration::from_secs_f64(seconds),
        _ => panic!("{TIMEOUT} is `{text}`; it must be a number of seconds above 0"),
    });
    from_environment.unwrap_or(Duration::from_secs(of_test.unwrap_or(60)))
}
