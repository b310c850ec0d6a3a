//! Finds MPI, asks it what it has, and links it.
#![allow(unreachable_pub, reason = "the modules are also compiled by tests")]

#[path = "build/command.rs"]
mod command;
#[path = "build/family.rs"]
mod family;
#[path = "build/flags.rs"]
mod flags;
#[path = "build/shell.rs"]
mod shell;
#[path = "build/symbols.rs"]
mod symbols;
#[path = "build/wrapper.rs"]
mod wrapper;

use family::{Family, Header};
use std::path::{Path, PathBuf};
use wrapper::Wrapper;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=build");
    println!("cargo::rerun-if-env-changed=MPICC");
    println!("cargo::rustc-check-cfg=cfg(oxmpi_family, values(\"open_mpi\", \"mpich\", \"standard\"))");
    let optional: Vec<&str> = include_str!("optional.txt").lines().collect();
    for name in &optional {
        println!("cargo::rustc-check-cfg=cfg(has_{})", name.to_lowercase());
    }
    let out = PathBuf::from(std::env::var_os("OUT_DIR").unwrap());
    if let Err(error) = build(&optional, &out) {
        println!("cargo::error={error}");
        std::process::exit(1);
    }
}

fn build(optional: &[&str], out: &Path) -> Result<(), String> {
    let mpicc = std::env::var("MPICC").unwrap_or_else(|_| "mpicc".into());
    let program = if mpicc.contains('/') { PathBuf::from(&mpicc) } else {
        command::which(&mpicc, &std::env::var_os("PATH").unwrap_or_default()).ok_or("no mpicc")?
    };
    let wrapper = Wrapper::open(&program, &[])?;
    let header = Header::probe(&wrapper, out)?;
    let has = symbols::present(&wrapper, optional, out)?;
    let family = header.family.name();
    println!("cargo::rustc-cfg=oxmpi_family=\"{family}\"");
    for name in &has {
        println!("cargo::rustc-cfg=has_{}", name.to_lowercase());
    }
    let lower = has.iter().map(|name| name.to_lowercase()).collect::<Vec<_>>();
    for dir in &wrapper.flags.search {
        println!("cargo::rustc-link-search=native={}", dir.display());
    }
    for lib in &wrapper.flags.libs {
        println!("cargo::rustc-link-lib={lib}");
    }
    let mpiexec = program.file_name().and_then(|name| name.to_str()).map(|name| program.with_file_name(name.replace("mpicc", "mpiexec")));
    let mpiexec = mpiexec.map(|path| path.display().to_string()).unwrap_or_default();
    println!("cargo::metadata=FAMILY={family}");
    println!("cargo::metadata=HAS={}", lower.join(","));
    println!("cargo::metadata=MPICC={}", program.display());
    println!("cargo::metadata=MPIEXEC={mpiexec}");
    println!("cargo::metadata=VERSION={}", header.version);
    let rpath: Vec<String> = wrapper.flags.rpath.iter().map(|dir| dir.display().to_string()).collect();
    println!("cargo::metadata=RPATH={}", rpath.join(","));
    let mut text = String::new();
    for (name, ty, default) in family::PROBED {
        let value = header.value(name).unwrap_or(default);
        text += &format!("/// `{name}` of the C API.\npub const {name}: core::ffi::{ty} = {value};\n");
    }
    std::fs::write(out.join("probed.rs"), text).unwrap();
    let text = format!(
        "/// The family of binary interface.\npub const FAMILY: &str = {family:?};\n\
         /// The compiler wrapper.\npub const MPICC: Option<&str> = Some({:?});\n\
         /// The launcher.\npub const MPIEXEC: Option<&str> = Some({mpiexec:?});\n\
         /// The library and its version, as its header says.\npub const VERSION: &str = {:?};\n\
         /// Those functions which not every library has and this one has, in lower case.\npub const HAS: &[&str] = &{lower:?};\n",
        program.display().to_string(), header.version
    );
    std::fs::write(out.join("build_info.rs"), text).unwrap();
    let _ = Family::ALL;
    Ok(())
}
