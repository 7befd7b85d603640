#!/usr/bin/env bash
# Runs what many threads do at once under the thread sanitizer. Builds apart from everything else.
set -euo pipefail
cd "$(dirname "$0")/../.."
exec swift test --sanitize=thread --disable-xctest --scratch-path .build/threads \
  --filter 'SharedUseTests|many threads use|Shared results|Work in a task' "$@"
