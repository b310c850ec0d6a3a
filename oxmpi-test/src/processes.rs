//! A job's processes on this machine: found by the marker in their environment, whoever started them and wherever they moved.

use crate::{platform, variables};
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// One process of a job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Process {
    pub(crate) pid: u32,
    /// What its launcher told it, in its environment; `None` for the launcher and its helpers.
    pub(crate) rank: Option<usize>,
    pub(crate) program: Option<PathBuf>,
}

/// All processes with this marker, but not this one.
pub(crate) fn of_job(marker: &str) -> Vec<Process> {
    let mut processes = Vec::new();
    for entry in std::fs::read_dir("/proc").into_iter().flatten().flatten() {
        let Some(pid) = entry.file_name().to_str().and_then(|name| name.parse::<u32>().ok()) else { continue };
        if pid == std::process::id() {
            continue;
        }
        // Unreadable: another user's, or gone.
        let Ok(environ) = std::fs::read(entry.path().join("environ")) else { continue };
        if variables::value_in(&environ, variables::JOB) == Some(marker.as_bytes()) {
            let program = std::fs::read_link(entry.path().join("exe")).ok();
            processes.push(Process { pid, rank: variables::rank_in(&environ), program });
        }
    }
    processes.sort_by_key(|process| (process.rank, process.pid));
    processes
}

/// Ends every process of the job. The launcher may clean up first (shared memory, session folders); what is left after a moment gets
/// SIGKILL, again and again until nothing is left, since a helper may start others while it is being looked for.
pub(crate) fn end(marker: &str, launcher: &mut std::process::Child) {
    platform::signal(launcher.id(), libc::SIGTERM);
    let polite_until = Instant::now() + Duration::from_millis(500);
    while Instant::now() < polite_until {
        if !matches!(launcher.try_wait(), Ok(None)) && of_job(marker).is_empty() {
            return;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    kill(marker, launcher);
}

/// SIGKILL to all of the job's processes.
pub(crate) fn kill(marker: &str, launcher: &mut std::process::Child) {
    let give_up = Instant::now() + Duration::from_secs(5);
    loop {
        let _ = launcher.kill();
        let left = of_job(marker);
        for process in &left {
            platform::signal(process.pid, libc::SIGKILL);
        }
        let launcher_is_gone = !matches!(launcher.try_wait(), Ok(None));
        if (left.is_empty() && launcher_is_gone) || Instant::now() > give_up {
            return;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// Whether a process exists and is more than a zombie.
pub(crate) fn is_alive(pid: u32) -> bool {
    match std::fs::read_to_string(format!("/proc/{pid}/stat")) {
        // The state follows the name, which is in parentheses and may itself contain some.
        Ok(stat) => !matches!(stat.rsplit(')').next().map(str::trim_start), Some(rest) if rest.starts_with(['Z', 'X'])),
        // Systems without /proc tell no zombies apart.
        Err(_) => !std::path::Path::new("/proc/self/stat").exists() && platform::exists(pid),
    }
}
