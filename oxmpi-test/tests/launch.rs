//! Jobs of other programs.

use oxmpi_test::{Job, example_path};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

#[test]
fn output_and_status() -> std::io::Result<()> {
    let job = Job::new(example_path("oxmpi_test_job")).ranks(4).env("JOB_TEST", "x y").run()?;
    assert!(job.success(), "{job}");
    assert!(!job.timed_out());
    assert_eq!(job.left_behind, 0, "{job}");
    for rank in 0..4 {
        assert!(job.stdout.contains(&format!("hello from {rank} of 4 x y")), "{job}");
        assert!(job.stderr.contains(&format!("complaint of {rank}")), "{job}");
    }
    Ok(())
}

#[test]
fn output_of_each_rank() -> std::io::Result<()> {
    let job = Job::new(example_path("oxmpi_test_job")).ranks(3).output_per_rank().run()?;
    assert!(job.success(), "{job}");
    for rank in 0..3 {
        assert_eq!(job.rank(rank).stdout, format!("hello from {rank} of 3 \n"), "{job}");
        assert!(job.rank(rank).stderr.contains(&format!("complaint of {rank}")), "{job}");
    }
    Ok(())
}

#[test]
fn a_failed_rank_fails_the_job() -> std::io::Result<()> {
    let job = Job::new(example_path("oxmpi_test_job")).arg("fail").ranks(4).run()?;
    assert!(!job.success(), "{job}");
    assert!(!job.timed_out(), "{job}");
    assert!(job.duration < Duration::from_secs(5), "{job}");
    Ok(())
}

#[test]
fn a_hung_job_is_ended_with_its_stacks() -> std::io::Result<()> {
    let job = Job::new(example_path("oxmpi_test_job")).arg("sleep").ranks(2).timeout(Duration::from_secs(2)).run()?;
    assert!(job.timed_out(), "{job}");
    assert!(!job.success());
    assert!(job.stacks.as_ref().is_some_and(|stacks| stacks.contains("rank 1, process ")), "{job}");
    assert_eq!(job.left_behind, 0, "{job}");
    Ok(())
}

#[test]
fn a_killed_rank_ends_the_job() -> std::io::Result<()> {
    let mut job = Job::new(example_path("oxmpi_test_job")).arg("sleep").ranks(4).spawn()?;
    job.wait_for_stdout("all are here", Duration::from_secs(30))?;
    let killed = Instant::now();
    job.kill_rank(2)?;
    let job = job.wait();
    assert!(killed.elapsed() < Duration::from_secs(5), "{job}");
    assert!(!job.success() && !job.timed_out(), "{job}");
    assert_eq!(job.left_behind, 0, "{job}");
    Ok(())
}

#[test]
fn a_dropped_job_is_killed() -> std::io::Result<()> {
    let mut job = Job::new(example_path("oxmpi_test_job")).arg("sleep").ranks(2).spawn()?;
    job.wait_for_stdout("all are here", Duration::from_secs(30))?;
    let pid = job.pid(1).expect("runs");
    drop(job);
    // A zombie, which nobody has waited for yet, has no environment any more.
    let environment = std::fs::read(format!("/proc/{pid}/environ")).unwrap_or_default();
    assert!(environment.is_empty(), "process {pid} lives on");
    Ok(())
}

#[test]
fn a_program_that_is_not_there_is_named() {
    let error = Job::new("/nowhere/program").spawn().map(drop).expect_err("cannot start");
    assert!(error.to_string().contains("/nowhere/program"), "{error}");
}

/// One rank of our own program and two of another one, which are one job.
#[test]
fn several_programs_are_one_job() -> std::io::Result<()> {
    let mut job = Job::new(example_path("oxmpi_test_job")).and(another_program()?).arg("again").ranks(2);
    job = job.env("JOB_TEST", "x y").output_per_rank();
    let job = job.run()?;
    assert!(job.success(), "{job}");
    for rank in 0..3 {
        assert_eq!(job.rank(rank).stdout, format!("hello from {rank} of 3 x y\n"), "{job}");
    }
    assert_eq!(job.command.matches(" : ").count(), 1, "{job}");
    Ok(())
}

#[test]
fn several_programs_that_hang_are_ended_with_their_stacks() -> std::io::Result<()> {
    let job = Job::new(example_path("oxmpi_test_job")).arg("sleep").and(another_program()?).arg("sleep").ranks(2);
    let job = job.timeout(Duration::from_secs(2)).run()?;
    assert!(job.timed_out(), "{job}");
    for rank in 0..3 {
        assert!(job.stacks.as_ref().is_some_and(|stacks| stacks.contains(&format!("rank {rank}, process "))), "{job}");
    }
    assert_eq!(job.left_behind, 0, "{job}");
    Ok(())
}

#[test]
fn a_rank_of_another_program_can_be_killed() -> std::io::Result<()> {
    let job = Job::new(example_path("oxmpi_test_job")).arg("sleep").and(another_program()?).arg("sleep").ranks(2);
    let mut job = job.spawn()?;
    job.wait_for_stdout("all are here", Duration::from_secs(30))?;
    job.kill_rank(2)?;
    let job = job.wait();
    assert!(!job.success() && !job.timed_out(), "{job}");
    Ok(())
}

#[test]
fn each_of_several_programs_is_looked_for() {
    let job = Job::new(example_path("oxmpi_test_job")).and("/nowhere/program");
    let error = job.spawn().map(drop).expect_err("cannot start");
    assert!(error.to_string().contains("/nowhere/program"), "{error}");
}

/// The same program in a file of its own, which has another name.
fn another_program() -> std::io::Result<PathBuf> {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let other = Path::new(env!("CARGO_TARGET_TMPDIR")).join("another_program");
    // Put in place as a whole: other tests may be doing the same, or running it.
    let copy = other.with_extension(format!("{}-{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed)));
    std::fs::copy(example_path("oxmpi_test_job"), &copy)?;
    std::fs::rename(&copy, &other)?;
    Ok(other)
}
