//! The test as libtest sees it: run the job, judge it, report.

use crate::body::Body;
use crate::launch::{Job, RanksSeen, Running};
use crate::outcome::{self, Event, Events};
use crate::report::{self, Verdict};
use crate::{child, platform, processes, stacks, variables};
use oxmpi::ThreadLevel;
use std::time::{Duration, Instant};

/// One test, as the attribute says.
#[derive(Debug)]
pub struct Spec {
    /// `module_path!()` and the test's name.
    pub path: &'static str,
    /// How many ranks run it.
    pub ranks: usize,
    /// Seconds.
    pub timeout: Option<u64>,
    /// What to ask of MPI.
    pub threads: Option<ThreadLevel>,
    /// The text that a rank's panic must contain.
    pub should_panic: Option<&'static str>,
}

impl Spec {
    /// The name by which libtest knows the test: the path without the crate.
    pub(crate) fn name(&self) -> &'static str {
        self.path.split_once("::").map_or(self.path, |(_, name)| name)
    }
}

/// How a job came to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// The launcher ended by itself.
    Ended,
    /// A rank had failed, and the rest did not end in time.
    Stopped,
    /// Time ran out.
    Hung,
}

/// After a rank has failed, the job gets this long to end.
const GRACE: Duration = Duration::from_secs(2);
const POLL: Duration = Duration::from_millis(5);

/// Runs the test: as a rank if this process is one, else as the one who starts the ranks. Panics if the test fails.
pub fn run<B: Body<Shape>, Shape>(spec: &Spec, body: B) {
    if std::env::var(variables::CHILD).is_ok_and(|test| test == spec.name()) {
        child::run(spec, body);
    }
    let limit = variables::timeout(spec.timeout);
    let job = match job(spec).spawn() {
        Ok(job) => job,
        Err(error) => fail(&format!("could not start the ranks of `{}`: {error}", spec.name())),
    };
    let (job, end, witness) = watch(job, spec.ranks, limit);
    if let Err(text) = judge(spec, &job, end, limit, &witness) {
        if std::env::var_os(variables::KEEP).is_some() {
            eprintln!("files of the ranks: {}", job.folder().display());
        }
        fail(&text);
    }
}

/// Prints the report and fails the test. `resume_unwind` adds no "panicked at" of its own, which would point into this crate.
fn fail(report: &str) -> ! {
    eprintln!("{report}");
    std::panic::resume_unwind(Box::new("the test failed on some rank".to_owned()))
}

fn job(spec: &Spec) -> Job {
    let program = std::env::current_exe().unwrap_or_else(|error| fail(&format!("this test's own binary: {error}")));
    Job::new(program)
        .ranks(spec.ranks)
        .args(["--exact", spec.name(), "--nocapture", "--include-ignored", "--test-threads=1"])
        .env(variables::CHILD, spec.name())
        .folder_for_ranks()
}

/// What was seen while the job ran, and cannot be read from its files afterwards.
#[derive(Debug, Default)]
pub(crate) struct Witness {
    /// Ranks whose process was gone without a verdict before others were: the likely cause.
    pub(crate) died_first: Vec<usize>,
    /// What the launcher had printed when we ended it: what it says to that would mislead.
    pub(crate) launcher_said: Option<String>,
    /// When the first failure was seen.
    pub(crate) failed_at: Option<Instant>,
    /// The stacks of a hung job.
    pub(crate) stacks: Option<String>,
}

