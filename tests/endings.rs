//! How jobs end: whatever one rank does, the job is gone within seconds, failed, and somebody says which rank it was. And what a process
//! may not do outside of its one MPI life.
//!
//! In the subset: each launcher ends jobs in its own way.

use oxmpi_test::{Job, example_path, launch::Finished};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// The job has to be gone by then.
const LIMIT: Duration = Duration::from_secs(5);
/// The rank that ends, as `tests/programs/ending.rs` has it.
const WHO: usize = 2;

/// Four ranks; `WHO` ends as `how` says when all are there, or is killed.
fn end(how: &str, waiting: &str) -> Finished {
    let job = Job::new(example_path("ending")).args([how, waiting]).ranks(4).env("OXMPI_FINALIZE_WAIT", "1");
    let mut job = job.spawn().expect("starts");
    job.wait_for_stdout("all are here", Duration::from_secs(30)).expect("all ranks come up");
    let start = Instant::now();
    if how == "killed" {
        job.kill_rank(WHO).expect("has a process");
    }
    let job = job.wait();
    let took = start.elapsed();
    assert!(!job.timed_out(), "{how}, {waiting}: hangs: {job}");
    assert!(took < LIMIT, "{how}, {waiting}: took {took:?}: {job}");
    assert!(!job.success(), "{how}, {waiting}: counts as success: {job}");
    assert_eq!(job.left_behind, 0, "{how}, {waiting}: {job}");
    job
}

/// We named the rank and the reason, on one line.
fn says(how: &str, waiting: &str, reason: &str) {
    let job = end(how, waiting);
    let rank = format!("rank {WHO} of 4 on ");
    let named =
        job.stderr.lines().any(|line| line.contains("oxmpi: ") && line.contains(&rank) && line.contains(reason));
    assert!(named, "{how}, {waiting}: no line names `{rank}` and `{reason}`: {job}");
}

#[test]
fn a_panic_of_one_rank_ends_the_job() {
    for waiting in ["barrier", "recv", "send"] {
        says("panic", waiting, "a panic on purpose");
    }
}

#[test]
fn an_error_of_one_rank_ends_the_job() {
    for waiting in ["barrier", "recv", "send"] {
        says("error", waiting, "an error on purpose");
    }
}

#[test]
fn requests_under_way_do_not_delay_the_end() {
    for waiting in ["barrier", "recv"] {
        says("error with requests", waiting, "an error on purpose");
        says("panic with requests", waiting, "a panic on purpose");
    }
}

#[test]
fn a_panic_in_a_scope_ends_the_job_before_the_memory_is_gone() {
    says("panic in a scope", "barrier", "a panic left a scope");
    says("caught panic in a scope", "recv", "a panic left a scope");
}

#[test]
fn operations_that_nobody_takes_part_in_are_given_up_by_name() {
    says("error in a scope", "barrier", "a scope failed");
    says("dropped send", "barrier", "operations whose requests were dropped");
}

#[test]
fn an_exit_of_one_rank_ends_the_job() {
    for how in ["exit 0", "exit 3"] {
        for waiting in ["barrier", "recv"] {
            says(how, waiting, "exits without finalizing");
        }
    }
}

#[test]
fn a_killed_rank_ends_the_job() {
    // The launcher is the one who can say which it was; ours is that it ends.
    for waiting in ["barrier", "recv"] {
        end("killed", waiting);
    }
}

#[test]
fn without_run_a_panic_and_a_return_end_the_job() {
    says("panic with init", "barrier", "exits without finalizing");
    says("error with init", "barrier", "exits without finalizing");
}

#[test]
fn an_abort_is_never_a_success() {
    for status in [0, 7, 256] {
        says(&format!("abort {status}"), "barrier", "abort with status");
    }
}

#[test]
fn a_rank_that_exits_while_another_thread_has_locked_stdout_ends_the_job() {
    says("exit 3 in a thread, while stdout is locked", "recv", "exits without finalizing");
}

#[test]
fn a_panic_while_another_thread_is_in_a_call_ends_the_job() {
    says("panic while a thread is in a call", "barrier", "a panic on purpose");
}

/// A life that is as it should be on all ranks.
fn lives(what: &str, ranks: usize) -> Finished {
    let job = Job::new(example_path("life")).arg(what).ranks(ranks).run().expect("starts");
    assert!(job.success(), "{what}: {job}");
    assert_eq!(job.stdout.matches("as it should be").count(), ranks, "{what}: {job}");
    job
}

