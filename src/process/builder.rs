//! How MPI is initialized: the builder, and `init`, which is the builder with its defaults.

use super::agreement::{self, Statement};
use super::{Mpi, Owner, ThreadLevel, abort, finalize, launcher, run, settings};
use crate::communicator::Communicator;
use crate::datatype::Datatype;
use crate::error::{Error, ErrorKind, Result, check};
use crate::gate::{Admission, Instance, WORLD, identity, oneself};
use crate::library::{self, library_version};
use crate::request::length;
use oxmpi_sys as ffi;
use std::ffi::c_int;
use std::marker::PhantomData;
use std::sync::atomic::{AtomicBool, Ordering};

/// MPI was initialized by us once; the standard has no second time.
static STARTED: AtomicBool = AtomicBool::new(false);

/// What happens when an MPI call fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum ErrorPolicy {
    /// The call returns an [`Error`]. The default.
    #[default]
    #[doc(alias = "MPI_ERRORS_RETURN")]
    Return,
    /// The MPI library prints its message and aborts the job, as C programs do by default. Errors that oxmpi finds
    /// itself, before the call, are still returned.
    #[doc(alias = "MPI_ERRORS_ARE_FATAL")]
    Abort,
}

/// Choices for the initialization of MPI; made by [`builder`].
#[derive(Clone, Debug)]
#[must_use = "call `.init()` or `.run(…)`"]
pub struct Builder {
    threads: ThreadLevel,
    errors: ErrorPolicy,
    panic_hook: bool,
    library_settings: bool,
    agreed: Vec<Statement>,
}

/// Starts choosing how MPI is initialized.
///
/// ```no_run
/// use oxmpi::ThreadLevel;
/// let mpi = oxmpi::builder().threads(ThreadLevel::Multiple).init()?;
/// # Ok::<(), oxmpi::Error>(())
/// ```
pub fn builder() -> Builder {
    Builder {
        threads: ThreadLevel::Funneled,
        errors: ErrorPolicy::Return,
        panic_hook: true,
        library_settings: true,
        agreed: Vec::new(),
    }
}

/// Initializes MPI and returns its guard; dropping the guard finalizes.
///
/// Collective: every rank of the job calls it, on the thread that will also finalize. Fails if MPI is or was initialized
/// in this process (see [`attach`](crate::attach) for an MPI that a host program initialized). No other thread may be
/// reading the environment through C at that time: the MPI library sets variables.
///
/// MPI 5.0 section 11.2.
///
/// ```no_run
/// let mpi = oxmpi::init()?;
/// println!("rank {}", mpi.world().rank());
/// # Ok::<(), oxmpi::Error>(())
/// ```
#[doc(alias = "MPI_Init")]
#[doc(alias = "MPI_Init_thread")]
pub fn init() -> Result<Mpi> {
    builder().init()
}

impl Builder {
    /// Which threads will call MPI. [`init`](Builder::init) fails when the library grants less.
    pub fn threads(mut self, level: ThreadLevel) -> Builder {
        self.threads = level;
        self
    }

    /// What happens when an MPI call fails.
    pub fn errors(mut self, policy: ErrorPolicy) -> Builder {
        self.errors = policy;
        self
    }

    /// Whether panic messages get a line that names the rank (default: yes).
    pub fn panic_hook(mut self, install: bool) -> Builder {
        self.panic_hook = install;
        self
    }

    /// Whether oxmpi makes the settings that keep Open MPI from writing truncated messages past the buffer (default: yes).
    ///
    /// # Safety
    /// With `false`, the caller vouches that no message is longer than the buffer which receives it, or that the Open MPI
    /// in use truncates correctly on its transports: else memory behind the buffer is overwritten.
    pub unsafe fn library_settings(mut self, make: bool) -> Builder {
        self.library_settings = make;
        self
    }

    /// Has all ranks compare a type when MPI is initialized: by its [`TypeSignature`](crate::datatype::TypeSignature), so that a type which
    /// two programs of one job, or two versions of one, have laid out differently is an error there, and not a wrong number later.
    ///
    /// May be called several times, for several types; every rank gives the same types in the same order (their names may differ).
    /// Makes the initialization communicate, so that every rank of the job has to ask for at least one type, or none.
    ///
    /// ```no_run
    /// use oxmpi::prelude::*;
    ///
    /// #[derive(Clone, Copy, Datatype)]
    /// #[repr(C)]
    /// struct Particle {
    ///     position: [f64; 3],
    ///     charge: i32,
    /// }
    ///
    /// let mpi = oxmpi::builder().agree_on::<Particle>().agree_on::<[f64; 2]>().init()?;
    /// # Ok::<(), oxmpi::Error>(())
    /// ```
    pub fn agree_on<T: Datatype>(mut self) -> Builder {
        self.agreed.push(Statement::of::<T>());
        self
    }

