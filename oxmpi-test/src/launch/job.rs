//! The description of a job, and how it is started.

use super::part::Part;
use super::{Finished, Running};
use crate::launcher::{Launcher, Started};
use crate::{lock, platform, variables};
use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant, SystemTime};

/// A program to run on several ranks, or several programs that are one job (MPMD): see [`and`](Job::and).
///
/// Jobs wait for each other: one runs at a time, unless `OXMPI_TEST_JOBS` says otherwise.
#[derive(Clone, Debug)]
#[must_use = "call `.run()` or `.spawn()`"]
pub struct Job {
    /// The first program, and those that [`Job::and`] added.
    parts: Vec<Part>,
    pub(super) timeout: Option<Duration>,
    environment: Vec<(OsString, OsString)>,
    current_dir: Option<PathBuf>,
    outputs: Outputs,
}

/// Where the ranks' output goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outputs {
    /// Through the launcher, which mixes them.
    Launcher,
    /// Into a file for each rank, by a shell that becomes the program.
    Shell,
    /// The ranks are tests, and know the folder.
    Ranks,
}

impl Job {
    /// One rank of `program`, with the limit of a test (60 s, or what `OXMPI_TEST_TIMEOUT` says).
    pub fn new(program: impl Into<PathBuf>) -> Self {
        Self {
            parts: vec![Part::new(program.into())],
            timeout: None,
            environment: Vec::new(),
            current_dir: None,
            outputs: Outputs::Launcher,
        }
    }

    /// Adds another program to the job, on one rank. [`ranks`](Job::ranks), [`arg`](Job::arg) and [`args`](Job::args) that follow are
    /// about this one; everything else is about the job.
    ///
    /// The ranks of the first program come first in `MPI_COMM_WORLD`, then those of the second, and so on. Programs of other languages
    /// (C, Python) must be built for the same MPI.
    ///
    /// ```no_run
    /// use oxmpi_test::{Job, example_path};
    ///
    /// // mpiexec -n 1 target/debug/examples/master : -n 3 python3 worker.py
    /// let job = Job::new(example_path("master")).and("python3").arg("worker.py").ranks(3).run()?;
    /// assert!(job.success(), "{job}");
    /// # Ok::<(), std::io::Error>(())
    /// ```
    pub fn and(mut self, program: impl Into<PathBuf>) -> Self {
        self.parts.push(Part::new(program.into()));
        self
    }

    /// The number of ranks.
    ///
    /// # Panics
    /// If it is 0.
    pub fn ranks(mut self, ranks: usize) -> Self {
        assert!(ranks > 0, "a program needs at least one rank");
        self.last().ranks = ranks;
        self
    }

    /// Adds an argument of the program.
    pub fn arg(mut self, argument: impl Into<OsString>) -> Self {
        self.last().arguments.push(argument.into());
        self
    }

    /// Adds arguments of the program.
    pub fn args<S: Into<OsString>>(mut self, arguments: impl IntoIterator<Item = S>) -> Self {
        self.last().arguments.extend(arguments.into_iter().map(Into::into));
        self
    }

    /// Sets a variable for the launcher and, on this machine, all ranks.
    pub fn env(mut self, name: impl Into<OsString>, value: impl Into<OsString>) -> Self {
        self.environment.push((name.into(), value.into()));
        self
    }

    /// The folder in which the job runs; default: that of this process.
    pub fn current_dir(mut self, folder: impl Into<PathBuf>) -> Self {
        self.current_dir = Some(folder.into());
        self
    }

