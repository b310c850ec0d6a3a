//! An MPI compiler wrapper: `mpicc`, or a plain compiler with the flags that make it one.

use crate::command::{self, Output};
use crate::flags::Flags;
use crate::shell;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// A command that compiles and links MPI programs.
#[derive(Debug)]
pub struct Wrapper {
    /// The program.
    pub program: PathBuf,
    /// Arguments before those of the call: part of the command, as in `MPICC="mpicc -cc=clang"`, or flags.
    pub before: Vec<String>,
    /// Arguments after those of the call: libraries.
    pub after: Vec<String>,
    /// What the compiler is told.
    pub flags: Flags,
    /// Whether it is a real wrapper, which a user can call.
    pub is_mpicc: bool,
}

/// The spellings of "show the command and do not run it", the most common first.
const SHOW: [&str; 3] = ["-show", "--showme", "--cray-print-opts=all"];

impl Wrapper {
    /// Asks a wrapper what it adds.
    pub fn open(program: &Path, args: &[String]) -> Result<Self, String> {
        let mut wrapper = Self {
            program: program.to_owned(),
            before: args.to_vec(),
            after: Vec::new(),
            flags: Flags::default(),
            is_mpicc: true,
        };
        let mut message = String::new();
        for show in SHOW {
            let output = wrapper.run([show])?;
            let words = shell::split(output.stdout.trim())?;
            // Cray's wrapper prints the options only, without a compiler before them.
            let mut flags = Flags::default();
            match words.split_first() {
                Some((first, rest)) if !first.starts_with('-') => {
                    flags.compiler = Some(first.clone());
                    flags.add(rest);
                }
                _ => flags.add(&words),
            }
            if output.success && !(flags.libs.is_empty() && flags.files.is_empty()) {
                wrapper.flags = flags;
                return wrapper.without_placeholders();
            }
            if message.is_empty() {
                message =
                    command::digest(if output.stderr.trim().is_empty() { &output.stdout } else { &output.stderr });
            }
        }
        let name = program.display();
        Err(format!("`{name} -show` printed no link flags, so it is not an MPI compiler wrapper:\n      {message}"))
    }

    /// A plain compiler with flags.
    pub fn of_flags(compiler: &Path, compile: Vec<String>, link: Vec<String>) -> Self {
        let mut flags = Flags { compiler: Some(compiler.display().to_string()), ..Flags::default() };
        flags.add(&compile);
        flags.add(&link);
        Self { program: compiler.to_owned(), before: compile, after: link, flags, is_mpicc: false }
    }

    /// Intel's wrapper prints a placeholder where its root belongs, unless its variable is set.
    fn without_placeholders(self) -> Result<Self, String> {
        let unset = |path: &PathBuf| path.to_string_lossy().contains("SUBSTITUTE_INSTALLDIR");
        if self.flags.search.iter().chain(&self.flags.include).any(unset) {
            return Err(format!(
                "{} is Intel MPI's, which prints a placeholder for its paths: set I_MPI_ROOT (or source Intel's vars.sh)",
                self.program.display()
            ));
        }
        Ok(self)
    }

    /// Runs the wrapper with further arguments.
    pub fn run<A: Into<OsString>>(&self, args: impl IntoIterator<Item = A>) -> Result<Output, String> {
        let mut all: Vec<OsString> = self.before.iter().map(Into::into).collect();
        all.extend(args.into_iter().map(Into::into));
        all.extend(self.after.iter().map(OsString::from));
        command::run(&self.program, &all)
    }

    /// The `mpicc` to tell dependents of.
    pub fn mpicc(&self) -> Option<&Path> {
        self.is_mpicc.then_some(self.program.as_path())
    }

    /// The launcher that belongs to this wrapper: `mpiexec` beside it, with the same suffix (`mpicc.mpich`) if there is one.
    pub fn mpiexec(&self) -> Option<PathBuf> {
        let mpicc = self.mpicc()?;
        let suffix = mpicc.file_name()?.to_str()?.strip_prefix("mpicc").unwrap_or_default();
        let resolved = mpicc.canonicalize().ok();
        let dirs = [Some(mpicc), resolved.as_deref()].into_iter().flatten().filter_map(Path::parent);
        let names = [format!("mpiexec{suffix}"), "mpiexec".to_owned(), format!("mpirun{suffix}"), "mpirun".to_owned()];
        let mut files = dirs.flat_map(|dir| names.iter().map(move |name| dir.join(name)));
        files.find(|file| command::is_executable(file))
    }
}
