//! Passes on what oxmpi-sys found: the ABI family and the optional functions, as `cfg`s, and where the library is.

use std::env;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let found = |key: &str| env::var(format!("DEP_OXMPI_{key}")).unwrap_or_default();
    let list = |key: &str| found(key).split(',').filter(|word| !word.is_empty()).map(str::to_owned).collect::<Vec<_>>();

    println!("cargo::rustc-check-cfg=cfg(oxmpi_family, values(\"open_mpi\", \"mpich\", \"standard\", \"bindgen\"))");
    println!("cargo::rustc-cfg=oxmpi_family=\"{}\"", found("FAMILY"));
    println!("cargo::rustc-check-cfg=cfg(docsrs)");

    // `cfg(has_mpi_send_c)` and the like, as in oxmpi-sys.
    println!("cargo::rustc-check-cfg=cfg({})", list("OPTIONAL").join(", "));
    for function in list("HAS") {
        println!("cargo::rustc-cfg=has_{function}");
    }

    // Our own tests and examples; programs that depend on oxmpi find the library without it (see oxmpi-sys).
    for folder in list("RPATH") {
        println!("cargo::rustc-link-arg=-Wl,-rpath,{folder}");
    }
}
