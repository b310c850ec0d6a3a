//! Communicators (MPI 5.0 chapter 7, "Groups, Contexts, Communicators, and Caching").

mod manage;
mod name;
mod owner;

pub use manage::Similarity;

use crate::error::{Error, ErrorKind, Result, check};
use crate::gate::{Call, Instance, oneself};
use crate::library;
use owner::Owner;
use oxmpi_sys as ffi;
use std::ffi::c_int;
use std::fmt;
use std::sync::Arc;

/// A group of ranks that can talk to each other, in a context of its own: messages of one communicator are never seen
/// by another.
///
/// Freed when dropped, without communication; after finalization it is inert. Its calls may be made by every thread that
/// the [thread level](crate::ThreadLevel) admits.
///
/// Point-to-point calls, collectives and topologies are methods, each documented in its module:
/// [`point_to_point`](crate::point_to_point), [`collective`](crate::collective), [`topology`](crate::topology).
#[doc(alias = "MPI_Comm")]
pub struct Communicator {
    raw: ffi::MPI_Comm,
    instance: &'static Instance,
    rank: usize,
    size: usize,
    /// Frees it; `None` for the predefined ones.
    owner: Option<Arc<Owner>>,
}

// SAFETY: a communicator handle belongs to the process; which thread may call at a time is checked by the gate, at each
// call, and drop defers the free where the thread is wrong. The handle is a C pointer in some libraries: not auto-Send.
unsafe impl Send for Communicator {}
// SAFETY: as above; the fields are never changed after construction.
unsafe impl Sync for Communicator {}

impl Communicator {
    /// The rank of this process in the communicator, from 0 on.
    ///
    /// Local, no MPI call: it is asked for once. MPI 5.0 section 7.4.1.
    #[doc(alias = "MPI_Comm_rank")]
    #[inline]
    pub fn rank(&self) -> usize {
        self.rank
    }

    /// The number of ranks in the communicator.
    ///
    /// Local, no MPI call: it is asked for once. MPI 5.0 section 7.4.1.
    #[doc(alias = "MPI_Comm_size")]
    #[inline]
    pub fn size(&self) -> usize {
        self.size
    }

    /// The C handle, for calls through [`ffi`].
    ///
    /// It stays owned by this communicator: don't free it, and don't use it after this communicator is dropped.
    pub fn as_raw(&self) -> ffi::MPI_Comm {
        self.raw
    }

    /// Passes the gate of this communicator's instance. Cancels what was dropped where it could not be: a receive would take the message of this
    /// call, or of the next.
    #[inline(always)]
    pub(crate) fn enter(&self, call: &'static str) -> Result<Call> {
        let call = self.instance.enter(call)?;
        self.instance.tidy(&call);
        Ok(call)
    }

    /// The instance that this communicator belongs to.
    #[inline(always)]
    pub(crate) fn instance(&self) -> &'static Instance {
        self.instance
    }

    /// Another handle to the same communicator, which is freed with the last of them.
    pub(crate) fn alias(&self) -> Communicator {
        Communicator { owner: self.owner.clone(), ..*self }
    }

    /// A predefined communicator; asks for its rank and size.
    pub(crate) fn adopt_predefined(raw: ffi::MPI_Comm, instance: &'static Instance) -> Result<Communicator> {
        let call = instance.enter("MPI_Comm_rank")?;
        // SAFETY: the caller's handle is one of the predefined ones, which are valid while MPI is.
        unsafe { Communicator::of(raw, instance, &call) }
    }

    /// Takes ownership of a handle that MPI just created.
    ///
    /// # Safety
    /// `raw` is a valid intracommunicator of this instance, not `MPI_COMM_NULL`, that nobody else frees.
    pub(crate) unsafe fn from_new(
        raw: ffi::MPI_Comm,
        instance: &'static Instance,
        call: &Call,
    ) -> Result<Communicator> {
        let owner = Some(Arc::new(Owner::new(raw, instance)));
        // SAFETY: the caller's promise.
        let communicator = unsafe { Communicator::of(raw, instance, call) }?;
        if communicator.size == 1 {
            oneself::may_be_sent_to();
        }
        Ok(Communicator { owner, ..communicator })
    }

    /// Asks a handle for its rank and size.
    ///
    /// # Safety
    /// `raw` is a valid intracommunicator of this instance.
    unsafe fn of(raw: ffi::MPI_Comm, instance: &'static Instance, _: &Call) -> Result<Communicator> {
        let (mut rank, mut size): (c_int, c_int) = (0, 0);
        // SAFETY: past the gate; the caller's promise on `raw`; both write one int.
        unsafe {
            check("MPI_Comm_rank", ffi::MPI_Comm_rank(raw, &mut rank))?;
            check("MPI_Comm_size", ffi::MPI_Comm_size(raw, &mut size))?;
        }
        // Ranks and sizes that MPI gives are not negative.
        let (rank, size) = (rank.unsigned_abs() as usize, size.unsigned_abs() as usize);
        Ok(Communicator { raw, instance, rank, size, owner: None })
    }

    /// Like [`from_new`](Self::from_new), with `None` for `MPI_COMM_NULL`.
    ///
    /// # Safety
    /// As there, but `raw` may be `MPI_COMM_NULL`.
    pub(crate) unsafe fn from_new_or_null(
        raw: ffi::MPI_Comm,
        instance: &'static Instance,
        call: &Call,
    ) -> Result<Option<Communicator>> {
        if raw == ffi::MPI_COMM_NULL {
            return Ok(None);
        }
        // SAFETY: the caller's promise.
        unsafe { Communicator::from_new(raw, instance, call) }.map(Some)
    }

    /// Makes MPI return errors on this communicator, whatever its parent did.
    pub(crate) fn return_errors(&self) -> Result<()> {
        const CALL: &str = "MPI_Comm_set_errhandler";
        let _call = self.enter(CALL)?;
        // SAFETY: past the gate; a live communicator and a predefined handler.
        check(CALL, unsafe { ffi::MPI_Comm_set_errhandler(self.raw, library::errors_return()) })
    }

    /// Checks a rank of this communicator that an argument names.
    #[inline(always)]
    pub(crate) fn check_rank(&self, call: &'static str, argument: &'static str, rank: usize) -> Result<c_int> {
        if rank < self.size { Ok(rank as c_int) } else { Err(self.no_such_rank(ErrorKind::Rank, call, argument, rank)) }
    }

    /// Checks the root of a collective.
    #[inline(always)]
    pub(crate) fn check_root(&self, call: &'static str, root: usize) -> Result<c_int> {
        if root < self.size { Ok(root as c_int) } else { Err(self.no_such_rank(ErrorKind::Root, call, "root", root)) }
    }

    #[cold]
    fn no_such_rank(&self, kind: ErrorKind, call: &'static str, argument: &'static str, rank: usize) -> Error {
        let last = self.size - 1;
        Error::argument_error(kind, call, argument, rank, format!("0 to {last}, the ranks of this communicator"))
    }

    /// Frees the handle, now, at finalization: the gate is closed and this thread is the one that finalizes.
    pub(crate) fn free_at_finalize(&mut self) {
        if let Some(owner) = self.owner.take() {
            owner.free_at_finalize();
        }
    }
}

impl fmt::Debug for Communicator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Communicator").field("rank", &self.rank).field("size", &self.size).finish_non_exhaustive()
    }
}
