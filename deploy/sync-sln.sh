#!/usr/bin/env bash
# Adds every project of the tree that WasmEngine.sln lacks, in a solution folder that mirrors the tree.
set -euo pipefail
# shellcheck source=deploy/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
cd "$ROOT"

[[ -f WasmEngine.sln ]] || dotnet new sln --format sln --name WasmEngine >/dev/null

declare -A missing=()
while IFS= read -r project; do
    grep -qF "\"${project//\//\\}\"" WasmEngine.sln && continue
    folder=$(dirname "$(dirname "$project")")
    [[ "$folder" == . ]] && folder=$(dirname "$project") # projects directly below the root's folders
    missing[$folder]+="$project"$'\n'
done < <(find clients protos services tests deploy apps packages -name node_modules -prune -o -name '*.csproj' -print 2>/dev/null | LC_ALL=C sort)

mapfile -t folders < <(printf "%s\n" "${!missing[@]}" | LC_ALL=C sort)
for folder in "${folders[@]}"; do
    [[ -n "$folder" ]] || continue
    mapfile -t projects <<<"${missing[$folder]%$'\n'}"
    dotnet sln WasmEngine.sln add --include-references false --solution-folder "$folder" "${projects[@]}"
done
