//! The whole decision: which family, which library, which functions, how to link.

use crate::discover;
use crate::elf::Symbol;
use crate::env::Env;
use crate::family::{Family, Header};
use crate::link::{self, Real};
use crate::wrapper::Wrapper;
use crate::{stub, symbols};
use std::path::{Path, PathBuf};

/// How programs get at the library.
#[derive(Debug)]
pub enum Link {
    /// Not at all: only documentation is built.
    Nothing,
    /// By these directories and names.
    ByName { search: Vec<PathBuf>, libs: Vec<String> },
    /// By a stub which stands for the library of this name or path; it exports these symbols.
    ByStub { soname: String, symbols: Vec<Symbol> },
}

/// What was decided.
#[derive(Debug)]
pub struct Plan {
    /// The family.
    pub family: Family,
    /// What mpi.h says.
    pub header: Header,
    /// The compiler wrapper, if there is one.
    pub wrapper: Option<Wrapper>,
    /// What led to it.
    pub origin: &'static str,
    /// The optional functions that the library has.
    pub has: Vec<String>,
    /// How to link.
    pub link: Link,
    /// Where the library is, if the loader does not look there.
    pub run_path: Vec<PathBuf>,
}

/// No library has these two yet, though the standard ABI names them.
const NOWHERE: [&str; 2] = ["MPI_Psend_init_c", "MPI_Precv_init_c"];

/// The name that a program built for the standard ABI asks for.
const STANDARD_SONAME: &str = "libmpi_abi.so.1";

/// Decides.
pub fn make(env: &Env, functions: &[&str], optional: &[&str], out: &Path, target_os: &str) -> Result<Plan, String> {
    if env.os("DOCS_RS").is_some() {
        return Ok(without_mpi(optional, Link::Nothing));
    }
    let wanted = wanted(env)?;
    let standard = wanted == Some(Family::Standard);
    let found = match discover::find(env, wanted) {
        Ok(found) => found,
        Err(Ok(_)) if standard => return Ok(without_mpi(optional, standard_stub(functions))),
        Err(Ok(tried)) => return Err(tried.message()),
        Err(Err(message)) => return Err(message),
    };
    let header = Header::probe(&found.wrapper, out)?;
    let family = match (wanted, header.family) {
        (Some(Family::Bindgen), _) => Family::Bindgen,
        (Some(wanted), family) if wanted == family => family,
        (Some(Family::Standard), _) if found.origin != "MPICC" => {
            return Ok(without_mpi(optional, standard_stub(functions)));
        }
        (Some(wanted), family) => {
            let (name, program) = (wanted.name(), found.wrapper.program.display());
            return Err(format!(
                "OXMPI_MPI_FAMILY is {name}, but {program} (by {}) belongs to {}, {}",
                found.origin,
                header.version,
                family.name()
            ));
        }
        (None, family) => family,
    };
    if family == Family::Bindgen && !cfg!(feature = "bindgen") {
        return Err(format!(
            "{} is of no family that oxmpi knows (Open MPI, MPICH, the standard ABI): its feature `bindgen` may generate \
             the layer from mpi.h",
            header.version
        ));
    }
    let mut has: Vec<String> =
        symbols::present(&found.wrapper, optional, out)?.into_iter().map(str::to_owned).collect();
    let (mut link, run_path) = link(env, &found.wrapper, target_os)?;
    if standard {
        // The program shall run under any library with this interface, not just under the one found here.
        let portable = without_mpi(optional, standard_stub(functions));
        has.retain(|name| portable.has.contains(name));
        link = portable.link;
    }
    Ok(Plan { family, header, wrapper: Some(found.wrapper), origin: found.origin, has, link, run_path })
}

fn wanted(env: &Env) -> Result<Option<Family>, String> {
    let Some(name) = env.text("OXMPI_MPI_FAMILY") else { return Ok(None) };
    let family = Family::ALL.into_iter().find(|family| family.name() == name);
    family.map(Some).ok_or_else(|| {
        let names = Family::ALL.map(Family::name).join(", ");
        format!("OXMPI_MPI_FAMILY is `{name}`, which is none of: {names}")
    })
}

