#!/usr/bin/env bash
# Throws random rules and spans at the rule languages, each target for SECONDS_EACH (60) seconds.
set -euo pipefail
cd "$(dirname "$0")/.."

export PATH=$PWD/target/tools/bin:$PATH
# libFuzzer's instrumentation is not stabilised; the pinned toolchain has it.
export RUSTC_BOOTSTRAP=1
export CARGO_TARGET_DIR=$PWD/target/fuzz
for target in $(cargo fuzz list --fuzz-dir shared/rules/fuzz); do
    scripts/step.sh "Fuzzing $target for ${SECONDS_EACH:-60} s"
    corpus=target/fuzz-corpus/$target
    mkdir -p "$corpus"
    cargo fuzz run --fuzz-dir shared/rules/fuzz "$target" "$corpus" -- \
        -max_total_time="${SECONDS_EACH:-60}" -max_len=600 -timeout=10 -rss_limit_mb=2048 -print_final_stats=0 -verbosity=0 ||
        { echo "error: $target failed; the input is in shared/rules/fuzz/artifacts/$target" >&2; exit 1; }
done
