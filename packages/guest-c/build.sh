#!/usr/bin/env bash
# Compiles the C sources of an app folder into the module that its manifest names.
# usage: packages/guest-c/build.sh APP_DIR
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
app=${1:?usage: build.sh APP_DIR}
[ -f "$app/wasmengine.json" ] || { echo "$app has no wasmengine.json" >&2; exit 2; }
module=$(sed -n 's/.*"module"[[:space:]]*:[[:space:]]*"\([^"]*\)".*/\1/p' "$app/wasmengine.json")
[ -n "$module" ] || { echo "$app/wasmengine.json names no module" >&2; exit 2; }
for tool in clang wasm-ld; do
    command -v "$tool" >/dev/null || { echo "$tool is missing: install the Debian packages clang and lld" >&2; exit 2; }
done

shopt -s nullglob
sources=("$app"/src/*.c)
[ ${#sources[@]} -gt 0 ] || { echo "$app/src holds no C source" >&2; exit 2; }
mkdir -p "$(dirname "$app/$module")"
up_to_date=1
for input in "${sources[@]}" "$here"/include/*.h "$here/build.sh"; do
    [ "$app/$module" -nt "$input" ] || up_to_date=0
done
[ $up_to_date = 0 ] || exit 0

# Freestanding: the guest brings what it needs. -O3 with SIMD is what the engine runs at native speed.
clang --target=wasm32 -std=c11 -O3 -ffast-math -msimd128 -mbulk-memory -nostdlib -ffreestanding -Wall -Wextra -Werror \
    -I "$here/include" -Wl,--no-entry -Wl,--strip-debug -o "$app/$module.tmp" "${sources[@]}"
mv "$app/$module.tmp" "$app/$module"
