# Shell functions shared by Tests/run, Examples/quickstart and Benchmarks/run: bring a machine that has
# only Swift to where the package builds. To be sourced; defines functions and constants, does nothing else.
# shellcheck shell=bash

# What the package links against, under names that Debian 12 and Ubuntu 24.04 share.
# shellcheck disable=SC2034
readonly BUILD_PACKAGES=(
  libpng-dev libjpeg-dev libgif-dev libopenjp2-7-dev zlib1g-dev libisal-dev libarchive-dev libzstd-dev pkg-config git ca-certificates
)

# Both sides of a connection wait for each other within one process: beside tests that keep all its threads busy,
# they would wait for too long. And a process that has had sockets hands on to its children that SIGPIPE is ignored.
# shellcheck disable=SC2034
readonly NETWORK_TESTS=(DICOMNetworkTests DICOMWebClientTests NetworkCommandsTests ServerTests ArchiveTests)

# What the program for networks links against beside them.
# shellcheck disable=SC2034
readonly NETWORK_PACKAGES=(libsqlite3-dev)

say() { printf '==> %s\n' "$*"; }

fail() {
  printf '%s: %s\n' "$0" "$*" >&2
  exit 1
}

require_swift() {
  command -v swift >/dev/null || fail "Swift 6.3 is needed and not on PATH; see https://www.swift.org/install/linux"
}

is_installed() { [[ "$(dpkg-query -W -f='${Status}' "$1" 2>/dev/null)" == *' installed' ]]; }

# install_missing PACKAGE…: says what it will install, then installs it; silent and quick when all is there.
install_missing() {
  local package missing=()
  command -v dpkg-query >/dev/null || fail "no dpkg here: install these by hand and make dpkg-query find them: $*"
  for package in "$@"; do is_installed "$package" || missing+=("$package"); done
  ((${#missing[@]})) || return 0

  local as_root=()
  if ((EUID != 0)); then
    command -v sudo >/dev/null || fail "missing system packages, and neither root nor sudo to install them: ${missing[*]}"
    as_root=(sudo)
  fi
  say "installing system packages: ${missing[*]}"
  "${as_root[@]}" apt-get update -qq
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq -o Dpkg::Use-Pty=0 --no-install-recommends "${missing[@]}"
}

# make_python_environment FOLDER REQUIREMENTS [PYTHON]: a virtual environment with exactly the pinned programs,
# made anew when the list has changed.
make_python_environment() {
  local folder=$1 requirements=$2 python=${3:-/usr/bin/python3}
  cmp -s "$requirements" "$folder/installed.txt" && return 0
  say "installing into ${folder#"$PWD"/}: $(grep -v '^#' "$requirements" | paste -sd' ')"
  rm -rf "$folder"
  # The system's own python unless told: python3-venv belongs to that one, whatever else is first on PATH.
  "$python" -m venv "$folder"
  "$folder/bin/python" -m pip install --quiet --disable-pip-version-check -r "$requirements"
  cp "$requirements" "$folder/installed.txt"
}