/// The standard ABI on a machine with no MPI that has it.
fn without_mpi(optional: &[&str], link: Link) -> Plan {
    let is_there = |name: &&&str| name.starts_with("MPI_") && !NOWHERE.contains(name);
    Plan {
        family: Family::Standard,
        header: Header::standard(),
        wrapper: None,
        origin: "OXMPI_MPI_FAMILY",
        has: optional.iter().filter(is_there).map(|name| (*name).to_owned()).collect(),
        link,
        run_path: Vec::new(),
    }
}

fn standard_stub(functions: &[&str]) -> Link {
    let names = functions.iter().filter(|name| !NOWHERE.contains(name));
    let names = names.flat_map(|name| [(*name).to_owned(), format!("P{name}")]);
    let symbols = names.map(|name| Symbol { name, variable: None }).collect();
    Link::ByStub { soname: STANDARD_SONAME.into(), symbols }
}

fn link(env: &Env, wrapper: &Wrapper, target_os: &str) -> Result<(Link, Vec<PathBuf>), String> {
    let flags = &wrapper.flags;
    let by_name = match env.text("OXMPI_LINK").as_deref() {
        None | Some("path") => false,
        Some("name") => true,
        Some(other) => return Err(format!("OXMPI_LINK is `{other}`, which is none of: path, name")),
    };
    // Apple's libraries carry their own path; elsewhere only ELF is known.
    let real = if target_os == "macos" { None } else { link::real(wrapper) };
    let Some(real) = real else {
        let link = Link::ByName { search: flags.search.clone(), libs: flags.libs.clone() };
        return Ok((link, if flags.rpath.is_empty() { flags.search.clone() } else { flags.rpath.clone() }));
    };
    let on_path = real.is_on_loader_path();
    let run_path = if on_path { Vec::new() } else { vec![real.dir().to_owned()] };
    let link = if on_path || by_name {
        Link::ByName { search: vec![real.dir().to_owned()], libs: vec![real.name] }
    } else {
        Link::ByStub { soname: real.run_time_file().display().to_string(), symbols: exported(real) }
    };
    Ok((link, run_path))
}

/// All that has to do with MPI: what this crate declares, the profiling names, Fortran's names, the library's variables.
fn exported(real: Real) -> Vec<Symbol> {
    let is_mpi = |name: &str| name.contains("MPI") || name.contains("mpi");
    let plain = |name: &str| name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    real.library.symbols.into_iter().filter(|symbol| is_mpi(&symbol.name) && plain(&symbol.name)).collect()
}

impl Plan {
    /// Makes the stub, if the plan has one. Where that fails but there is a library, the plan becomes to link that by name;
    /// the result is a warning then.
    pub fn prepare(&mut self, env: &Env, out: &Path) -> Result<Option<String>, String> {
        let Link::ByStub { soname, symbols } = &self.link else { return Ok(None) };
        // What links Rust programs links the stub: cargo tells which program that is, when it is not `cc`. That may be a
        // bare linker, which cannot assemble.
        let linkers = env.os("RUSTC_LINKER").map(PathBuf::from).into_iter().chain([discover::compiler(env)]);
        let mut message = String::new();
        for linker in linkers {
            match stub::make(&linker, soname, symbols, out) {
                Ok(()) => return Ok(None),
                Err(error) => message = error,
            }
        }
        let flags = self.wrapper.as_ref().map(|wrapper| &wrapper.flags);
        let Some(flags) = flags.filter(|_| soname != STANDARD_SONAME) else { return Err(message) };
        self.link = Link::ByName { search: flags.search.clone(), libs: flags.libs.clone() };
        Ok(Some(format!("programs will need LD_LIBRARY_PATH to find MPI: {message}")))
    }
}