    /// How long the job may run before it is ended and counts as hung; it stands above `OXMPI_TEST_TIMEOUT`.
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.timeout = Some(limit);
        self
    }

    /// Keeps each rank's output apart, for [`Finished::rank`]. The launcher then has nothing of it.
    pub fn output_per_rank(mut self) -> Self {
        self.outputs = Outputs::Shell;
        self
    }

    /// The program that was named last.
    fn last(&mut self) -> &mut Part {
        self.parts.last_mut().expect("a job has a program")
    }

    /// How many ranks all programs have together.
    pub(super) fn size(&self) -> usize {
        self.parts.iter().map(|part| part.ranks).sum()
    }

    /// The program that a rank runs; `None` if there is no such rank.
    pub(super) fn program_of(&self, rank: usize) -> Option<&Path> {
        let mut end = 0;
        let part = self.parts.iter().find(|part| {
            end += part.ranks;
            rank < end
        });
        part.map(|part| part.program.as_path())
    }

    /// The ranks are tests of this crate, which write into the job's folder.
    pub(crate) fn folder_for_ranks(mut self) -> Self {
        self.outputs = Outputs::Ranks;
        self
    }

    /// Runs the job to its end, or ends it at its limit.
    ///
    /// # Errors
    /// If it cannot be started. That it fails is no error; see [`Finished::success`].
    pub fn run(self) -> io::Result<Finished> {
        Ok(self.spawn()?.wait())
    }

    /// Starts the job, once other jobs have ended. Dropping what this returns kills the job; it also ends with the thread that started
    /// it, so that none outlives a test that is killed.
    ///
    /// # Errors
    /// If it cannot be started: no launcher, no such program, no temporary folder; `Unsupported` for several programs under `srun`,
    /// which starts them in another way.
    pub fn spawn(self) -> io::Result<Running> {
        self.parts.iter().try_for_each(Part::look)?;
        let launcher = Launcher::find();
        if self.parts.len() > 1 && !launcher.starts_several_programs() {
            let text = format!("{} does not start several programs as mpiexec does", launcher.name());
            return Err(io::Error::new(io::ErrorKind::Unsupported, text));
        }
        let slot = lock::acquire()?;
        let (marker, folder) = new_folder()?;
        // From here on the folder is removed when something fails.
        let folder = Folder(folder);
        let words = self.words(&launcher, &folder.0);
        let mut command = Command::new(&words[0]);
        command.args(&words[1..]).stdin(Stdio::null());
        command.stdout(File::create(folder.0.join("launcher.stdout"))?);
        command.stderr(File::create(folder.0.join("launcher.stderr"))?);
        for (name, _) in std::env::vars_os() {
            if name.to_str().is_some_and(variables::belongs_to_a_rank) {
                command.env_remove(&name);
            }
        }
        command.env(variables::JOB, &marker).envs(self.environment.iter().map(|(name, value)| (name, value)));
        if self.outputs != Outputs::Launcher {
            command.env(variables::FOLDER, &folder.0);
        }
        if let Some(current) = &self.current_dir {
            command.current_dir(current);
        }
        platform::end_with_this_thread(&mut command);
        let started = Instant::now();
        let child = command.spawn().map_err(|error| {
            let set = variables::MPIEXEC;
            io::Error::new(error.kind(), format!("{}: {error}; {set} names another launcher", launcher.name()))
        })?;
        let by_hand = self.by_hand(&launcher);
        Ok(Running::new(self, child, started, slot, folder, marker, launcher.name(), by_hand))
    }

    fn words(&self, launcher: &Launcher, folder: &Path) -> Vec<OsString> {
        let mut forwarded = vec![variables::JOB];
        if self.outputs != Outputs::Launcher {
            forwarded.push(variables::FOLDER);
        }
        let own = self.environment.iter().filter_map(|(name, _)| name.to_str());
        forwarded.extend(own);
        let parts: Vec<Started> = self.parts.iter().map(|part| (part.ranks, self.words_of(part, folder))).collect();
        launcher.words(&forwarded, &parts)
    }

    /// What the launcher is to start on the ranks of a program.
    fn words_of(&self, part: &Part, folder: &Path) -> Vec<OsString> {
        if self.outputs != Outputs::Shell {
            return part.words();
        }
        // The shell is replaced by the program, so that the process which the launcher knows is the rank itself.
        let script = "r=${OMPI_COMM_WORLD_RANK:-${PMIX_RANK:-${PMI_RANK:-$SLURM_PROCID}}}; d=$1; shift; \
                      exec \"$@\" >\"$d/$r.stdout\" 2>\"$d/$r.stderr\"";
        let mut words = vec!["/bin/sh".into(), "-c".into(), script.into(), "sh".into(), folder.into()];
        words.extend(part.words());
        words
    }

    /// The same job for a person at a terminal, who wants to see what the ranks print.
    fn by_hand(&self, launcher: &Launcher) -> String {
        let own: Vec<&str> = self.environment.iter().filter_map(|(name, _)| name.to_str()).collect();
        let mut words: Vec<String> = Vec::new();
        if let Some(folder) = self.current_dir.clone().or_else(|| std::env::current_dir().ok()) {
            words.push(format!("cd {} &&", quoted(folder.as_os_str())));
        }
        for (name, value) in &self.environment {
            words.push(format!("{}={}", name.to_string_lossy(), quoted(value)));
        }
        let parts: Vec<Started> = self.parts.iter().map(|part| (part.ranks, part.words())).collect();
        words.extend(launcher.words(&own, &parts).iter().map(|word| quoted(word)));
        words.join(" ")
    }
}

/// For a shell.
fn quoted(word: &OsStr) -> String {
    let text = word.to_string_lossy();
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=,+@%".contains(c);
    if !text.is_empty() && text.chars().all(plain) {
        text.into_owned()
    } else {
        format!("'{}'", text.replace('\'', "'\\''"))
    }
}

/// A job's files; removed with it, unless they are to be kept.
#[derive(Debug)]
pub(crate) struct Folder(pub(crate) PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        if std::env::var_os(variables::KEEP).is_none() {
            let _ = std::fs::remove_dir_all(&self.0);
        }
    }
}

/// A folder that nobody else has, open to this user alone, and its name, which marks the job.
fn new_folder() -> io::Result<(String, PathBuf)> {
    use std::os::unix::fs::DirBuilderExt;
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_or(0, |time| time.as_nanos());
    let marker = format!("oxmpi-test-{}-{number}-{now:x}", std::process::id());
    let folder = std::env::temp_dir().join(&marker);
    std::fs::DirBuilder::new().mode(0o700).create(&folder)?;
    Ok((marker, folder))
}

#[cfg(test)]
mod tests {
    use super::{Job, quoted};
    use std::path::Path;

    #[test]
    fn ranks_and_arguments_are_those_of_the_program_named_last() {
        let job = Job::new("/a").arg("x").and("b").ranks(3).args(["y", "z"]);
        assert_eq!(job.size(), 4);
        assert_eq!(
            [0, 1, 3, 4].map(|rank| job.program_of(rank)),
            [Some("/a"), Some("b"), Some("b"), None].map(|path| path.map(Path::new))
        );
        assert_eq!(job.parts[0].words(), ["/a", "x"]);
        assert_eq!(job.parts[1].words(), ["b", "y", "z"]);
    }

    #[test]
    fn a_shell_reads_what_was_meant() {
        assert_eq!(quoted("a-b/c=1".as_ref()), "a-b/c=1");
        assert_eq!(quoted("it's".as_ref()), "'it'\\''s'");
        assert_eq!(quoted("".as_ref()), "''");
    }
}
