#!/usr/bin/env bash
# From a fresh clone to Hello World: sets everything up, builds, runs the demo and leaves out/hello.png.
set -euo pipefail
# shellcheck source=deploy/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
cd "$ROOT"
deploy/prerequisites.sh
deploy/build.sh
"$OUT/bin/wasmengine-bench" demo --out "$OUT" "$@"
