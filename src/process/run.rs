//! `run`: a whole MPI program as one call, which never leaves a job hanging.

use super::abort::give_up;
use super::{Builder, Mpi, builder};
use crate::gate::identity::{self, say};
use std::any::Any;
use std::cell::RefCell;
use std::error::Error as StdError;
use std::panic::{self, AssertUnwindSafe};
use std::process::ExitCode;

/// Exit status of a job in which a rank panicked, as of a Rust program that panics.
const PANICKED: i32 = 101;

thread_local! {
    /// Where the last panic of this thread happened.
    static LOCATION: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Initializes MPI, runs `program`, and finalizes; the whole of a `main`.
///
/// When `program` returns an error or panics on any rank, that rank prints its rank, host and message on stderr, and
/// the *job* is aborted with a non-zero status: no other rank waits for it. Collective: every rank of the job calls it.
///
/// Asks for [`ThreadLevel::Funneled`](crate::ThreadLevel); [`builder`]`().threads(…).run(…)` asks for more.
///
/// ```no_run
/// use oxmpi::prelude::*;
///
/// fn main() -> ExitCode {
///     oxmpi::run(|mpi| {
///         let world = mpi.world();
///         println!("hello from rank {} of {}", world.rank(), world.size());
///         Ok(())
///     })
/// }
/// ```
pub fn run<F>(program: F) -> ExitCode
where
    F: FnOnce(&Mpi) -> Result<(), Box<dyn StdError>>,
{
    builder().run(program)
}

impl Builder {
    /// [`run`] with this builder's choices.
    pub fn run<F>(self, program: F) -> ExitCode
    where
        F: FnOnce(&Mpi) -> Result<(), Box<dyn StdError>>,
    {
        let mpi = match self.init() {
            Ok(mpi) => mpi,
            Err(error) => {
                say(&format!("oxmpi: {error}"));
                return ExitCode::FAILURE;
            }
        };
        match panic::catch_unwind(AssertUnwindSafe(|| program(&mpi))) {
            Ok(Ok(())) => match mpi.finalize() {
                Ok(()) => ExitCode::SUCCESS,
                Err(error) => {
                    say(&format!("oxmpi: {}: {error}", identity::of_this_rank()));
                    ExitCode::FAILURE
                }
            },
            Ok(Err(error)) => give_up(&format!("error: {}", with_sources(&*error)), 1),
            Err(payload) => give_up(&panic_text(&*payload), PANICKED),
        }
    }
}

/// An error and what caused it, on one line.
fn with_sources(error: &dyn StdError) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text += &format!(": {cause}");
        source = cause.source();
    }
    text
}

/// What a panic said, and where.
fn panic_text(payload: &(dyn Any + Send)) -> String {
    let message = (payload.downcast_ref::<&str>().copied())
        .or_else(|| payload.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("(a payload that is not text)");
    let location = LOCATION.with_borrow(String::clone);
    if location.is_empty() { format!("panicked: {message}") } else { format!("panicked at {location}: {message}") }
}

/// Adds the rank to what the panic hook prints, whichever hook that is.
pub(super) fn install_panic_hook() {
    let print = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if let Some(location) = info.location() {
            let _ = LOCATION.try_with(|slot| *slot.borrow_mut() = location.to_string());
        }
        say(&format!("oxmpi: panic on {}:", identity::of_this_rank()));
        print(info);
    }));
}
