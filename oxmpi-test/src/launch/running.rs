//! A job under way.

use super::job::Folder;
use super::{Finished, Job};
use crate::lock::Slot;
use crate::processes::{self, Process};
use crate::{platform, stacks, variables};
use std::io;
use std::path::Path;
use std::process::{Child, ExitStatus};
use std::time::{Duration, Instant};

const POLL: Duration = Duration::from_millis(5);

/// A job that was started; dropping it kills all of its processes.
#[derive(Debug)]
pub struct Running {
    job: Job,
    launcher: Child,
    status: Option<ExitStatus>,
    started: Instant,
    ended: Option<Instant>,
    marker: String,
    launcher_name: String,
    by_hand: String,
    /// No process is left, so that nobody needs to look again.
    is_gone: bool,
    folder: Folder,
    _slot: Slot,
}

impl Running {
    #[expect(clippy::too_many_arguments, reason = "one caller, which has just made all of them")]
    pub(super) fn new(
        job: Job,
        launcher: Child,
        started: Instant,
        slot: Slot,
        folder: Folder,
        marker: String,
        launcher_name: String,
        by_hand: String,
    ) -> Self {
        Self {
            job,
            launcher,
            status: None,
            started,
            ended: None,
            marker,
            launcher_name,
            by_hand,
            is_gone: false,
            folder,
            _slot: slot,
        }
    }

    /// The time since the start, or that which the job took.
    pub fn elapsed(&self) -> Duration {
        self.ended.unwrap_or_else(Instant::now) - self.started
    }

    /// Whether the launcher has ended.
    pub fn has_ended(&mut self) -> bool {
        if self.status.is_none() {
            if let Ok(Some(status)) = self.launcher.try_wait() {
                self.status = Some(status);
                self.ended = Some(Instant::now());
            }
        }
        self.status.is_some()
    }

    /// The process id of a rank, once it is there; `None` if it is not on this machine, or not any more, or not yet.
    pub fn pid(&self, rank: usize) -> Option<u32> {
        let of_rank: Vec<Process> =
            processes::of_job(&self.marker).into_iter().filter(|process| process.rank == Some(rank)).collect();
        // A rank's own children carry the same environment; the rank is the one that runs the program. If the program is a
        // script, none does, and the oldest is the rank.
        let program = self.job.program_of(rank).and_then(|program| program.canonicalize().ok());
        let is_program = |process: &&Process| process.program.is_some() && process.program == program;
        of_rank.iter().find(is_program).or(of_rank.first()).map(|process| process.pid)
    }

    /// Waits until the launcher's standard output contains `text`, which shows that the job has come so far.
    ///
    /// # Errors
    /// `TimedOut` if it does not come in time, `UnexpectedEof` if the job ends without it; both with what was printed.
    pub fn wait_for_stdout(&mut self, text: &str, limit: Duration) -> io::Result<()> {
        let until = Instant::now() + limit;
        loop {
            let ended = self.has_ended();
            if self.stdout().contains(text) {
                return Ok(());
            }
            let kind = if ended {
                io::ErrorKind::UnexpectedEof
            } else if Instant::now() > until {
                io::ErrorKind::TimedOut
            } else {
                std::thread::sleep(POLL);
                continue;
            };
            return Err(io::Error::new(kind, format!("`{text}` was not printed; there is:\n{}", self.output())));
        }
    }

    /// `kill -9` of one rank's process, which is waited for if it is not there yet.
    ///
    /// # Errors
    /// `NotFound` if it does not appear within 10 seconds, or the job has ended.
    pub fn kill_rank(&mut self, rank: usize) -> io::Result<()> {
        let until = Instant::now() + Duration::from_secs(10);
        loop {
            if let Some(pid) = self.pid(rank) {
                platform::signal(pid, libc::SIGKILL);
                return Ok(());
            }
            if self.has_ended() || Instant::now() > until {
                let text = format!("rank {rank} has no process; the job printed:\n{}", self.output());
                return Err(io::Error::new(io::ErrorKind::NotFound, text));
            }
            std::thread::sleep(POLL);
        }
    }

