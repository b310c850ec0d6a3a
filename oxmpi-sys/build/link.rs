//! Decides how programs are linked with the library found.

use crate::command;
use crate::elf::Library;
use crate::wrapper::Wrapper;
use std::path::{Path, PathBuf};

/// The shared library with the MPI functions.
#[derive(Debug)]
pub struct Real {
    /// The file as the linker finds it.
    pub file: PathBuf,
    /// Its `-l` name.
    pub name: String,
    /// What it exports.
    pub library: Library,
}

/// Finds the shared library among a wrapper's flags; `None` when it is an archive, or a script.
pub fn real(wrapper: &Wrapper) -> Option<Real> {
    let flags = &wrapper.flags;
    let mut candidates: Vec<(PathBuf, String)> =
        flags.files.iter().map(|file| (file.clone(), link_name(file))).collect();
    for name in &flags.libs {
        let base = format!("lib{name}.so");
        let file = flags.search.iter().map(|dir| dir.join(&base)).find(|file| file.exists());
        // Without a -L, the compiler knows the place.
        let asked = || {
            let output = wrapper.run([format!("-print-file-name={base}")]).ok()?;
            let file = PathBuf::from(output.stdout.trim());
            file.is_absolute().then_some(file)
        };
        candidates.extend(file.or_else(asked).map(|file| (file, name.clone())));
    }
    candidates.into_iter().find_map(|(file, name)| {
        let (file, library) = resolve(&file)?;
        library.defines("MPI_Init").then_some(Real { file, name, library })
    })
}

/// Reads a library, following a linker script (`INPUT(libmpi.so.12)`), which stands in for a link in Python's wheels.
fn resolve(file: &Path) -> Option<(PathBuf, Library)> {
    if let Some(library) = Library::read(file) {
        return Some((file.to_owned(), library));
    }
    let is_short = file.metadata().ok()?.len() < 4096;
    let script = is_short.then(|| std::fs::read_to_string(file).ok()).flatten()?;
    let (_, inputs) = script.split_once("INPUT").or_else(|| script.split_once("GROUP"))?;
    let mut names = inputs.split(|c: char| c.is_whitespace() || "(),".contains(c));
    names.find_map(|name| {
        let file = file.parent()?.join(name);
        Library::read(&file).filter(|library| library.defines("MPI_Init")).map(|library| (file, library))
    })
}

fn link_name(file: &Path) -> String {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    name.split(".so").next().unwrap_or_default().trim_start_matches("lib").to_owned()
}

impl Real {
    /// The directory.
    pub fn dir(&self) -> &Path {
        self.file.parent().unwrap_or(Path::new("/"))
    }

    /// The file that a program shall load: with the version in its name, so that an upgrade which changes the interface
    /// is not taken for this library.
    pub fn run_time_file(&self) -> PathBuf {
        let versioned = self.library.soname.as_deref().map(|soname| self.dir().join(soname));
        versioned.filter(|file| file.exists()).unwrap_or_else(|| self.file.clone())
    }

    /// Tells whether the loader finds this very library by its name alone.
    pub fn is_on_loader_path(&self) -> bool {
        let (Some(soname), Ok(file)) = (&self.library.soname, self.run_time_file().canonicalize()) else {
            return false;
        };
        let is_this = |path: &Path| path.canonicalize().is_ok_and(|path| path == file);
        let cached = ["/sbin/ldconfig", "/usr/sbin/ldconfig", "ldconfig"].iter().find_map(|program| {
            let output = command::run(Path::new(program), &["-p".into()]).ok()?;
            output.success.then_some(output.stdout)
        });
        match cached {
            // Lines are `libmpi.so.40 (libc6,x86-64) => /lib/x86_64-linux-gnu/libmpi.so.40`; the first match is taken.
            Some(cache) => {
                let mut paths = cache.lines().filter_map(|line| {
                    let (name, path) = line.split_once(" => ")?;
                    (name.split_whitespace().next() == Some(soname)).then(|| Path::new(path.trim()))
                });
                // A 32-bit library of the same name does not count.
                paths.find(|path| Library::read(path).is_some()).is_some_and(is_this)
            }
            None => {
                ["/lib", "/usr/lib", "/lib64", "/usr/lib64"].iter().any(|dir| is_this(&Path::new(dir).join(soname)))
            }
        }
    }
}
