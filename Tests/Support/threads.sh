#!/usr/bin/env bash
# Runs what many threads do at once under the thread sanitiser. Builds apart from everything else.
set -euo pipefail
exec "$(dirname "$0")/sanitizers.sh" thread "$@"
