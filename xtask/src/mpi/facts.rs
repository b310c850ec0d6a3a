//! What there is on this machine: everything that a plan depends on, gathered before anything is decided.

use super::known::{KNOWN, Make, Manager, Source, wrappers};
use crate::process;
use std::env;
use std::path::{Path, PathBuf};

/// An MPI compiler wrapper that was looked into.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Wrapper {
    /// The wrapper, with its whole path.
    pub(crate) mpicc: PathBuf,
    /// What its `mpi.h` says, or why it can't be used.
    pub(crate) library: Result<(Make, String), String>,
    /// The launcher that belongs to it.
    pub(crate) mpiexec: Option<PathBuf>,
    /// What its programs need in their environment.
    pub(crate) env: Vec<(String, String)>,
}

impl Wrapper {
    /// The make, when the wrapper works and a launcher is there.
    pub(crate) fn usable(&self) -> Option<Make> {
        match (&self.library, &self.mpiexec) {
            (Ok((make, _)), Some(_)) => Some(*make),
            _ => None,
        }
    }

    /// For a person: the library's make and version.
    pub(crate) fn title(&self) -> String {
        match &self.library {
            Ok((make, version)) => format!("{} {version}", make.title()).trim_end().to_owned(),
            Err(why) => why.clone(),
        }
    }
}

/// pip's own variable for the package index.
pub(crate) const INDEX: &str = "PIP_INDEX_URL";

/// A program that can fetch a file by its address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fetcher {
    /// `curl`
    Curl,
    /// `wget`
    Wget,
    /// Python's own `urllib`
    Python,
}

/// A program that can unpack a zip file, which is what a wheel is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unpacker {
    /// Python's own `zipfile`
    Python,
    /// `unzip`
    Unzip,
    /// `bsdtar`
    Bsdtar,
}

/// Everything that a plan depends on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Facts {
    /// Packages can be installed.
    pub(crate) root: bool,
    /// The distribution's package manager.
    pub(crate) manager: Option<Manager>,
    /// `MPICC` is set.
    pub(crate) mpicc_variable: Option<Wrapper>,
    /// `OXMPI_MPI_DIR` is set.
    pub(crate) dir_variable: Option<Wrapper>,
    /// `mpicc` on `PATH`.
    pub(crate) on_path: Option<Wrapper>,
    /// A variable that tells the build script of oxmpi-sys about an MPI without any `mpicc`.
    pub(crate) other_way: Option<String>,
    /// The distribution's wrappers, on `PATH` or not.
    pub(crate) distribution: Vec<Wrapper>,
    /// Folders of wheels that are there already, with their wrappers.
    pub(crate) wheels: Vec<(&'static str, Wrapper)>,
    /// `python3` is there.
    pub(crate) python: bool,
    /// `python3 -m venv` can make an environment with pip in it.
    pub(crate) venv: bool,
    /// `python3 -m pip` works.
    pub(crate) pip: bool,
    /// How to fetch a file from the package index that `PIP_INDEX_URL` names; without pip nothing else knows where one is.
    pub(crate) fetcher: Option<Fetcher>,
    /// How to unpack a wheel.
    pub(crate) unpacker: Option<Unpacker>,
    /// The end of the names of the wheels that run here; `None` where PyPI has none (musl, other processors).
    pub(crate) wheel_tag: Option<&'static str>,
    /// A C compiler is there.
    pub(crate) compiler: bool,
}

