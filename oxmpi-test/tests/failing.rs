//! Tests that must fail, each run by a test that reads how it failed. Those that fail are ignored, so that nobody else runs them.

use std::process::{Command, Output, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

mod fixtures {
    use oxmpi::Communicator;
    use oxmpi_test::oxmpi_test;

    #[oxmpi_test(ranks = 4)]
    #[ignore = "a fixture that fails"]
    fn rank_2_panics(world: &Communicator) {
        println!("hello from rank {}", world.rank());
        if world.rank() == 2 {
            assert_eq!(world.rank() + 1, 7, "two and one");
        }
        let _ = world.barrier();
    }

    #[oxmpi_test(ranks = 4)]
    #[ignore = "a fixture that fails"]
    fn all_panic(world: &Communicator) {
        panic!("this is rank {}", world.rank());
    }

    #[oxmpi_test(ranks = 4)]
    #[ignore = "a fixture that fails"]
    fn returns_err(world: &Communicator) -> Result<(), Box<dyn std::error::Error>> {
        if world.rank() == 1 {
            return Err("the input is unusable".into());
        }
        world.barrier()?;
        Ok(())
    }

    #[oxmpi_test(ranks = 4, timeout = 3)]
    #[ignore = "a fixture that fails"]
    fn hangs(world: &Communicator) {
        if world.rank() < 3 {
            wait_for_a_message(world);
        }
    }

    fn wait_for_a_message(world: &Communicator) {
        let _: i32 = world.recv(3).expect("receives");
    }

    #[oxmpi_test(ranks = 3, timeout = 3)]
    #[ignore = "a fixture that fails"]
    fn sleeps(_world: &Communicator) {
        std::thread::sleep(std::time::Duration::from_secs(600));
    }

    #[oxmpi_test(ranks = 4)]
    #[ignore = "a fixture that fails"]
    fn exits(world: &Communicator) {
        if world.rank() == 3 {
            std::process::exit(3);
        }
        let _ = world.barrier();
    }

    #[oxmpi_test(ranks = 4)]
    #[ignore = "a fixture that fails"]
    fn exits_with_0(world: &Communicator) {
        if world.rank() == 3 {
            std::process::exit(0);
        }
        let _ = world.barrier();
    }

    #[oxmpi_test(ranks = 4)]
    #[ignore = "a fixture that fails"]
    fn is_killed(world: &Communicator) {
        if world.rank() == 1 {
            let pid = std::process::id().to_string();
            // By the shell, which has a `kill` of its own: a minimal system has no program of that name.
            let _ = std::process::Command::new("sh").args(["-c", "kill -9 $0", &pid]).status();
        }
        let _ = world.barrier();
    }

    #[oxmpi_test(ranks = 2)]
    #[should_panic(expected = "the right words")]
    #[ignore = "a fixture that fails"]
    fn panics_with_other_words(_world: &Communicator) {
        panic!("the wrong words");
    }

    #[oxmpi_test(ranks = 2)]
    #[should_panic]
    #[ignore = "a fixture that fails"]
    fn does_not_panic(_world: &Communicator) {}

    #[oxmpi_test(ranks = 2)]
    #[ignore = "a fixture that takes a second"]
    fn takes_a_second(world: &Communicator) {
        std::thread::sleep(std::time::Duration::from_secs(1));
        let _ = world.barrier();
    }
}

/// Runs one of the fixtures as `cargo test` would.
fn command(fixture: &str) -> Command {
    let mut command = Command::new(std::env::current_exe().expect("a process knows its own program"));
    command.args(["--exact", &format!("fixtures::{fixture}"), "--include-ignored"]);
    command.env_remove("OXMPI_TEST_TIMEOUT");
    command
}

/// What it printed, having failed.
fn failure(mut command: Command) -> String {
    let Output { status, stdout, stderr } = command.output().expect("starts");
    let text = format!("{}{}", String::from_utf8_lossy(&stdout), String::from_utf8_lossy(&stderr));
    assert_eq!(status.code(), Some(101), "{text}");
    assert!(text.contains("1 failed"), "{text}");
    assert!(text.contains("to run it by hand:"), "{text}");
    assert_nothing_is_left();
    text
}

/// How long the job went on after its first failure, in seconds. (How long it took before that depends on the machine's load.)
fn seconds(report: &str) -> f64 {
    let (before, _) = report.split_once(" s after the first failure)").expect("a report of a failure");
    before.rsplit(' ').next().and_then(|number| number.parse().ok()).expect("a number")
}

/// No process of any fixture is there any more.
fn assert_nothing_is_left() {
    for entry in std::fs::read_dir("/proc").into_iter().flatten().flatten() {
        let Ok(environ) = std::fs::read(entry.path().join("environ")) else { continue };
        let environ = String::from_utf8_lossy(&environ).into_owned();
        let of_this_process = format!("{TAG}={}", std::process::id());
        assert!(!environ.split('\0').any(|entry| entry == of_this_process), "left behind: {:?}", entry.path());
    }
}

const TAG: &str = "TEST_OF_OXMPI_TEST";

fn tagged(fixture: &str) -> Command {
    let mut command = command(fixture);
    command.env(TAG, std::process::id().to_string());
    command
}

#[track_caller]
fn assert_has(text: &str, wanted: &[&str]) {
    for part in wanted {
        assert!(text.contains(part), "`{part}` is not in:\n{text}");
    }
}

/// The tests of this file look for each other's processes; one at a time.
fn alone() -> MutexGuard<'static, ()> {
    static LOCK: Mutex<()> = Mutex::new(());
    LOCK.lock().unwrap_or_else(PoisonError::into_inner)
}