fn watch(mut job: Running, ranks: usize, limit: Duration) -> (Running, End, Witness) {
    let mut witness = Witness::default();
    let mut last_rank = RanksSeen::default();
    loop {
        let events = Events::read(job.folder());
        if witness.died_first.is_empty() && witness.failed_at.is_none() {
            witness.died_first = vanished(&job, ranks, &events);
        }
        if job.has_ended() {
            // A daemon of the launcher may have left something behind.
            job.kill();
            if witness.failed_at.is_none() {
                // All within one look: nobody knows who was first.
                witness.died_first = vanished(&job, ranks, &Events::read(job.folder()));
            }
            return (job, End::Ended, witness);
        }
        let trouble = events.count(Event::Failed) + events.count(Event::Exited) > 0 || !witness.died_first.is_empty();
        if trouble && witness.failed_at.is_none() {
            witness.failed_at = Some(Instant::now());
        }
        if witness.failed_at.is_none()
            && events.count(Event::Finished) == ranks
            && last_rank.left_the_launcher_alone(job.marker(), 0)
        {
            witness.launcher_said = Some(job.output());
            job.end();
            return (job, End::Stopped, witness);
        }
        if witness.failed_at.is_some_and(|since| since.elapsed() > GRACE) {
            witness.launcher_said = Some(job.output());
            job.end();
            return (job, End::Stopped, witness);
        }
        if witness.failed_at.is_none() && job.elapsed() > limit {
            witness.launcher_said = Some(job.output());
            witness.stacks = Some(stacks::of_job(job.marker()));
            job.end();
            return (job, End::Hung, witness);
        }
        std::thread::sleep(POLL);
    }
}

/// Ranks that began and have no process any more, without a word about why.
fn vanished(job: &Running, ranks: usize, events: &Events) -> Vec<usize> {
    let host = platform::host();
    let is_gone = |rank: &usize| {
        if !events.has(*rank, Event::Started) || is_explained(events, *rank) {
            return false;
        }
        let started = outcome::text(job.folder(), *rank, Event::Started);
        match started.split_once(' ') {
            Some((pid, on)) => on == host && pid.parse().is_ok_and(|pid| !processes::is_alive(pid)),
            None => false,
        }
    };
    let gone: Vec<usize> = (0..ranks).filter(is_gone).collect();
    if gone.is_empty() {
        return gone;
    }
    // A verdict may have come between the listing and the look at the process.
    let later = Events::read(job.folder());
    gone.into_iter().filter(|rank| !is_explained(&later, *rank)).collect()
}

/// Whether what the rank noted tells why its process may be gone.
fn is_explained(events: &Events, rank: usize) -> bool {
    [Event::Failed, Event::Finished, Event::Exited].into_iter().any(|event| events.has(rank, event))
}

/// Passes if every rank passed and finished and the launcher agrees; `should_panic` passes if a rank panicked as expected.
fn judge(spec: &Spec, job: &Running, end: End, limit: Duration, witness: &Witness) -> Result<(), String> {
    let verdicts = report::verdicts(job.folder(), spec.ranks, end, witness);
    let text = |headline: &str| report::write(spec, job, headline, &verdicts, witness);
    let name = spec.name();
    if end == End::Hung {
        return Err(text(&format!("`{name}` did not end within {} s", limit.as_secs_f64())));
    }
    if let Some(expected) = spec.should_panic {
        let panicked = |verdict: &&Verdict| matches!(verdict, Verdict::Failed { kind, .. } if kind == "panicked");
        let mut panics = verdicts.iter().filter(panicked).peekable();
        return if panics.peek().is_none() {
            Err(text(&format!("`{name}` should have panicked on some rank")))
        } else if panics.any(|verdict| matches!(verdict, Verdict::Failed { message, .. } if message.contains(expected)))
        {
            Ok(())
        } else {
            Err(text(&format!("`{name}` should have panicked with `{expected}`")))
        };
    }
    if verdicts.iter().any(|verdict| *verdict != Verdict::Finished) {
        return Err(text(&format!("`{name}` failed")));
    }
    match job.status() {
        Some(status) if status.success() => Ok(()),
        Some(status) => Err(text(&format!("`{name}` passed on all ranks, but the launcher ended with {status}"))),
        None => Err(text(&format!("`{name}` passed on all ranks, but the launcher did not end"))),
    }
}
