//! Initialization, thread levels, and an MPI that a host initialized.

use oxmpi::prelude::*;
use oxmpi::{ErrorKind, Result, ffi};
use oxmpi_test::oxmpi_test;
use std::ffi::c_int;

/// What a C host does first.
fn host_initializes() {
    // SAFETY: the first MPI call of this process; null for argc and argv is allowed.
    let code = unsafe { ffi::MPI_Init(std::ptr::null_mut(), std::ptr::null_mut()) };
    assert_eq!(code, ffi::MPI_SUCCESS as c_int);
}

/// What a C host does last.
fn host_finalizes() {
    // SAFETY: initialized by this thread, not finalized, nothing is under way.
    let code = unsafe { ffi::MPI_Finalize() };
    assert_eq!(code, ffi::MPI_SUCCESS as c_int);
}

fn attach() -> Result<Mpi> {
    // SAFETY: in these tests no message is longer than the buffer that receives it, no other thread is there, and one
    // guard lives at a time.
    unsafe { oxmpi::attach() }
}

#[oxmpi_test(ranks = [1, 3])]
fn attaching_works_again_and_again_and_leaves_the_host_its_mpi() -> Result<()> {
    assert_eq!(attach().expect_err("nobody initialized").kind(), ErrorKind::NotInitialized);
    host_initializes();
    assert_eq!(oxmpi::init().expect_err("the host did").kind(), ErrorKind::AlreadyInitialized);
    for round in 0..3 {
        let mpi = attach()?;
        let world = mpi.world();
        assert_eq!(world.all_reduce(&round, Op::SUM)?, round * world.size() as i32);
        assert_eq!(attach().expect_err("one guard at a time").kind(), ErrorKind::AlreadyInitialized);
        // Our messages and the host's do not meet, and errors are returned on ours.
        world.bsend(&world.rank(), world.rank())?;
        let mut flag: c_int = 1;
        // SAFETY: initialized; MPI_COMM_WORLD is valid; flag and status are ours.
        unsafe {
            let mut status = std::mem::zeroed();
            let any = (ffi::MPI_ANY_SOURCE as c_int, ffi::MPI_ANY_TAG as c_int);
            ffi::MPI_Iprobe(any.0, any.1, ffi::MPI_COMM_WORLD, &mut flag, &mut status);
        }
        assert_eq!(flag, 0, "a message on our communicator is none on the host's");
        assert_eq!(world.recv::<usize>(world.rank())?, world.rank());
        let kept = world.duplicate()?;
        drop(mpi);
        assert_eq!(kept.barrier().expect_err("detached").kind(), ErrorKind::Finalized);
        assert!(oxmpi::is_initialized() && !oxmpi::is_finalized(), "detaching finalizes nothing");
        // SAFETY: the host's MPI is running.
        assert_eq!(unsafe { ffi::MPI_Barrier(ffi::MPI_COMM_WORLD) }, ffi::MPI_SUCCESS as c_int);
    }
    host_finalizes();
    assert_eq!(attach().expect_err("finalized").kind(), ErrorKind::Finalized);
    assert_eq!(oxmpi::init().expect_err("finalized").kind(), ErrorKind::Finalized);
    Ok(())
}

#[oxmpi_test(ranks = [1, 3])]
fn a_host_that_finalizes_first_leaves_inert_handles() -> Result<()> {
    host_initializes();
    let mpi = attach()?;
    let (world, duplicate) = (mpi.world(), mpi.world().duplicate()?);
    assert_eq!(duplicate.all_reduce(&1, Op::SUM)? as usize, world.size());
    host_finalizes();
    assert!(oxmpi::is_finalized());
    for handle in [&world, &duplicate] {
        assert_eq!(handle.barrier().expect_err("finalized").kind(), ErrorKind::Finalized);
        assert_eq!(handle.send(&1, 0).expect_err("finalized").kind(), ErrorKind::Finalized);
    }
    assert_eq!(mpi.wtime().expect_err("finalized").kind(), ErrorKind::Finalized);
    drop((duplicate, world));
    mpi.finalize()
}

