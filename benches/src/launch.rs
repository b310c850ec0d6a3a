//! Command lines: two ranks under mpiexec, each bound to a core of its own.

use crate::options::{Options, Part};
use crate::patterns;
use std::fs;
use std::path::Path;
use std::process::Command;

/// Who measures in a pair of processes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Peer {
    /// This program: oxmpi, and the C twins that are linked into it.
    Oxmpi,
    /// rsmpi (the crate `mpi`), and the C twins as a shared library that it loads.
    Rsmpi,
    /// ferrompi, and the C twins in the same way.
    Ferrompi,
    /// mpi4py, and the C twins in the same way.
    Mpi4py,
}

impl Peer {
    /// For the progress bar.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Peer::Oxmpi => "oxmpi",
            Peer::Rsmpi => "rsmpi",
            Peer::Ferrompi => "ferrompi",
            Peer::Mpi4py => "mpi4py",
        }
    }

    /// Whether it has cases of this kind.
    pub(crate) fn takes(self, part: Part) -> bool {
        part == Part::Paired || matches!(self, Peer::Oxmpi | Peer::Mpi4py)
    }
}

/// What oxmpi sets at init, for all: else Open MPI would move messages of the peers in another way (docs/decisions/0007).
/// Each version looks only at those that it knows.
const OPEN_MPI: [(&str, &str); 4] = [
    ("OMPI_MCA_btl_self_flags", "send,inplace"),
    ("OMPI_MCA_btl_tcp_flags", "send,inplace"),
    ("OMPI_MCA_btl_vader_single_copy_mechanism", "none"),
    ("OMPI_MCA_smsc", "^cma,xpmem,knem"),
];

/// The launchers' own binding, off: taskset binds. Each launcher looks only at its own.
const UNBOUND: [(&str, &str); 3] = [
    ("OMPI_MCA_hwloc_base_binding_policy", "none"),
    ("PRTE_MCA_hwloc_default_binding_policy", "none"),
    ("I_MPI_PIN", "0"),
];

/// The command that starts the ranks of a peer for some of the cases.
pub(crate) fn command(options: &Options, peer: Peer, part: Part) -> Result<Command, String> {
    let mut words: Vec<String> = Vec::new();
    let text = |path: &Path| path.display().to_string();
    match peer {
        Peer::Oxmpi => {
            words.extend([own_path()?, "ranks".to_owned(), options.pace.word().to_owned()]);
        }
        Peer::Rsmpi => words.push(text(options.rsmpi.as_deref().ok_or("no --rsmpi")?)),
        Peer::Ferrompi => words.push(text(options.ferrompi.as_deref().ok_or("no --ferrompi")?)),
        Peer::Mpi4py => {
            let python = options.python.as_deref().ok_or("no --python with mpi4py")?;
            let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("mpi4py/lab.py");
            words.extend([text(python), text(&script)]);
        }
    }
    if peer != Peer::Oxmpi {
        let twins = options.twins.as_deref().ok_or_else(|| format!("no --twins for {}", peer.name()))?;
        words.extend(["--twins".to_owned(), text(twins)]);
        words.extend(["--blocks", &options.blocks_each_turn().to_string()].map(str::to_owned));
        words.extend(["--block-seconds", &options.block_seconds().to_string()].map(str::to_owned));
    }
    let list = |sizes: &[usize]| sizes.iter().map(usize::to_string).collect::<Vec<_>>().join(",");
    if peer.takes(Part::Apart) {
        words.extend(["--part", part.word()].map(str::to_owned));
    }
    if peer == Peer::Oxmpi || part == Part::Apart {
        if let Some(only) = &options.only {
            words.extend(["--only".to_owned(), only.clone()]);
        }
        if let Some(sizes) = &options.sizes {
            words.extend(["--sizes".to_owned(), list(sizes)]);
        }
    } else {
        for case in patterns::chosen(options.only.as_deref()) {
            if Part::of(case.as_ref()) == Part::Paired {
                let sizes = options.sizes.clone().unwrap_or_else(|| case.sizes(options.pace));
                words.extend(["--case".to_owned(), format!("{}={}", case.name(), list(&sizes))]);
            }
        }
    }
    Ok(two_ranks(options, words))
}

/// The path of this program.
pub(crate) fn own_path() -> Result<String, String> {
    let own = std::env::current_exe().map_err(|error| format!("the path of this program: {error}"))?;
    Ok(own.display().to_string())
}

/// The command that starts two ranks of a program with its arguments, as the lab starts all.
pub(crate) fn two_ranks(options: &Options, mut words: Vec<String>) -> Command {
    if options.realtime {
        words.splice(0..0, ["chrt", "-f", "50"].map(str::to_owned));
    }
    let mut command = Command::new(&options.mpiexec);
    match cores() {
        Some((first, second)) => {
            for (index, core) in [first, second].into_iter().enumerate() {
                if index > 0 {
                    command.arg(":");
                }
                command.args(["-n", "1", "taskset", "-c", &core.to_string()]).args(&words);
            }
        }
        None => {
            command.args(["-n", "2"]).args(&words);
        }
    }
    for (name, value) in OPEN_MPI.iter().chain(&UNBOUND) {
        if std::env::var_os(name).is_none() {
            command.env(name, value);
        }
    }
    command
}

/// Two processors that this process may use, on different cores; `None` where there are no two, or no taskset.
pub(crate) fn cores() -> Option<(usize, usize)> {
    let paths = std::env::var_os("PATH")?;
    std::env::split_paths(&paths).find(|folder| folder.join("taskset").is_file())?;
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let allowed = list(status.lines().find_map(|line| line.strip_prefix("Cpus_allowed_list:"))?);
    let siblings = |processor: usize| {
        let file = format!("/sys/devices/system/cpu/cpu{processor}/topology/thread_siblings_list");
        fs::read_to_string(file).map(|text| list(&text)).unwrap_or_default()
    };
    apart(&allowed, siblings)
}

/// The first of them, and the first after it that is not a hardware thread of the same core.
fn apart(allowed: &[usize], siblings: impl Fn(usize) -> Vec<usize>) -> Option<(usize, usize)> {
    let (&first, rest) = allowed.split_first()?;
    let same = siblings(first);
    Some((first, *rest.iter().find(|processor| !same.contains(processor))?))
}

/// Reads Linux's lists of processors: `0-3,8`.
fn list(text: &str) -> Vec<usize> {
    let mut numbers = Vec::new();
    for part in text.trim().split(',') {
        let (low, high) = part.split_once('-').unwrap_or((part, part));
        if let (Ok(low), Ok(high)) = (low.parse::<usize>(), high.parse::<usize>()) {
            numbers.extend(low..=high);
        }
    }
    numbers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_processors_are_read() {
        assert_eq!(list("\t0-3,8\n"), [0, 1, 2, 3, 8]);
        assert_eq!(list("5"), [5]);
        assert!(list("").is_empty());
    }

    #[test]
    fn ranks_do_not_share_a_core() {
        let pairs = |processor: usize| vec![processor & !1, processor | 1];
        assert_eq!(apart(&[0, 1, 2, 3], pairs), Some((0, 2)));
        assert_eq!(apart(&[1, 3], pairs), Some((1, 3)));
        assert_eq!(apart(&[0, 1], pairs), None);
        assert_eq!(apart(&[4], pairs), None);
        assert_eq!(apart(&[0, 1], |_| Vec::new()), Some((0, 1)));
    }
}
