//! Was this program started by the mpiexec of another MPI? Then each rank thinks that it is alone.

/// Variables with which launchers tell a process how many there are, and whose launcher it is.
const COUNTS: &[(&str, &str)] = &[
    ("OMPI_COMM_WORLD_SIZE", "Open MPI's mpiexec"),
    ("PMI_SIZE", "an MPICH or Intel mpiexec (Hydra), or srun --mpi=pmi2"),
    ("MPI_LOCALNRANKS", "an MPICH mpiexec (Hydra)"),
    ("PALS_SIZE", "Cray's mpiexec (PALS)"),
    ("SLURM_STEP_NUM_TASKS", "srun"),
];

/// The warning for a world of `size` ranks in this environment, if one is due.
pub(super) fn mismatch(size: usize, library: &str, variable: impl Fn(&str) -> Option<String>) -> Option<String> {
    if size > 1 {
        return None;
    }
    let (name, launcher, count) = COUNTS.iter().find_map(|&(name, launcher)| {
        let count: usize = variable(name)?.trim().parse().ok()?;
        (count > 1).then_some((name, launcher, count))
    })?;
    let library = library.split([',', '\n']).next().unwrap_or(library).replace('\t', " ");
    Some(format!(
        "oxmpi: warning: this rank is alone in its world, but {name}={count} says that {launcher} started {count}. \
         The program is linked with {library}: start it with that library's own mpiexec (or the matching srun --mpi=…).\n"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(pairs: &'static [(&'static str, &'static str)]) -> impl Fn(&str) -> Option<String> {
        move |name| pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| value.to_string())
    }

    #[test]
    fn n_worlds_of_one_are_warned_about() {
        let text = mismatch(1, "MPICH Version: 4.0.2\nmore", with(&[("OMPI_COMM_WORLD_SIZE", "4")])).unwrap();
        assert!(
            text.contains("OMPI_COMM_WORLD_SIZE=4") && text.contains("MPICH Version: 4.0.2") && !text.contains("more")
        );
        assert!(mismatch(1, "Open MPI v4.1.4", with(&[("PMI_SIZE", "2")])).is_some());
    }

    #[test]
    fn a_right_launch_and_a_singleton_are_not() {
        assert_eq!(mismatch(4, "MPICH", with(&[("PMI_SIZE", "4")])), None);
        assert_eq!(mismatch(1, "MPICH", with(&[("PMI_SIZE", "1")])), None);
        assert_eq!(mismatch(1, "MPICH", with(&[])), None);
        assert_eq!(mismatch(1, "MPICH", with(&[("PMI_SIZE", "many")])), None);
    }
}
