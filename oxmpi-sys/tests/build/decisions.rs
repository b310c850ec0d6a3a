//! Where MPI is found, in which order, and what is said when it is not.

use crate::discover;
use crate::env::Env;
use crate::family::Family;
use crate::plan::{self, Link};
use std::collections::HashMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A fresh folder for one test.
pub fn folder(name: &str) -> PathBuf {
    let dir = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("build_script").join(name);
    let _ = std::fs::remove_dir_all(&dir);
    std::fs::create_dir_all(&dir).unwrap();
    dir
}

/// A program made of shell commands.
pub fn program(file: &Path, body: &str) -> String {
    use std::os::unix::fs::PermissionsExt;
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    std::fs::write(file, format!("#!/bin/sh\n{body}\n")).unwrap();
    std::fs::set_permissions(file, std::fs::Permissions::from_mode(0o755)).unwrap();
    // A child that another test starts meanwhile holds our file open for an instant: "text file busy".
    let run =
        || std::process::Command::new(file).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status();
    while run().is_err_and(|error| error.kind() == std::io::ErrorKind::ExecutableFileBusy) {
        std::thread::yield_now();
    }
    file.display().to_string()
}

/// A wrapper that shows this library's name.
fn mpicc(file: &Path, lib: &str) -> String {
    program(file, &format!("echo cc -I/{lib}/include -L/{lib}/lib -l{lib}"))
}

/// What is found in an environment: the origin and the first library.
fn find(variables: &[(&str, &str)], wanted: Option<Family>) -> Result<(&'static str, String), String> {
    let variables: HashMap<&str, &str> = variables.iter().copied().collect();
    let get = |name: &str| variables.get(name).map(OsString::from);
    let env = Env::new(&get);
    match discover::find(&env, wanted) {
        Ok(found) => Ok((found.origin, found.wrapper.flags.libs[0].clone())),
        Err(Ok(tried)) => Err(tried.message()),
        Err(Err(message)) => Err(message),
    }
}

#[test]
fn places_are_asked_in_order() {
    let dir = folder("order");
    let by_variable = mpicc(&dir.join("one/mpicc"), "one");
    mpicc(&dir.join("two/bin/mpicc"), "two");
    mpicc(&dir.join("three/mpicc"), "three");
    mpicc(&dir.join("four/cc"), "four");
    program(&dir.join("five/pkg-config"), "case $1 in --cflags) echo -I/five;; *) echo -L/five -lfive;; esac");
    let (two, path) = (dir.join("two").display().to_string(), |name: &str| dir.join(name).display().to_string());
    let (three, four, five) = (path("three"), path("four"), path("five"));
    let all_path = [three.as_str(), &four, &five].join(":");
    let mut variables: Vec<(&str, &str)> = vec![
        ("MPICC", &by_variable),
        ("OXMPI_MPI_DIR", &two),
        ("PATH", &all_path),
        ("CRAY_MPICH_DIR", "/nowhere"),
        ("PE_ENV", "GNU"),
        ("MPI_PKG_CONFIG", "mpi"),
    ];
    assert_eq!(find(&variables, None), Ok(("MPICC", "one".into())));
    variables.remove(0);
    assert_eq!(find(&variables, None), Ok(("OXMPI_MPI_DIR", "two".into())));
    variables.remove(0);
    assert_eq!(find(&variables, None), Ok(("mpicc on PATH", "three".into())));
    let without_mpicc = [four.as_str(), &five].join(":");
    variables[0] = ("PATH", &without_mpicc);
    assert_eq!(find(&variables, None), Ok(("Cray's variables", "four".into())));
    variables[0] = ("PATH", &five);
    variables.remove(1);
    assert_eq!(find(&variables, None), Ok(("MPI_PKG_CONFIG", "five".into())));
    variables.pop();
    let message = find(&variables, None).unwrap_err();
    let at = |part: &str| message.find(part).unwrap_or_else(|| panic!("`{part}` is not in:\n{message}"));
    let order = ["1. MPICC", "2. OXMPI_MPI_DIR", "3. mpicc on PATH", "4. Cray", "5. MPI_PKG_CONFIG"].map(at);
    assert!(order.is_sorted(), "{message}");
    for fix in ["apt-get install", "MPICC=/path", "OXMPI_MPI_DIR=/path", "OXMPI_MPI_FAMILY=standard"] {
        at(fix);
    }
}

