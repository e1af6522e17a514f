#!/usr/bin/env bash
# Runs all tests, and ends with a line that counts them.
set -euo pipefail
cd "$(dirname "$0")/.."

log=$(mktemp)
trap 'rm -f "$log"' EXIT

# Stories about the program as a process use this one.
scripts/step.sh "Building fluo-console"
cargo build --package console-server

scripts/step.sh "Rust: unit and integration tests"
cargo test --no-fail-fast 2>&1 | tee --append "$log"

scripts/step.sh "The API: generated requests against its OpenAPI document"
scripts/fuzz-api.sh

scripts/step.sh "Web UI: components rendered natively"
cargo test --package console-ui --features gallery 2>&1 | tee --append "$log"

scripts/step.sh "Web UI: every view, and journeys in Chromium and WebKitGTK"
cargo xtask ui --release --check-size
# The gallery has every component in every state. Not for release: looks and keys are the same, and that takes minutes less.
cargo xtask ui --gallery
(cd tests/e2e && npm test) 2>&1 | tee --append "$log"

scripts/step.sh "The desktop program in a display of its own"
cargo test --package console-desktop 2>&1 | tee --append "$log"
cargo test --package console-desktop --test desktop 2>&1 | tee --append "$log"

# `test result: ok. 30 passed; …` of cargo, `30 passed, 0 failed` of the others.
total=$(sed -nE -e 's/^test result: ok\. ([0-9]+) passed.*/\1/p' -e 's/^([0-9]+) passed, 0 failed$/\1/p' "$log" | awk '{ sum += $1 } END { print sum + 0 }')
echo
echo "$total passed, 0 failed"
