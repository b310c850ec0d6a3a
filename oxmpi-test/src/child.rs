//! What a rank does: send its output to its own file, initialize MPI, run the body, note the outcome, leave before libtest prints.

use crate::body::Body;
use crate::outcome::{self, Event, Events};
use crate::parent::Spec;
use crate::{platform, variables};
use oxmpi::Mpi;
use std::any::Any;
use std::cell::RefCell;
use std::fs::OpenOptions;
use std::io::Write;
use std::panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind};
use std::path::PathBuf;
use std::process::exit;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// The exit status of a rank whose test failed, as that of libtest.
const FAILED: i32 = 101;
/// How long a failed rank waits for the verdicts of the others before it ends the job: all who fail are then reported.
const GRACE: Duration = Duration::from_millis(500);

/// This process as a rank.
struct Rank {
    /// Where to write; `None` when a person started the ranks by hand, who reads the terminal.
    folder: Option<PathBuf>,
    number: usize,
    of: usize,
}

static RANK: OnceLock<Rank> = OnceLock::new();
/// The body ended, or a failure is noted: `exit` is no surprise any more.
static DECIDED: AtomicBool = AtomicBool::new(false);

thread_local! {
    /// Where and why this thread last panicked, with its message.
    static LAST_PANIC: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Runs the test in this rank and ends the process.
pub(crate) fn run<B: Body<Shape>, Shape>(spec: &Spec, body: B) -> ! {
    platform::prepare_rank();
    let rank = RANK.get_or_init(|| Rank {
        folder: std::env::var_os(variables::FOLDER).map(PathBuf::from),
        number: variables::rank_from_launcher().unwrap_or(0),
        of: spec.ranks,
    });
    rank.redirect();
    rank.note(Event::Started, &format!("{} {}", std::process::id(), platform::host()));
    note_panics();

    let mpi = B::WITH_MPI.then(|| initialize(spec, rank));
    // Registered after MPI's and oxmpi's own handlers, so that it is called before them.
    platform::at_exit(note_exit);
    rank.note(Event::Ready, "");
    let end = catch_unwind(AssertUnwindSafe(|| test_body(body, mpi.as_ref())));
    match end {
        Ok(Ok(())) => {}
        Ok(Err(error)) => rank.fail(mpi.as_ref(), "returned an error", &error),
        Err(payload) => rank.fail(mpi.as_ref(), "panicked", &panic_text(&*payload)),
    }
    DECIDED.store(true, Ordering::SeqCst);
    rank.note(Event::Passed, "");
    if let Some(mpi) = mpi {
        if let Err(error) = mpi.finalize() {
            rank.fail(None, "could not finalize MPI", &error.to_string());
        }
    }
    rank.note(Event::Finished, "");
    let _ = std::io::stdout().flush();
    // Not `_exit`: coverage tools write their data at exit.
    exit(0)
}

/// A name to find in the stacks of a hung rank: what calls it is of no interest.
#[inline(never)]
fn test_body<B: Body<Shape>, Shape>(body: B, mpi: Option<&Mpi>) -> Result<(), String> {
    let result = body.call(mpi);
    // Keeps the call above from becoming a jump, which would take this frame off the stack.
    std::hint::black_box(result)
}

fn initialize(spec: &Spec, rank: &Rank) -> Mpi {
    let mut builder = oxmpi::builder();
    if let Some(level) = spec.threads {
        builder = builder.threads(level);
    }
    let mpi = match builder.init() {
        Ok(mpi) => mpi,
        Err(error) => rank.fail(None, "could not initialize MPI", &error.to_string()),
    };
    let (size, wanted) = (mpi.world().size(), spec.ranks);
    if size != wanted {
        let library = oxmpi::library_version().unwrap_or_default();
        let library = library.lines().next().unwrap_or_default().trim_end_matches([',', '\0']);
        let message = format!(
            "MPI_COMM_WORLD has {size} rank(s), not {wanted}. This binary uses {library}; the launcher seems to belong to another MPI, \
             so that each rank thinks it is alone. Set {} to the mpiexec of that library.",
            variables::MPIEXEC
        );
        rank.fail(Some(&mpi), "was started by the wrong launcher", &message);
    }
    mpi
}

impl Rank {
    fn redirect(&self) {
        let Some(folder) = &self.folder else { return };
        // What libtest said so far belongs to the launcher's output.
        let _ = std::io::stdout().flush();
        let file = OpenOptions::new().append(true).create(true).open(outcome::output(folder, self.number));
        if let Err(error) = file.and_then(|file| platform::redirect_output(&file)) {
            eprintln!("rank {} of {}: no file for its output: {error}", self.number, self.of);
        }
    }

    fn note(&self, event: Event, text: &str) {
        let Some(folder) = &self.folder else { return };
        if let Err(error) = outcome::write(folder, self.number, event, text) {
            eprintln!("rank {} of {}: could not note {event:?}: {error}", self.number, self.of);
        }
    }

    /// Notes the failure at once, lets the others come to theirs, ends the job.
    fn fail(&self, mpi: Option<&Mpi>, kind: &str, message: &str) -> ! {
        DECIDED.store(true, Ordering::SeqCst);
        self.note(Event::Failed, &format!("{kind}\n{message}"));
        if self.folder.is_none() {
            // Nobody else reports it.
            eprintln!("rank {} of {}: {kind}: {message}", self.number, self.of);
        }
        let _ = std::io::stdout().flush();
        self.wait_for_verdicts();
        match mpi {
            Some(mpi) => mpi.abort(FAILED),
            // If MPI runs all the same, oxmpi's exit handler aborts the job.
            None => exit(FAILED),
        }
    }

    fn wait_for_verdicts(&self) {
        let Some(folder) = &self.folder else { return };
        let until = Instant::now() + GRACE;
        while Instant::now() < until {
            let events = Events::read(folder);
            if (0..self.of).all(|rank| events.has_verdict(rank)) {
                return;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

/// Called by `exit`.
extern "C" fn note_exit() {
    if !DECIDED.load(Ordering::SeqCst) {
        if let Some(rank) = RANK.get() {
            rank.note(Event::Exited, "");
        }
    }
}

/// Keeps the message and place of each panic, besides what the hook does anyway.
fn note_panics() {
    let others = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info: &PanicHookInfo<'_>| {
        let text = match info.location() {
            Some(place) => format!("at {place}: {}", payload_text(info.payload())),
            None => payload_text(info.payload()).to_owned(),
        };
        others(info);
        if cfg!(panic = "abort") {
            if let Some(rank) = RANK.get() {
                rank.note(Event::Failed, &format!("panicked\n{text}"));
            }
        }
        // At the end of its life a thread has no such variable any more.
        let _ = LAST_PANIC.try_with(|last| *last.borrow_mut() = Some(text));
    }));
}

fn panic_text(payload: &(dyn Any + Send)) -> String {
    let noted = LAST_PANIC.with(|last| last.borrow_mut().take());
    // A panic that was carried over from another thread was noted there: then the payload alone speaks.
    match noted {
        Some(noted) if noted.ends_with(payload_text(payload)) => noted,
        _ => payload_text(payload).to_owned(),
    }
}

fn payload_text(payload: &(dyn Any + Send)) -> &str {
    payload
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| payload.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("(a panic without a message)")
}
