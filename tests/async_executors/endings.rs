//! MPI ends while tasks wait: they are told, nobody hangs, and the driver's thread ends too.

use crate::support::{counting, poll, soon};
use oxmpi::ErrorKind::Finalized;
use oxmpi::prelude::*;
use oxmpi::request::block_on;
use oxmpi_test::oxmpi_test;
use std::task::Poll;
use std::time::Duration;

fn multiple() -> Mpi {
    oxmpi::builder().threads(ThreadLevel::Multiple).init().expect("initializes")
}

/// Whether a thread of this process is the driver's. Linux alone can tell.
fn driver_lives() -> bool {
    let tasks = std::fs::read_dir("/proc/self/task").expect("is there");
    let names = tasks.flatten().map(|task| std::fs::read_to_string(task.path().join("comm")).unwrap_or_default());
    names.into_iter().any(|name| name.trim() == "oxmpi-driver")
}

#[oxmpi_test(ranks = [1, 2])]
fn tasks_that_wait_when_mpi_is_finalized_are_told() {
    let mpi = multiple();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).build().expect("starts");
    let mut tasks = Vec::new();
    for number in 0..20 {
        let world = mpi.world();
        tasks.push(runtime.spawn(async move {
            match number % 2 {
                0 => world.irecv_into(vec![0u8; 4], 0).expect("starts").await.map(drop).expect_err("no message").kind(),
                _ => world.irecv::<Vec<u8>>(0).expect("starts").await.map(drop).expect_err("no message").kind(),
            }
        }));
    }
    std::thread::sleep(Duration::from_millis(50));
    assert!(tasks.iter().all(|task| !task.is_finished()));
    mpi.finalize().expect("finalizes");
    for task in tasks {
        assert_eq!(runtime.block_on(task).expect("no panic"), Finalized);
    }
    if cfg!(target_os = "linux") {
        soon("the driver ends", || !driver_lives());
    }
}

#[oxmpi_test(ranks = [1, 2])]
fn the_executor_may_be_dropped_before_or_after_mpi() {
    let mpi = multiple();
    let runtimes =
        [(); 2].map(|()| tokio::runtime::Builder::new_multi_thread().worker_threads(2).build().expect("starts"));
    for runtime in &runtimes {
        for _ in 0..20 {
            let world = mpi.world();
            runtime.spawn(async move { world.irecv_into(vec![0u8; 4], 0).expect("starts").await.map(drop) });
            let world = mpi.world();
            runtime.spawn(async move { world.irecv::<Obj<String>>(0).expect("starts").await.map(drop) });
        }
    }
    std::thread::sleep(Duration::from_millis(50));
    let [before, after] = runtimes;
    drop(before);
    drop(mpi);
    drop(after);
}

/// Another thread is in `block_on` when MPI is finalized, and waits for a request that `start` starts.
fn another_thread_is_told<T: 'static>(start: fn(&Communicator) -> oxmpi::request::Request<T>) {
    let mpi = multiple();
    let world = mpi.world();
    let thread = std::thread::spawn(move || block_on(start(&world)).map(drop).expect_err("no message").kind());
    std::thread::sleep(Duration::from_millis(100));
    mpi.finalize().expect("finalizes");
    assert_eq!(thread.join().expect("no panic"), Finalized);
}

#[oxmpi_test(ranks = [1, 2], timeout = 30)]
fn block_on_of_another_thread_is_told() {
    another_thread_is_told(|world| world.irecv_into(vec![0u8; 4], 0).expect("starts"));
}

#[oxmpi_test(ranks = [1], timeout = 30)]
fn block_on_of_another_thread_that_looks_for_a_message_is_told() {
    another_thread_is_told(|world| world.irecv::<Vec<u8>>(0).expect("starts"));
}

#[oxmpi_test(ranks = [1, 2])]
fn requests_that_were_polled_outlive_mpi_in_peace() {
    for_the_end(oxmpi::init().expect("initializes"));
}

fn for_the_end(mpi: Mpi) {
    let world = mpi.world();
    let (count, waker) = counting();
    let mut known = world.irecv_into(vec![0u8; 4], 0).expect("starts");
    let mut unknown = world.irecv::<Vec<u8>>(0).expect("starts");
    let persistent = world.recv_init(vec![0u8; 4], 0).expect("is set up");
    let mut started = persistent.start().expect("starts");
    assert!(poll(&mut known, &waker).is_pending());
    assert!(poll(&mut unknown, &waker).is_pending());
    assert!(poll(&mut started, &waker).is_pending());
    mpi.finalize().expect("finalizes");
    let before = count.get();
    soon("who waits is woken", || count.get() > before || !driver_lives());
    let Poll::Ready(Err(error)) = poll(&mut known, &waker) else { panic!("must be an error") };
    assert_eq!(error.kind(), Finalized);
    let Poll::Ready(Err(error)) = poll(&mut unknown, &waker) else { panic!("must be an error") };
    assert_eq!(error.kind(), Finalized);
    assert_eq!(block_on(&mut started).map(drop).expect_err("must be an error").kind(), Finalized);
    std::thread::spawn(move || drop(known)).join().expect("no panic");
    drop((unknown, started));
}