#[test]
fn mpicc_may_be_a_name_a_path_or_a_command() {
    let dir = folder("mpicc names");
    let file = mpicc(&dir.join("with space/mpicc.special"), "here");
    let path = dir.join("with space").display().to_string();
    for value in [file.as_str(), "mpicc.special", "mpicc.special -cc=clang"] {
        assert_eq!(find(&[("MPICC", value), ("PATH", &path)], None), Ok(("MPICC", "here".into())), "{value}");
    }
    // An empty variable is as good as none.
    assert!(find(&[("MPICC", ""), ("PATH", "")], None).unwrap_err().contains("no MPI was found"));
}

#[test]
fn what_the_user_named_must_work() {
    let dir = folder("broken");
    let failing = program(&dir.join("failing"), "echo 'it is broken' >&2; exit 3");
    let plain = program(&dir.join("plain"), "echo gcc -O2");
    let intel = program(&dir.join("intel"), "echo 'gcc -L\"I_MPI_SUBSTITUTE_INSTALLDIR/lib\" -lmpi'");
    std::fs::write(dir.join("text"), "no program").unwrap();
    let (text, empty) = (dir.join("text").display().to_string(), dir.display().to_string());
    for (name, value, expected) in [
        ("MPICC", "no-such-mpicc", "there is no `no-such-mpicc` on PATH"),
        ("MPICC", "/no/such/mpicc", "/no/such/mpicc is no program"),
        ("MPICC", &text, "is no program"),
        ("MPICC", "'open", "a single quote is not closed"),
        ("MPICC", &failing, "it is broken"),
        ("MPICC", &plain, "printed no link flags"),
        ("MPICC", &intel, "set I_MPI_ROOT"),
        ("OXMPI_MPI_DIR", &empty, "has neither bin/mpicc nor include/mpi.h"),
        ("MPI_PKG_CONFIG", "ompi", "there is no `pkg-config` on PATH"),
    ] {
        let message = find(&[(name, value), ("PATH", "/nowhere")], None).unwrap_err();
        assert!(
            message.starts_with(&format!("{name} is set, but")) || message.starts_with("pkg-config is set, but"),
            "{message}"
        );
        assert!(message.contains(expected), "{value}: {message}");
    }
    // What was not named is passed over.
    let message = find(&[("PATH", &empty)], None).unwrap_err();
    assert!(message.contains("3. mpicc on PATH: not found"), "{message}");
}

#[test]
fn the_standard_wrapper_comes_first_for_the_standard_family() {
    let dir = folder("standard");
    mpicc(&dir.join("bin/mpicc"), "native");
    mpicc(&dir.join("bin/mpicc_abi"), "abi");
    let (prefix, path) = (dir.display().to_string(), dir.join("bin").display().to_string());
    for variable in [("OXMPI_MPI_DIR", prefix.as_str()), ("PATH", &path)] {
        assert_eq!(find(&[variable], None).unwrap().1, "native");
        assert_eq!(find(&[variable], Some(Family::Standard)).unwrap().1, "abi");
    }
}

#[test]
fn the_launcher_is_beside_the_wrapper() {
    let dir = folder("launcher");
    let launcher = |wrapper: &str, beside: &[&str]| {
        let bin = dir.join(wrapper).join(beside.join("-"));
        mpicc(&bin.join(wrapper), "mpi");
        for name in beside {
            program(&bin.join(name), "");
        }
        let wrapper = crate::wrapper::Wrapper::open(&bin.join(wrapper), &[]).unwrap();
        wrapper.mpiexec().map(|file| file.file_name().unwrap().to_str().unwrap().to_owned())
    };
    assert_eq!(launcher("mpicc", &["mpiexec", "mpirun"]).as_deref(), Some("mpiexec"));
    assert_eq!(launcher("mpicc.mpich", &["mpiexec", "mpiexec.mpich"]).as_deref(), Some("mpiexec.mpich"));
    assert_eq!(launcher("mpicc_abi", &["mpiexec"]).as_deref(), Some("mpiexec"));
    assert_eq!(launcher("mpiicx", &["mpirun"]).as_deref(), Some("mpirun"));
    assert_eq!(launcher("cc", &[]), None);
}

