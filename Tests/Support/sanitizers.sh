#!/usr/bin/env bash
# Runs the tests under the sanitisers, one after the other.
set -euo pipefail

usage() {
  cat <<'TEXT'
Usage: Tests/Support/sanitizers.sh [address | thread]… [--filter REGEX]… [--help]

Builds the package anew for the sanitisers, apart from everything else (.build/address, .build/threads), and runs the
tests under them: `address` is the address and the undefined-behaviour sanitiser together. Without a name: all. Under
the thread sanitiser only what many threads do at once is run, unless a filter says otherwise.

  --filter REGEX   only tests whose name matches, as in `swift test --filter`
  --help           this text

Examples:
  Tests/Support/sanitizers.sh
  Tests/Support/sanitizers.sh address --filter SeriesLoadingTests
TEXT
}

cd "$(dirname "$0")/../.."
# shellcheck source=Tests/Support/setup.sh
source Tests/Support/setup.sh

sanitizers=()
filters=()
while (($#)); do
  case $1 in
    address | thread) sanitizers+=("$1") ;;
    --filter) [[ $# -ge 2 ]] || fail "--filter needs a pattern"; filters+=(--filter "$2"); shift ;;
    --filter=*) filters+=(--filter "${1#*=}") ;;
    -h | --help) usage; exit 0 ;;
    *) fail "unknown argument '$1'; see Tests/Support/sanitizers.sh --help" ;;
  esac
  shift
done
((${#sanitizers[@]})) || sanitizers=(address thread)

# What many threads use at once: the rest of the tests has one thread, or several that share nothing.
readonly SHARED=(--filter 'SharedUseTests|many threads use|Shared results|Work in a task|WorkContextTests')

# What takes memory away from a process, or measures what it has: the address sanitiser's own shadow finds no room
# then, and what was freed is kept for a while.
readonly STARVED='ScarceMemoryTests|The limit of memory'

# A finding ends the process, so that the run fails. Swift's own backtraces would wait for a debugger.
export SWIFT_BACKTRACE=enable=no
export ASAN_OPTIONS=allocator_may_return_null=1:detect_leaks=0
export TSAN_OPTIONS=halt_on_error=1

run() {
  local chosen=(${filters[@]+"${filters[@]}"}) flags=()
  case $1 in
    thread)
      flags+=(--sanitize=thread --scratch-path .build/threads)
      ((${#chosen[@]})) || chosen=("${SHARED[@]}")
      ;;
    # Optimised, since debug C kernels and loops of floats are tens of times slower. Swift has no undefined
    # behaviour to look for; the C code of kernels and codecs ends by a trap (SIGILL) where it has.
    address)
      flags+=(--sanitize=address --scratch-path .build/address --configuration release -Xswiftc -enable-testing
        -Xcc -fsanitize=undefined -Xcc -fsanitize-trap=undefined)
      ;;
  esac
  say "building for the $1 sanitiser"
  swift build --build-tests "${flags[@]}" || return 1
  say "testing under the $1 sanitiser"
  if ((${#chosen[@]})); then test_part "${chosen[@]}"; return; fi
  local name result=0 others=(--skip "$STARVED") networks=()
  for name in "${NETWORK_TESTS[@]}"; do others+=(--skip "$name"); networks+=(--filter "$name"); done
  test_part "${others[@]}" || result=1
  test_part "${networks[@]}" || result=1
  return $result
}

# test_part OPTION…: some of the tests, of the build that `run` has made.
test_part() { swift test --skip-build --disable-xctest "${flags[@]}" "$@"; }

failed=()
for sanitizer in "${sanitizers[@]}"; do run "$sanitizer" || failed+=("$sanitizer"); done
((${#failed[@]} == 0)) || fail "the sanitisers found something: ${failed[*]}"
say "the sanitisers found nothing: ${sanitizers[*]}"
