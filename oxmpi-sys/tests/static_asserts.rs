//! Truth check: the C compiler of the MPI that was found confirms every size, alignment, offset and constant of our tables.
//!
//! A C file with `_Static_assert`s is generated from the tables, and compiled with that MPI's own mpi.h.

use oxmpi_sys::abi::Value;
use oxmpi_sys::{CONSTANTS, MPI_SUBVERSION, MPI_VERSION, build_info};
use std::mem::{align_of, offset_of, size_of};
use std::path::PathBuf;
use std::process::Command;

/// Open MPI has its extensions in a header of their own.
const HEADERS: &str = "#include <mpi.h>\n#include <stddef.h>\n#include <stdint.h>\n\
    #if defined(OMPI_MAJOR_VERSION) && __has_include(<mpi-ext.h>)\n#include <mpi-ext.h>\n#endif\n";

/// A claim about mpi.h: a C expression, and the name it is about.
struct Claim {
    name: String,
    expression: String,
}

impl Claim {
    fn new(name: impl Into<String>, expression: String) -> Self {
        Self { name: name.into(), expression }
    }
}

/// What a compiler said.
enum Verdict {
    Confirmed,
    /// The names that its mpi.h does not have.
    Undeclared(Vec<String>),
    Refuted(String),
}

macro_rules! layouts {
    ($($ty:ident)*) => {
        vec![$((stringify!($ty), size_of::<oxmpi_sys::$ty>(), align_of::<oxmpi_sys::$ty>())),*]
    };
}

/// Sizes and offsets.
fn layout_claims() -> Vec<Claim> {
    let mut layouts = layouts![
        MPI_Status MPI_Aint MPI_Offset MPI_Count MPI_Comm MPI_Group MPI_Datatype MPI_Op MPI_Request MPI_Message MPI_Errhandler
        MPI_Info MPI_Win MPI_File MPI_T_enum MPI_T_cvar_handle MPI_T_pvar_handle MPI_T_pvar_session
    ];
    // Those that came with MPI 4.0, whatever version the library says it has.
    if build_info::has("MPI_Session_init") {
        layouts.extend(layouts![MPI_Session]);
    }
    if build_info::has("MPI_T_event_read") {
        layouts.extend(layouts![MPI_T_event_registration MPI_T_event_instance MPI_T_cb_safety MPI_T_source_order]);
    }
    // The standard ABI has no type for Fortran's integer.
    if build_info::FAMILY != "standard" {
        layouts.extend(layouts![MPI_Fint]);
    }
    let mut claims = Vec::new();
    for (name, size, align) in layouts {
        claims.push(Claim::new(name, format!("sizeof({name}) == {size}")));
        claims.push(Claim::new(name, format!("_Alignof({name}) == {align}")));
    }
    for (field, offset) in [
        ("MPI_SOURCE", offset_of!(oxmpi_sys::MPI_Status, MPI_SOURCE)),
        ("MPI_TAG", offset_of!(oxmpi_sys::MPI_Status, MPI_TAG)),
        ("MPI_ERROR", offset_of!(oxmpi_sys::MPI_Status, MPI_ERROR)),
    ] {
        claims.push(Claim::new(field, format!("offsetof(MPI_Status, {field}) == {offset}")));
    }
    claims
}

/// Values.
fn constant_claims() -> Vec<Claim> {
    let mut claims = vec![
        Claim::new("MPI_VERSION", format!("MPI_VERSION == {MPI_VERSION}")),
        Claim::new("MPI_SUBVERSION", format!("MPI_SUBVERSION == {MPI_SUBVERSION}")),
    ];
    for constant in CONSTANTS.iter().flat_map(|section| section.constants) {
        let name = constant.name;
        let expression = match constant.value {
            Value::Integer(value) => format!("{name} == ({value}LL)"),
            Value::Pointer(value) => format!("(uintptr_t){name} == (uintptr_t){value}ULL"),
            // Not an integer constant for the letter of C, but compilers fold it, and the assertion fails where they do not.
            Value::Address(symbol) => {
                format!(
                    "__builtin_constant_p((char *){name} == (char *)&{symbol}) && (char *){name} == (char *)&{symbol}"
                )
            }
            Value::Absent => continue,
        };
        claims.push(Claim::new(name, expression));
    }
    claims
}

