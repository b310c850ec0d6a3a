#!/bin/bash
# hosts.sh [MPI...]: runs three recipes of the cookbook across three fake hosts (network namespaces with an sshd each),
# with Open MPI 4.1 and MPICH 5 unless other MPIs are named. Root only; skips, saying so, where it can't run.
# (Not with MPICH 4.0: it hangs in MPI_Finalize between hosts, in plain C too.)
set -eu
cd "$(dirname "$0")/.."
. ci/lib.sh
RECIPES=(hello_world broadcast virtual_topology)
[ "$(id -u)" = 0 ] || skip "network namespaces need root"
need_packages ip sshd ssh nsenter -- iproute2 openssh-server openssh-client util-linux
export PATH="$PATH:/usr/sbin:/sbin"
export NETNS_CLUSTER_DIR="${TMPDIR:-/tmp}/oxmpi-hosts-$$"
ip netns list | grep -q '^mpn' && skip "another set of fake hosts is up"
trap 'ci/cluster/netns-cluster down >/dev/null 2>&1 || true; rm -rf "$NETNS_CLUSTER_DIR"' EXIT
mkdir -p "$NETNS_CLUSTER_DIR"
timeout -k 5 60 ci/cluster/netns-cluster up 3 2 || skip "this machine allows no network namespaces"

failed=0
for mpi in "${@:-ompi41 mpich5}"; do for id in $mpi; do
  echo "== $id on three hosts"
  case $id in ompi*) export REAL_MAKE=openmpi;; *) export REAL_MAKE=mpich;; esac
  # Inside the command the variables of that MPI are set; its launcher becomes the real one behind the stand-in.
  timeout -k 5 900 cargo xtask mpi --mpi "$id" -- bash -c '
    set -eu
    export REAL_MPIEXEC=${OXMPI_MPIEXEC:-$(command -v mpiexec)} OXMPI_MPIEXEC=$PWD/ci/cluster/mpiexec-hosts
    seen=$(timeout -k 2 60 "$OXMPI_MPIEXEC" -n 6 hostname | sort -u | tr "\n" " ")
    echo "  ranks run on: $seen"
    [ "$seen" = "node1 node2 node3 " ]
    cargo build --quiet --examples
    cargo test --package oxmpi --test cookbook -- --test-threads=1 --nocapture "$@"
  ' hosts "${RECIPES[@]}" </dev/null || { failed=1; echo "FAILED: $id on three hosts"; }
done; done
exit $failed
