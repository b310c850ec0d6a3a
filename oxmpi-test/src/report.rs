//! What a failed test prints: one line for each rank, what it printed, what the launcher printed, and the command to run by hand.

use crate::launch::Running;
use crate::outcome::{self, Event, Events};
use crate::parent::{End, Spec, Witness};
use crate::variables;
use std::fmt::Write;
use std::path::Path;

/// The end of one rank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Finished,
    Failed {
        kind: String,
        message: String,
    },
    Exited,
    /// Its process was gone, before those of the others.
    Died(Stage),
    /// Stopped with the job.
    Stopped(Stage),
    /// Still running when time ran out.
    Hung(Stage),
    NeverStarted,
}

/// How far a rank had come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    Initializing,
    Body,
    Finalizing,
}

/// The ends of all ranks, in order.
pub(crate) fn verdicts(folder: &Path, ranks: usize, end: End, witness: &Witness) -> Vec<Verdict> {
    let events = Events::read(folder);
    let of = |rank: usize| {
        let has = |event| events.has(rank, event);
        let stage = match (has(Event::Passed), has(Event::Ready)) {
            (true, _) => Stage::Finalizing,
            (_, true) => Stage::Body,
            _ => Stage::Initializing,
        };
        if has(Event::Failed) {
            let text = outcome::text(folder, rank, Event::Failed);
            let (kind, message) = text.split_once('\n').unwrap_or((&text, ""));
            Verdict::Failed { kind: kind.to_owned(), message: message.to_owned() }
        } else if has(Event::Finished) {
            Verdict::Finished
        } else if has(Event::Exited) {
            Verdict::Exited
        } else if !has(Event::Started) {
            Verdict::NeverStarted
        } else if witness.died_first.contains(&rank) {
            Verdict::Died(stage)
        } else if end == End::Hung {
            Verdict::Hung(stage)
        } else {
            Verdict::Stopped(stage)
        }
    };
    (0..ranks).map(of).collect()
}

impl Verdict {
    fn line(&self, launcher: &str) -> String {
        match self {
            Verdict::Finished => "passed".to_owned(),
            // "panicked at src/x.rs:1:2: …" reads on; the other kinds need a colon.
            Verdict::Failed { kind, message } if message.starts_with("at ") => format!("{kind} {message}"),
            Verdict::Failed { kind, message } => format!("{kind}: {message}"),
            Verdict::Exited => {
                "called exit in the middle of the test (std::process::exit, or MPI_Abort by the library)".to_owned()
            }
            Verdict::Died(Stage::Initializing) => format!(
                "died while it initialized MPI; if {launcher} is not the launcher of its MPI library, set {} to that",
                variables::MPIEXEC
            ),
            Verdict::Died(Stage::Body) => {
                "died in the middle of the test (killed by a signal, or `_exit`); see the launcher's output".to_owned()
            }
            Verdict::Died(Stage::Finalizing) => {
                "passed, but died while it finalized MPI; see the launcher's output".to_owned()
            }
            Verdict::Stopped(Stage::Initializing) => "was stopped with the job while it initialized MPI".to_owned(),
            Verdict::Stopped(Stage::Body) => "was stopped with the job in the middle of the test".to_owned(),
            Verdict::Stopped(Stage::Finalizing) => "passed, but was stopped before it had finalized MPI".to_owned(),
            Verdict::Hung(Stage::Initializing) => "was still initializing MPI when time ran out".to_owned(),
            Verdict::Hung(Stage::Body) => "was still running when time ran out".to_owned(),
            Verdict::Hung(Stage::Finalizing) => "passed, but was still in MPI_Finalize when time ran out".to_owned(),
            Verdict::NeverStarted => "never came to the test".to_owned(),
        }
    }

    /// Those who are to blame come first.
    fn blame(&self) -> u8 {
        match self {
            Verdict::Failed { .. } => 0,
            Verdict::Died(_) | Verdict::Exited => 1,
            Verdict::Hung(_) | Verdict::NeverStarted => 2,
            Verdict::Stopped(_) => 3,
            Verdict::Finished => 4,
        }
    }
}

/// The whole report.
pub(crate) fn write(spec: &Spec, job: &Running, headline: &str, verdicts: &[Verdict], witness: &Witness) -> String {
    let elapsed = job.elapsed();
    let mut text = format!("{headline} (after {:.2} s", elapsed.as_secs_f64());
    if let Some(failed_at) = witness.failed_at {
        let since = elapsed.saturating_sub(failed_at.duration_since(job.started()));
        let _ = write!(text, ", {:.2} s after the first failure", since.as_secs_f64());
    }
    text.push_str(")\n");
    let mut order: Vec<usize> = (0..verdicts.len()).collect();
    order.sort_by_key(|rank| verdicts[*rank].blame());
    for rank in &order {
        let line = verdicts[*rank].line(job.launcher_name());
        let _ = writeln!(text, "rank {rank} of {}: {}", spec.ranks, line.trim_end().replace('\n', "\n    "));
    }
    for rank in &order {
        section(&mut text, &format!("output of rank {rank}"), &read(&outcome::output(job.folder(), *rank)));
    }
    let launcher_said = witness.launcher_said.clone().unwrap_or_else(|| job.output());
    section(&mut text, &format!("output of {}", job.launcher_name()), &without_harness(&launcher_said, spec.name()));
    if let Some(stacks) = &witness.stacks {
        section(&mut text, "stacks", stacks);
    }
    let _ = write!(text, "to run it by hand:\n    {}", job.command_by_hand());
    text
}

/// A part with a heading, if there is anything in it.
pub(crate) fn section(text: &mut String, heading: &str, content: &str) {
    let content = content.trim_end();
    if !content.trim_start_matches('\n').is_empty() {
        let _ = writeln!(text, "---- {heading} ----\n{}", content.trim_start_matches('\n'));
    }
}

/// The end of a text: what led to the failure is there.
pub(crate) fn tail(text: &str) -> String {
    const LINES: usize = 120;
    const BYTES: usize = 16 * 1024;
    let mut from = text.len().saturating_sub(BYTES);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let lines: Vec<&str> = text[from..].lines().collect();
    let first = lines.len().saturating_sub(LINES);
    if from == 0 && first == 0 {
        return text.to_owned();
    }
    format!("[… its beginning is left out]\n{}", lines[first..].join("\n"))
}

fn read(path: &Path) -> String {
    std::fs::read(path).map(|bytes| tail(&String::from_utf8_lossy(&bytes))).unwrap_or_default()
}

/// What libtest prints in each rank before the test begins is noise.
fn without_harness(output: &str, test: &str) -> String {
    let output = output.replace(&format!("test {test} ... "), "");
    let kept: Vec<&str> = output.lines().filter(|line| !["", "running 1 test"].contains(&line.trim_end())).collect();
    tail(&kept.join("\n"))
}
