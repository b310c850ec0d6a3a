//! What each rank says of itself, as files in the job's folder: they need no MPI, and outlive the rank.
//!
//! `RANK.started`, `.ready`, `.passed`, `.failed`, `.finished`, `.exited`, each written once and whole (renamed into place), and
//! `RANK.output`, to which standard output and error go. That a file exists says what happened; its text says the rest.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// What happened to a rank. A rank may reach several of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Event {
    /// Its process runs the test's code; text: process id, host.
    Started,
    /// MPI is initialized, and the body begins.
    Ready,
    /// The body returned; MPI is about to be finalized.
    Passed,
    /// The body panicked or returned an error, or MPI could not be initialized; text: the kind (a line), the message.
    Failed,
    /// MPI is finalized, and the process is about to exit.
    Finished,
    /// `exit` was called before the body returned.
    Exited,
}

impl Event {
    const ALL: [Event; 6] =
        [Event::Started, Event::Ready, Event::Passed, Event::Failed, Event::Finished, Event::Exited];

    fn suffix(self) -> &'static str {
        match self {
            Event::Started => "started",
            Event::Ready => "ready",
            Event::Passed => "passed",
            Event::Failed => "failed",
            Event::Finished => "finished",
            Event::Exited => "exited",
        }
    }

    fn of_suffix(suffix: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|event| event.suffix() == suffix)
    }
}

/// Notes an event of a rank.
pub(crate) fn write(folder: &Path, rank: usize, event: Event, text: &str) -> io::Result<()> {
    let path = path(folder, rank, event);
    // Of n ranks that a wrong launcher all numbered 0, each needs a draft of its own.
    let draft = folder.join(format!("{rank}.{}.{}.draft", event.suffix(), std::process::id()));
    fs::write(&draft, text)?;
    fs::rename(&draft, &path)
}

/// What an event's file says; empty if it has not happened.
pub(crate) fn text(folder: &Path, rank: usize, event: Event) -> String {
    fs::read(path(folder, rank, event)).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default()
}

/// The file for a rank's standard output and error.
pub(crate) fn output(folder: &Path, rank: usize) -> PathBuf {
    folder.join(format!("{rank}.output"))
}

fn path(folder: &Path, rank: usize, event: Event) -> PathBuf {
    folder.join(format!("{rank}.{}", event.suffix()))
}

/// The events of all ranks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Events(BTreeMap<usize, Vec<Event>>);

impl Events {
    /// Reads the folder's listing, once.
    pub(crate) fn read(folder: &Path) -> Self {
        let mut events = Self::default();
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let name = entry.file_name();
            let Some((rank, suffix)) = name.to_str().and_then(|name| name.split_once('.')) else { continue };
            if let (Ok(rank), Some(event)) = (rank.parse(), Event::of_suffix(suffix)) {
                events.0.entry(rank).or_default().push(event);
            }
        }
        events
    }

    pub(crate) fn has(&self, rank: usize, event: Event) -> bool {
        self.0.get(&rank).is_some_and(|events| events.contains(&event))
    }

    pub(crate) fn count(&self, event: Event) -> usize {
        self.0.values().filter(|events| events.contains(&event)).count()
    }

    /// Whether the rank has said how its body ended.
    pub(crate) fn has_verdict(&self, rank: usize) -> bool {
        [Event::Passed, Event::Failed, Event::Exited].into_iter().any(|event| self.has(rank, event))
    }
}