#[oxmpi_test(ranks = [2])]
fn the_hosts_error_handler_stays() -> Result<()> {
    host_initializes();
    let mut before = ffi::MPI_ERRHANDLER_NULL;
    // SAFETY: the host's MPI is running; one handle is written.
    unsafe { ffi::MPI_Comm_get_errhandler(ffi::MPI_COMM_WORLD, &mut before) };
    let mpi = attach()?;
    let mut after = ffi::MPI_ERRHANDLER_NULL;
    // SAFETY: as above.
    unsafe { ffi::MPI_Comm_get_errhandler(ffi::MPI_COMM_WORLD, &mut after) };
    assert_eq!(before, after);
    // Ours return errors, while the host's are still fatal.
    for comm in [mpi.comm_self(), mpi.world()] {
        comm.bsend(&[1u8; 8], comm.rank())?;
        assert_eq!(comm.recv::<[u8; 4]>(comm.rank()).expect_err("too long").kind(), ErrorKind::Truncated);
    }
    drop(mpi);
    host_finalizes();
    Ok(())
}

#[oxmpi_test(ranks = [1, 2])]
fn finalizing_by_the_guard_frees_what_is_left_and_delivers_buffered_messages() {
    let mpi = oxmpi::init().expect("initializes");
    let world = mpi.world();
    let kept = world.duplicate().expect("duplicates");
    let (right, left) = ((world.rank() + 1) % world.size(), (world.rank() + world.size() - 1) % world.size());
    world.bsend(&vec![1u8; 100_000], right).expect("sends");
    let late: Vec<u8> = world.recv(left).expect("receives");
    assert_eq!(late, vec![1; 100_000]);
    mpi.finalize().expect("finalizes");
    assert!(oxmpi::is_finalized());
    drop(kept);
    assert_eq!(oxmpi::init().expect_err("once only").kind(), ErrorKind::Finalized);
}

#[oxmpi_test(ranks = [1, 2])]
fn the_default_level_admits_the_initializing_thread_alone(mpi: &Mpi) {
    assert!(mpi.thread_level() >= ThreadLevel::Funneled);
    let world = mpi.world();
    let kind = std::thread::scope(|scope| scope.spawn(|| world.barrier().map_err(|error| error.kind())).join());
    assert_eq!(kind.expect("no panic"), Err(ErrorKind::WrongThread));
    // Dropped on another thread: freed later, on this one.
    let duplicate = world.duplicate().expect("duplicates");
    std::thread::spawn(move || drop(duplicate)).join().expect("no panic");
    world.duplicate().expect("duplicates").barrier().expect("works");
}

#[oxmpi_test(ranks = [1, 2], threads = "single")]
fn single_admits_the_initializing_thread_alone(mpi: &Mpi) {
    let world = mpi.world();
    let kind = std::thread::scope(|scope| scope.spawn(|| world.barrier().map_err(|error| error.kind())).join());
    assert_eq!(kind.expect("no panic"), Err(ErrorKind::WrongThread));
    world.barrier().expect("works");
}

#[oxmpi_test(ranks = [1, 2], threads = "serialized")]
fn serialized_admits_threads_that_take_turns(mpi: &Mpi) -> Result<()> {
    assert!(mpi.thread_level() >= ThreadLevel::Serialized);
    let world = mpi.world();
    for round in 0..4 {
        let sum = std::thread::scope(|scope| scope.spawn(|| world.all_reduce(&round, Op::SUM)).join());
        assert_eq!(sum.expect("no panic")?, round * world.size() as i32);
        assert_eq!(world.all_reduce(&1, Op::SUM)? as usize, world.size());
    }
    Ok(())
}

#[oxmpi_test(ranks = [1, 2], threads = "multiple")]
fn multiple_admits_threads_at_the_same_time(mpi: &Mpi) -> Result<()> {
    assert_eq!(mpi.thread_level(), ThreadLevel::Multiple);
    let world = mpi.world();
    let (right, left) = ((world.rank() + 1) % world.size(), (world.rank() + world.size() - 1) % world.size());
    // Each thread has a communicator of its own.
    let mine = (0..3).map(|_| world.duplicate()).collect::<Result<Vec<_>>>()?;
    std::thread::scope(|scope| {
        let threads: Vec<_> = (mine.iter().enumerate())
            .map(|(number, comm)| {
                scope.spawn(move || -> Result<()> {
                    for round in 0..50 {
                        let got: Vec<usize> = comm.sendrecv(&[number, round, comm.rank()], right, left)?;
                        assert_eq!(got, [number, round, left]);
                    }
                    assert_eq!(comm.all_reduce(&number, Op::SUM)?, number * comm.size());
                    Ok(())
                })
            })
            .collect();
        threads.into_iter().try_for_each(|thread| thread.join().expect("no panic"))
    })
}
