//! Where the MPI types of a layout are kept once they are made: read without a lock, shared by the layout's clones.

use crate::datatype::{Form, handle};
use crate::error::Result;
use crate::gate::{Instance, deferred, latest};
use oxmpi_sys as ffi;
use std::ptr::null_mut;
use std::sync::atomic::{AtomicPtr, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

/// The MPI types of one layout: made and committed at first use, freed when the layout is dropped, or at finalization.
#[derive(Debug)]
pub(super) struct Cached {
    /// The handle, or 0 before it is made.
    typed: AtomicUsize,
    /// The same bytes as `MPI_BYTE`s.
    bytes: AtomicUsize,
    /// The initialization of MPI that they were made in.
    instance: AtomicPtr<Instance>,
}

/// The layouts that have a type, and perhaps some that had, for finalization; also the lock under which types are made, so that each is
/// made once.
struct Made {
    live: Vec<Weak<Cached>>,
    /// From how many on those that are gone are left out.
    look_at: usize,
}

const FEW: usize = 64;

static MADE: Mutex<Made> = Mutex::new(Made { live: Vec::new(), look_at: FEW });

fn made() -> MutexGuard<'static, Made> {
    MADE.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Cached {
    pub(super) fn new() -> Cached {
        Cached { typed: AtomicUsize::new(0), bytes: AtomicUsize::new(0), instance: AtomicPtr::new(null_mut()) }
    }

    /// The committed type: one load when it is made. The caller is inside of the gate, as `make` has to be.
    #[inline]
    pub(super) fn get(
        self: &Arc<Cached>,
        form: Form,
        make: impl FnOnce(Form) -> Result<ffi::MPI_Datatype>,
    ) -> Result<ffi::MPI_Datatype> {
        let slot = match form {
            Form::Typed => &self.typed,
            Form::Bytes => &self.bytes,
        };
        match slot.load(Ordering::Acquire) {
            0 => self.make(slot, || make(form)),
            handle => Ok(handle as ffi::MPI_Datatype),
        }
    }

    #[cold]
    fn make(
        self: &Arc<Cached>,
        slot: &AtomicUsize,
        make: impl FnOnce() -> Result<ffi::MPI_Datatype>,
    ) -> Result<ffi::MPI_Datatype> {
        deferred::drain(latest(), deferred::Until::Now); // types of layouts that were dropped on the wrong thread
        let mut all = made();
        let handle = slot.load(Ordering::Acquire);
        if handle != 0 {
            return Ok(handle as ffi::MPI_Datatype); // another thread was first
        }
        let datatype = make()?;
        if all.live.is_empty() {
            latest().before_finalize(free_all);
        }
        if all.live.len() >= all.look_at {
            // The next time when there are twice as many: each is looked at a constant number of times.
            all.live.retain(|cached| cached.strong_count() > 0);
            all.look_at = FEW.max(2 * all.live.len());
        }
        all.live.push(Arc::downgrade(self));
        self.instance.store(std::ptr::from_ref(latest()).cast_mut(), Ordering::Relaxed);
        slot.store(datatype as usize, Ordering::Release);
        Ok(datatype)
    }

    /// The handles, which are the caller's to free from now on.
    fn take(&self) -> impl Iterator<Item = ffi::MPI_Datatype> + use<> {
        let handles = [&self.typed, &self.bytes].map(|slot| slot.swap(0, Ordering::AcqRel));
        handles.into_iter().filter(|&handle| handle != 0).map(|handle| handle as ffi::MPI_Datatype)
    }
}

impl Drop for Cached {
    fn drop(&mut self) {
        for datatype in self.take() {
            // SAFETY: the instance that the type was made in; instances live forever.
            let instance: &'static Instance = unsafe { &*self.instance.load(Ordering::Relaxed) };
            // SAFETY: made by `make`, and taken out: freed once. Nobody uses it, since the layout is gone.
            unsafe { handle::free(datatype, instance) };
        }
    }
}

/// Frees all types that were made and are still there. The finalizing thread calls this when nobody is inside of MPI any more.
fn free_all() {
    let live = std::mem::take(&mut made().live);
    for cached in live.iter().filter_map(Weak::upgrade) {
        for mut datatype in cached.take() {
            // SAFETY: inside of the gate, before MPI is finalized; made by `make`, and freed once.
            unsafe { ffi::MPI_Type_free(&mut datatype) };
        }
    }
}
