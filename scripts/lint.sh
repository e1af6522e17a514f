#!/usr/bin/env bash
# Everything that can be said about the sources without running them. One warning is a failure.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/step.sh "Format"
cargo fmt --all --check

scripts/step.sh "Clippy"
cargo clippy --all-targets --quiet -- --deny warnings

scripts/step.sh "Clippy for the desktop program and its driver"
cargo clippy --quiet --package console-desktop --all-targets --test desktop -- --deny warnings

scripts/step.sh "Clippy for the browser"
cargo clippy --quiet --package console-ui --target wasm32-unknown-unknown -- --deny warnings
cargo clippy --quiet --package console-ui --all-targets -- --deny warnings

scripts/step.sh "Documentation"
# Private items are documented too, so links to them resolve.
RUSTDOCFLAGS="--deny warnings --allow rustdoc::private_intra_doc_links" cargo doc --quiet --no-deps --document-private-items

scripts/step.sh "Dependencies"
target/tools/bin/cargo-deny --log-level warn check bans licenses sources