impl Facts {
    /// Looks around. `wheels` is the folder `target/mpi`.
    pub(crate) fn gather(wheels: &Path) -> Facts {
        let variable = |name: &str| env::var(name).ok().filter(|value| !value.trim().is_empty());
        let python = process::succeeds("python3", &["--version"]);
        let imports = |names: &str| python && process::succeeds("python3", &["-c", &format!("import {names}")]);
        let mut distribution: Vec<Wrapper> = Vec::new();
        for make in [Make::OpenMpi, Make::Mpich] {
            for path in wrappers(make).iter().filter_map(|name| process::find(name)) {
                if distribution.iter().all(|wrapper| wrapper.mpicc != path) {
                    distribution.push(look_into(&path, Vec::new()));
                }
            }
        }
        Facts {
            root: process::is_root(),
            manager: Manager::ALL.into_iter().find(|manager| process::find(manager.program()).is_some()),
            mpicc_variable: variable("MPICC").map(|mpicc| match process::find(mpicc.trim()) {
                Some(path) => look_into(&path, Vec::new()),
                None => missing(PathBuf::from(mpicc.trim())),
            }),
            dir_variable: variable("OXMPI_MPI_DIR").map(|dir| {
                let mpicc = Path::new(&dir).join("bin/mpicc");
                if mpicc.is_file() { look_into(&mpicc, Vec::new()) } else { missing(mpicc) }
            }),
            on_path: process::find("mpicc").map(|path| look_into(&path, Vec::new())),
            other_way: ["CRAY_MPICH_DIR", "MPI_PKG_CONFIG"]
                .into_iter()
                .find_map(|name| variable(name).map(|value| format!("{name}={value}"))),
            distribution,
            wheels: KNOWN
                .iter()
                .filter_map(|known| match known.source {
                    Source::Wheels { folder, wrapper, .. } => {
                        let folder = wheels.join(folder);
                        let mpicc = folder.join("bin").join(wrapper);
                        let env = wheel_environment(known.make, &folder);
                        mpicc.is_file().then(|| (known.id, look_into(&mpicc, env)))
                    }
                    Source::Distribution => None,
                })
                .collect(),
            python,
            venv: imports("venv, ensurepip"),
            pip: imports("pip"),
            fetcher: if env::var_os(INDEX).is_none() {
                None
            } else if process::find("curl").is_some() {
                Some(Fetcher::Curl)
            } else if process::find("wget").is_some() {
                Some(Fetcher::Wget)
            } else {
                // A minimal python3 comes without most of its library.
                imports("urllib.request, ssl").then_some(Fetcher::Python)
            },
            unpacker: if imports("zipfile, zlib") {
                Some(Unpacker::Python)
            } else if process::find("unzip").is_some() {
                Some(Unpacker::Unzip)
            } else {
                process::find("bsdtar").map(|_| Unpacker::Bsdtar)
            },
            wheel_tag: wheel_tag(),
            compiler: ["cc", "gcc", "clang"].iter().any(|name| process::find(name).is_some()),
        }
    }
}

fn missing(mpicc: PathBuf) -> Wrapper {
    let why = format!("{} does not exist", mpicc.display());
    Wrapper { mpicc, library: Err(why), mpiexec: None, env: Vec::new() }
}

/// The end of the file names of wheels that run on this machine.
fn wheel_tag() -> Option<&'static str> {
    if cfg!(all(target_os = "linux", target_env = "gnu", target_arch = "x86_64")) {
        Some("manylinux_2_28_x86_64.whl")
    } else if cfg!(all(target_os = "linux", target_env = "gnu", target_arch = "aarch64")) {
        Some("manylinux_2_28_aarch64.whl")
    } else if cfg!(all(target_os = "macos", target_arch = "x86_64")) {
        Some("macosx_11_0_x86_64.whl")
    } else if cfg!(all(target_os = "macos", target_arch = "aarch64")) {
        Some("macosx_11_0_arm64.whl")
    } else {
        None
    }
}

/// Asks a wrapper's preprocessor whose `mpi.h` it sees.
pub(crate) fn look_into(mpicc: &Path, env: Vec<(String, String)>) -> Wrapper {
    let library = process::scratch_file("oxmpi-probe", "c", "#include <mpi.h>\n").and_then(|source| {
        let output = process::output(mpicc.as_os_str(), &["-E".as_ref(), "-dM".as_ref(), source.as_os_str()], &env);
        let _ = std::fs::remove_file(&source);
        read_macros(&output?).ok_or_else(|| "its mpi.h is of no MPI that is known here".to_owned())
    });
    let library = library.map_err(|why| format!("{} does not work: {why}", mpicc.display()));
    Wrapper { mpicc: mpicc.to_owned(), library, mpiexec: launcher_of(mpicc), env }
}

/// What the wrappers and programs of an MPI from a wheel need: Intel's do not find their own folder.
pub(crate) fn wheel_environment(make: Make, folder: &Path) -> Vec<(String, String)> {
    if make != Make::Intel {
        return Vec::new();
    }
    let text = |path: PathBuf| path.display().to_string();
    vec![("I_MPI_ROOT".to_owned(), text(folder.to_owned())), ("LD_LIBRARY_PATH".to_owned(), text(folder.join("lib")))]
}

