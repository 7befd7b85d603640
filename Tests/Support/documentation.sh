#!/usr/bin/env bash
# Builds the documentation of every public module and the catalogue as one archive, with warnings as errors.
set -euo pipefail

usage() {
  cat <<'TEXT'
Usage: Tests/Support/documentation.sh [MODULES] [OUTPUT]

  MODULES   the folder of built modules; default: .build/documentation/…, built first
  OUTPUT    a folder that receives Sagitta.doccarchive and the archive of each module;
            default: .build/documentation/archives

Needs docc and swift-symbolgraph-extract, which come with Swift.

Example:
  Tests/Support/documentation.sh && docc preview .build/documentation/archives/Sagitta.doccarchive
TEXT
}

[[ ${1:-} != --help && $# -le 2 ]] || { usage >&2; exit 64; }
cd "$(dirname "$0")/../.."
readonly SCRATCH=.build/documentation
modules=${1:-$SCRATCH/release/Modules}
output=${2:-$SCRATCH/archives}
[[ $# -gt 0 ]] || swift build --configuration release --scratch-path "$SCRATCH"

# What the products bring, and Sagitta itself.
mapfile -t names < <(sed -nE 's/^@_exported public import (.*)/\1/p' Sources/Faces/Sagitta*/Sagitta*.swift | sort -u)
names+=(Phantoms Reports UpperLayer MessageExchange Places DICOMNetwork)

includes=(-I "$modules")
for headers in Sources/*/*/include "$modules"/../../../checkouts/*/Sources/*/include; do includes+=(-Xcc "-I$headers"); done
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
    --fallback-display-name "$1" --fallback-bundle-identifier "org.sagitta.$1" --output-dir "$output/modules/$1.doccarchive"
}

rm -rf "$output/modules" "$output/Sagitta.doccarchive"
mkdir -p "$output/modules"
failed=()
for name in "${names[@]}"; do
  extract "$name" && build "$name" || failed+=("$name")
done
extract Sagitta && build Sagitta Sources/Faces/Sagitta/Documentation.docc || failed+=(Sagitta)
((${#failed[@]} == 0)) || { echo "documentation of ${failed[*]} has warnings or errors" >&2; exit 1; }
docc merge "$output"/modules/*.doccarchive --synthesized-landing-page-name Sagitta --output-path "$output/Sagitta.doccarchive"
