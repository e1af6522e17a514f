#!/usr/bin/env bash
# Installs what is missing for a purpose, and says nothing when nothing is.
# Usage: setup.sh run|desktop|test|lint|fuzz
set -euo pipefail
cd "$(dirname "$0")/.."

fail() {
    echo "error: $*" >&2
    exit 1
}

need_tool() { # tool, how to get it
    command -v "$1" >/dev/null || fail "$1 is missing: $2"
}

need_rust() {
    need_tool cargo "install Rust with rustup (https://rustup.rs)"
    local libraries
    libraries=$(rustc --print target-libdir --target wasm32-unknown-unknown) || fail "rustc does not run"
    if [ ! -d "$libraries" ]; then
        need_tool rustup "add the target wasm32-unknown-unknown to your Rust by hand"
        scripts/step.sh "Adding the Rust target wasm32-unknown-unknown"
        rustup target add wasm32-unknown-unknown
    fi
}

need_node() {
    need_tool node "install Node.js 20 or newer"
    need_tool npm "install it beside Node.js"
    local version
    version=$(node --version)
    version=${version#v}
    [ "${version%%.*}" -ge 20 ] || fail "node $version is too old: install Node.js 20 or newer"
}

need_debian() { # packages
    local missing=() package
    if ! command -v dpkg-query >/dev/null; then
        echo "note: this is no Debian or Ubuntu; make sure that what these packages hold is there: $*" >&2
        return
    fi
    for package in "$@"; do
        dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed ||
            missing+=("$package")
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    local as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || fail "these packages are missing and there is no sudo: ${missing[*]}"
        as_root=(sudo)
    fi
    scripts/step.sh "Installing ${missing[*]}"
    "${as_root[@]}" apt-get update --quiet=2 || echo "note: apt-get update failed; trying with the lists that are there" >&2
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install --yes --quiet=2 --no-install-recommends "${missing[@]}" ||
        fail "apt-get could not install: ${missing[*]}"
}

# Runs a command unless its input is the one it saw last.
once_for() { # input file, stamp file, command…
    local input=$1 stamp=$2 now
    shift 2
    now=$(sha256sum <"$input")
    if [ "$(cat "$stamp" 2>/dev/null)" != "$now" ]; then
        "$@"
        echo "$now" >"$stamp"
    fi
}

npm_packages() { # folder
    scripts/step.sh "Installing npm packages in $1"
    (cd "$1" && npm ci --loglevel=error --no-audit --no-fund) || fail "npm ci failed in $1"
}

python_packages() {
    scripts/step.sh "Installing Python packages in target/venv"
    mkdir -p target
    python3 -m venv target/venv || fail "python3 cannot make a virtual environment"
    local list
    for list in tests/otel tests/api; do
        target/venv/bin/pip install --quiet --disable-pip-version-check --requirement $list/requirements.txt ||
            fail "pip could not install $list/requirements.txt"
    done
}

case "${1:-}" in
run)
    need_debian build-essential pkg-config
    need_rust
    need_node
    ;;
desktop)
    need_debian libwebkit2gtk-4.1-dev libayatana-appindicator3-dev librsvg2-dev libxdo-dev libdbus-1-dev
    ;;
test)
    need_debian chromium postgresql python3-venv xvfb dbus webkit2gtk-driver util-linux
    need_tool python3 "install Python 3"
    once_for <(cat tests/otel/requirements.txt tests/api/requirements.txt) target/venv/.installed python_packages
    once_for tests/provider/package-lock.json tests/provider/node_modules/.installed npm_packages tests/provider
    once_for tests/e2e/package-lock.json tests/e2e/node_modules/.installed npm_packages tests/e2e
    ;;
lint)
    if [ ! -x target/tools/bin/cargo-deny ]; then
        scripts/step.sh "Building cargo-deny (once)"
        cargo install cargo-deny --version '^0.20' --locked --debug --quiet --root target/tools
    fi
    ;;
fuzz)
    if [ ! -x target/tools/bin/cargo-fuzz ]; then
        scripts/step.sh "Building cargo-fuzz (once)"
        cargo install cargo-fuzz --version '^0.13' --locked --debug --quiet --root target/tools
    fi
    ;;
*)
    fail "usage: scripts/setup.sh run|desktop|test|lint|fuzz"
    ;;
esac
