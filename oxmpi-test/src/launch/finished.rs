//! What is left of a job.

use super::Running;
use super::running::read;
use crate::report::{section, tail};
use std::fmt;
use std::process::ExitStatus;
use std::time::Duration;

/// The end of a job and what it printed. Its `Display` is a report for a failed assertion.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Finished {
    /// How the launcher ended; `None` if it had to be ended, at the job's limit or since it outlived all ranks by seconds (as Open
    /// MPI's sometimes does when a rank aborts).
    pub status: Option<ExitStatus>,
    /// From the start to the end.
    pub duration: Duration,
    /// The launcher's standard output: that of all ranks, unless it was kept apart.
    pub stdout: String,
    /// The launcher's standard error.
    pub stderr: String,
    /// Where the ranks were when the limit was reached.
    pub stacks: Option<String>,
    /// How many processes of the job were left on this machine two seconds after the launcher's end; they are killed.
    pub left_behind: usize,
    /// The command line that starts the job.
    pub command: String,
    ranks: Vec<RankOutput>,
}

/// What one rank printed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RankOutput {
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
}

impl Finished {
    pub(super) fn read(job: &mut Running, stacks: Option<String>, left_behind: usize) -> Self {
        let of_rank = |rank: usize| RankOutput {
            stdout: read(&job.folder().join(format!("{rank}.stdout"))),
            stderr: read(&job.folder().join(format!("{rank}.stderr"))),
        };
        Self {
            status: job.status(),
            duration: job.elapsed(),
            stdout: job.stdout(),
            stderr: job.stderr(),
            stacks,
            left_behind,
            command: job.command_by_hand().to_owned(),
            ranks: (0..job.ranks()).map(of_rank).collect(),
        }
    }

    /// Whether the launcher ended by itself, with status 0.
    pub fn success(&self) -> bool {
        self.status.is_some_and(|status| status.success())
    }

    /// Whether the job was ended at its limit.
    pub fn timed_out(&self) -> bool {
        self.stacks.is_some()
    }

    /// What a rank printed, of a job with [`output_per_rank`](super::Job::output_per_rank); else nothing.
    ///
    /// # Panics
    /// If the job had no such rank.
    pub fn rank(&self, rank: usize) -> &RankOutput {
        &self.ranks[rank]
    }
}

impl fmt::Display for Finished {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.duration.as_secs_f64();
        let mut text = match self.status {
            Some(status) => format!("the job ended with {status} after {seconds:.2} s\n"),
            None if self.timed_out() => format!("the job did not end; it was ended after {seconds:.2} s\n"),
            None => format!("the ranks ended, the launcher did not; it was ended after {seconds:.2} s\n"),
        };
        if self.left_behind > 0 {
            text.push_str(&format!("{} of its processes outlived the launcher\n", self.left_behind));
        }
        section(&mut text, "standard output", &tail(&self.stdout));
        section(&mut text, "standard error", &tail(&self.stderr));
        for (rank, output) in self.ranks.iter().enumerate() {
            section(&mut text, &format!("standard output of rank {rank}"), &tail(&output.stdout));
            section(&mut text, &format!("standard error of rank {rank}"), &tail(&output.stderr));
        }
        section(&mut text, "stacks", self.stacks.as_deref().unwrap_or_default());
        write!(f, "{text}to run it by hand:\n    {}", self.command)
    }
}
