//! Feature `bindgen`: what bindgen makes of the real mpi.h, as an oracle for the tests and as the types of an unknown MPI.

use crate::wrapper::Wrapper;
use std::path::Path;

/// The file in OUT_DIR; it is empty where libclang is missing.
pub const FILE: &str = "mpi_bindings.rs";

/// Generates declarations of all that mpi.h has.
pub fn generate(wrapper: Option<&Wrapper>, out: &Path) -> Result<(), String> {
    let file = out.join(FILE);
    std::fs::write(&file, "").map_err(|error| format!("cannot write {}: {error}", file.display()))?;
    let Some(wrapper) = wrapper else { return Ok(()) };
    let flags = &wrapper.flags;
    let mut args: Vec<String> = flags.include.iter().map(|dir| format!("-I{}", dir.display())).collect();
    args.extend(flags.define.iter().cloned());
    // bindgen panics when it finds no libclang; its message is the panic's.
    let generated = std::panic::catch_unwind(|| {
        bindgen::Builder::default()
            .header_contents("oxmpi_mpi.h", "#include <mpi.h>\n")
            .clang_args(args)
            .allowlist_function("MPIX?_.*")
            .allowlist_type("MPIX?_.*")
            .generate_comments(false)
            .layout_tests(false)
            .prepend_enum_name(false)
            .formatter(bindgen::Formatter::None)
            .generate()
    });
    let bindings = generated.map_err(|_| "bindgen found no libclang (set LIBCLANG_PATH)".to_owned())?;
    let bindings = bindings.map_err(|error| format!("bindgen could not read mpi.h: {error}"))?;
    bindings.write_to_file(&file).map_err(|error| format!("cannot write {}: {error}", file.display()))
}
