#!/usr/bin/env bash
# Throws random rules, spans and queries at the languages, each target for SECONDS_EACH (60) seconds, one on each core.
set -euo pipefail
cd "$(dirname "$0")/.."

export PATH=$PWD/target/tools/bin:$PATH
# libFuzzer's instrumentation is not stabilised; the pinned toolchain has it.
export RUSTC_BOOTSTRAP=1
export CARGO_TARGET_DIR=$PWD/target/fuzz

fuzz() {
    scripts/step.sh "Fuzzing $1 for ${SECONDS_EACH:-60} s"
    corpus=target/fuzz-corpus/$1
    mkdir -p "$corpus"
    cargo fuzz run --fuzz-dir shared/rules/fuzz "$1" "$corpus" -- \
        -max_total_time="${SECONDS_EACH:-60}" -max_len=600 -timeout=10 -rss_limit_mb=2048 -print_final_stats=0 -verbosity=0 ||
        { echo "error: $1 failed; the input is in shared/rules/fuzz/artifacts/$1" >&2; exit 1; }
}
export -f fuzz

cargo fuzz build --fuzz-dir shared/rules/fuzz
cargo fuzz list --fuzz-dir shared/rules/fuzz | xargs --max-procs="$(nproc)" --max-args=1 bash -c 'fuzz "$1"' --
