//! Asks the linker which of the optional functions the library has.

use crate::command;
use crate::wrapper::Wrapper;
use std::collections::BTreeSet;
use std::path::Path;

/// Those of `names` which a program built by the wrapper can link.
pub fn present<'a>(wrapper: &Wrapper, names: &[&'a str], dir: &Path) -> Result<Vec<&'a str>, String> {
    let mut left = names.to_vec();
    // One link names what is missing; the next verifies the rest. Linkers that stop early take a few more.
    loop {
        let Err(message) = link(wrapper, &left, dir)? else { return Ok(left) };
        let missing = missing(&message);
        let before = left.len();
        left.retain(|name| !missing.contains(*name));
        if left.is_empty() || left.len() == before {
            break;
        }
    }
    // The message could not be read.
    if let Err(message) = link(wrapper, &["MPI_Init"], dir)? {
        let name = wrapper.program.display();
        return Err(format!("{name} cannot link a program that calls MPI_Init:\n      {}", command::digest(&message)));
    }
    bisect(wrapper, names, dir)
}

/// Finds what links by halves: slow, but needs nothing of the linker except its exit status.
fn bisect<'a>(wrapper: &Wrapper, names: &[&'a str], dir: &Path) -> Result<Vec<&'a str>, String> {
    if link(wrapper, names, dir)?.is_ok() {
        return Ok(names.to_vec());
    }
    if names.len() < 2 {
        return Ok(Vec::new());
    }
    let (left, right) = names.split_at(names.len() / 2);
    let mut found = bisect(wrapper, left, dir)?;
    found.extend(bisect(wrapper, right, dir)?);
    Ok(found)
}

/// Links a program that refers to each name. The inner result is the linker's message.
fn link(wrapper: &Wrapper, names: &[&str], dir: &Path) -> Result<Result<(), String>, String> {
    let source = dir.join("oxmpi_symbols.c");
    let mut text = String::new();
    for name in names {
        // Without mpi.h the declared type is of no matter: only the address is taken.
        text += &format!("extern int {name}(void);\n");
    }
    text += "int (*volatile oxmpi_table[])(void) = {\n";
    for name in names {
        text += &format!("    {name},\n");
    }
    text += "    0};\nint main(void) { return oxmpi_table[0] != 0; }\n";
    std::fs::write(&source, text).map_err(|error| format!("cannot write {}: {error}", source.display()))?;
    // Builtins are off since a compiler may know better what a name's type is.
    let args =
        ["-fno-builtin".into(), "-w".into(), source.into(), "-o".into(), dir.join("oxmpi_symbols").into_os_string()];
    let output = wrapper.run(args)?;
    Ok(if output.success { Ok(()) } else { Err(output.stderr) })
}

/// The names that a linker's message calls undefined. GNU ld, gold, lld, mold and Apple's ld each have their words.
pub fn missing(message: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for line in message.lines() {
        let lower = line.to_lowercase();
        let after = ["undefined reference to", "undefined symbol:", "undefined symbols for"]
            .iter()
            .find_map(|words| lower.find(words).map(|at| at + words.len()));
        let words = match after {
            Some(at) => &line[at..],
            None if line.contains("referenced from") => line,
            None => continue,
        };
        let name = words.split(|c: char| !c.is_alphanumeric() && c != '_').find(|word| word.contains("MPI"));
        names.extend(name.map(|name| name.trim_start_matches('_').to_owned()));
    }
    names
}
