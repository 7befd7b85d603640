#!/usr/bin/env bash
# The innermost loops on arm64: compiled for it, and under emulation the same bits as here.
set -euo pipefail

usage() {
  cat <<'TEXT'
Usage: Tests/Support/arm64.sh [--prepare] [--help]

Compiles the loops of sampling and of rays for this machine and for arm64, runs both (the latter with QEMU) over the
same small volume, and fails unless they make the same bits. Installs the compiler's libraries for arm64 and QEMU.

  --prepare   only installs them
  --help      this text
TEXT
}

only_prepares=no
for argument in "$@"; do
  case $argument in
    -h | --help) usage; exit 0 ;;
    --prepare) only_prepares=yes ;;
    *) usage >&2; exit 64 ;;
  esac
done

cd "$(dirname "$0")/../.."
# shellcheck source=Tests/Support/setup.sh
source Tests/Support/setup.sh

require_swift
install_missing qemu-user gcc-aarch64-linux-gnu libc6-dev-arm64-cross
[[ $only_prepares == no ]] || exit 0
clang=$(dirname "$(readlink -f "$(command -v swift)")")/clang
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

readonly RENDERING=Sources/Rendering
readonly SOURCES=(
  Tests/Support/arm64/kernels.c "$RENDERING/CKernels/levels.c" "$RENDERING/CRayKernels/levels.c"
)

# objects FOLDER OPTION…: the loops and what calls them.
objects() {
  local folder=$1 source number=0
  shift
  mkdir "$folder"
  for source in "${SOURCES[@]}"; do
    number=$((number + 1))
    "$clang" "$@" -O2 -Wall -Wextra -Werror -Wno-gcc-compat -I "$RENDERING/CKernels/include" \
      -I "$RENDERING/CRayKernels/include" -I Sources/Volumes/CVolumes/include \
      -c "$source" -o "$folder/$number.o"
  done
}

objects "$work/here"
cc "$work"/here/*.o -o "$work/kernels" -lm
objects "$work/arm" --target=aarch64-linux-gnu --sysroot=/usr/aarch64-linux-gnu \
  -isystem /usr/aarch64-linux-gnu/include
aarch64-linux-gnu-gcc -static "$work"/arm/*.o -o "$work/kernels-arm" -lm

"$work/kernels" >"$work/expected"
qemu-aarch64 "$work/kernels-arm" >"$work/found"
diff "$work/expected" "$work/found" || fail "arm64 makes other bits"
if [[ $(uname -m) == x86_64 ]] && grep -qw avx2 /proc/cpuinfo; then
  "$work/kernels" avx2 | diff "$work/expected" - || fail "AVX2 makes other bits"
fi
say "$(wc -l <"$work/found") loops make the same bits on arm64"