    /// Waits for the job's end. At its limit it is ended, with the stacks of its ranks in the result.
    pub fn wait(mut self) -> Finished {
        let limit = self.job.timeout.unwrap_or_else(|| variables::timeout(None));
        let mut stacks = None;
        let mut ranks = RanksSeen::default();
        while !self.has_ended() {
            if self.elapsed() > limit {
                self.ended = Some(Instant::now());
                stacks = Some(stacks::of_job(&self.marker));
                self.end();
                break;
            }
            if ranks.left_the_launcher_alone(&self.marker, self.job.size()) {
                self.end();
                break;
            }
            std::thread::sleep(POLL);
        }
        let left_behind = self.processes_that_stay();
        self.is_gone |= left_behind == 0;
        Finished::read(&mut self, stacks, left_behind)
    }

    /// How many processes are there a moment after the end; the launcher's own helpers may take one to leave.
    fn processes_that_stay(&self) -> usize {
        let until = Instant::now() + Duration::from_secs(2);
        loop {
            let count = processes::of_job(&self.marker).len();
            if count == 0 || Instant::now() > until {
                return count;
            }
            std::thread::sleep(POLL);
        }
    }

    /// Ends the job: the launcher may clean up for a moment, then all processes are killed.
    pub fn end(&mut self) {
        self.ended.get_or_insert_with(Instant::now);
        processes::end(&self.marker, &mut self.launcher);
        self.is_gone = true;
    }

    /// Kills all processes of the job that are left on this machine.
    pub fn kill(&mut self) {
        self.ended.get_or_insert_with(Instant::now);
        processes::kill(&self.marker, &mut self.launcher);
        self.is_gone = true;
    }

    /// What the launcher has printed on standard output so far: that of all ranks.
    pub fn stdout(&self) -> String {
        read(&self.folder.0.join("launcher.stdout"))
    }

    /// What the launcher has printed on standard error so far.
    pub fn stderr(&self) -> String {
        read(&self.folder.0.join("launcher.stderr"))
    }

    /// Both of them.
    pub(crate) fn output(&self) -> String {
        format!("{}{}", self.stdout(), self.stderr())
    }

    pub(crate) fn started(&self) -> Instant {
        self.started
    }

    pub(crate) fn folder(&self) -> &Path {
        &self.folder.0
    }

    pub(crate) fn marker(&self) -> &str {
        &self.marker
    }

    pub(crate) fn launcher_name(&self) -> &str {
        &self.launcher_name
    }

    pub(crate) fn command_by_hand(&self) -> &str {
        &self.by_hand
    }

    pub(crate) fn ranks(&self) -> usize {
        self.job.size()
    }

    /// How the launcher ended, if it did so by itself.
    pub(crate) fn status(&self) -> Option<ExitStatus> {
        self.status
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if !self.is_gone {
            processes::end(&self.marker, &mut self.launcher);
        }
    }
}

/// Finds a launcher that outlives all of its ranks: that of Open MPI 4.1 now and then hangs (or crashes) after one has aborted.
#[derive(Debug, Default)]
pub(crate) struct RanksSeen {
    looked: Option<Instant>,
    most: usize,
    none_since: Option<Instant>,
}

impl RanksSeen {
    /// How long a launcher may take to end after its ranks; it is milliseconds on an idle machine.
    const GRACE: Duration = Duration::from_secs(3);

    /// Whether all ranks have been here, and none has been for a while. Of ranks on other machines nothing is known.
    pub(crate) fn left_the_launcher_alone(&mut self, marker: &str, ranks: usize) -> bool {
        // Looking at all processes costs a millisecond or more, and is in no hurry.
        if self.looked.is_some_and(|looked| looked.elapsed() < Duration::from_millis(100)) {
            return false;
        }
        self.looked = Some(Instant::now());
        let now = processes::of_job(marker).iter().filter(|process| process.rank.is_some()).count();
        self.most = self.most.max(now);
        if now > 0 {
            self.none_since = None;
            return false;
        }
        let since = *self.none_since.get_or_insert_with(Instant::now);
        self.most >= ranks && since.elapsed() > Self::GRACE
    }
}

pub(super) fn read(path: &Path) -> String {
    std::fs::read(path).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default()
}