#[test]
fn a_panic_names_its_rank() {
    let _alone = alone();
    let text = failure(tagged("rank_2_panics::ranks_4"));
    assert!(seconds(&text) < 5.0, "{text}");
    assert_has(&text, &["rank 2 of 4: panicked at ", "tests/failing.rs:", "two and one", "left: 3", "right: 7"]);
    assert_has(
        &text,
        &["---- output of rank 0 ----\nhello from rank 0\n", "---- output of rank 2 ----\nhello from rank 2\n"],
    );
    assert_has(&text, &["rank 0 of 4: was stopped with the job", "--exact fixtures::rank_2_panics::ranks_4"]);
}

#[test]
fn every_panic_is_reported() {
    let _alone = alone();
    let text = failure(tagged("all_panic::ranks_4"));
    for rank in 0..4 {
        assert_has(&text, &[&format!("rank {rank} of 4: panicked at "), &format!("this is rank {rank}\n")]);
    }
}

#[test]
fn an_err_names_its_rank() {
    let _alone = alone();
    let text = failure(tagged("returns_err::ranks_4"));
    assert_has(&text, &["rank 1 of 4: returned an error: the input is unusable", "rank 0 of 4: was stopped"]);
}

#[test]
fn a_hang_shows_the_stacks() {
    let _alone = alone();
    let text = failure(tagged("hangs::ranks_4"));
    assert_has(&text, &["did not end within 3 s", "rank 0 of 4: was still running", "rank 2 of 4: was still running"]);
    assert_has(&text, &["rank 3 of 4: passed, but was still in MPI_Finalize", "---- stacks ----", "rank 0, process "]);
    if Command::new("gdb").arg("--version").output().is_ok() {
        assert_has(&text, &["wait_for_a_message"]);
        // Intel MPI has no name for the function that was called, only for what it calls.
        assert!(["MPI_Recv", "MPI_Mprobe", "MPI_Probe", "MPIR_Wait"].iter().any(|name| text.contains(name)), "{text}");
    }
}

#[test]
fn the_environment_sets_the_timeout() {
    let _alone = alone();
    let mut command = tagged("sleeps::ranks_3");
    command.env("OXMPI_TEST_TIMEOUT", "1.5");
    assert_has(&failure(command), &["did not end within 1.5 s", "rank 2 of 3: was still running"]);
}

