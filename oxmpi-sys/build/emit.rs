//! Tells cargo, dependents and the crate's own source what was decided.

use crate::family::PROBED;
use crate::plan::{Link, Plan};
use crate::stub;
use std::path::Path;

/// Prints cargo's directives.
pub fn directives(plan: &Plan, out: &Path) {
    println!("cargo::rustc-cfg=oxmpi_family=\"{}\"", plan.family.name());
    for name in &plan.has {
        println!("cargo::rustc-cfg=has_{}", name.to_lowercase());
    }
    match &plan.link {
        Link::Nothing => {}
        Link::ByName { search, libs } => {
            search.iter().for_each(|dir| println!("cargo::rustc-link-search=native={}", dir.display()));
            libs.iter().for_each(|name| println!("cargo::rustc-link-lib={name}"));
        }
        Link::ByStub { .. } => {
            println!("cargo::rustc-link-search=native={}", out.display());
            println!("cargo::rustc-link-lib={}", stub::LINK_NAME);
        }
    }
    // This reaches only the tests and examples of this package; other packages have the metadata for it.
    if !matches!(&plan.link, Link::ByStub { soname, .. } if soname.starts_with('/')) {
        for dir in &plan.run_path {
            println!("cargo::rustc-link-arg=-Wl,--enable-new-dtags,-rpath,{}", dir.display());
        }
    }
    // A changed wrapper or header may be another MPI.
    let mpicc = plan.wrapper.as_ref().map(|wrapper| wrapper.program.as_path());
    for file in mpicc.into_iter().chain(plan.header.file.as_deref()) {
        println!("cargo::rerun-if-changed={}", file.display());
    }
}

/// Prints the metadata: `DEP_OXMPI_…` in the build scripts of dependents.
pub fn metadata(plan: &Plan) {
    let show = |path: Option<&Path>| path.map(|path| path.display().to_string()).unwrap_or_default();
    let wrapper = plan.wrapper.as_ref();
    println!("cargo::metadata=FAMILY={}", plan.family.name());
    println!("cargo::metadata=HAS={}", lower(plan).join(","));
    println!("cargo::metadata=MPICC={}", show(wrapper.and_then(|wrapper| wrapper.mpicc())));
    println!("cargo::metadata=MPIEXEC={}", show(wrapper.and_then(|wrapper| wrapper.mpiexec()).as_deref()));
    println!("cargo::metadata=VERSION={}", plan.header.version);
    println!("cargo::metadata=RPATH={}", run_path(plan).join(","));
}

/// One line for `cargo build -vv`.
pub fn summary(plan: &Plan, optional: usize) {
    let how = match &plan.link {
        Link::Nothing => "not linked".to_owned(),
        Link::ByName { libs, .. } => format!("linked by name ({})", libs.join(", ")),
        Link::ByStub { soname, .. } => format!("linked as {soname}"),
    };
    let by = plan.wrapper.as_ref().map(|wrapper| format!(": {}", wrapper.program.display())).unwrap_or_default();
    let (version, family, has) = (&plan.header.version, plan.family.name(), plan.has.len());
    println!("oxmpi-sys: {version} ({family}), by {}{by}; {has} of {optional} optional functions; {how}", plan.origin);
}

/// Writes the two files that the source includes.
pub fn sources(plan: &Plan, out: &Path) -> Result<(), String> {
    let wrapper = plan.wrapper.as_ref();
    let option = |path: Option<&Path>| path.map(|path| path.display().to_string());
    let mut text = String::new();
    let mut add = |doc: &str, name: &str, ty: &str, value: String| {
        text += &format!("/// {doc}\npub const {name}: {ty} = {value};\n");
    };
    add("The family of binary interface.", "FAMILY", "&str", format!("{:?}", plan.family.name()));
    add("The library and its version, as its header says.", "VERSION", "&str", format!("{:?}", plan.header.version));
    let mpicc = option(wrapper.and_then(|wrapper| wrapper.mpicc()));
    add("The compiler wrapper.", "MPICC", "Option<&str>", format!("{mpicc:?}"));
    let mpiexec = option(wrapper.and_then(|wrapper| wrapper.mpiexec()).as_deref());
    add("The launcher that belongs to the wrapper.", "MPIEXEC", "Option<&str>", format!("{mpiexec:?}"));
    let run_path = run_path(plan);
    add("Where the library is, if the loader does not look there.", "RPATH", "&[&str]", format!("&{run_path:?}"));
    let has = lower(plan);
    let doc = "The functions of this library which not every library has, in lower case.";
    add(doc, "HAS", "&[&str]", format!("&{has:?}"));
    write(&out.join("build_info.rs"), &text)?;

    let mut text = String::new();
    for (name, ty, default) in PROBED {
        let value = plan.header.value(name).unwrap_or(default);
        text += &format!("/// `{name}` of the C API.\npub const {name}: core::ffi::{ty} = {value};\n");
    }
    write(&out.join("probed.rs"), &text)
}

fn write(file: &Path, text: &str) -> Result<(), String> {
    std::fs::write(file, text).map_err(|error| format!("cannot write {}: {error}", file.display()))
}

fn lower(plan: &Plan) -> Vec<String> {
    plan.has.iter().map(|name| name.to_lowercase()).collect()
}

fn run_path(plan: &Plan) -> Vec<String> {
    plan.run_path.iter().map(|dir| dir.display().to_string()).collect()
}
