//! Using an MPI that somebody else initialized: a C host program, or Python's mpi4py.

use super::finalize::ATTACHED;
use super::{Mpi, Owner, ThreadLevel, builder};
use crate::error::{Error, ErrorKind, Result, check};
use crate::gate::{Admission, Instance, WORLD};
use oxmpi_sys as ffi;
use std::ffi::c_int;
use std::sync::atomic::Ordering;

/// Attaches to an MPI that the host program initialized, and that it will finalize.
///
/// Collective over `MPI_COMM_WORLD`: [`world`](Mpi::world) is a duplicate of it, so that our messages and the host's don't
/// meet, and on which errors are returned; the host's error handlers stay as they are. Dropping the guard detaches and
/// finalizes nothing. When the host finalizes, all handles become inert.
///
/// # Errors
/// [`NotInitialized`](ErrorKind::NotInitialized), [`Finalized`](ErrorKind::Finalized),
/// [`AlreadyInitialized`](ErrorKind::AlreadyInitialized) where oxmpi is in use in this process already, and
/// [`WrongThread`](ErrorKind::WrongThread) where the thread level admits only the host's main thread and this is another.
///
/// # Safety
/// - Settings that keep a library from writing truncated messages past the buffer can't be made any more: the caller vouches
///   that the host made them or that no message is longer than the buffer which receives it (`docs/known-issues.md`).
/// - The host must not finalize MPI while another thread is inside of a call made through oxmpi.
/// - The host must not finalize MPI while the program still uses memory that MPI allocated ([`MpiVec`](crate::MpiVec)).
/// - Only one guard at a time.
///
/// ```no_run
/// // In a function that a C program calls after its MPI_Init:
/// let mpi = unsafe { oxmpi::attach() }?;
/// println!("rank {}", mpi.world().rank());
/// # Ok::<(), oxmpi::Error>(())
/// ```
#[doc(alias = "MPI_Query_thread")]
#[doc(alias = "MPI_Is_thread_main")]
pub unsafe fn attach() -> Result<Mpi> {
    const CALL: &str = "MPI_Query_thread";
    if super::is_finalized() {
        return Err(Error::new(ErrorKind::Finalized, CALL, "the host finalized MPI"));
    }
    if !super::is_initialized() {
        return Err(Error::new(ErrorKind::NotInitialized, CALL, "the host did not initialize MPI; use oxmpi::init"));
    }
    if WORLD.is_open() || ATTACHED.load(Ordering::SeqCst) {
        return Err(Error::new(ErrorKind::AlreadyInitialized, CALL, "oxmpi is in use in this process already"));
    }
    let (mut provided, mut is_main): (c_int, c_int) = (0, 0);
    // SAFETY: initialized and not finalized; both may be called by any thread and write one int.
    unsafe {
        check(CALL, ffi::MPI_Query_thread(&mut provided))?;
        check("MPI_Is_thread_main", ffi::MPI_Is_thread_main(&mut is_main))?;
    }
    let level = ThreadLevel::from_raw(provided);
    let admission = match level {
        ThreadLevel::Single | ThreadLevel::Funneled if is_main == 0 => {
            let next = "attach on the thread that initialized MPI";
            return Err(Error::new(ErrorKind::WrongThread, "MPI_Is_thread_main", next));
        }
        ThreadLevel::Single | ThreadLevel::Funneled => Admission::ThisThread,
        // The host may be inside of a call at any time; only MULTIPLE makes that safe for us, so the host's word on
        // SERIALIZED is taken as: whoever attached calls.
        ThreadLevel::Serialized => Admission::ThisThread,
        ThreadLevel::Multiple => Admission::AnyThread,
    };
    // Each attachment has its own state, so that handles of an earlier one stay inert.
    let mpi = builder::start(Box::leak(Box::new(Instance::new())), admission, level, Owner::Host)?;
    ATTACHED.store(true, Ordering::SeqCst);
    Ok(mpi)
}
