# Sourced by the scripts: where the tree is, quiet tools, steps with their time.
# shellcheck shell=bash

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
OUT="$ROOT/out"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1 DOTNET_CLI_UI_LANGUAGE=en
# Build nodes that outlive the script would hold its memory and its caller's pipes.
export MSBUILDDISABLENODEREUSE=1

# Executables look for the runtime here; an SDK that is only on PATH would not be found otherwise.
if [[ -z "${DOTNET_ROOT:-}" ]] && command -v dotnet >/dev/null; then
    DOTNET_ROOT=$(dirname "$(readlink -f "$(command -v dotnet)")")
    export DOTNET_ROOT
fi

# Nothing ends silently: whatever command ends a script is named.
set -E
trap 'printf "%s: line %d: failed: %s\n" "${BASH_SOURCE[0]}" "$LINENO" "$BASH_COMMAND" >&2' ERR

# seconds_since START: START as in $EPOCHREALTIME; prints seconds with one decimal.
seconds_since() {
    local now=${EPOCHREALTIME/[.,]/} start=${1/[.,]/}
    local tenths=$(((now - start) / 100000))
    printf '%d.%d' $((tenths / 10)) $((tenths % 10))
}

# step TITLE COMMAND…: one line with the time it took; the command's output is shown only if it fails.
step() {
    local title=$1 start=$EPOCHREALTIME log status=0
    shift
    mkdir -p "$OUT/logs"
    log="$OUT/logs/${title//[^A-Za-z0-9]/-}.log"
    printf '%-44s' "$title"
    "$@" >"$log" 2>&1 || status=$?
    if ((status == 0)); then
        printf '%6s s\n' "$(seconds_since "$start")"
        return
    fi
    printf '%6s s  FAILED (exit code %d)\n' "$(seconds_since "$start")" "$status"
    tail -n 60 "$log"
    return "$status"
}

# fingerprint PATH…: changes with any file's name, size or modification time below the paths; those that are missing count.
fingerprint() {
    { find "$@" \( -name node_modules -o -name out -o -name .git \) -prune -o -type f -printf '%p %s %T@\n' 2>&1 || true; } |
        LC_ALL=C sort | cksum
}