#[test]
fn calls_outside_of_the_life_of_mpi_are_errors_and_drops_inert() {
    for ranks in [1, 2] {
        let job = lives("whole life", ranks);
        assert!(!job.stderr.contains("oxmpi:"), "{job}");
    }
}

#[test]
fn a_second_run_is_refused() {
    let job = lives("run twice", 1);
    assert_eq!(job.stderr.matches("oxmpi: MPI_Init_thread: ").count(), 2, "{job}");
}

#[test]
fn finalization_waits_for_threads_that_are_inside() {
    lives("threads that end", 2);
    lives("serialized", 2);
}

#[test]
fn finalization_names_the_threads_that_never_leave_and_ends_the_job() {
    for (wait, seconds) in [("1", 1), ("18446744073709551615", 0)] {
        let job = Job::new(example_path("life")).arg("threads that stay").ranks(2).env("OXMPI_FINALIZE_WAIT", wait);
        if seconds == 0 {
            // As good as forever, and no overflow: the job hangs until it is ended.
            let job = job.timeout(Duration::from_secs(4)).run().expect("starts");
            assert!(job.timed_out(), "waits: {job}");
            continue;
        }
        let start = Instant::now();
        let job = job.run().expect("starts");
        assert!(!job.success() && !job.timed_out(), "{job}");
        assert!(start.elapsed() < LIMIT + Duration::from_secs(seconds + 2), "{job}");
        let line = job.stderr.lines().find(|line| line.contains("still inside of MPI calls"));
        let line = line.unwrap_or_else(|| panic!("nobody says why: {job}"));
        for number in 0..3 {
            assert!(line.contains(&format!("receiver-{number}")), "{line}");
        }
        assert!(line.contains("rank 0 of 2 on "), "{line}");
    }
}

#[test]
fn a_launcher_of_another_mpi_is_warned_about() {
    let here = if oxmpi::build_info::FAMILY == "open_mpi" { "Open" } else { "MPICH" };
    let foreign = ["/usr/bin/mpiexec.openmpi", "/usr/bin/mpiexec.mpich"].into_iter().find(|path| {
        let is_open = path.ends_with("openmpi");
        Path::new(path).exists() && is_open != (here == "Open")
    });
    let Some(foreign) = foreign else {
        eprintln!("skipped: no launcher of another MPI is installed");
        return;
    };
    let mut command = Command::new(foreign);
    if foreign.ends_with("openmpi") {
        command.args(["--allow-run-as-root", "--oversubscribe", "--bind-to", "none"]);
    }
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy().into_owned();
        if ["PMI_", "PMIX_", "OMPI_COMM", "HYDI_"].iter().any(|prefix| name.starts_with(prefix)) {
            command.env_remove(name);
        }
    }
    let output = command.args(["-n", "2"]).arg(example_path("life")).arg("run twice").stdin(Stdio::null()).output();
    let output = output.expect("starts");
    let stderr = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() && stderr.contains("unsupported PMI version") {
        return; // MPICH 5 itself refuses to start under Open MPI's launcher, and says why
    }
    assert!(stderr.contains("oxmpi: warning: this rank is alone in its world"), "{stderr}");
    assert!(stderr.contains("started 2") && stderr.contains("mpiexec"), "{stderr}");
}

#[test]
fn finalizing_in_the_midst_of_a_call_is_refused() {
    let places = [
        "send",
        "isend",
        "recv",
        "matched",
        "irecv",
        "sendrecv",
        "broadcast",
        "gather",
        "all_gather",
        "waker",
        "dropped",
    ];
    for (place, level) in places.into_iter().flat_map(|place| ["funneled", "multiple"].map(|level| (place, level))) {
        let job = Job::new(example_path("foreign")).args([place, level]).ranks(1).run().expect("starts");
        assert!(!job.timed_out(), "{place}, {level}: {job}");
        let expected =
            if place == "dropped" { "finalized" } else { "refused: MPI_Finalize: this thread may not call MPI now" };
        assert!(job.stdout.contains(expected), "{place}, {level}: {job}");
        // Who waits for itself is aborted in the midst of the call.
        assert!(job.stdout.contains("the call "), "{place}, {level}: {job}");
    }
}
