//! The C twins, as a shared library that is loaded into this process.

use crate::Result;
use crate::case::Sides;
use libloading::{Library, Symbol};
use std::ffi::{c_double, c_longlong, c_void};
use std::path::Path;

/// `lab_pattern` of c/lab.h; what it gets is made by C.
type Pattern = unsafe extern "C" fn(*const c_void) -> c_double;

/// `lab_on_world` of c/world.c.
type OnWorld = unsafe extern "C" fn(Pattern, *mut c_void, *mut c_void, c_longlong, c_longlong) -> c_double;

/// The library.
pub(crate) struct Twins(Library);

/// One pattern in C.
pub(crate) struct Twin<'lib> {
    pattern: Symbol<'lib, Pattern>,
    on_world: Symbol<'lib, OnWorld>,
}

impl Twins {
    pub(crate) fn load(path: &Path) -> Result<Twins> {
        // SAFETY: `cargo xtask bench` has made this library of benches/c; it does nothing when it is loaded.
        unsafe { Library::new(path) }.map(Twins).map_err(|error| format!("{}: {error}", path.display()).into())
    }

    /// The twin with that name.
    pub(crate) fn get(&self, name: &str) -> Result<Twin<'_>> {
        // SAFETY: all functions that cases name are of that type.
        let pattern = unsafe { self.0.get(name.as_bytes()) }?;
        // SAFETY: c/world.c defines it so.
        let on_world = unsafe { self.0.get(b"lab_on_world") }?;
        Ok(Twin { pattern, on_world })
    }
}

impl Twin<'_> {
    /// Does the pattern that many times, and returns the seconds it took.
    pub(crate) fn run(&self, sides: &mut Sides<'_>, iterations: u64) -> f64 {
        let (send, receive) = sides.addresses();
        // SAFETY: who made the sides vouches for memory and count; MPI is initialized (there is a binding).
        unsafe { (self.on_world)(*self.pattern, send, receive, sides.count, iterations as c_longlong) }
    }
}
