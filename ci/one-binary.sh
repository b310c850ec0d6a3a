#!/bin/bash
# one-binary.sh: builds a recipe once against the standard ABI of MPI 5.0, without any MPI, and runs that one file
# unchanged under MPICH 5 and under Intel MPI.
set -eu
cd "$(dirname "$0")/.."
. ci/lib.sh
unset MPICC OXMPI_MPI_DIR MPI_PKG_CONFIG
OXMPI_MPI_FAMILY=standard cargo build --quiet --example reduction
program=$(mktemp -d)/reduction
trap 'rm -rf "${program%/*}"' EXIT
cp "${CARGO_TARGET_DIR:-target}/debug/examples/reduction" "$program"
echo "built without MPI: $(sha256sum "$program" | cut -c1-16), $(readelf -d "$program" | grep -o 'libmpi_abi.so[.0-9]*')"

failed=0
for id in mpich5 impi; do
  echo "== $id"
  # The folder of that MPI's libmpi_abi.so.1 is beside the bin of its launcher.
  said=$(timeout -k 5 300 cargo xtask mpi --mpi "$id" -- bash -c '
    export LD_LIBRARY_PATH=$(dirname "$(dirname "$OXMPI_MPIEXEC")")/lib
    timeout -k 2 60 "$OXMPI_MPIEXEC" -n 3 "$0"' "$program" </dev/null) || failed=1
  echo "$said"
  echo "$said" | grep -qF '[0, 6, 12, 18, 24, 30, 36, 42, 48, 54]' || { failed=1; echo "FAILED: not the sums expected"; }
done
exit $failed
