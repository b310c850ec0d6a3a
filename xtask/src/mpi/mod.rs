//! Getting an MPI: what is there ([`facts`]), what to do about it ([`plan`]), and doing it ([`install`]).

pub(crate) mod facts;
mod install;
pub(crate) mod known;
pub(crate) mod plan;

use crate::process;
use facts::{Facts, Wrapper};
use known::Known;
use plan::{Plan, Way};
use std::path::{Path, PathBuf};
use std::process::Command;

/// An MPI that works, and how to use it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mpi {
    /// The id of the matrix, or `default`.
    pub(crate) id: String,
    /// For a person: make and version.
    pub(crate) title: String,
    /// The compiler wrapper; `None` when the build script finds the MPI in another way.
    pub(crate) mpicc: Option<PathBuf>,
    /// The launcher.
    pub(crate) mpiexec: Option<PathBuf>,
    /// What cargo and the tests are given in their environment.
    pub(crate) env: Vec<(String, String)>,
    /// A plain `cargo build` finds the same MPI.
    pub(crate) natural: bool,
}

/// What lets Open MPI start many ranks on a small machine, as root too. The other libraries do not look at these.
const SMALL_MACHINE: [(&str, &str); 4] = [
    ("OMPI_ALLOW_RUN_AS_ROOT", "1"),
    ("OMPI_ALLOW_RUN_AS_ROOT_CONFIRM", "1"),
    ("OMPI_MCA_rmaps_base_oversubscribe", "1"),
    ("PRTE_MCA_rmaps_default_mapping_policy", ":oversubscribe"),
];

impl Mpi {
    fn new(id: &str, why: &str, wrapper: Option<&Wrapper>, natural: bool) -> Mpi {
        let mut env: Vec<(String, String)> = Vec::new();
        for (name, value) in SMALL_MACHINE {
            if std::env::var_os(name).is_none() {
                env.push((name.to_owned(), value.to_owned()));
            }
        }
        if let Some(wrapper) = wrapper {
            env.extend(wrapper.env.iter().cloned());
            // A default that cargo finds anyway gets no variables, so that `cargo test` and `cargo xtask test` share
            // one build.
            if !natural {
                env.push(("MPICC".to_owned(), wrapper.mpicc.display().to_string()));
                if let Some(mpiexec) = &wrapper.mpiexec {
                    env.push(("OXMPI_MPIEXEC".to_owned(), mpiexec.display().to_string()));
                }
            }
        }
        Mpi {
            id: id.to_owned(),
            title: wrapper.map_or_else(|| why.to_owned(), Wrapper::title),
            mpicc: wrapper.map(|wrapper| wrapper.mpicc.clone()),
            mpiexec: wrapper.and_then(|wrapper| wrapper.mpiexec.clone()),
            env,
            natural,
        }
    }

    /// The compiler wrapper, which is needed for `what`.
    pub(crate) fn wrapper(&self, what: &str) -> Result<&Path, String> {
        self.mpicc.as_deref().ok_or_else(|| format!("{what} is compiled with mpicc, and {} has none", self.title))
    }

    /// Points a command at this MPI.
    pub(crate) fn apply(&self, command: &mut Command) {
        if self.id != "default" {
            // One that was asked for by name must not be bent by what the default would follow.
            for name in ["OXMPI_MPI_DIR", "OXMPI_MPI_FAMILY", "OXMPI_MPIEXEC", "MPI_PKG_CONFIG"] {
                command.env_remove(name);
            }
        }
        command.envs(self.env.iter().map(|(name, value)| (name, value)));
    }
}

/// Which MPI is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// The one that is there by default.
    Default,
    /// One of the matrix.
    Known(&'static Known),
}

impl Wanted {
    /// From the value of `--mpi`, when it may name only one.
    pub(crate) fn named(id: Option<&str>) -> Result<Wanted, String> {
        match id {
            None | Some("default") => Ok(Wanted::Default),
            Some(id) => known::by_id(id).map(Wanted::Known).ok_or_else(|| {
                let ids: Vec<&str> = known::KNOWN.iter().map(|known| known.id).collect();
                format!("--mpi {id}: no such MPI; there are default, {}", ids.join(", "))
            }),
        }
    }

    /// Its id.
    pub(crate) fn id(self) -> &'static str {
        match self {
            Wanted::Default => "default",
            Wanted::Known(known) => known.id,
        }
    }
}

