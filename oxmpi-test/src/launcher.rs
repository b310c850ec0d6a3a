//! The `mpiexec` that matches the MPI of this binary, and the arguments its kind needs.

use crate::variables;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A way to start n ranks.
#[derive(Clone, Debug)]
pub(crate) struct Launcher {
    program: PathBuf,
    /// Those given with the program itself, as in `srun --mpi=pmix`.
    own: Vec<String>,
    kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    OpenMpi4,
    OpenMpi5,
    Slurm,
    /// Hydra (MPICH, Intel MPI), and what we do not know: `-n` is all they are told.
    Other,
}

/// A number of ranks, and the words of what they run.
pub(crate) type Started = (usize, Vec<OsString>);

impl Launcher {
    /// The one to use here: `OXMPI_MPIEXEC`, the one of the MPI that oxmpi was built with, `mpiexec` on the path.
    pub(crate) fn find() -> Self {
        let (program, own) = match std::env::var(variables::MPIEXEC) {
            Ok(text) if !text.trim().is_empty() => split(&text),
            _ => (PathBuf::from(oxmpi::build_info::MPIEXEC.unwrap_or("mpiexec")), Vec::new()),
        };
        let kind = kind(&program);
        Self { program, own, kind }
    }

    /// The launcher as a person would name it.
    pub(crate) fn name(&self) -> String {
        self.program.display().to_string()
    }

    /// Whether it takes several programs for one job, with a colon between them. A colon makes srun ask for several allocations.
    pub(crate) fn starts_several_programs(&self) -> bool {
        self.kind != Kind::Slurm
    }

    /// The words of the command that starts these programs as one job; `forwarded` are variables that must reach other hosts too.
    pub(crate) fn words(&self, forwarded: &[&str], programs: &[Started]) -> Vec<OsString> {
        let mut words = vec![self.program.clone().into_os_string()];
        words.extend(self.own.iter().map(OsString::from));
        let ours: &[&str] = match self.kind {
            Kind::OpenMpi4 => &["--allow-run-as-root", "--oversubscribe", "--bind-to", "none"],
            Kind::OpenMpi5 => &["--allow-run-as-root", "--map-by", ":OVERSUBSCRIBE", "--bind-to", "none"],
            Kind::Slurm | Kind::Other => &[],
        };
        words.extend(ours.iter().map(OsString::from));
        if let Ok(more) = std::env::var(variables::MPIEXEC_ARGS) {
            words.extend(more.split_whitespace().map(OsString::from));
        }
        for (index, (ranks, program)) in programs.iter().enumerate() {
            if index > 0 {
                words.push(":".into());
            }
            // Open MPI is told for each program anew; Hydra and srun forward everything.
            if matches!(self.kind, Kind::OpenMpi4 | Kind::OpenMpi5) {
                words.extend(forwarded.iter().flat_map(|name| [OsString::from("-x"), OsString::from(name)]));
            }
            words.extend(["-n".into(), ranks.to_string().into()]);
            words.extend(program.iter().cloned());
        }
        words
    }
}

/// `srun --mpi=pmix` is a program and its arguments; a path with spaces that names a file is itself.
fn split(text: &str) -> (PathBuf, Vec<String>) {
    let text = text.trim();
    if Path::new(text).is_file() {
        return (text.into(), Vec::new());
    }
    let mut words = text.split_whitespace().map(str::to_owned);
    (words.next().unwrap_or_default().into(), words.collect())
}

/// Asks the launcher what it is (a few milliseconds). One that cannot be started says so when it is used.
fn kind(program: &Path) -> Kind {
    let said = Command::new(program).arg("--version").stdin(Stdio::null()).output();
    let text = said.map(|said| String::from_utf8_lossy(&said.stdout).into_owned()).unwrap_or_default();
    kind_of(&text)
}

fn kind_of(version: &str) -> Kind {
    let first = version.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    if first.contains("(OpenRTE)") || first.contains("(Open MPI) 4") || first.contains("(Open MPI) 3") {
        Kind::OpenMpi4
    } else if first.starts_with("slurm") {
        Kind::Slurm
    } else if first.contains("Open MPI") || first.contains("PRTE") || first.contains("prterun") {
        Kind::OpenMpi5
    } else {
        Kind::Other
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn launchers_are_known_by_what_they_say() {
        assert_eq!(
            kind_of("mpiexec (OpenRTE) 4.1.4\n\nReport bugs to http://www.open-mpi.org/community/help/"),
            Kind::OpenMpi4
        );
        assert_eq!(kind_of("\nmpiexec (Open MPI) 5.0.11"), Kind::OpenMpi5);
        assert_eq!(kind_of("HYDRA build details:\n    Version:  4.0.2"), Kind::Other);
        assert_eq!(kind_of("Intel(R) MPI Library for Linux* OS, Version 2021.18.1"), Kind::Other);
        assert_eq!(kind_of("slurm-wlm 22.05.8"), Kind::Slurm);
        assert_eq!(kind_of(""), Kind::Other);
    }

    #[test]
    fn programs_have_a_colon_between_them() {
        let words = |kind, forwarded: &[&str]| {
            let launcher = Launcher { program: "mpiexec".into(), own: Vec::new(), kind };
            let words = launcher.words(forwarded, &[(1, vec!["a".into(), "x".into()]), (3, vec!["b".into()])]);
            words[words.len() - if forwarded.is_empty() { 8 } else { 12 }..].join(" ".as_ref()).into_string().unwrap()
        };
        assert_eq!(words(Kind::Other, &[]), "-n 1 a x : -n 3 b");
        assert_eq!(words(Kind::OpenMpi4, &["V"]), "-x V -n 1 a x : -x V -n 3 b");
    }

    #[test]
    fn a_launcher_may_come_with_arguments() {
        assert_eq!(split(" srun --mpi=pmix  -N2 "), ("srun".into(), vec!["--mpi=pmix".to_owned(), "-N2".to_owned()]));
    }
}
