#!/bin/bash
# slurm.sh [MPI...]: runs three recipes of the cookbook as a Slurm batch job on two nodes (a throw-away Slurm on this
# machine), with plain mpiexec and, where the library and Slurm agree on a PMI, one program with srun. Open MPI 4.1
# and MPICH 5 unless other MPIs are named. Root only; skips, saying so, where it can't run.
set -eu
cd "$(dirname "$0")/.."
. ci/lib.sh
RECIPES=(hello_world broadcast virtual_topology)
[ "$(id -u)" = 0 ] || skip "the daemons need root"
need_packages slurmctld slurmd munged sbatch -- slurm-wlm munge
export PATH="$PATH:/usr/sbin:/sbin"
export SLURM_LOCAL_DIR="${TMPDIR:-/tmp}/oxmpi-slurm-$$"
trap 'ci/cluster/slurm-local down >/dev/null 2>&1 || true; rm -rf "$SLURM_LOCAL_DIR"' EXIT
mkdir -p "$SLURM_LOCAL_DIR"
timeout -k 5 90 ci/cluster/slurm-local up 2 4 || skip "Slurm does not start on this machine"
eval "$(ci/cluster/slurm-local env)"
[ "$(sinfo -h -N -o %T | grep -c idle)" = 2 ] || skip "Slurm's nodes do not come up"

failed=0
for mpi in "${@:-ompi41 mpich5}"; do for id in $mpi; do
  echo "== $id in a Slurm batch job"
  case $id in ompi*) export PMI=pmix;; *) export PMI=pmi2;; esac
  timeout -k 5 900 cargo xtask mpi --mpi "$id" -- bash -c '
    set -eu
    cargo build --quiet --examples
    cargo test --quiet --package oxmpi --test cookbook --no-run
    out=$SLURM_LOCAL_DIR/job.out
    : > "$out"
    status=0
    timeout -k 5 600 sbatch --quiet --wait --nodes=2 --ntasks=8 --output="$out" ci/slurm-job.sh "$@" || status=$?
    cat "$out"
    exit $status
  ' slurm "${RECIPES[@]}" </dev/null || { failed=1; echo "FAILED: $id in a Slurm batch job"; }
done; done
exit $failed
