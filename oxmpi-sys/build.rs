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
#[cfg(feature = "bindgen")]
#[path = "build/generate.rs"]
mod generate;
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
    let get = |name: &str| std::env::var_os(name);
    let env = Env::new(&get);
    let result = build(&env, &optional);
    for name in env.asked() {
        println!("cargo::rerun-if-env-changed={name}");
    }
    let Err(message) = result else { return check_cfg(&optional) };
    // The first line goes to cargo's own list of errors, the whole to the log that cargo shows below it.
    println!("cargo::error={}", message.lines().next().unwrap_or_default());
    eprintln!("oxmpi-sys: {message}");
    std::process::exit(1);
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
    if let Some(warning) = plan.prepare(env, &out)? {
        println!("cargo::warning={}", warning.lines().next().unwrap_or_default());
    }
    #[cfg(feature = "bindgen")]
    {
        let wrapper = plan.wrapper.as_ref();
        if let Err(error) = bindings::oracle(wrapper, &out) {
            println!("cargo::warning={error}; no signature can be compared");
        }
        if let (family::Family::Bindgen, Some(wrapper)) = (plan.family, wrapper) {
            generate::generate(wrapper, &out)?;
        }
    }
    emit::sources(&plan, &out)?;
    emit::directives(&plan, &out);
    emit::metadata(&plan);
    emit::summary(&plan, optional.len());
    Ok(())
}

/// In one line, since cargo shows this output when something fails.
fn check_cfg(optional: &[&str]) {
    let has: Vec<String> = optional.iter().map(|name| format!("has_{}", name.to_lowercase())).collect();
    println!("cargo::rustc-check-cfg=cfg(oxmpi_family, values(\"open_mpi\", \"mpich\", \"standard\", \"bindgen\"))");
    println!("cargo::rustc-check-cfg=cfg({})", has.join(", "));
    // For dependents which ask for the same.
    println!("cargo::metadata=OPTIONAL={}", has.join(","));
}
