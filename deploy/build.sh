#!/usr/bin/env bash
# Gathers the executables in out/bin and builds the guests with them. What is up to date is left alone.
set -euo pipefail
# shellcheck source=deploy/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
cd "$ROOT"
mkdir -p "$OUT/bin"
exec 9>"$OUT/build.lock"
flock 9 # two builds at once would write the same files

readonly BUNDLE=deploy/bundle/WasmEngine.Bundle.csproj
readonly EXECUTABLES=(wasmengine wasmengined wasmengine-broker wasmengine-render wasmengine-compute wasmengine-bench)
readonly FONT_FILES=({DejaVuSans,DejaVuSansMono}{,-Bold,-Oblique,-BoldOblique}.ttf DejaVuSerif{,-Bold,-Italic,-BoldItalic}.ttf)
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

# The family that comes with the build, with its licence: from the npm package, or from Debian's where npm is missing.
build_fonts() {
    local target="$OUT/bin/fonts" wanted folder licence name
    wanted=$(fingerprint deploy/fonts deploy/build.sh)
    if [[ -f "$target/.fingerprint" && "$(<"$target/.fingerprint")" == "$wanted" ]]; then return; fi
    if command -v npm >/dev/null && step "fetch the default fonts" npm ci --prefix deploy/fonts --ignore-scripts --no-audit --no-fund; then
        folder=deploy/fonts/node_modules/dejavu-fonts-ttf/ttf
        licence=deploy/fonts/node_modules/dejavu-fonts-ttf/LICENSE
    elif [[ -f /usr/share/fonts/truetype/dejavu/DejaVuSans.ttf ]]; then
        folder=/usr/share/fonts/truetype/dejavu
        licence=/usr/share/doc/fonts-dejavu-core/copyright
    else
        printf 'no default fonts in out/bin/fonts: install npm or what Debian calls fonts-dejavu-core; text needs a font of the machine\n' >&2
        return
    fi
    mkdir -p "$target"
    for name in "${FONT_FILES[@]}"; do
        if [[ -f "$folder/$name" ]]; then cp "$folder/$name" "$target/"; fi
    done
    cp "$licence" "$target/LICENSE-DejaVu.txt"
    printf '%s' "$wanted" >"$target/.fingerprint"
}

# An app is built when its sources, the guest packages, how they are compiled or what was built from them changed.
build_guest() {
    local app=$1 stamp
    local inputs=("$app" packages clients/cli/Building)
    stamp="$OUT/guests/$(basename "$app").fingerprint"
    if [[ -f "$stamp" && "$(<"$stamp")" == "$(fingerprint "${inputs[@]}")" ]]; then return; fi
    step "build guest $app" "$OUT/bin/wasmengine" build "$app"
    mkdir -p "$OUT/guests"
    fingerprint "${inputs[@]}" >"$stamp"
}

build_guests() {
    local manifest
    for manifest in apps/*/wasmengine.json tests/Bench/guests/*/wasmengine.json; do
        if [[ -f "$manifest" ]]; then build_guest "$(dirname "$manifest")"; fi
    done
}

start=$EPOCHREALTIME
build_executables
build_fonts
build_guests
printf 'out/bin is ready (%s s)\n' "$(seconds_since "$start")"