    /// Initializes MPI.
    ///
    /// Collective; see [`init`].
    ///
    /// # Errors
    /// [`AlreadyInitialized`](ErrorKind::AlreadyInitialized), [`Finalized`](ErrorKind::Finalized) when this process had its MPI
    /// already, [`Unsupported`](ErrorKind::Unsupported) when the library grants a lower thread level (MPI is finalized
    /// again then), [`Type`](ErrorKind::Type) on every rank when the ranks do not [agree](Builder::agree_on) on a type (MPI is
    /// finalized then, too), and what the library itself reports.
    pub fn init(self) -> Result<Mpi> {
        const CALL: &str = "MPI_Init_thread";
        if super::is_finalized() {
            return Err(Error::new(ErrorKind::Finalized, CALL, "a process can initialize MPI once only"));
        }
        if STARTED.swap(true, Ordering::SeqCst) {
            return Err(Error::new(ErrorKind::AlreadyInitialized, CALL, "use the guard that the first call returned"));
        }
        if super::is_initialized() {
            STARTED.store(false, Ordering::SeqCst);
            let next = "by the host program; use oxmpi::attach";
            return Err(Error::new(ErrorKind::AlreadyInitialized, CALL, next));
        }
        if self.library_settings {
            settings::apply();
        }
        let mut provided: c_int = 0;
        // SAFETY: neither initialized nor finalized, first call of this process; null for argc and argv is allowed.
        let code = unsafe {
            ffi::MPI_Init_thread(std::ptr::null_mut(), std::ptr::null_mut(), self.threads.to_raw(), &mut provided)
        };
        check(CALL, code)?;
        let level = ThreadLevel::from_raw(provided);
        if level < self.threads {
            // SAFETY: initialized by this thread just now, nothing is under way.
            unsafe { ffi::MPI_Finalize() };
            let message = format!("asked for ThreadLevel::{:?}, the library grants {level:?}", self.threads);
            return Err(Error::unsupported(CALL, message));
        }
        let handler = match self.errors {
            ErrorPolicy::Return => library::errors_return(),
            ErrorPolicy::Abort => ffi::MPI_ERRORS_ARE_FATAL,
        };
        for comm in [ffi::MPI_COMM_WORLD, ffi::MPI_COMM_SELF] {
            // SAFETY: initialized; both are predefined handles. New communicators inherit the handler.
            check("MPI_Comm_set_errhandler", unsafe { ffi::MPI_Comm_set_errhandler(comm, handler) })?;
        }
        // The gate opens to what was asked for, not to more that a library happens to grant.
        let admission = match self.threads {
            ThreadLevel::Single | ThreadLevel::Funneled => Admission::ThisThread,
            ThreadLevel::Serialized => Admission::OneAtATime,
            ThreadLevel::Multiple => Admission::AnyThread,
        };
        if self.threads == ThreadLevel::Single {
            WORLD.set_single();
        }
        let mpi = start(&WORLD, admission, level, Owner::Us)?;
        abort::install_exit_handler();
        if self.panic_hook {
            run::install_panic_hook();
        }
        let library = library_version().unwrap_or_default();
        if let Some(warning) = launcher::mismatch(mpi.world.size(), &library, |name| std::env::var(name).ok()) {
            identity::say(&warning);
        }
        if !self.agreed.is_empty() {
            agreement::check(&mpi.world, &self.agreed)?;
        }
        Ok(mpi)
    }
}

/// What an initialized MPI, ours or a host's, needs before the first call: the gate, the world, the name of this rank.
pub(super) fn start(
    instance: &'static Instance,
    admission: Admission,
    level: ThreadLevel,
    owner: Owner,
) -> Result<Mpi> {
    // SAFETY: initialized, on a thread that may call.
    unsafe { length::try_out() };
    // SAFETY: initialized, on a thread that may call; MPI_TAG_UB is a predefined key with an int behind a pointer.
    let tag_upper_bound =
        unsafe { library::predefined_attribute("MPI_Comm_get_attr(MPI_TAG_UB)", ffi::MPI_TAG_UB as c_int) };
    instance.open(admission, tag_upper_bound?.unwrap_or(32767));
    finalize::watch(instance)?;
    oneself::learn(instance.admits_any_thread() && library::forgets_to_wake());
    let ours = |predefined| {
        let communicator = Communicator::adopt_predefined(predefined, instance)?;
        if owner == Owner::Us {
            return Ok(communicator);
        }
        // The host's error handlers stay as they are.
        let duplicate = communicator.duplicate()?;
        duplicate.return_errors()?;
        Ok::<_, Error>(duplicate)
    };
    let (world, own) = (ours(ffi::MPI_COMM_WORLD)?, ours(ffi::MPI_COMM_SELF)?);
    if world.size() == 1 {
        oneself::may_be_sent_to();
    }
    let mpi = Mpi { instance, level, owner, world, own, _not_send: PhantomData };
    let host = library::processor_name(instance)?;
    identity::remember(mpi.world.rank(), mpi.world.size(), &host);
    Ok(mpi)
}
