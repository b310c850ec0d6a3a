//! One program of a job, and on how many ranks it runs.

use std::ffi::OsString;
use std::io;
use std::path::PathBuf;

/// A program with its arguments; most jobs have one.
#[derive(Clone, Debug)]
pub(super) struct Part {
    pub(super) program: PathBuf,
    pub(super) arguments: Vec<OsString>,
    pub(super) ranks: usize,
}

impl Part {
    /// One rank, no arguments.
    pub(super) fn new(program: PathBuf) -> Self {
        Self { program, arguments: Vec::new(), ranks: 1 }
    }

    /// An error that names the program if it is a path to nothing; launchers say that in many ways, some of them by hanging. A mere
    /// name is looked up by the launcher.
    pub(super) fn look(&self) -> io::Result<()> {
        if self.program.components().count() > 1 && !self.program.exists() {
            let text = format!("there is no program {}", self.program.display());
            return Err(io::Error::new(io::ErrorKind::NotFound, text));
        }
        Ok(())
    }

    /// The program and its arguments.
    pub(super) fn words(&self) -> Vec<OsString> {
        let program = self.program.clone().into_os_string();
        std::iter::once(program).chain(self.arguments.iter().cloned()).collect()
    }
}