/// The launcher beside a wrapper: `mpicc.mpich` has `mpiexec.mpich`, `mpicc_abi` has `mpiexec`.
fn launcher_of(mpicc: &Path) -> Option<PathBuf> {
    let dir = mpicc.parent()?;
    launcher_names(mpicc.file_name()?.to_str()?)
        .into_iter()
        .map(|name| dir.join(name))
        .find(|path| path.is_file())
        .or_else(|| process::find("mpiexec"))
}

fn launcher_names(wrapper: &str) -> Vec<String> {
    let mut names = Vec::new();
    if let Some((_, suffix)) = wrapper.split_once('.') {
        names.push(format!("mpiexec.{suffix}"));
    }
    names.push("mpiexec".to_owned());
    names.push("mpirun".to_owned());
    names
}

/// Reads make and version from the output of `mpicc -E -dM`.
fn read_macros(text: &str) -> Option<(Make, String)> {
    let value = |name: &str| {
        text.lines().find_map(|line| {
            let rest = line.strip_prefix("#define ")?.strip_prefix(name)?.strip_prefix(' ')?;
            Some(rest.trim().trim_matches('"').to_owned())
        })
    };
    if let Some(major) = value("OMPI_MAJOR_VERSION") {
        let part = |name| value(name).unwrap_or_default();
        return Some((
            Make::OpenMpi,
            format!("{major}.{}.{}", part("OMPI_MINOR_VERSION"), part("OMPI_RELEASE_VERSION")),
        ));
    }
    if let Some(version) = value("I_MPI_VERSION") {
        return Some((Make::Intel, version));
    }
    if value("MPICH_NUMVERSION").is_some() {
        return Some((Make::Mpich, value("MPICH_VERSION").unwrap_or_default()));
    }
    value("MPI_ABI_VERSION").map(|version| (Make::StandardAbi, version))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn macros_tell_the_make() {
        let open = "#define OMPI_MINOR_VERSION 1\n#define OMPI_MAJOR_VERSION 4\n#define OMPI_RELEASE_VERSION 4\n";
        assert_eq!(read_macros(open), Some((Make::OpenMpi, "4.1.4".to_owned())));
        let mpich = "#define MPICH_NUMVERSION 40002300\n#define MPICH_VERSION \"4.0.2\"\n";
        assert_eq!(read_macros(mpich), Some((Make::Mpich, "4.0.2".to_owned())));
        let intel = format!("{mpich}#define I_MPI_VERSION \"2021.18.1\"\n");
        assert_eq!(read_macros(&intel), Some((Make::Intel, "2021.18.1".to_owned())));
        assert_eq!(read_macros("#define MPI_ABI_VERSION 1\n"), Some((Make::StandardAbi, "1".to_owned())));
        // MPICH's own header has the ABI's version too: it is asked last.
        let both = format!("#define MPI_ABI_VERSION 1\n{mpich}");
        assert_eq!(read_macros(&both), Some((Make::Mpich, "4.0.2".to_owned())));
        assert_eq!(read_macros("#define __STDC__ 1\n"), None);
        assert_eq!(read_macros(""), None);
    }

    #[test]
    fn the_launcher_has_the_suffix_of_the_wrapper() {
        assert_eq!(launcher_names("mpicc.mpich"), ["mpiexec.mpich", "mpiexec", "mpirun"]);
        assert_eq!(launcher_names("mpicc"), ["mpiexec", "mpirun"]);
        assert_eq!(launcher_names("mpicc_abi"), ["mpiexec", "mpirun"]);
    }

    #[test]
    fn a_wrapper_that_is_not_there_is_not_usable() {
        let wrapper = look_into(Path::new("/no/such/mpicc"), Vec::new());
        assert_eq!(wrapper.usable(), None);
        assert!(wrapper.title().contains("/no/such/mpicc does not work"), "{}", wrapper.title());
    }

    #[test]
    fn a_wrapper_without_a_launcher_is_not_usable() {
        let library = Ok((Make::OpenMpi, "4.1.4".to_owned()));
        let mut wrapper = Wrapper { mpicc: "/usr/bin/mpicc".into(), library, mpiexec: None, env: Vec::new() };
        assert_eq!(wrapper.usable(), None);
        wrapper.mpiexec = Some("/usr/bin/mpiexec".into());
        assert_eq!(wrapper.usable(), Some(Make::OpenMpi));
        assert_eq!(wrapper.title(), "Open MPI 4.1.4");
    }
}
