//! Passes on what oxmpi-sys found: the ABI family and the optional functions, as `cfg`s, and where the library is.

use std::env;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let family = env::var("DEP_OXMPI_FAMILY").unwrap_or_default();
    println!("cargo::rustc-cfg=oxmpi_family=\"{family}\"");
    println!("cargo::rustc-check-cfg=cfg(oxmpi_family, values(\"open_mpi\", \"mpich\", \"standard\"))");
    println!("cargo::rustc-check-cfg=cfg(docsrs)");
}
