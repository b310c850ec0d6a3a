//! Ending the whole job: on request, on an error from `main`, on a panic, and when a rank exits without finalizing.

use super::Mpi;
use crate::gate::identity::{self, say};
use crate::gate::{Instance, threads};
use crate::library;
use oxmpi_sys as ffi;
use std::ffi::c_int;
use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// An abort is under way in this process; the exit handler must not start another.
static ABORTING: AtomicBool = AtomicBool::new(false);

/// How long launchers get to pass on the last words of a rank.
const PASS_ON: Duration = Duration::from_millis(200);

/// How long this rank gets to flush its stdout.
const FLUSH: Duration = Duration::from_millis(500);

unsafe extern "C" {
    safe fn atexit(handler: extern "C" fn()) -> c_int;
    safe fn _exit(status: c_int) -> !;
}

/// Ends all ranks of the job with this exit status, as far as the launcher passes it on. Does not return.
pub(crate) fn abort_job(status: i32) -> ! {
    let first = !ABORTING.swap(true, Ordering::SeqCst);
    if first {
        flush_stdout(status);
        // What this rank printed is in a pipe to its launcher now. Hydra (MPICH, Intel) drops what it has not passed on
        // when it hears of the abort: give it the time to.
        std::thread::sleep(PASS_ON);
        end_job(status);
    }
    // Another thread is at it; give it the time to end this process.
    std::thread::sleep(Duration::from_secs(5));
    std::process::abort();
}

/// Flushes what this rank printed. If that takes too long, because another thread has locked stdout and waits in an MPI call, the job
/// is ended without.
fn flush_stdout(status: i32) {
    let flushed = Arc::new(AtomicBool::new(false));
    let seen = Arc::clone(&flushed);
    let watch = move || {
        std::thread::sleep(FLUSH);
        if !seen.swap(true, Ordering::SeqCst) {
            end_job(status);
        }
    };
    if threads::spawn("oxmpi-abort", Box::new(watch)) {
        let _ = std::io::stdout().flush();
        if flushed.swap(true, Ordering::SeqCst) {
            std::thread::sleep(Duration::from_secs(5)); // too late: the other thread is at it
        }
    }
}

/// Ends the job by the means of the library.
fn end_job(status: i32) -> ! {
    if ends_by_exit() {
        _exit(status);
    }
    if super::mpi_is_running() {
        // SAFETY: MPI is initialized and not finalized. The standard lets one thread call at a time at the lower
        // levels; a process that ends itself calls from whichever thread found the reason, the only one left that
        // can: all libraries tried take it.
        unsafe { ffi::MPI_Abort(ffi::MPI_COMM_WORLD, status) };
    }
    // Only reached if MPI_Abort came back, which the standard allows ("best effort").
    std::process::abort()
}

/// Whether the job ends more surely when this process just exits with a failure.
///
/// The mpiexec of Open MPI 4.1 crashes or hangs in one run of two when a rank calls MPI_Abort while others are in
/// MPI_Finalize; it ends the job without fault when a rank exits without having finalized. (srun need not: there it is MPI_Abort.)
fn ends_by_exit() -> bool {
    library::open_mpi_major() == Some(4) && std::env::var_os("OMPI_COMM_WORLD_SIZE").is_some()
}

/// Ends the whole job with this exit status, from any thread, saying why.
///
/// Local call, global effect: writes rank, host and `why` on stderr in one line, flushes this rank's `stdout`, and ends all
/// ranks at once; what they had not written is lost. `status` becomes the job's exit status where the launcher passes it on; one that
/// would read as success (a multiple of 256) is made 1. Before initialization and after finalization it ends this process only.
///
/// MPI 5.0 section 9.5.
///
/// ```no_run
/// # let deadline_passed = true;
/// std::thread::spawn(move || {
///     if deadline_passed {
///         oxmpi::abort(3, "the deadline passed");
///     }
/// });
/// ```
#[doc(alias = "MPI_Abort")]
pub fn abort(status: i32, why: &str) -> ! {
    give_up(why, if status % 256 == 0 { 1 } else { status })
}

/// Reports why this rank gives up, on one line with its rank and host, and ends the job.
pub(crate) fn give_up(why: &str, status: i32) -> ! {
    say(&format!("oxmpi: {}: {}; aborting the job", identity::of_this_rank(), why.trim_end()));
    abort_job(status)
}

/// Ends the job when this process exits with MPI initialized and not finalized: `std::process::exit` in a rank would
/// otherwise leave the others waiting, or (MPICH 4.0) end the job with status 0.
extern "C" fn at_exit() {
    if !ABORTING.load(Ordering::SeqCst) && super::mpi_is_running() {
        // No message of a panic is lost here: it was printed where it happened.
        say(&format!(
            "oxmpi: {}: exits without finalizing MPI (process::exit, or a panic outside of oxmpi::run); aborting the job",
            identity::of_this_rank()
        ));
        abort_job(1);
    }
}

/// Makes `at_exit` run at the end of the process.
pub(super) fn install_exit_handler() {
    atexit(at_exit);
}

impl Mpi {
    /// Ends all ranks of the job at once: [`abort`] without a reason.
    ///
    /// ```no_run
    /// # let mpi = oxmpi::init()?;
    /// # let input_is_unusable = true;
    /// if input_is_unusable {
    ///     mpi.abort(3);
    /// }
    /// # Ok::<(), oxmpi::Error>(())
    /// ```
    #[doc(alias = "MPI_Abort")]
    pub fn abort(&self, status: i32) -> ! {
        abort(status, &format!("abort with status {status} was asked for"))
    }

    /// The state that this guard's handles share.
    pub(crate) fn instance(&self) -> &'static Instance {
        self.instance
    }
}