/// The plan for an environment.
fn plan(variables: &[(&str, &str)]) -> Result<plan::Plan, String> {
    let variables: HashMap<&str, &str> = variables.iter().copied().collect();
    let get = |name: &str| variables.get(name).map(OsString::from);
    let functions = ["MPI_Init", "MPI_Send_c", "MPI_Psend_init_c"];
    let optional = ["MPI_Send_c", "MPI_Psend_init_c", "MPIX_Bcast_init"];
    // Tests run at once.
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    let out = folder(&format!("plan{}", NEXT.fetch_add(1, Ordering::Relaxed)));
    plan::make(&Env::new(&get), &functions, &optional, &out, "linux")
}

#[test]
fn the_standard_family_needs_no_mpi() {
    let plan = plan(&[("OXMPI_MPI_FAMILY", "standard"), ("PATH", "/nowhere")]).unwrap();
    assert_eq!((plan.family, plan.has.as_slice()), (Family::Standard, ["MPI_Send_c".to_owned()].as_slice()));
    assert!(plan.wrapper.is_none() && plan.run_path.is_empty());
    let Link::ByStub { soname, symbols } = plan.link else { panic!("not by a stub") };
    assert_eq!(soname, "libmpi_abi.so.1");
    let names: Vec<_> = symbols.iter().map(|symbol| symbol.name.as_str()).collect();
    assert_eq!(names, ["MPI_Init", "PMPI_Init", "MPI_Send_c", "PMPI_Send_c"]);
}

#[test]
fn documentation_needs_nothing() {
    let plan = plan(&[("DOCS_RS", "1"), ("MPICC", "/no/such")]).unwrap();
    assert_eq!(plan.family, Family::Standard);
    assert!(matches!(plan.link, Link::Nothing));
}

#[test]
fn a_wrong_family_is_refused() {
    let message = plan(&[("OXMPI_MPI_FAMILY", "nonsense")]).unwrap_err();
    assert_eq!(message, "OXMPI_MPI_FAMILY is `nonsense`, which is none of: open_mpi, mpich, standard, bindgen");
    let dir = folder("mismatch");
    let file = program(
        &dir.join("mpicc"),
        "case $1 in -show) echo cc -lmpi;; *) echo 'oxmpi_value \"OMPI_MAJOR_VERSION\" = 4';; esac",
    );
    for family in ["mpich", "standard"] {
        let message = plan(&[("OXMPI_MPI_FAMILY", family), ("MPICC", &file)]).unwrap_err();
        assert!(message.starts_with(&format!("OXMPI_MPI_FAMILY is {family}, but")), "{message}");
        assert!(message.contains("belongs to Open MPI 4.0.0, open_mpi"), "{message}");
    }
}

#[test]
fn every_variable_that_was_asked_is_known() {
    let get = |_: &str| None;
    let env = Env::new(&get);
    let _ = plan::make(&env, &[], &[], &folder("asked"), "linux");
    for name in ["MPICC", "OXMPI_MPI_DIR", "PATH", "CRAY_MPICH_DIR", "MPI_PKG_CONFIG", "OXMPI_MPI_FAMILY", "DOCS_RS"] {
        assert!(env.asked().iter().any(|asked| asked == name), "{name}");
    }
}

#[test]
fn a_stub_that_cannot_be_made_is_done_without() {
    let dir = folder("no stub");
    let failing = program(&dir.join("linker"), "exit 1");
    let get = |name: &str| ["CC", "RUSTC_LINKER"].contains(&name).then(|| OsString::from(&failing));
    let prepare = |soname: &str, wrapper| {
        let mut plan = plan(&[("OXMPI_MPI_FAMILY", "standard"), ("PATH", "/nowhere")]).unwrap();
        plan.link = Link::ByStub { soname: soname.into(), symbols: Vec::new() };
        plan.wrapper = wrapper;
        let result = plan.prepare(&Env::new(&get), &dir);
        (result, plan.link)
    };
    let wrapper = || Some(crate::wrapper::Wrapper::open(Path::new(&mpicc(&dir.join("mpicc"), "mpi")), &[]).unwrap());
    let (result, link) = prepare("/opt/mpi/lib/libmpi.so.12", wrapper());
    assert!(result.unwrap().unwrap().starts_with("programs will need LD_LIBRARY_PATH"));
    assert!(matches!(link, Link::ByName { libs, .. } if libs == ["mpi"]));
    // For the portable name there is nothing else to link.
    assert!(prepare("libmpi_abi.so.1", wrapper()).0.is_err());
    assert!(prepare("libmpi_abi.so.1", None).0.is_err());
}
