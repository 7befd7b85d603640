#!/usr/bin/env bash
# Builds the documentation of every public module, and of the catalogue, with warnings as errors.
set -euo pipefail

usage() {
  cat <<'TEXT'
Usage: Tests/Support/documentation.sh MODULES OUTPUT

  MODULES   the folder of built modules, as .build/tests/release/Modules
  OUTPUT    a folder that receives an archive for each module

Needs docc and swift-symbolgraph-extract, which come with Swift.
TEXT
}

[[ $# -eq 2 ]] || { usage >&2; exit 64; }
modules=$1 output=$2
cd "$(dirname "$0")/../.."

# What the products bring, and Sagitta itself.
mapfile -t names < <(sed -nE 's/^@_exported public import (.*)/\1/p' Sources/Faces/Sagitta*/Sagitta*.swift | sort -u)
names+=(Phantoms Reports)

includes=(-I "$modules")
for map in Sources/*/*/module.modulemap "$modules"/../*.build/module.modulemap; do
  [[ ! -f $map ]] || includes+=(-Xcc "-fmodule-map-file=$(realpath "$map")")
done

# extract MODULE OPTION…: the module's symbols, into a folder of their own.
extract() {
  mkdir -p "$output/symbols/$1"
  swift symbolgraph-extract -module-name "$1" "${includes[@]}" -target "$(uname -m)-unknown-linux-gnu" \
    -minimum-access-level public -skip-synthesized-members -output-dir "$output/symbols/$1" "${@:2}"
}

# build MODULE [CATALOGUE]: its pages.
build() {
  docc convert "${@:2}" --additional-symbol-graph-dir "$output/symbols/$1" --warnings-as-errors \
    --fallback-display-name "$1" --fallback-bundle-identifier "org.sagitta.$1" --output-dir "$output/$1.doccarchive"
}

failed=()
for name in "${names[@]}"; do
  extract "$name" && build "$name" || failed+=("$name")
done
extract Sagitta && build Sagitta Sources/Faces/Sagitta/Documentation.docc || failed+=(Sagitta)
((${#failed[@]} == 0)) || { echo "documentation of ${failed[*]} has warnings or errors" >&2; exit 1; }
