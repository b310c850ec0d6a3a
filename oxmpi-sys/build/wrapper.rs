//! An MPI compiler wrapper: the program `mpicc`, or one that stands for it.

use crate::command::{self, Output};
use crate::flags::Flags;
use crate::shell;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// A compiler wrapper that ran.
#[derive(Debug)]
pub struct Wrapper {
    /// The program.
    pub program: PathBuf,
    /// Arguments that are part of the command, as in `MPICC="mpicc -cc=clang"`.
    pub args: Vec<String>,
    /// What it adds to the compiler's command line.
    pub flags: Flags,
}

/// The spellings of "show the command and do not run it", the most common first.
const SHOW: [&str; 3] = ["-show", "--showme", "--cray-print-opts=all"];

impl Wrapper {
    /// Asks a wrapper what it adds.
    pub fn open(program: &Path, args: &[String]) -> Result<Self, String> {
        let mut wrapper = Self { program: program.to_owned(), args: args.to_vec(), flags: Flags::default() };
        let mut last = String::new();
        for show in SHOW {
            let output = wrapper.run([show])?;
            let words = shell::split(output.stdout.trim()).unwrap_or_default();
            let flags = Flags::of_command(&words);
            if output.success && !(flags.libs.is_empty() && flags.files.is_empty()) {
                wrapper.flags = flags;
                return wrapper.check_placeholders();
            }
            last = command::tail(if output.stderr.trim().is_empty() { &output.stdout } else { &output.stderr });
        }
        let name = program.display();
        Err(format!("`{name} -show` printed no link flags, so it is not an MPI compiler wrapper:\n      {last}"))
    }

    /// Intel's wrapper prints a placeholder where its root belongs, unless its variable is set.
    fn check_placeholders(self) -> Result<Self, String> {
        let unset = |path: &PathBuf| path.to_string_lossy().contains("SUBSTITUTE_INSTALLDIR");
        if self.flags.search.iter().chain(&self.flags.include).any(unset) {
            return Err(format!(
                "{} is Intel MPI's, which prints a placeholder for its paths: set I_MPI_ROOT (source Intel's vars.sh)",
                self.program.display()
            ));
        }
        Ok(self)
    }

    /// Runs the wrapper with further arguments.
    pub fn run<A: Into<OsString>>(&self, args: impl IntoIterator<Item = A>) -> Result<Output, String> {
        let args: Vec<OsString> = self.args.iter().map(Into::into).chain(args.into_iter().map(Into::into)).collect();
        command::run(&self.program, &args)
    }
}
