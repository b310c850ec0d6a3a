//! Makes a shared library without contents, which stands for another at link time.
//!
//! A program asks the loader for its libraries by the name that each library had when the program was linked. A build
//! script of a dependency cannot add a run path to the final program, but it does choose what that program links: a stub
//! that exports the symbols of the real library under the name which the program shall ask for. An absolute path is such
//! a name, and so a program finds an MPI outside the loader's path, with no LD_LIBRARY_PATH and no run path.

use crate::command;
use crate::elf::Symbol;
use std::path::{Path, PathBuf};

/// The stub's name at link time: one that no library which MPI itself loads can have.
pub const LINK_NAME: &str = "oxmpi_link";

/// Makes the stub in `dir`.
pub fn make(linker: &Path, soname: &str, symbols: &[Symbol], dir: &Path) -> Result<(), String> {
    let (source, library) = (dir.join("oxmpi_link.s"), path(dir));
    std::fs::write(&source, assembly(symbols))
        .map_err(|error| format!("cannot write {}: {error}", source.display()))?;
    let args = [
        "-shared".into(),
        "-nostdlib".into(),
        "-o".into(),
        library.into_os_string(),
        source.into_os_string(),
        // Not -Wl,…: the name may hold a comma.
        "-Xlinker".into(),
        "-soname".into(),
        "-Xlinker".into(),
        soname.into(),
    ];
    let output = command::run(linker, &args)?;
    if output.success {
        return Ok(());
    }
    Err(format!("{} could not link {soname}:\n      {}", linker.display(), command::digest(&output.stderr)))
}

/// The stub's file.
pub fn path(dir: &Path) -> PathBuf {
    dir.join(format!("lib{LINK_NAME}.so"))
}

/// Assembler for any machine: labels with a kind and a size. The sizes matter to programs that are not
/// position-independent, where the linker copies variables.
fn assembly(symbols: &[Symbol]) -> String {
    let mut text = String::from(".section .note.GNU-stack,\"\",%progbits\n.text\n");
    let label = |name: &str, kind: &str| format!(".globl {name}\n.type {name}, %{kind}\n{name}:\n");
    for symbol in symbols.iter().filter(|symbol| symbol.variable.is_none()) {
        text += &label(&symbol.name, "function");
        text += &format!(".byte 0\n.size {}, 1\n", symbol.name);
    }
    text += ".bss\n";
    for symbol in symbols {
        if let Some(size) = symbol.variable {
            text += &format!(
                ".balign 32\n{}.zero {}\n.size {}, {size}\n",
                label(&symbol.name, "object"),
                size.max(1),
                symbol.name
            );
        }
    }
    text
}