/// The values that are functions in Rust.
fn value_claims() -> Vec<Claim> {
    if ["mpich", "bindgen"].contains(&build_info::FAMILY) {
        // They may be variables of the library: nothing to say before it runs.
        return Vec::new();
    }
    let claim = |name: &str, value: usize| Claim::new(name, format!("(uintptr_t){name} == (uintptr_t){value}ULL"));
    vec![
        claim("MPI_UNWEIGHTED", oxmpi_sys::MPI_UNWEIGHTED().addr()),
        claim("MPI_WEIGHTS_EMPTY", oxmpi_sys::MPI_WEIGHTS_EMPTY().addr()),
        claim("MPI_T_PVAR_ALL_HANDLES", oxmpi_sys::MPI_T_PVAR_ALL_HANDLES().addr()),
    ]
}

/// Compiles the claims, leaving out those about names in `without`.
fn compile(test: &str, claims: &[Claim], without: &[String]) -> Verdict {
    let mpicc = build_info::MPICC.expect("checked before");
    let dir = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(build_info::FAMILY).join(test);
    std::fs::create_dir_all(&dir).unwrap();
    let source = dir.join("asserts.c");
    let mut text = String::from(HEADERS);
    for claim in claims.iter().filter(|claim| !without.contains(&claim.name)) {
        text += &format!("_Static_assert({}, \"{}\");\n", claim.expression, claim.name);
    }
    std::fs::write(&source, text).unwrap();
    let triple = format!("{}-unknown-{}", std::env::consts::ARCH, std::env::consts::OS);
    let mut build = cc::Build::new();
    build.compiler(mpicc).cargo_metadata(false).target(&triple).host(&triple).opt_level(1).out_dir(&dir);
    // The crate knows the compiler's habits; the command is run here to get at the compiler's message.
    let mut command: Command = build.get_compiler().to_command();
    let output =
        command.env("LC_ALL", "C").arg("-c").arg(&source).arg("-o").arg(dir.join("asserts.o")).output().unwrap();
    if output.status.success() {
        return Verdict::Confirmed;
    }
    let message = String::from_utf8_lossy(&output.stderr).into_owned();
    let undeclared: Vec<String> = message.lines().filter_map(undeclared).collect();
    if undeclared.is_empty() { Verdict::Refuted(message) } else { Verdict::Undeclared(undeclared) }
}

/// The name in `error: 'MPI_X' undeclared here` (GCC) or `error: use of undeclared identifier 'MPI_X'` (Clang).
fn undeclared(line: &str) -> Option<String> {
    let name = line.contains("undeclared").then(|| line.rsplit('\'').nth(1))??;
    // GCC may propose another name at the end of the line: the first one is meant.
    let first = line.split('\'').find(|word| word.starts_with("MPI")).unwrap_or(name);
    Some(first.to_owned())
}

/// Checks the claims; gives how many were confirmed, and the names that mpi.h lacks.
fn check(test: &str, claims: &[Claim]) -> Result<(usize, Vec<String>), String> {
    let mut without = Vec::new();
    loop {
        match compile(test, claims, &without) {
            Verdict::Confirmed => {
                let confirmed = claims.iter().filter(|claim| !without.contains(&claim.name)).count();
                return Ok((confirmed, without));
            }
            Verdict::Undeclared(names) => without.extend(names),
            Verdict::Refuted(message) => return Err(message),
        }
    }
}

/// Without a compiler wrapper there is no mpi.h to ask.
fn nothing_to_ask() -> bool {
    if build_info::MPICC.is_none() {
        eprintln!("SKIPPED: built without a compiler wrapper, so there is no mpi.h to check against");
    }
    build_info::MPICC.is_none()
}

