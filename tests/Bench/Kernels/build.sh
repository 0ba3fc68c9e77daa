#!/usr/bin/env bash
# Compiles the kernels of `wasmengine bench kernels` twice, to WebAssembly and to a shared library: same sources, same -O3.
# usage: tests/Bench/Kernels/build.sh OUTPUT_DIRECTORY
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
out=${1:?usage: build.sh OUTPUT_DIRECTORY}
for tool in clang clang++ wasm-ld; do
    command -v "$tool" >/dev/null || { echo "$tool is missing: install the Debian packages clang and lld" >&2; exit 2; }
done
[ -e /usr/include/wasm32-wasi/stdio.h ] || { echo "the C library for WebAssembly is missing: install the Debian packages wasi-libc, libc++-dev-wasm32 and libclang-rt-dev-wasm32" >&2; exit 2; }
mkdir -p "$out"

is_current() {
    local made=$1 input
    for input in "$here"/sources/* "$here/build.sh"; do
        [ "$made" -nt "$input" ] || return 1
    done
}

for source in "$here"/sources/*.c "$here"/sources/*.cpp; do
    name=$(basename "${source%.*}")
    if is_current "$out/$name.wasm" && is_current "$out/$name.so"; then continue; fi
    case $source in
        *.cpp) compiler=clang++ only_wasm=(-fno-exceptions) ;;
        *) compiler=clang only_wasm=() ;;
    esac
    flags=(-O3 -Wall -Wextra -Werror)
    # -mexec-model=reactor: a library, with a function to call, instead of a program.
    "$compiler" --target=wasm32-wasi -mexec-model=reactor -msimd128 -mbulk-memory "${flags[@]}" ${only_wasm[@]+"${only_wasm[@]}"} -o "$out/$name.wasm.tmp" "$source"
    "$compiler" -shared -fPIC -fvisibility=hidden "${flags[@]}" -o "$out/$name.so.tmp" "$source"
    mv "$out/$name.wasm.tmp" "$out/$name.wasm"
    mv "$out/$name.so.tmp" "$out/$name.so"
done
