# What the scripts of ci/ share. Sourced, not run.

# skip WHY: says so loudly and ends well; a script that can't run here is no failure.
skip() { echo "SKIPPED ${0##*/}: $*"; exit 0; }

# have PROGRAM...: all of them are there (daemons are in sbin, which may not be on PATH).
have() { local p; for p in "$@"; do PATH="$PATH:/usr/sbin:/sbin" command -v "$p" >/dev/null || return 1; done; }

# need_packages PROGRAMS -- PACKAGES: installs Debian's packages unless the programs are there, or skips.
need_packages() {
  local programs=()
  while [ "$1" != -- ]; do programs+=("$1"); shift; done; shift
  have "${programs[@]}" && return
  have apt-get || skip "${programs[*]} not all there, and no apt-get"
  echo "installing $*"
  { apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends "$@"; } \
    >/dev/null </dev/null || skip "apt-get can't install $*"
  have "${programs[@]}" || skip "the packages $* did not bring ${programs[*]}"
}

# An OXMPI_MPIEXEC of the caller would defeat the purpose.
unset OXMPI_MPIEXEC
