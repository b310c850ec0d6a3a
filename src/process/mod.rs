//! Initialization and finalization (MPI 5.0 chapter 11, "Process Initialization, Creation, and Management").
//!
//! A program is one call of [`run`], or holds the guard [`Mpi`] that [`init`] or [`builder`] gives; dropping the guard
//! finalizes MPI. Handles that outlive it are inert: their calls return an error, their drops do nothing.

mod abort;
mod agreement;
mod attach;
mod builder;
mod finalize;
mod launcher;
mod run;
mod settings;
mod thread_level;

use crate::communicator::Communicator;
use crate::error::{Error, ErrorKind, Result, check};
use crate::gate::{Instance, oneself};
use oxmpi_sys as ffi;
use std::ffi::c_int;
use std::marker::PhantomData;

pub use abort::abort;
pub(crate) use abort::give_up;
pub use attach::attach;
pub use builder::{Builder, ErrorPolicy, builder, init};
pub(crate) use finalize::patience;
pub use run::run;
pub use thread_level::ThreadLevel;

/// The guard of an initialized MPI: the root of everything, from which the communicators come.
///
/// Dropping it finalizes MPI, which is collective: it waits for the other ranks. A guard that is dropped by a panic calls
/// nothing, and the job is aborted when the process exits. Prefer [`run`], which also ends the job when `main` fails.
///
/// Stays on the thread that initialized MPI (`!Send`), since that thread has to finalize it:
///
/// ```compile_fail,E0277
/// let mpi = oxmpi::init().unwrap();
/// std::thread::spawn(move || drop(mpi));
/// ```
#[derive(Debug)]
pub struct Mpi {
    instance: &'static Instance,
    level: ThreadLevel,
    owner: Owner,
    /// `MPI_COMM_WORLD`, or our own duplicate of it where a host program initialized MPI.
    world: Communicator,
    /// `MPI_COMM_SELF`, or our own duplicate of it.
    own: Communicator,
    _not_send: PhantomData<*const ()>,
}

/// Who initialized MPI and will finalize it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Owner {
    Us,
    Host,
}

impl Mpi {
    /// The communicator of all ranks of the job.
    ///
    /// Local, no MPI call. MPI 5.0 section 7.2.4.
    ///
    /// ```no_run
    /// # let mpi = oxmpi::init()?;
    /// let world = mpi.world();
    /// println!("{} of {}", world.rank(), world.size());
    /// # Ok::<(), oxmpi::Error>(())
    /// ```
    #[doc(alias = "MPI_COMM_WORLD")]
    pub fn world(&self) -> Communicator {
        self.world.alias()
    }

    /// The communicator of this rank alone.
    ///
    /// Local, no MPI call. MPI 5.0 section 7.2.4.
    #[doc(alias = "MPI_COMM_SELF")]
    pub fn comm_self(&self) -> Communicator {
        oneself::may_be_sent_to();
        self.own.alias()
    }

    /// The thread level that the library granted, which is at least the one asked for.
    #[doc(alias = "MPI_Query_thread")]
    pub fn thread_level(&self) -> ThreadLevel {
        self.level
    }
}

/// Whether MPI itself says that it is initialized and not finalized, whoever did it. Any thread, any time.
pub(crate) fn mpi_is_running() -> bool {
    is_initialized() && !is_finalized()
}

/// Whether MPI was initialized in this process, by whoever. Local; any thread, any time.
///
/// MPI 5.0 section 11.2.4.
///
/// ```
/// assert!(!oxmpi::is_initialized());
/// ```
#[doc(alias = "MPI_Initialized")]
pub fn is_initialized() -> bool {
    let mut flag: c_int = 0;
    // SAFETY: may be called at any time by any thread; writes one int.
    unsafe { ffi::MPI_Initialized(&mut flag) };
    flag != 0
}

/// Whether this is the thread that initialized MPI, by whoever.
///
/// Local; any thread. MPI 5.0 section 11.6.2.
///
/// # Errors
/// [`NotInitialized`](crate::ErrorKind::NotInitialized) and [`Finalized`](crate::ErrorKind::Finalized).
///
/// ```no_run
/// # let mpi = oxmpi::init()?;
/// assert!(oxmpi::is_main_thread()?);
/// # Ok::<(), oxmpi::Error>(())
/// ```
#[doc(alias = "MPI_Is_thread_main")]
pub fn is_main_thread() -> Result<bool> {
    const CALL: &str = "MPI_Is_thread_main";
    if !is_initialized() {
        return Err(Error::new(ErrorKind::NotInitialized, CALL, "no thread initialized it"));
    }
    if is_finalized() {
        return Err(Error::new(ErrorKind::Finalized, CALL, "no thread may call it any more"));
    }
    let mut flag: c_int = 0;
    // SAFETY: initialized and not finalized; may be called by any thread at any thread level; writes one int.
    check(CALL, unsafe { ffi::MPI_Is_thread_main(&mut flag) })?;
    Ok(flag != 0)
}

/// Whether MPI was finalized in this process, by whoever. Local; any thread, any time.
///
/// MPI 5.0 section 11.2.4.
///
/// ```
/// assert!(!oxmpi::is_finalized());
/// ```
#[doc(alias = "MPI_Finalized")]
pub fn is_finalized() -> bool {
    let mut flag: c_int = 0;
    // SAFETY: may be called at any time by any thread; writes one int.
    unsafe { ffi::MPI_Finalized(&mut flag) };
    flag != 0
}
