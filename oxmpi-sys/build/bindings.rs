//! Feature `bindgen`: what bindgen makes of the real mpi.h, as an oracle for the tests and as the types of an unknown MPI.

use crate::wrapper::Wrapper;
use std::path::Path;

/// Writes declarations of all that mpi.h has, for the tests; the file is empty where that is not possible.
pub fn oracle(wrapper: Option<&Wrapper>, out: &Path) -> Result<(), String> {
    let file = out.join("mpi_bindings.rs");
    let result = match wrapper {
        Some(wrapper) => run(wrapper, |builder| builder.allowlist_function("MPIX?_.*").allowlist_type("MPIX?_.*")),
        None => Ok(String::new()),
    };
    let text = result.as_deref().unwrap_or_default();
    std::fs::write(&file, text).map_err(|error| format!("cannot write {}: {error}", file.display()))?;
    result.map(|_| ())
}

/// The declarations of some types.
pub fn types(wrapper: &Wrapper, names: &[&str]) -> Result<String, String> {
    run(wrapper, |builder| names.iter().fold(builder, |builder, name| builder.allowlist_type(name)))
}

fn run(wrapper: &Wrapper, select: impl Fn(bindgen::Builder) -> bindgen::Builder) -> Result<String, String> {
    let flags = &wrapper.flags;
    let mut args: Vec<String> = flags.include.iter().map(|dir| format!("-I{}", dir.display())).collect();
    args.extend(flags.define.iter().cloned());
    let builder = bindgen::Builder::default()
        .header_contents("oxmpi_mpi.h", "#include <mpi.h>\n")
        .clang_args(args)
        .use_core()
        .generate_comments(false)
        .layout_tests(false)
        .formatter(bindgen::Formatter::None);
    // bindgen panics when it finds no libclang.
    let generated = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| select(builder).generate()));
    let bindings = generated.map_err(|_| "bindgen found no libclang (set LIBCLANG_PATH)".to_owned())?;
    bindings.map(|bindings| bindings.to_string()).map_err(|error| format!("bindgen could not read mpi.h: {error}"))
}
