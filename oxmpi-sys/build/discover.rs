//! Where MPI is looked for, in order.

use crate::command;
use crate::env::Env;
use crate::family::Family;
use crate::shell;
use crate::wrapper::Wrapper;
use std::path::{Path, PathBuf};

/// An MPI that was found.
#[derive(Debug)]
pub struct Found {
    /// How to compile and link with it.
    pub wrapper: Wrapper,
    /// What led to it, in words.
    pub origin: &'static str,
}

/// What was tried, and what came of it, in order.
#[derive(Debug, Default)]
pub struct Tried(pub Vec<(&'static str, String)>);

/// One place to look.
#[allow(clippy::large_enum_variant, reason = "there are five of them, for an instant")]
enum Place {
    /// Not asked for, or nothing is there: look on.
    Empty(String),
    /// Here it is.
    Here(Wrapper),
    /// The user named it, and it does not work: looking on would hide the mistake.
    Broken(String),
}

/// Looks for MPI. The error says what was tried; `Err(Ok(tried))` when nothing was found, `Err(Err(message))` when
/// something that the user named does not work.
pub fn find(env: &Env, wanted: Option<Family>) -> Result<Found, Result<Tried, String>> {
    let standard = wanted == Some(Family::Standard);
    let places: [(&'static str, &dyn Fn() -> Place); 5] = [
        ("MPICC", &|| by_mpicc(env)),
        ("OXMPI_MPI_DIR", &|| by_dir(env, standard)),
        ("mpicc on PATH", &|| by_path(env, standard)),
        ("Cray's variables", &|| by_cray(env)),
        ("MPI_PKG_CONFIG", &|| by_pkg_config(env)),
    ];
    let mut tried = Tried::default();
    for (origin, look) in places {
        match look() {
            Place::Here(wrapper) => return Ok(Found { wrapper, origin }),
            Place::Empty(why) => tried.0.push((origin, why)),
            Place::Broken(why) => return Err(Err(format!("{origin} is set, but {why}"))),
        }
    }
    Err(Ok(tried))
}

/// `MPICC`: a path, a name on PATH, or a command with arguments.
fn by_mpicc(env: &Env) -> Place {
    let Some(value) = env.text("MPICC") else { return Place::Empty("not set".into()) };
    let (program, args) = if Path::new(&value).is_file() {
        (value, Vec::new())
    } else {
        match shell::split(&value) {
            Ok(words) if words.is_empty() => return Place::Empty("empty".into()),
            Ok(mut words) => (words.remove(0), words),
            Err(error) => return Place::Broken(error),
        }
    };
    let file = if program.contains('/') {
        PathBuf::from(&program)
    } else {
        match command::which(&program, &env.os("PATH").unwrap_or_default()) {
            Some(file) => file,
            None => return Place::Broken(format!("there is no `{program}` on PATH")),
        }
    };
    if !command::is_executable(&file) {
        return Place::Broken(format!("{} is no program", file.display()));
    }
    match Wrapper::open(&absolute(&file), &args) {
        Ok(wrapper) => Place::Here(wrapper),
        Err(error) => Place::Broken(error),
    }
}

/// `OXMPI_MPI_DIR`: a prefix with `bin/mpicc`, or at least with `include/mpi.h` and `lib`.
fn by_dir(env: &Env, standard: bool) -> Place {
    let Some(dir) = env.os("OXMPI_MPI_DIR").map(PathBuf::from) else { return Place::Empty("not set".into()) };
    for name in wrapper_names(standard) {
        let file = dir.join("bin").join(name);
        if command::is_executable(&file) {
            return match Wrapper::open(&absolute(&file), &[]) {
                Ok(wrapper) => Place::Here(wrapper),
                Err(error) => Place::Broken(error),
            };
        }
    }
    match of_prefix(env, &dir, standard) {
        Some(wrapper) => Place::Here(wrapper),
        None => Place::Broken(format!("{} has neither bin/mpicc nor include/mpi.h with lib/libmpi.so", dir.display())),
    }
}

fn by_path(env: &Env, standard: bool) -> Place {
    let path = env.os("PATH").unwrap_or_default();
    for name in wrapper_names(standard) {
        if let Some(file) = command::which(name, &path) {
            return match Wrapper::open(&absolute(&file), &[]) {
                Ok(wrapper) => Place::Here(wrapper),
                Err(error) => Place::Empty(error),
            };
        }
    }
    Place::Empty("not found".into())
}

/// Cray's programming environment: its `cc` is an MPI wrapper; without it there is the library's directory.
fn by_cray(env: &Env) -> Place {
    let Some(dir) = env.os("CRAY_MPICH_DIR").or_else(|| env.os("MPICH_DIR")).map(PathBuf::from) else {
        return Place::Empty("CRAY_MPICH_DIR and MPICH_DIR are not set".into());
    };
    let in_environment = env.os("PE_ENV").is_some() || env.os("CRAYPE_VERSION").is_some();
    if let Some(cc) = command::which("cc", &env.os("PATH").unwrap_or_default()).filter(|_| in_environment) {
        if let Ok(wrapper) = Wrapper::open(&cc, &[]) {
            return Place::Here(wrapper);
        }
    }
    match of_prefix(env, &dir, false) {
        Some(wrapper) => Place::Here(wrapper),
        None => Place::Empty(format!("{} has no include/mpi.h with lib/libmpi.so", dir.display())),
    }
}

/// pkg-config cannot choose among several MPIs, so it is asked only for a package that the user named.
fn by_pkg_config(env: &Env) -> Place {
    let Some(package) = env.text("MPI_PKG_CONFIG") else {
        return Place::Empty("not set, so pkg-config was not asked".into());
    };
    let name = env.text("PKG_CONFIG").unwrap_or_else(|| "pkg-config".into());
    let _ = (env.os("PKG_CONFIG_PATH"), env.os("PKG_CONFIG_LIBDIR"));
    let Some(program) = program(env, &name) else { return Place::Broken(format!("there is no `{name}` on PATH")) };
    let ask = |what: &str| {
        let output = command::run(&program, &[what.into(), package.clone().into()])?;
        if output.success { shell::split(output.stdout.trim()) } else { Err(command::digest(&output.stderr)) }
    };
    match (ask("--cflags"), ask("--libs")) {
        (Ok(compile), Ok(link)) => Place::Here(Wrapper::of_flags(&compiler(env), compile, link)),
        (Err(error), _) | (_, Err(error)) => Place::Broken(format!("`{name} {package}` failed: {error}")),
    }
}

/// A prefix without a wrapper.
fn of_prefix(env: &Env, dir: &Path, standard: bool) -> Option<Wrapper> {
    let header = dir.join("include/mpi.h");
    let names: &[&str] = if standard { &["mpi_abi"] } else { &["mpi", "mpich"] };
    let dirs = [dir.join("lib"), dir.join("lib64")];
    let mut pairs = dirs.iter().flat_map(|lib| names.iter().map(move |name| (lib, name)));
    let (lib, name) = pairs.find(|(lib, name)| lib.join(format!("lib{name}.so")).exists())?;
    let mut compile = vec![format!("-I{}", dir.join("include").display())];
    compile.extend(standard.then(|| "-DMPI_ABI".to_owned()));
    let link = vec![format!("-L{}", lib.display()), format!("-Wl,-rpath,{}", lib.display()), format!("-l{name}")];
    header.exists().then(|| Wrapper::of_flags(&compiler(env), compile, link))
}

/// The names a wrapper may have; the standard ABI has its own beside the library's native one.
fn wrapper_names(standard: bool) -> &'static [&'static str] {
    if standard { &["mpicc_abi", "mpicc"] } else { &["mpicc"] }
}

/// The C compiler.
pub fn compiler(env: &Env) -> PathBuf {
    let name = env.text("CC").unwrap_or_else(|| "cc".into());
    program(env, &name).unwrap_or_else(|| name.into())
}

fn program(env: &Env, name: &str) -> Option<PathBuf> {
    if name.contains('/') { Some(name.into()) } else { command::which(name, &env.os("PATH").unwrap_or_default()) }
}

fn absolute(file: &Path) -> PathBuf {
    std::path::absolute(file).unwrap_or_else(|_| file.to_owned())
}

impl Tried {
    /// The message when nothing was found.
    pub fn message(&self) -> String {
        let mut text = String::from("no MPI was found. Tried, in order:\n");
        for (number, (place, why)) in self.0.iter().enumerate() {
            text += &format!("  {}. {place}: {why}\n", number + 1);
        }
        text + "Any one of these helps:\n\
            \x20 - install an MPI (Debian, Ubuntu: `apt-get install libopenmpi-dev openmpi-bin`, or `libmpich-dev mpich`;\n\
            \x20   Fedora: `dnf install openmpi-devel` or `mpich-devel`; on a cluster: `module load` one);\n\
            \x20 - say where it is: MPICC=/path/to/mpicc, or OXMPI_MPI_DIR=/path/to/prefix;\n\
            \x20 - set OXMPI_MPI_FAMILY=standard: this builds with no MPI at all, against the standard ABI of MPI 5.0, and\n\
            \x20   the program then runs under any MPI that has libmpi_abi.so.1 (MPICH 5, Intel MPI 2021.18 or later).\n"
    }
}
