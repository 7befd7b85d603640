# Shell functions shared by the commands of Benchmarks; to be sourced from the package's folder.
# shellcheck shell=bash

# shellcheck source=Tests/Support/setup.sh
source Tests/Support/setup.sh

readonly CACHE=$PWD/Benchmarks/.cache
readonly PRODUCTS=$PWD/Benchmarks/.build/release
export PYTHONPATH=$PWD/Benchmarks PYTHONDONTWRITEBYTECODE=1

# Mesa draws what VTK shows: without a graphics card by llvmpipe.
readonly PEER_PACKAGES=(python3-venv libomp-dev dcmtk ffmpeg libegl1 libegl-mesa0 libgl1 libgl1-mesa-dri)

prepare_machine() {
  require_swift
  install_missing "${BUILD_PACKAGES[@]}" "${PEER_PACKAGES[@]}"
  make_python_environment "$PWD/Benchmarks/.venv" Benchmarks/requirements.txt
  mkdir -p "$CACHE"
}

# build_product NAME: SAGITTA_BENCHMARKS_BUILT=1 takes what was built before.
build_product() {
  [[ ${SAGITTA_BENCHMARKS_BUILT:-} == 1 && -x $PRODUCTS/$1 ]] && return 0
  say "building $1"
  SAGITTA_ENGINE_ONLY=1 swift build --configuration release --package-path Benchmarks --product "$1"
}

# The Python package, as its users have it.
install_wheel() {
  [[ ${SAGITTA_BENCHMARKS_BUILT:-} == 1 && -n $(find_wheel) ]] || Sources/Python/build
  say "installing $(find_wheel) into Benchmarks/.venv"
  Benchmarks/.venv/bin/python -m pip install --quiet --disable-pip-version-check --force-reinstall --no-deps "$(find_wheel)"
}

find_wheel() { find .build/wheels -name 'pysagitta-*.whl' 2>/dev/null | head -1; }

# The yardstick and the limits, with the toolchain's clang and the system's libomp.
build_native() {
  local omp header
  header=$(find /usr/lib/llvm-*/lib/clang -name omp.h | sort -V | tail -1)
  omp=${header%/clang/*}
  clang -O3 -march=native -Wall -Werror -shared -fPIC -fopenmp=libomp -I"${header%/*}" Benchmarks/native/*.c \
    -o "$CACHE/native.so" -L"$omp" -Wl,-rpath,"$omp" -lz -lm
}

# make_inputs NAME…: those that are missing.
make_inputs() {
  Benchmarks/.venv/bin/python -c 'import sys; from runner import inputs; inputs.make(set(sys.argv[1:]))' "$@"
}
