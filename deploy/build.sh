#!/usr/bin/env bash
# Builds the guests and gathers the executables in out/bin. What is up to date is left alone.
set -euo pipefail
# shellcheck source=deploy/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
cd "$ROOT"
mkdir -p "$OUT/bin"
exec 9>"$OUT/build.lock"
flock 9 # two builds at once would write the same files

readonly BUNDLE=deploy/bundle/WasmEngine.Bundle.csproj
readonly EXECUTABLES=(wasmengine wasmengined wasmengine-broker wasmengine-render wasmengine-compute wasmengine-bench)
readonly BIN_STAMP="$OUT/bin/.fingerprint"

bin_fingerprint() {
    dotnet --version
    fingerprint services protos clients/cli clients/dotnet tests/Bench deploy/bundle \
        Directory.Build.props Directory.Packages.props global.json .editorconfig BannedSymbols.txt
}

bin_is_current() {
    local name
    for name in "${EXECUTABLES[@]}"; do
        [[ -x "$OUT/bin/$name" ]] || return 1
    done
    [[ -f "$BIN_STAMP" && "$(<"$BIN_STAMP")" == "$1" ]]
}

build_executables() {
    local wanted
    wanted=$(bin_fingerprint)
    if bin_is_current "$wanted"; then return; fi
    rm -f "$BIN_STAMP"
    step "restore packages" dotnet restore "$BUNDLE"
    # Analyzers hold the style of the code, not its function; tests/run.sh runs them.
    step "compile and pre-compile executables" dotnet publish "$BUNDLE" -c Release --no-restore -p:RunAnalyzers=false
    printf '%s' "$wanted" >"$BIN_STAMP"
}

# An app is built when its sources, the guest SDK or what was built from them changed.
build_guest() {
    local app=$1 stamp
    stamp="$OUT/guests/$(basename "$app").fingerprint"
    if [[ -f "$stamp" && "$(<"$stamp")" == "$(fingerprint "$app" packages/guest-c)" ]]; then return; fi
    step "build guest $app" packages/guest-c/build.sh "$app"
    mkdir -p "$OUT/guests"
    fingerprint "$app" packages/guest-c >"$stamp"
}

build_guests() {
    [[ -f packages/guest-c/build.sh ]] || return 0
    local app
    for app in apps/*/ tests/Bench/guests/*/; do
        app=${app%/}
        if [[ -n "$(find "$app" -name '*.c' -print -quit 2>/dev/null)" ]]; then build_guest "$app"; fi
    done
}

start=$EPOCHREALTIME
build_guests
build_executables
printf 'out/bin is ready (%s s)\n' "$(seconds_since "$start")"
