//! Finds MPI, asks it what it has, and links it. Each step is a module; [`plan`] puts them together.
#![allow(unreachable_pub, reason = "the modules are compiled by tests as well")]

#[cfg(feature = "bindgen")]
#[path = "build/bindings.rs"]
mod bindings;
#[path = "build/command.rs"]
mod command;
#[path = "build/discover.rs"]
mod discover;
#[path = "build/elf.rs"]
mod elf;
#[path = "build/emit.rs"]
mod emit;
#[path = "build/env.rs"]
mod env;
#[path = "build/family.rs"]
mod family;
#[path = "build/flags.rs"]
mod flags;
#[path = "build/link.rs"]
mod link;
#[path = "build/plan.rs"]
mod plan;
#[path = "build/shell.rs"]
mod shell;
#[path = "build/stub.rs"]
mod stub;
#[path = "build/symbols.rs"]
mod symbols;
#[path = "build/wrapper.rs"]
mod wrapper;

use env::Env;
use std::path::PathBuf;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=build");
    let optional: Vec<&str> = include_str!("optional.txt").lines().collect();
    check_cfg(&optional);
    let get = |name: &str| std::env::var_os(name);
    let env = Env::new(&get);
    let result = build(&env, &optional);
    for name in env.asked() {
        println!("cargo::rerun-if-env-changed={name}");
    }
    if let Err(message) = result {
        // The first line goes to cargo's own list of errors, the whole to the log that cargo shows below it.
        println!("cargo::error={}", message.lines().next().unwrap_or_default());
        eprintln!("oxmpi-sys: {message}");
        std::process::exit(1);
    }
}

fn build(env: &Env, optional: &[&str]) -> Result<(), String> {
    let cargo = |name: &str| std::env::var(name).map_err(|_| format!("cargo did not set {name}"));
    let os = cargo("CARGO_CFG_TARGET_OS")?;
    if os == "windows" {
        return Err("Windows is not supported: there is no MPI on it with one of the interfaces oxmpi knows".into());
    }
    let width = cargo("CARGO_CFG_TARGET_POINTER_WIDTH")?;
    if width != "64" {
        return Err(format!("this target has {width}-bit pointers; oxmpi supports 64-bit targets only"));
    }
    let out = PathBuf::from(cargo("OUT_DIR")?);
    let functions: Vec<&str> = include_str!("functions-5.0.txt").lines().collect();
    let mut plan = plan::make(env, &functions, optional, &out, &os)?;
    plan.prepare(env, &out)?;
    #[cfg(feature = "bindgen")]
    if let Err(error) = bindings::generate(plan.wrapper.as_ref(), &out) {
        println!("cargo::warning={error}; no signature can be compared");
    }
    emit::sources(&plan, &out)?;
    emit::directives(&plan, &out);
    emit::metadata(&plan);
    emit::summary(&plan, optional.len());
    Ok(())
}

fn check_cfg(optional: &[&str]) {
    println!("cargo::rustc-check-cfg=cfg(oxmpi_family, values(\"open_mpi\", \"mpich\", \"standard\", \"bindgen\"))");
    for name in optional {
        println!("cargo::rustc-check-cfg=cfg(has_{})", name.to_lowercase());
    }
}
