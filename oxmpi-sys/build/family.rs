//! Asks the preprocessor which family an mpi.h belongs to, and what varies within a family.

use crate::command;
use crate::wrapper::Wrapper;
use std::path::{Path, PathBuf};

/// A binary interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// Open MPI's.
    OpenMpi,
    /// MPICH's, which Intel MPI, Cray MPICH and MVAPICH share.
    Mpich,
    /// The standard one of MPI 5.0.
    Standard,
    /// Another, for which the layer is generated from its mpi.h.
    Bindgen,
}

impl Family {
    /// Every family.
    pub const ALL: [Self; 4] = [Self::OpenMpi, Self::Mpich, Self::Standard, Self::Bindgen];

    /// Its name in `OXMPI_MPI_FAMILY`, `cfg(oxmpi_family = …)` and the metadata.
    pub fn name(self) -> &'static str {
        match self {
            Self::OpenMpi => "open_mpi",
            Self::Mpich => "mpich",
            Self::Standard => "standard",
            Self::Bindgen => "bindgen",
        }
    }
}

/// What an mpi.h says.
#[derive(Debug)]
pub struct Header {
    /// The family.
    pub family: Family,
    /// The file that was included.
    pub file: Option<PathBuf>,
    /// The library's name and version.
    pub version: String,
    /// Values by name; none for what the header does not define.
    values: Vec<(String, i64)>,
}

/// What varies within a family, and the value when mpi.h has none.
pub const PROBED: [(&str, &str, i64); 11] = [
    ("MPI_VERSION", "c_int", 3),
    ("MPI_SUBVERSION", "c_int", 0),
    ("MPI_BSEND_OVERHEAD", "c_int", 96),
    ("MPI_INTEGER16", "c_int", 0x0c00_0000),
    ("MPI_REAL2", "c_int", 0x0c00_0000),
    ("MPI_COMPLEX4", "c_int", 0x0c00_0000),
    ("MPI_LOGICAL1", "c_int", 0x0c00_0000),
    ("MPI_LOGICAL2", "c_int", 0x0c00_0000),
    ("MPI_LOGICAL4", "c_int", 0x0c00_0000),
    ("MPI_LOGICAL8", "c_int", 0x0c00_0000),
    ("MPI_LOGICAL16", "c_int", 0x0c00_0000),
];

impl Header {
    /// Preprocesses a file that includes mpi.h.
    pub fn probe(wrapper: &Wrapper, dir: &Path) -> Result<Self, String> {
        let source = dir.join("oxmpi_family.c");
        std::fs::write(&source, source_text())
            .map_err(|error| format!("cannot write {}: {error}", source.display()))?;
        let output = wrapper.run(["-E".into(), source.into_os_string()])?;
        let name = wrapper.program.display();
        if !output.success {
            return Err(format!(
                "`{name} -E` failed on a file that includes mpi.h:\n      {}",
                command::digest(&output.stderr)
            ));
        }
        Self::parse(&output.stdout).map_err(|error| format!("the mpi.h of {name} {error}"))
    }

    /// Reads what the preprocessor printed.
    pub fn parse(text: &str) -> Result<Self, String> {
        let value = |name: &str| {
            let (_, rest) = text.split_once(&format!("oxmpi_value \"{name}\" = "))?;
            let value = rest.lines().next()?.trim();
            (!value.is_empty() && value != name).then(|| value.to_owned())
        };
        let number = |name: &str| value(name).and_then(|value| integer(&value));
        // The standard header comes last: an MPICH that offers both defines its own names as well.
        let (family, version) = if let Some(major) = number("OMPI_MAJOR_VERSION") {
            let part = |name| number(name).unwrap_or(0);
            (
                Family::OpenMpi,
                format!("Open MPI {major}.{}.{}", part("OMPI_MINOR_VERSION"), part("OMPI_RELEASE_VERSION")),
            )
        } else if number("MPICH_NUMVERSION").is_some() {
            let quoted = |name| value(name).map(|value| value.trim_matches('"').to_owned());
            let version = match (quoted("I_MPI_VERSION"), quoted("MPICH_VERSION")) {
                (Some(intel), _) => format!("Intel MPI {intel}"),
                (None, version) => format!("MPICH {}", version.unwrap_or_default()),
            };
            (Family::Mpich, version)
        } else if let Some(major) = number("MPI_ABI_VERSION") {
            (Family::Standard, format!("standard ABI {major}.{}", number("MPI_ABI_SUBVERSION").unwrap_or(0)))
        } else if let (Some(major), Some(minor)) = (number("MPI_VERSION"), number("MPI_SUBVERSION")) {
            (Family::Bindgen, format!("unknown library with MPI {major}.{minor}"))
        } else {
            return Err("defines no MPI_VERSION".into());
        };
        let values = PROBED.iter().filter_map(|(name, ..)| Some(((*name).to_owned(), number(name)?))).collect();
        Ok(Self { family, file: included_file(text), version, values })
    }

    /// What the standard says, for building without any mpi.h.
    pub fn standard() -> Self {
        let values = vec![("MPI_VERSION".to_owned(), 5), ("MPI_SUBVERSION".to_owned(), 0)];
        Self { family: Family::Standard, file: None, version: "standard ABI 1.0".into(), values }
    }

    /// A value of [`PROBED`].
    pub fn value(&self, name: &str) -> Option<i64> {
        self.values.iter().find(|(known, _)| known == name).map(|(_, value)| *value)
    }
}

fn source_text() -> String {
    let names =
        ["OMPI_MAJOR_VERSION", "OMPI_MINOR_VERSION", "OMPI_RELEASE_VERSION", "MPICH_NUMVERSION", "MPICH_VERSION"];
    let more = ["I_MPI_VERSION", "MPI_ABI_VERSION", "MPI_ABI_SUBVERSION"];
    let mut text = String::from("#include <mpi.h>\n");
    for name in names.into_iter().chain(more).chain(PROBED.iter().map(|(name, ..)| *name)) {
        // The preprocessor does not expand the name in quotes; it does the one after `=`.
        text += &format!("oxmpi_value \"{name}\" = {name}\n");
    }
    text
}

/// The value of an integer in C, with casts and parentheses around it.
fn integer(text: &str) -> Option<i64> {
    let word = text.rsplit(|c: char| c == ')' || c.is_whitespace()).find(|word| !word.is_empty());
    let inner = text.trim_end_matches(')').rsplit(|c: char| c == ')' || c == '(' || c.is_whitespace()).next();
    [word, inner].into_iter().flatten().find_map(|word| {
        let word = word.trim_end_matches(['u', 'U', 'l', 'L']);
        match word.strip_prefix("0x") {
            Some(hex) => i64::from_str_radix(hex, 16).ok(),
            None => word.parse().ok(),
        }
    })
}

/// The mpi.h among the line markers (`# 1 "/usr/include/mpi.h" 1`).
fn included_file(text: &str) -> Option<PathBuf> {
    text.lines().filter(|line| line.starts_with('#')).find_map(|line| {
        let file = line.split('"').nth(1)?;
        file.ends_with("/mpi.h").then(|| file.into())
    })
}
