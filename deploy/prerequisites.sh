#!/usr/bin/env bash
# Checks for what the build needs and installs what is missing (Debian and its kin, as root; elsewhere it says what to do).
# --lint: also what only the linting of the protos needs; nothing fails without it.
# --guests: also what guests in C++ and Rust are compiled with; tests that need it are skipped without.
# --text: also fonts, Unicode's data and a WOFF2 encoder, which tests of text compare with; they are skipped without.
set -euo pipefail
# shellcheck source=deploy/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

has_font() {
    find /usr/share/fonts /usr/local/share/fonts "${HOME:-/nonexistent}/.fonts" "${HOME:-/nonexistent}/.local/share/fonts" \
        \( -name '*.ttf' -o -name '*.otf' \) -print -quit 2>/dev/null | grep -q .
}

has() { command -v "$1" >/dev/null; }

# Installs Debian packages, or says how. $1: what they are for.
install() {
    local purpose=$1
    shift
    if ! has apt-get; then
        printf 'missing for %s: install what Debian calls %s with the package manager of this system\n' "$purpose" "$*" >&2
        return 1
    fi
    if ((EUID != 0)); then
        printf 'missing for %s; install it with:\n    sudo apt-get update && sudo apt-get install -y --no-install-recommends %s\n' "$purpose" "$*" >&2
        return 1
    fi
    step "install $*" apt_install "$@"
}

apt_install() {
    export DEBIAN_FRONTEND=noninteractive
    # The lists of a fresh machine are empty or old: fetched only when an install fails without.
    apt-get install -y --no-install-recommends "$@" || { apt-get update && apt-get install -y --no-install-recommends "$@"; }
}

check_dotnet() {
    if has dotnet && (cd "$ROOT" && dotnet --version >/dev/null 2>&1); then return; fi
    printf '%s\n' "missing: the .NET SDK 10 (global.json says from which version on), with \"dotnet\" on PATH." \
        "Get it from Microsoft's .NET download page, or from your distribution's packages where it has them (dotnet-sdk-10.0)." >&2
    return 1
}

# Asked as wasmengine build asks: the first rustc on PATH may lack the target's library.
has_rust() {
    local rustc libraries
    for rustc in /usr/bin/rustc rustc; do
        libraries=$("$rustc" --print target-libdir --target wasm32-wasi 2>/dev/null) || continue
        [[ -d "$libraries" ]] && return
    done
    return 1
}

has_wasi() {
    [[ "$(clang --target=wasm32-wasi -print-file-name="$1" 2>/dev/null)" == /* ]]
}

check_guests() {
    local packages=()
    has_wasi libc.a || packages+=(wasi-libc)
    has_wasi libc++.a || packages+=(libc++-dev-wasm32)
    [[ -f "$(clang --target=wasm32-wasi -print-libgcc-file-name -rtlib=compiler-rt 2>/dev/null)" ]] || packages+=(libclang-rt-dev-wasm32)
    has_rust || packages+=(rustc libstd-rust-dev-wasm32)
    if ((${#packages[@]})); then install "guests in C++ and Rust (optional)" "${packages[@]}"; fi
}

check_text() {
    local packages=()
    [[ -f /usr/share/fonts/truetype/dejavu/DejaVuSansCondensed.ttf ]] || packages+=(fonts-dejavu-core fonts-dejavu-extra)
    [[ -f /usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf ]] || packages+=(fonts-liberation)
    [[ -f /usr/share/unicode/BidiTest.txt ]] || packages+=(unicode-data)
    has woff2_compress || packages+=(woff2)
    if ((${#packages[@]})); then install "tests of text (optional)" "${packages[@]}"; fi
}

missing=0
check_dotnet || missing=1
packages=()
has clang || packages+=(clang)
has wasm-ld || packages+=(lld)
if ((${#packages[@]})); then install "compiling guests to WebAssembly" "${packages[@]}" || missing=1; fi
has_font || install "text" fonts-dejavu-core || missing=1
# The fonts that come with the build are fetched with npm, or copied from Debian's package.
has npm || [[ -f /usr/share/fonts/truetype/dejavu/DejaVuSans.ttf ]] || install "fonts that come with the build" fonts-dejavu-core || missing=1
for option in "$@"; do
    case $option in
        --lint) has npm || install "linting the protos (optional)" nodejs npm || true ;;
        --text) check_text || true ;;
        --guests) check_guests || true ;;
        *) printf 'unknown option %s\n' "$option" >&2 && missing=1 ;;
    esac
done
exit "$missing"
