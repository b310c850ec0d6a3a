#!/bin/bash
# The batch job of slurm.sh: recipes by plain mpiexec, judged by the cookbook's test, then one program by srun.
set -eu
echo "job $SLURM_JOB_ID on $SLURM_JOB_NODELIST, $SLURM_NTASKS tasks"
export OMPI_MCA_mpi_yield_when_idle=1
# MPICH's mpiexec starts its helpers by srun. Where Slurm's default is PMIx, they would get its variables beside those of
# mpiexec, and the ranks would refuse to choose.
export SLURM_MPI_TYPE=none
cargo test --package oxmpi --test cookbook -- --test-threads=1 --nocapture "$@"

unset SLURM_MPI_TYPE
srun --mpi=list 2>&1 | grep -qw "$PMI" || { echo "srun: this Slurm has no $PMI, not tried"; exit 0; }
program=${CARGO_TARGET_DIR:-target}/debug/examples/hello_world
said=$(timeout -k 5 120 srun --mpi="$PMI" --nodes=2 --ntasks=4 "$program" | sort)
echo "$said"
# One world of four ranks: a wrong PMI makes four worlds of one.
[ "$(echo "$said" | sort -u | wc -l)" = 4 ] || { echo "srun: not four different ranks"; exit 1; }
echo "srun --mpi=$PMI: four ranks on two nodes"
