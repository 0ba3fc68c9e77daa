#!/usr/bin/env bash
# Sets everything up and runs all tests; ends with one line "N passed, N failed, N skipped".
#   tests/run.sh                       everything
#   tests/run.sh Memory Architecture   only test projects whose name contains one of the words; no format, no lint
set -euo pipefail
# shellcheck source=deploy/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/../deploy/common.sh"
cd "$ROOT"

readonly PROJECT_LIMIT_S=900 # a test project that runs longer hangs
readonly RESULTS="$OUT/tests"
readonly SELECTION=("$@")
passed=0 failed=0 skipped=0

finish() {
    printf '%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
    if ((failed > 0)); then exit 1; fi
    exit 0
}

# Without it no test can run: it counts as one failure.
set_up() {
    "$@" && return
    failed=$((failed + 1))
    finish
}

# A check that is one test of its own.
check() {
    if step "$@"; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
}

lint_protos() {
    (cd protos && npm ci --loglevel error --ignore-scripts --no-audit --no-fund && node_modules/.bin/buf lint)
}

# Adds up the attributes of a report's assemblies; fails unless there is a complete report.
read_report() {
    local report=$1 name value
    total=0 ok=0 bad=0 skip=0
    grep -q '</assemblies>' "$report" 2>/dev/null || return 1
    while IFS='=' read -r name value; do
        value=${value//\"/}
        case $name in
            total) total=$((total + value)) ;;
            passed) ok=$((ok + value)) ;;
            failed | errors) bad=$((bad + value)) ;;
            skipped | not-run) skip=$((skip + value)) ;;
        esac
    done < <(grep -oE '<assembly [^>]*>' "$report" | grep -oE '\b(total|passed|failed|errors|skipped|not-run)="[0-9]+"')
    ((total > 0))
}

run_project() {
    local name=$1 start=$EPOCHREALTIME status=0
    local log="$RESULTS/$name.log" program="$OUT/artifacts/bin/$name/release/$name"
    rm -f "$RESULTS/$name.xml"
    timeout --kill-after=15 "$PROJECT_LIMIT_S" "$program" -noColor -noAutoReporters -result-xml "$RESULTS/$name.xml" \
        >"$log" 2>&1 </dev/null || status=$?
    if ! read_report "$RESULTS/$name.xml"; then
        total=0 ok=0 bad=1 skip=0
        printf '%s left no report of its tests\n' "$name" >>"$log"
    elif ((status != 0 && bad == 0)); then
        bad=1 # all tests reported success, the process did not
    fi
    passed=$((passed + ok)) failed=$((failed + bad)) skipped=$((skipped + skip))
    printf '%-44s%6s s  %d passed, %d failed, %d skipped\n' "$name" "$(seconds_since "$start")" "$ok" "$bad" "$skip"
    if ((bad > 0)); then
        printf -- '--- %s (exit code %d)\n' "$name" "$status"
        tail -n 200 "$log"
        printf -- '---\n'
    fi
}

is_selected() {
    local word
    ((${#SELECTION[@]})) || return 0
    for word in "${SELECTION[@]}"; do
        if [[ "$1" == *"$word"* ]]; then return 0; fi
    done
    return 1
}

mkdir -p "$RESULTS"
set_up deploy/prerequisites.sh --lint --guests --text
set_up step "restore all packages" dotnet restore WasmEngine.sln
set_up step "build everything" dotnet build WasmEngine.sln -c Release --no-restore
set_up deploy/build.sh

if ((${#SELECTION[@]} == 0)); then
    check "check format and style" dotnet format WasmEngine.sln --verify-no-changes --no-restore
    if command -v npm >/dev/null; then
        check "lint protos" lint_protos
    else
        skipped=$((skipped + 1))
        printf 'lint protos: skipped, there is no npm\n'
    fi
fi

for project in tests/*.Tests/*.csproj; do
    name=$(basename "$project" .csproj)
    if is_selected "$name"; then run_project "$name"; fi
done
finish
