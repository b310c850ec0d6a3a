//! Family `bindgen`: the layer of an unknown MPI.
//!
//! The functions are those of the hand-kept table, which name their types; those types come from mpi.h by bindgen. Of the
//! constants bindgen sees few, since most are casts in macros: a C program prints them, by number or by the symbol whose
//! address they are.

use crate::command;
use crate::wrapper::Wrapper;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The types that differ between families.
const TYPES: [&str; 18] = [
    "MPI_Comm",
    "MPI_Group",
    "MPI_Datatype",
    "MPI_Op",
    "MPI_Request",
    "MPI_Message",
    "MPI_Errhandler",
    "MPI_Info",
    "MPI_Win",
    "MPI_File",
    "MPI_Session",
    "MPI_Status",
    "MPI_T_enum",
    "MPI_T_cvar_handle",
    "MPI_T_pvar_handle",
    "MPI_T_pvar_session",
    "MPI_T_event_registration",
    "MPI_T_event_instance",
];

/// What is a variable in some library, hence a function in Rust.
const VALUES: [(&str, &str); 3] = [
    ("MPI_UNWEIGHTED", "*mut c_int"),
    ("MPI_WEIGHTS_EMPTY", "*mut c_int"),
    ("MPI_T_PVAR_ALL_HANDLES", "MPI_T_pvar_handle"),
];

/// The predefined callbacks, and whether they are functions in Rust.
const CALLBACKS: [(&str, &str, bool); 14] = [
    ("MPI_NULL_COPY_FN", "MPI_Copy_function", false),
    ("MPI_NULL_DELETE_FN", "MPI_Delete_function", false),
    ("MPI_COMM_NULL_COPY_FN", "MPI_Comm_copy_attr_function", false),
    ("MPI_COMM_NULL_DELETE_FN", "MPI_Comm_delete_attr_function", false),
    ("MPI_TYPE_NULL_COPY_FN", "MPI_Type_copy_attr_function", false),
    ("MPI_TYPE_NULL_DELETE_FN", "MPI_Type_delete_attr_function", false),
    ("MPI_WIN_NULL_COPY_FN", "MPI_Win_copy_attr_function", false),
    ("MPI_WIN_NULL_DELETE_FN", "MPI_Win_delete_attr_function", false),
    ("MPI_CONVERSION_FN_NULL", "MPI_Datarep_conversion_function", false),
    ("MPI_CONVERSION_FN_NULL_C", "MPI_Datarep_conversion_function_c", false),
    ("MPI_DUP_FN", "MPI_Copy_function", true),
    ("MPI_COMM_DUP_FN", "MPI_Comm_copy_attr_function", true),
    ("MPI_TYPE_DUP_FN", "MPI_Type_copy_attr_function", true),
    ("MPI_WIN_DUP_FN", "MPI_Win_copy_attr_function", true),
];

/// A value that the C program printed.
enum Printed {
    Number(i64),
    /// The address of this symbol.
    Symbol(String),
    /// A variable of this name holds it.
    Variable,
}

/// Writes the two files that `src/abi/generated.rs` includes.
pub fn generate(wrapper: &Wrapper, out: &Path) -> Result<(), String> {
    let mut types = crate::bindings::types(wrapper, &TYPES)?;
    for name in TYPES {
        if !["type", "struct", "union"].iter().any(|kind| types.contains(&format!("pub {kind} {name} "))) {
            // An older MPI: no function takes it, but the table of functions names it.
            types += &format!("pub type {name} = *mut ::core::ffi::c_void ;\n");
        }
    }
    let constants = names();
    let mut wanted: Vec<&str> = constants.iter().map(|(name, _)| *name).collect();
    wanted.extend(VALUES.map(|(name, _)| name));
    wanted.extend(CALLBACKS.map(|(name, ..)| name));
    let printed = print(wrapper, &wanted, out)?;
    let is_pointer = |ty: &str| ty.starts_with('*') || types.contains(&format!("pub type {ty} = * mut"));

    let mut text = String::from("constants! {\n");
    let mut absent = 0;
    for (name, ty) in &constants {
        absent += 1;
        let (kind, value) = match printed.get(*name) {
            Some(Printed::Number(value)) if is_pointer(ty) => ("pointer", value.to_string()),
            Some(Printed::Number(value)) => ("int", format!("{value}_i64 as {ty}")),
            Some(Printed::Symbol(symbol)) => ("address", symbol.clone()),
            Some(Printed::Variable) | None if is_pointer(ty) => ("absent", "ptr::null_mut()".into()),
            Some(Printed::Variable) | None => ("absent", format!("(c_int::MIN + {absent}) as {ty}")),
        };
        text += &format!("    {kind} {ty} {{ {name} = {value} }}\n");
    }
    text += "}\n";
    for (name, ty) in VALUES {
        let value = match printed.get(name) {
            Some(Printed::Number(value)) => format!("ptr::without_provenance_mut({value}_isize as usize)"),
            Some(Printed::Symbol(symbol)) => {
                format!("{{ {} (&raw const {symbol}).cast_mut().cast() }}", variable(symbol, "u8"))
            }
            Some(Printed::Variable) => format!("{{ {} unsafe {{ {name} }} }}", variable(name, ty)),
            None => "ptr::null_mut()".into(),
        };
        let safety = "// SAFETY: a variable of the library which is set before `main` and never changes.";
        text += &format!("/// `{name}` of the C API.\npub fn {name}() -> {ty} {{\n    {safety}\n    {value}\n}}\n");
    }
    for (name, ty, is_function) in CALLBACKS {
        let value = match printed.get(name) {
            Some(Printed::Symbol(symbol)) => {
                let declared = format!("unsafe extern \"C\" {{ fn {symbol}(); }}");
                format!(
                    "{{ {declared} Some(unsafe {{ core::mem::transmute::<unsafe extern \"C\" fn(), {ty}>({symbol}) }}) }}"
                )
            }
            Some(Printed::Number(value)) if *value != 0 && is_function => {
                format!("Some(unsafe {{ core::mem::transmute::<usize, {ty}>({value}) }})")
            }
            _ => "None".into(),
        };
        let safety = "// SAFETY: a pointer to a function of the library, or a number that only the library looks at.";
        let doc = format!("/// `{name}` of the C API.");
        text += &if is_function {
            format!("{doc}\npub fn {name}() -> Option<{ty}> {{\n    {safety}\n    {value}\n}}\n")
        } else {
            format!("{doc}\npub const {name}: Option<{ty}> =\n    {safety}\n    {value};\n")
        };
    }
    write(&out.join("family_types.rs"), &types)?;
    write(&out.join("family_constants.rs"), &text)
}

