//! Compiles the C twins with the compiler of the MPI that oxmpi-sys found, and links them into this program.

use std::path::PathBuf;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=c");
    let mut files: Vec<PathBuf> = std::fs::read_dir("c")
        .expect("the folder c is beside this file")
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "c"))
        .collect();
    files.sort();
    let mut build = cc::Build::new();
    // Without a wrapper (Cray, pkg-config) the compiler of `CC` has to know where mpi.h is.
    if let Some(mpicc) = std::env::var_os("DEP_OXMPI_MPICC").filter(|path| !path.is_empty()) {
        build.compiler(mpicc);
    }
    // What a C programmer would get, in debug builds of this program too.
    build.files(files).std("c11").opt_level(3).debug(false).warnings(true).extra_warnings(true);
    build.compile("oxmpi_bench_c");
}
