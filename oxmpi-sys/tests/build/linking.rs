//! The link probe, reading libraries, and stubs: with the real compiler, without MPI.

use super::decisions::{folder, program};
use crate::elf::{Library, Symbol};
use crate::wrapper::Wrapper;
use crate::{link, stub, symbols};
use std::path::Path;
use std::process::Command;

fn cc(args: &[&str]) {
    let output = Command::new("cc").args(args).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// A library that has some of MPI, and a wrapper for it.
fn library(dir: &Path) -> Wrapper {
    let (source, file) = (dir.join("some.c"), dir.join("libsome.so.7"));
    std::fs::write(&source, "int MPI_Init(void){return 7;} int MPI_Here(void){return 8;} long some_mpi_data[5] = {1};")
        .unwrap();
    cc(&["-shared", "-fPIC", "-Wl,-soname,libsome.so.7", source.to_str().unwrap(), "-o", file.to_str().unwrap()]);
    // As in Python's wheels, which cannot hold links.
    std::fs::write(dir.join("libsome.so"), "INPUT(libsome.so.7)\n").unwrap();
    Wrapper::of_flags(Path::new("cc"), vec![], vec![format!("-L{}", dir.display()), "-lsome".into()])
}

#[test]
fn the_linker_tells_what_is_there() {
    let dir = folder("probe");
    let wrapper = library(&dir);
    let names = ["MPI_Not", "MPI_Here", "MPI_Neither", "MPI_Init"];
    assert_eq!(symbols::present(&wrapper, &names, &dir).unwrap(), ["MPI_Here", "MPI_Init"]);
    assert_eq!(symbols::present(&wrapper, &["MPI_Not"], &dir).unwrap(), [] as [&str; 0]);
}

#[test]
fn a_silent_linker_is_bisected() {
    let dir = folder("bisect");
    let inner = library(&dir);
    let silent = program(&dir.join("silent"), &format!("exec cc \"$@\" {} 2>/dev/null", inner.after.join(" ")));
    let wrapper = Wrapper::of_flags(Path::new(&silent), vec![], vec![]);
    let names = ["MPI_Not", "MPI_Here", "MPI_Neither", "MPI_Nor", "MPI_Init"];
    assert_eq!(symbols::present(&wrapper, &names, &dir).unwrap(), ["MPI_Here", "MPI_Init"]);
}

#[test]
fn a_library_that_does_not_link_is_an_error() {
    let dir = folder("no library");
    let wrapper = Wrapper::of_flags(Path::new("cc"), vec![], vec!["-lno_such_library".into()]);
    let message = symbols::present(&wrapper, &["MPI_Here"], &dir).unwrap_err();
    assert!(
        message.contains("cannot link a program that calls MPI_Init") && message.contains("no_such_library"),
        "{message}"
    );
}

#[test]
fn the_real_library_is_found_through_a_script() {
    let dir = folder("real");
    let real = link::real(&library(&dir)).unwrap();
    assert_eq!(real.run_time_file(), dir.join("libsome.so.7"));
    assert_eq!(real.library.soname.as_deref(), Some("libsome.so.7"));
    assert!(!real.is_on_loader_path());
    let data = real.library.symbols.iter().find(|symbol| symbol.name == "some_mpi_data").unwrap();
    assert_eq!(data.variable, Some(40));
    assert!(Library::read(Path::new("/dev/null")).is_none());
    assert!(Library::read(&dir.join("some.c")).is_none());
}

/// The whole idea: a program linked with the stub runs with the real library, without any library path.
#[test]
fn a_program_linked_with_a_stub_runs_with_the_real_library() {
    let dir = folder("stub, with a comma");
    let real = link::real(&library(&dir)).unwrap();
    let soname = real.run_time_file().display().to_string();
    stub::make(Path::new("cc"), &soname, &real.library.symbols, &dir).unwrap();
    let made = Library::read(&stub::path(&dir)).unwrap();
    assert_eq!(made.soname.as_deref(), Some(soname.as_str()));
    let sorted = |library: &Library| {
        let mut list: Vec<_> = library.symbols.iter().map(|symbol| (symbol.name.clone(), symbol.variable)).collect();
        list.sort();
        list
    };
    assert_eq!(sorted(&made), sorted(&real.library));

    let (source, out) = (dir.join("main.c"), dir.join("main"));
    std::fs::write(
        &source,
        "int MPI_Init(void); extern long some_mpi_data[]; int main(void){return MPI_Init()+some_mpi_data[0];}",
    )
    .unwrap();
    // Also where the linker copies variables, which needs their right sizes.
    for mode in ["-fPIE", "-fno-pie"] {
        let link = if mode == "-fPIE" { "-pie" } else { "-no-pie" };
        let (source, search) = (source.to_str().unwrap(), format!("-L{}", dir.display()));
        cc(&[mode, link, source, "-o", out.to_str().unwrap(), &search, &format!("-l{}", stub::LINK_NAME)]);
        let status = Command::new(&out).env_remove("LD_LIBRARY_PATH").status().unwrap();
        assert_eq!(status.code(), Some(8), "{mode}");
    }
}

#[test]
fn a_linker_that_fails_is_quoted() {
    let dir = folder("bad linker");
    let linker = program(&dir.join("linker"), "echo 'I cannot link' >&2; exit 1");
    let symbols = [Symbol { name: "MPI_Init".into(), variable: None }];
    let message = stub::make(Path::new(&linker), "libmpi_abi.so.1", &symbols, &dir).unwrap_err();
    assert!(message.contains("I cannot link"), "{message}");
}
