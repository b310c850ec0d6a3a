//! Truth check: bindgen, which reads the real mpi.h, confirms the signature of every function and callback.
//!
//! Whether a pointer is to `const` is not compared: it is no matter to the binary interface, and libraries differ.

mod common;

use common::{Alias, Function};
use oxmpi_sys::build_info;
use std::collections::{BTreeMap, BTreeSet};

/// What bindgen made; empty where it found no libclang, or there is no mpi.h.
const REAL: &str = include_str!(concat!(env!("OUT_DIR"), "/mpi_bindings.rs"));

fn is_empty() -> bool {
    if REAL.is_empty() {
        eprintln!("SKIPPED: bindgen had no libclang or no mpi.h to read, so no signature was compared");
    }
    REAL.is_empty()
}

/// Other names that mpi.h has for the same type.
fn synonyms() -> BTreeMap<String, String> {
    let is_name = |text: &str| text.chars().all(|c| c.is_alphanumeric() || c == '_');
    let aliases = common::aliases(REAL).into_iter().filter(|alias| is_name(&alias.target));
    // Handles keep their own names; what is left are names of callbacks.
    aliases.filter(|alias| alias.name.ends_with("_function")).map(|alias| (alias.target, alias.name)).collect()
}

fn plain(ty: &str, synonyms: &BTreeMap<String, String>) -> String {
    let ty = ty.replace("* const", "* mut");
    synonyms.get(&ty).cloned().unwrap_or(ty)
}

/// Where two declarations differ.
fn difference(ours: &Function, real: &Function, synonyms: &BTreeMap<String, String>) -> Option<String> {
    let list = |function: &Function| -> Vec<String> {
        function.parameters.iter().chain([&function.result]).map(|ty| plain(ty, synonyms)).collect()
    };
    let (a, b) = (list(ours), list(real));
    (a != b).then(|| format!("{}:\n  ours  {}\n  mpi.h {}", ours.name, a.join(", "), b.join(", ")))
}

fn by_name(functions: Vec<Function>) -> BTreeMap<String, Function> {
    functions.into_iter().map(|function| (function.name.clone(), function)).collect()
}

#[test]
fn functions_agree_with_mpi_h() {
    if is_empty() {
        return;
    }
    let (ours, real, synonyms) = (by_name(common::declared()), by_name(common::functions(REAL)), synonyms());
    let optional: BTreeSet<&str> = common::optional_names().into_iter().collect();
    let (mut compared, mut only_library, mut only_header, mut absent, mut rust) = (0, vec![], vec![], 0, vec![]);
    let mut differences = Vec::new();
    for name in common::standard_names() {
        let here = !optional.contains(name) || build_info::has(name);
        match real.get(name) {
            Some(real) if here => {
                compared += 1;
                differences.extend(difference(&ours[name], real, &synonyms));
            }
            Some(_) => only_header.push(name),
            None if ours[name].has_body => rust.push(name),
            None if here => only_library.push(name),
            None => absent += 1,
        }
    }
    println!(
        "{}: {compared} of 664 functions compared, {absent} absent, {} in the library but not in mpi.h {only_library:?}, \
         {} in mpi.h but not in the library {only_header:?}, {} macros, in Rust here {rust:?}",
        build_info::VERSION,
        only_library.len(),
        only_header.len(),
        rust.len()
    );
    assert_eq!(compared + absent + only_library.len() + only_header.len() + rust.len(), 664);
    assert!(compared >= 350, "too few functions were compared: {compared}");
    assert!(differences.is_empty(), "{} differences:\n{}", differences.len(), differences.join("\n"));
    // The extensions are not of the 664.
    for name in optional.iter().filter(|name| name.starts_with("MPIX_") && build_info::has(name)) {
        if let Some(real) = real.get(*name) {
            assert_eq!(difference(&ours[*name], real, &synonyms), None);
        }
    }
}

#[test]
fn callbacks_agree_with_mpi_h() {
    if is_empty() {
        return;
    }
    let ours = common::aliases(include_str!("../src/types.rs"));
    let real: BTreeMap<String, String> =
        common::aliases(REAL).into_iter().map(|Alias { name, target }| (name, target)).collect();
    let mut compared = 0;
    for Alias { name, target } in ours.iter().filter(|alias| alias.target.starts_with('(')) {
        // An alias of an alias stands for the same callback.
        let found = real.get(name).map(|target| real.get(target).unwrap_or(target));
        if let Some(found) = found {
            compared += 1;
            assert_eq!(target.replace("* const", "* mut"), found.replace("* const", "* mut"), "{name}");
        }
    }
    println!("{compared} of {} callbacks compared", ours.iter().filter(|alias| alias.target.starts_with('(')).count());
    assert!(compared >= 15);
}

#[test]
fn a_wrong_signature_is_found() {
    let real = &common::functions(
        "extern \"C\" { pub fn MPI_X ( a : * const :: std :: os :: raw :: c_void , b : MPI_Count ) -> c_int ; }",
    )[0];
    let ours = |text: &str| common::functions(text).remove(0);
    let none = BTreeMap::new();
    let right = ours("pub fn MPI_X(buf: *const c_void, count: MPI_Count) -> c_int;");
    assert_eq!(difference(&right, real, &none), None);
    for wrong in [
        "pub fn MPI_X(buf: *const c_void, count: c_int) -> c_int;",
        "pub fn MPI_X(buf: *mut *mut c_void, count: MPI_Count) -> c_int;",
        "pub fn MPI_X(buf: *const c_void) -> c_int;",
        "pub fn MPI_X(buf: *const c_void, count: MPI_Count);",
    ] {
        assert!(difference(&ours(wrong), real, &none).is_some(), "{wrong}");
    }
}