fn variable(name: &str, ty: &str) -> String {
    format!("unsafe extern \"C\" {{ static {name}: {ty}; }}")
}

/// The names and types of all constants, from the table of the standard family.
fn names() -> Vec<(&'static str, &'static str)> {
    let (mut names, mut ty) = (Vec::new(), "");
    for line in include_str!("../src/abi/standard/constants.rs").lines().map(str::trim) {
        if line.starts_with("//") {
            continue;
        }
        if let Some((_, found)) = line.strip_suffix(" {").and_then(|head| head.split_once(' ')) {
            ty = found;
        } else if let Some((name, _)) = line.split_once(" = ") {
            names.push((name, ty));
        }
    }
    names
}

/// Compiles and runs a C program that prints values, leaving out the names that mpi.h lacks.
fn print(wrapper: &Wrapper, names: &[&str], out: &Path) -> Result<BTreeMap<String, Printed>, String> {
    let (source, program) = (out.join("oxmpi_constants.c"), out.join("oxmpi_constants"));
    let mut undeclared: BTreeSet<String> = BTreeSet::new();
    loop {
        let mut text = String::from(PRINT);
        for name in names.iter().filter(|name| !undeclared.contains(**name)) {
            if VALUES.iter().any(|(known, _)| known == name) {
                text += &format!(
                    "#ifndef {name}\n  puts(\"{name} *\");\n#else\n  show(\"{name}\", (intptr_t)({name}));\n#endif\n"
                );
            } else {
                text += &format!("  show(\"{name}\", (intptr_t)({name}));\n");
            }
        }
        text += "  return 0;\n}\n";
        write(&source, &text)?;
        let args = ["-w".into(), source.clone().into_os_string(), "-o".into(), program.clone().into(), "-ldl".into()];
        let output = wrapper.run(args)?;
        if output.success {
            break;
        }
        let quoted = |line: &str| line.split('\'').find(|word| word.starts_with("MPI")).map(str::to_owned);
        let found: Vec<String> =
            output.stderr.lines().filter(|line| line.contains("undeclared")).filter_map(quoted).collect();
        if found.is_empty() {
            return Err(format!(
                "a C program with the constants does not compile:\n      {}",
                command::digest(&output.stderr)
            ));
        }
        undeclared.extend(found);
    }
    let output = command::run(&program, &[])?;
    if !output.success {
        return Err(format!(
            "a C program that prints the constants failed:\n      {}",
            command::digest(&output.stderr)
        ));
    }
    let values = output.stdout.lines().filter_map(|line| {
        let (name, value) = line.split_once(' ')?;
        let value = match value.strip_prefix('@') {
            Some(symbol) => Printed::Symbol(symbol.to_owned()),
            None if value == "*" => Printed::Variable,
            None => Printed::Number(value.parse().ok()?),
        };
        Some((name.to_owned(), value))
    });
    Ok(values.collect())
}

/// The types whose size the crate takes as known are checked as well.
const PRINT: &str = "#define _GNU_SOURCE
#include <mpi.h>
#include <dlfcn.h>
#include <stdint.h>
#include <stdio.h>
_Static_assert(sizeof(MPI_Aint) == 8 && sizeof(MPI_Offset) == 8 && sizeof(MPI_Count) == 8, \"64-bit integer types\");
static void show(const char *name, intptr_t value) {
  Dl_info info;
  int found = (value > 65535 || value < -65535) && dladdr((void *)value, &info);
  if (found && info.dli_saddr == (void *)value) printf(\"%s @%s\\n\", name, info.dli_sname);
  else if (!found) printf(\"%s %lld\\n\", name, (long long)value);
}
int main(void) {
";

fn write(file: &Path, text: &str) -> Result<(), String> {
    std::fs::write(file, text).map_err(|error| format!("cannot write {}: {error}", file.display()))
}
