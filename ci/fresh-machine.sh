#!/bin/bash
# fresh-machine.sh [root|user...]: proves that `cargo xtask cookbook` and `cargo xtask test` set everything up on a
# machine that has neither MPI nor libclang: a fresh Debian 12 root (debootstrap) with gcc and this machine's Rust.
#   root   as root: xtask installs the distribution's Open MPI
#   user   as an ordinary user, with pip but no venv module: xtask fetches the MPICH wheel into target/mpi
# Without an argument both are run; FRESH_VERBS=cookbook leaves the tests out. Root only. The packages are kept in FRESH_CACHE (/var/tmp) between runs.
set -eu
cd "$(dirname "$0")/.."
. ci/lib.sh
[ "$(id -u)" = 0 ] || skip "debootstrap and chroot need root"
need_packages debootstrap -- debootstrap
export PATH="$PATH:/usr/sbin:/sbin"
# The mirror that this machine gets bookworm from.
MIRROR=${FRESH_MIRROR:-$(apt-get indextargets --format '$(REPO_URI) $(RELEASE)' 2>/dev/null | awk '$2 == "bookworm" { print $1; exit }')}
[ -n "$MIRROR" ] || skip "apt-get knows no mirror of bookworm; name one by FRESH_MIRROR"
PACKAGES=gcc,libc6-dev,ca-certificates,python3,python3-pip
TARBALL=${FRESH_CACHE:-/var/tmp}/oxmpi-fresh-bookworm.tar
TOOLCHAIN=$(rustc --print sysroot)
CARGO_CACHE=${CARGO_HOME:-$HOME/.cargo}
BASE=$(mktemp -d "${TMPDIR:-/tmp}/oxmpi-fresh.XXXXXX")

clean_up() {
  local mount
  # The deepest first; --one-file-system below makes sure that nothing outside is ever deleted.
  awk -v base="$BASE/" 'index($2, base) == 1 { print $2 }' /proc/mounts | sort -r |
    while read -r mount; do umount "$mount" || umount -l "$mount"; done
  rm -rf --one-file-system "$BASE"
}
trap clean_up EXIT
trap 'exit 129' HUP INT TERM

make_tarball() {
  [ -f "$TARBALL" ] && [ "$(cat "$TARBALL.packages" 2>/dev/null)" = "$PACKAGES" ] && return
  echo "fetching the packages of a minimal Debian"
  rm -f "$TARBALL"
  timeout -k 5 600 debootstrap --variant=minbase --include="$PACKAGES" --make-tarball="$TARBALL" \
    bookworm "$BASE/tarball" "$MIRROR" >"$BASE/debootstrap.log" 2>&1 </dev/null ||
    { tail -5 "$BASE/debootstrap.log"; skip "debootstrap can't fetch from $MIRROR"; }
  echo "$PACKAGES" > "$TARBALL.packages"
}

# make_root DIR: a machine of its own in DIR.
make_root() {
  local root=$1 file
  timeout -k 5 600 debootstrap --variant=minbase --include="$PACKAGES" --unpack-tarball="$TARBALL" \
    bookworm "$root" "$MIRROR" >"$BASE/debootstrap.log" 2>&1 </dev/null || { tail -5 "$BASE/debootstrap.log"; exit 1; }
  mount -t proc proc "$root/proc"
  mount --rbind /dev "$root/dev"; mount --make-rslave "$root/dev"
  mount -t sysfs -o ro sysfs "$root/sys" || true
  mkdir -p "$root/rust" "$root/work" "$root/home"
  mount --bind "$TOOLCHAIN" "$root/rust"; mount -o remount,bind,ro "$root/rust"
  # How this machine reaches the registries is no part of what is tested.
  for file in /etc/resolv.conf /etc/hosts /etc/pip.conf /etc/ssl/certs/ca-certificates.crt; do
    [ -e "$file" ] && cp -L "$file" "$root$file"
  done
  cp -rL /usr/local/share/ca-certificates/. "$root/usr/local/share/ca-certificates/" 2>/dev/null || true
  grep -lri -e proxy -e https:: /etc/apt/apt.conf /etc/apt/apt.conf.d 2>/dev/null |
    while read -r file; do cp "$file" "$root/etc/apt/apt.conf.d/"; done
  echo "deb $MIRROR bookworm main" > "$root/etc/apt/sources.list"
  printf '#!/bin/sh\nexit 101\n' > "$root/usr/sbin/policy-rc.d"; chmod 755 "$root/usr/sbin/policy-rc.d"
  mkdir -p "$root/cargo"
  for file in config config.toml; do [ -e "$CARGO_CACHE/$file" ] && cp -L "$CARGO_CACHE/$file" "$root/cargo/"; done
  # What is committed, and nothing that was built.
  git archive HEAD | tar -x -C "$root/work" --no-same-owner
}

# inside ROOT USER COMMAND...: with an environment of its own, but for what leads to the network.
inside() {
  local root=$1 user=$2; shift 2
  local pass=() name
  for name in http_proxy https_proxy no_proxy HTTP_PROXY HTTPS_PROXY NO_PROXY all_proxy ALL_PROXY PIP_INDEX_URL PIP_CERT \
    SSL_CERT_FILE CURL_CA_BUNDLE REQUESTS_CA_BUNDLE CARGO_HTTP_CAINFO CARGO_REGISTRIES_CRATES_IO_PROTOCOL; do
    [ -n "${!name:-}" ] && pass+=("$name=${!name}")
  done
  timeout -k 10 1500 chroot --userspec="$user" "$root" /usr/bin/env -i "${pass[@]}" HOME=/home/"${user%%:*}" \
    PATH=/rust/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin CARGO_HOME=/cargo TERM=dumb \
    sh -c 'cd /work && exec "$@"' sh "$@" </dev/null
}

failed=0
make_tarball
for variant in "${@:-root user}"; do for who in $variant; do
  root=$BASE/$who
  echo "== a fresh machine, as $who"
  make_root "$root"
  user=0:0
  if [ "$who" = user ]; then
    user=1000:1000
    echo 'student:x:1000:1000::/home/1000:/bin/sh' >> "$root/etc/passwd"
    echo 'student:x:1000:' >> "$root/etc/group"
  fi
  mkdir -p "$root/home/${user%%:*}"
  chown -R "$user" "$root/work" "$root/cargo" "$root/home/${user%%:*}"
  inside "$root" "$user" sh -c '! command -v mpicc && ! ls /usr/lib/llvm* /usr/lib/*/libclang* 2>/dev/null' >/dev/null ||
    { echo "the machine is not as fresh as it should be"; exit 1; }
  for verb in ${FRESH_VERBS:-cookbook test}; do
    echo "-- cargo xtask $verb, as $who"
    start=$SECONDS
    if inside "$root" "$user" cargo xtask "$verb"; then result=passed; else result=FAILED; failed=1; fi
    echo "-- cargo xtask $verb, as $who: $result ($((SECONDS - start)) s)"
  done
done; done
exit $failed
