#!/usr/bin/env bash
# Prints the figures that are promised, measured on this machine.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/step.sh "Intake of spans"
cargo bench --package fluo-engine