#[test]
fn without_gdb_the_kernel_is_asked() {
    let _alone = alone();
    let mut command = tagged("sleeps::ranks_3");
    command.env("OXMPI_TEST_DEBUGGER", "/nowhere/gdb");
    assert_has(&failure(command), &["gdb is not installed", "rank 1, process ", "State: S (sleeping)", "waits in: "]);
}

#[test]
fn an_exit_names_its_rank() {
    let _alone = alone();
    for fixture in ["exits::ranks_4", "exits_with_0::ranks_4"] {
        let text = failure(tagged(fixture));
        assert!(seconds(&text) < 5.0, "{text}");
        assert_has(&text, &["rank 3 of 4: called exit in the middle of the test"]);
    }
}

#[test]
fn a_killed_rank_is_named() {
    let _alone = alone();
    let text = failure(tagged("is_killed::ranks_4"));
    assert!(seconds(&text) < 5.0, "{text}");
    // Hydra kills the others within milliseconds, so that now and then one of them is seen to be gone first.
    assert_has(&text, &["died in the middle of the test (killed by a signal", "rank 1 of 4: "]);
    let of_rank_1 = ["rank 1 of 4: died in the middle of the test", "rank 1 of 4: was stopped with the job"];
    assert!(of_rank_1.iter().any(|line| text.contains(line)), "{text}");
}

#[test]
fn the_expected_panic_is_required() {
    let _alone = alone();
    assert_has(&failure(tagged("panics_with_other_words::ranks_2")), &["should have panicked with `the right words`"]);
    assert_has(
        &failure(tagged("does_not_panic::ranks_2")),
        &["should have panicked on some rank", "rank 0 of 2: passed"],
    );
}

#[test]
fn jobs_of_two_processes_take_turns() {
    let _alone = alone();
    let time = |jobs: &str| {
        let started = Instant::now();
        let processes: Vec<_> = (0..2)
            .map(|_| {
                let mut command = command("takes_a_second::ranks_2");
                command.env("OXMPI_TEST_JOBS", jobs).stdout(Stdio::piped()).stderr(Stdio::piped());
                command.spawn().expect("starts")
            })
            .collect();
        for process in processes {
            let output = process.wait_with_output().expect("ends");
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
        }
        started.elapsed()
    };
    let one_by_one = time("1");
    assert!(one_by_one >= Duration::from_secs(2), "{one_by_one:?}");
    // Others may hold slots, so the second is no more than likely to run beside the first.
    let together = time("8");
    assert!(together >= Duration::from_secs(1), "{together:?}");
}

#[test]
fn a_launcher_that_is_not_there_is_named() {
    let _alone = alone();
    let mut command = command("all_panic::ranks_4");
    command.env("OXMPI_MPIEXEC", "/nowhere/mpiexec");
    let output = command.output().expect("starts");
    let text = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success());
    assert_has(&text, &["/nowhere/mpiexec", "OXMPI_MPIEXEC names another launcher"]);
}

/// The launcher of another MPI, where one is installed.
#[test]
fn the_wrong_launcher_is_named() {
    let _alone = alone();
    let open_mpi = oxmpi::build_info::FAMILY == "open_mpi";
    let others: &[&str] = if open_mpi { &["mpiexec.mpich", "mpiexec.hydra"] } else { &["mpiexec.openmpi"] };
    let Some(other) = others.iter().find(|name| Command::new(name).arg("--version").output().is_ok()) else {
        eprintln!("no launcher of another MPI here: nothing to try");
        return;
    };
    let mut command = tagged("takes_a_second::ranks_2");
    command.env("OXMPI_MPIEXEC", other);
    let text = failure(command);
    if text.contains("died while it initialized MPI") {
        // MPICH 5 does so under a launcher with PMIx, which it does not know.
        assert_has(&text, &["is not the launcher of its MPI library, set OXMPI_MPIEXEC"]);
    } else {
        let wrong = ["was started by the wrong launcher", "MPI_COMM_WORLD has 1 rank(s), not 2", "Set OXMPI_MPIEXEC"];
        assert_has(&text, &wrong);
    }
}
