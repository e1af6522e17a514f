#!/usr/bin/env bash
# Prints the figures that are promised, measured on this machine.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/step.sh "Rules: one evaluation, a million spans, diagnostics"
cargo bench --quiet --package console-rules --features cli

scripts/step.sh "Intake of spans"
cargo bench --quiet --package fluo-engine

scripts/step.sh "A million signals: lists, counts, searches, readers at once, a change of many, an export"
cargo bench --quiet --package it --bench signals

scripts/step.sh "A permission check"
cargo bench --quiet --package console-core --bench permission

scripts/step.sh "First load of the web UI"
cargo xtask ui --release --check-size

scripts/step.sh "Idle server"
cargo build --quiet --release --package console-server
export FLUO_CONSOLE=$PWD/target/release/fluo-console
node tests/e2e/bench/idle-memory.mjs

scripts/step.sh "Signing in with a password"
node tests/e2e/bench/sign-in.mjs

scripts/step.sh "From a span to its row on the screen"
node tests/e2e/bench/first-signal.mjs

scripts/step.sh "The big table: a million rows"
cargo xtask ui --release --gallery
node tests/e2e/bench/grid.mjs

scripts/step.sh "A key in a palette of 5,000"
node tests/e2e/bench/palette.mjs

scripts/step.sh "A keystroke in a long rule"
node tests/e2e/bench/editor.mjs

scripts/step.sh "A trace of 100,000 spans"
node tests/e2e/bench/trace.mjs

scripts/step.sh "Lighthouse on the list of signals"
node tests/e2e/bench/lighthouse.mjs
