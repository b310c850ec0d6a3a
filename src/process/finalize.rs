//! Finalization: wait for the threads inside of calls, free what was deferred, and notice when a host does it.

use super::{Mpi, Owner, abort};
use crate::error::{Error, ErrorKind, Result, check};
use crate::gate::deferred::{self, Until};
use crate::gate::{Instance, identity, threads};
use oxmpi_sys as ffi;
use std::ffi::{c_int, c_void};
use std::mem::ManuallyDrop;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// A guard of an attachment lives; there is one at a time.
pub(super) static ATTACHED: AtomicBool = AtomicBool::new(false);

/// How long finalization waits for threads that are inside of MPI calls, in seconds.
const WAIT_VARIABLE: &str = "OXMPI_FINALIZE_WAIT";
const WAIT_DEFAULT: u64 = 10;

impl Mpi {
    /// Finalizes MPI. Dropping the guard does the same, and drops the error.
    ///
    /// Collective over all ranks of the job: waits for them. Threads that are inside of MPI calls are waited for as well,
    /// `OXMPI_FINALIZE_WAIT` seconds (default 10); then the job is aborted, naming them. All handles become inert.
    /// Attached to a host's MPI, this only detaches.
    ///
    /// # Errors
    /// [`WrongThread`](ErrorKind::WrongThread) in code that a call of oxmpi runs (`Deserialize`, a waker, a drop): that call needs MPI still. MPI is
    /// then finalized by nobody, and the job is aborted when the process ends.
    ///
    /// MPI 5.0 section 11.2.2.
    #[doc(alias = "MPI_Finalize")]
    pub fn finalize(self) -> Result<()> {
        ManuallyDrop::new(self).finish()
    }

    fn finish(&mut self) -> Result<()> {
        if !self.instance.is_open() {
            ATTACHED.store(false, Ordering::SeqCst);
            return Ok(()); // by the host, or through the C API
        }
        if threads::is_inside() {
            let message = "this is the midst of another call on this thread, which needs MPI still; finalize when it has returned";
            return Err(Error::new(ErrorKind::WrongThread, "MPI_Finalize", message));
        }
        // Nobody gets in any more, so that nothing is added to what is to be freed. This is the initializing thread (`Mpi` is
        // not Send): it may call.
        self.instance.close();
        wait_for_threads();
        // Dropped messages are received before an attached buffer is waited for, which may hold them.
        finish_what_was_dropped(self.instance);
        for action in self.instance.take_before_finalize() {
            action();
        }
        self.own.free_at_finalize();
        self.world.free_at_finalize();
        if self.owner == Owner::Host {
            self.instance.finalized();
            ATTACHED.store(false, Ordering::SeqCst);
            return Ok(());
        }
        // SAFETY: initialized and not finalized, on the initializing thread (`Mpi` is not Send), nobody is inside.
        let code = unsafe { ffi::MPI_Finalize() };
        self.instance.finalized();
        check("MPI_Finalize", code)
    }
}

impl Drop for Mpi {
    fn drop(&mut self) {
        // On the way out of a panic the other ranks may never finalize: leave it to the exit handler, which aborts.
        if !std::thread::panicking() {
            if let Err(error) = self.finish() {
                identity::say(&format!("oxmpi: {}: {error}", identity::of_this_rank()));
            }
        }
    }
}

/// How long finalization waits, in seconds, and until when; `None`: beyond what a clock can tell, so forever.
pub(crate) fn patience() -> (u64, Option<Instant>) {
    let seconds = std::env::var(WAIT_VARIABLE).ok().and_then(|text| text.parse().ok()).unwrap_or(WAIT_DEFAULT);
    (seconds, Instant::now().checked_add(Duration::from_secs(seconds)))
}

/// Completes the operations whose requests were dropped, and receives the messages that were; aborts the job when that takes too long.
fn finish_what_was_dropped(instance: &Instance) {
    let (seconds, end) = patience();
    let left = deferred::drain(instance, end.map_or(Until::Done, Until::Time));
    if left > 0 {
        let why = format!(
            "MPI is to be finalized, but after {seconds} s ({WAIT_VARIABLE}) {left} operations whose requests were dropped are not \
             complete: messages that no rank receives? Wait for requests, and receive each message that is sent"
        );
        abort::give_up(&why, 1);
    }
}

/// Waits until no thread is inside of MPI; aborts the job, naming the threads, when that takes too long.
fn wait_for_threads() {
    let (seconds, end) = patience();
    threads::wait_until_outside(|inside| {
        if end.is_some_and(|end| Instant::now() >= end) {
            let why = format!(
                "MPI is to be finalized, but after {seconds} s ({WAIT_VARIABLE}) these threads are still inside of MPI \
                 calls: {}; end or join them first",
                inside.join(", ")
            );
            abort::give_up(&why, 1);
        }
    });
}

/// Closes the gate when MPI is finalized by anyone: `MPI_Finalize` deletes the attributes of `MPI_COMM_SELF` first.
pub(super) fn watch(instance: &'static Instance) -> Result<()> {
    let mut key: c_int = 0;
    // SAFETY: initialized, on a thread that may call. The callback has the C signature, lives forever, and ignores all
    // but its last argument.
    let code = unsafe {
        ffi::MPI_Comm_create_keyval(
            ffi::MPI_COMM_NULL_COPY_FN,
            Some(on_finalize),
            &mut key,
            std::ptr::from_ref(instance).cast_mut().cast::<c_void>(),
        )
    };
    check("MPI_Comm_create_keyval", code)?;
    // SAFETY: `key` was created just now; the attribute's value is never read.
    check("MPI_Comm_set_attr", unsafe { ffi::MPI_Comm_set_attr(ffi::MPI_COMM_SELF, key, std::ptr::null_mut()) })
}

unsafe extern "C" fn on_finalize(_: ffi::MPI_Comm, _: c_int, _: *mut c_void, instance: *mut c_void) -> c_int {
    // SAFETY: the pointer that `watch` registered, to an Instance that lives forever.
    let instance = unsafe { &*instance.cast_const().cast::<Instance>() };
    instance.finalized();
    ffi::MPI_SUCCESS as c_int
}