/// Gets an MPI ready, saying what it does. `target` is cargo's target folder. With `dry_run` the plan is printed and
/// `Ok(None)` returned.
pub(crate) fn set_up(wanted: Wanted, target: &Path, dry_run: bool) -> Result<Option<Mpi>, String> {
    let wheels = target.join("mpi");
    let facts = Facts::gather(&wheels);
    let plan = match wanted {
        Wanted::Default => plan::plan_default(&facts),
        Wanted::Known(known) => plan::plan_known(known, &facts),
    }?;
    println!("MPI ({}):", wanted.id());
    for note in &plan.notes {
        println!("  note: {note}");
    }
    if dry_run {
        for (index, way) in plan.ways.iter().enumerate() {
            println!("  {} {way}", if index == 0 { "plan:" } else { "else:" });
        }
        return Ok(None);
    }
    carry_out(wanted, &plan, &wheels).map(Some)
}

/// Tries the ways of a plan in order.
fn carry_out(wanted: Wanted, plan: &Plan, wheels: &Path) -> Result<Mpi, String> {
    let mut failures = Vec::new();
    for way in &plan.ways {
        println!("  {way}");
        let attempt = match way {
            Way::Use { why, wrapper, natural } => Ok(Mpi::new(wanted.id(), why, wrapper.as_ref(), *natural)),
            Way::Packages(manager, make) => {
                install::packages(*manager, *make).map(|wrapper| installed(wanted, &wrapper))
            }
            Way::Wheels(known, how) => install::wheels(known, *how, wheels).map(|wrapper| installed(wanted, &wrapper)),
        }
        .and_then(|mpi| install::verify(&mpi).map(|()| mpi));
        match attempt {
            Ok(mpi) => return Ok(mpi),
            Err(why) => {
                println!("  that did not work: {why}");
                failures.push(format!("{way}: {why}"));
            }
        }
    }
    Err(format!("no MPI could be set up:\n  - {}", failures.join("\n  - ")))
}

/// What was just installed. The default is natural when its wrapper is the `mpicc` on `PATH`.
fn installed(wanted: Wanted, wrapper: &Wrapper) -> Mpi {
    let on_path = process::find("mpicc").is_some_and(|path| path == wrapper.mpicc);
    Mpi::new(wanted.id(), "", Some(wrapper), wanted == Wanted::Default && on_path)
}

/// What a person types to use this MPI without xtask.
pub(crate) fn hint(mpi: &Mpi) -> Option<String> {
    if mpi.natural {
        return None;
    }
    let variables = mpi.env.iter().filter(|(name, _)| !SMALL_MACHINE.iter().any(|(small, _)| small == name));
    let lines: Vec<String> = variables.map(|(name, value)| format!("  export {name}={value}")).collect();
    Some(format!("To use this MPI with plain cargo:\n{}", lines.join("\n")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrapper() -> Wrapper {
        Wrapper {
            mpicc: "/m/bin/mpicc".into(),
            library: Ok((known::Make::Intel, "2021".to_owned())),
            mpiexec: Some("/m/bin/mpiexec".into()),
            env: vec![("I_MPI_ROOT".to_owned(), "/m".to_owned())],
        }
    }

    #[test]
    fn a_chosen_mpi_is_named_to_cargo_and_a_natural_one_is_not() {
        let names = |mpi: &Mpi| mpi.env.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
        let chosen = Mpi::new("impi", "", Some(&wrapper()), false);
        assert!(["I_MPI_ROOT", "MPICC", "OXMPI_MPIEXEC"].iter().all(|name| names(&chosen).contains(&(*name).into())));
        assert_eq!(chosen.title, "Intel MPI 2021");
        let natural = Mpi::new("default", "", Some(&wrapper()), true);
        assert!(!names(&natural).contains(&"MPICC".to_owned()));
        assert_eq!(hint(&natural), None);
        assert!(hint(&chosen).is_some_and(|text| text.contains("export MPICC=/m/bin/mpicc")));
    }

    #[test]
    fn an_mpi_found_by_the_build_script_has_no_wrapper() {
        let mpi = Mpi::new("default", "the MPI of CRAY_MPICH_DIR=/opt/cray", None, true);
        assert_eq!((mpi.mpicc, mpi.title.as_str()), (None, "the MPI of CRAY_MPICH_DIR=/opt/cray"));
    }
}