#[test]
fn tables_agree_with_mpi_h() {
    if nothing_to_ask() {
        return;
    }
    let claims: Vec<Claim> = layout_claims().into_iter().chain(constant_claims()).chain(value_claims()).collect();
    let (confirmed, undeclared) =
        check("tables", &claims).unwrap_or_else(|message| panic!("mpi.h says otherwise:\n{message}"));
    println!("{}: {confirmed} of {} claims confirmed", build_info::VERSION, claims.len());
    println!("not in this mpi.h: {undeclared:?}");
    // An old header lacks what came later. What MPI 3.1 has, every header must have.
    let unexpected: Vec<_> = undeclared.iter().filter(|name| !LATER.contains(&name.as_str())).collect();
    assert!(unexpected.is_empty(), "mpi.h lacks {unexpected:?}, which MPI 3.1 has");
}

#[test]
fn a_wrong_table_is_refuted() {
    if nothing_to_ask() {
        return;
    }
    let wrong = [
        Claim::new("MPI_SUCCESS", "MPI_SUCCESS == 1".into()),
        Claim::new("MPI_Status", format!("sizeof(MPI_Status) == {}", size_of::<oxmpi_sys::MPI_Status>() + 4)),
        Claim::new("MPI_TAG", "offsetof(MPI_Status, MPI_TAG) == 2".into()),
        Claim::new("MPI_STATUS_IGNORE", "(uintptr_t)MPI_STATUS_IGNORE == 77".into()),
        Claim::new("MPI_INT", "(char *)MPI_INT == (char *)MPI_DOUBLE".into()),
    ];
    for claim in wrong {
        let name = claim.name.clone();
        let message = check("wrong", &[claim]).expect_err("a wrong claim was confirmed");
        assert!(message.contains(&name), "the compiler's message does not name {name}:\n{message}");
    }
    // A name that no header has is found out as well.
    let (confirmed, undeclared) = check("unknown", &[Claim::new("MPI_NO_SUCH", "MPI_NO_SUCH == 1".into())]).unwrap();
    assert_eq!((confirmed, undeclared), (0, vec!["MPI_NO_SUCH".to_owned()]));
}

/// Constants that came after MPI 3.1, or that only some libraries have.
const LATER: [&str; 41] = [
    "MPI_LOGICAL1",
    "MPI_LOGICAL2",
    "MPI_LOGICAL4",
    "MPI_LOGICAL8",
    "MPI_COMM_TYPE_HW_GUIDED",
    "MPI_COMM_TYPE_HW_UNGUIDED",
    "MPI_ERRORS_ABORT",
    "MPI_ERR_PROC_ABORTED",
    "MPI_ERR_SESSION",
    "MPI_ERR_VALUE_TOO_LARGE",
    "MPI_F_ERROR",
    "MPI_F_SOURCE",
    "MPI_F_STATUS_SIZE",
    "MPI_F_TAG",
    "MPI_MAX_PSET_NAME_LEN",
    "MPI_MAX_STRINGTAG_LEN",
    "MPI_SESSION_NULL",
    "MPI_CONVERSION_FN_NULL_C",
    "MPI_INTEGER16",
    "MPI_T_CB_REQUIRE_ASYNC_SIGNAL_SAFE",
    "MPI_T_CB_REQUIRE_MPI_RESTRICTED",
    "MPI_T_CB_REQUIRE_NONE",
    "MPI_T_CB_REQUIRE_THREAD_SAFE",
    "MPI_T_ERR_NOT_SUPPORTED",
    "MPI_T_SOURCE_ORDERED",
    "MPI_T_SOURCE_UNORDERED",
    "MPI_BUFFER_AUTOMATIC",
    "MPI_COMBINER_VALUE_INDEX",
    "MPI_COMM_TYPE_RESOURCE_GUIDED",
    "MPI_COMPLEX4",
    "MPI_ERR_ERRHANDLER",
    "MPI_REAL2",
    "MPI_T_BIND_MPI_SESSION",
    "MPI_T_ERR_NOT_ACCESSIBLE",
    "MPI_ERR_ABI",
    "MPI_LOGICAL16",
    "MPI_ABI_SUBVERSION",
    "MPI_ABI_VERSION",
    "MPIX_ERR_PROC_FAILED",
    "MPIX_ERR_PROC_FAILED_PENDING",
    "MPIX_ERR_REVOKED",
];
