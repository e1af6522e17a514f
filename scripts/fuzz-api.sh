#!/usr/bin/env bash
# Generated requests, right and wrong, against a real server with the embedded engine: no server error, and no answer
# that the OpenAPI document does not describe.
# Usage: fuzz-api.sh [cases]
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
cases=${1:-2000}

work=$(mktemp -d)
server=
stop() {
    [ -z "$server" ] || kill -INT "$server" 2>/dev/null || true
    [ -z "$server" ] || wait "$server" 2>/dev/null || true
    rm -rf "$work"
}
trap stop EXIT

program=target/debug/fluo-console
"$program" serve --data "$work/data" --listen 127.0.0.1:0 --engine-listen 127.0.0.1:0 --demo --log warn \
    >"$work/out" 2>"$work/log" &
server=$!
for _ in $(seq 200); do
    [ ! -s "$work/data/run/server.json" ] || ! grep -q '^Ctrl-C' "$work/out" || break
    kill -0 "$server" 2>/dev/null || { cat "$work/log" >&2; exit 1; }
    sleep 0.1
done
url=$(python3 -c 'import json,sys; print(json.load(open(sys.argv[1]))["consoleUrl"])' "$work/data/run/server.json")

"$program" openapi >"$work/openapi.json"
operations=$(python3 -c 'import json,sys; print(sum(len(p) for p in json.load(open(sys.argv[1]))["paths"].values()))' "$work/openapi.json")

# It leaves what it remembers where it runs.
cd "$work"
"$root/target/venv/bin/schemathesis" --config-file "$root/tests/api/schemathesis.toml" run "$work/openapi.json" \
    --url "$url" --header "Authorization: Bearer $(cat "$work/data/run/token")" \
    --max-examples $((cases / operations + 1)) --seed "${SEED:-1}" --generation-database none --no-color |
    tee "$work/report"
kill -0 "$server" || { echo "error: the server did not live through it" >&2; exit 1; }
if grep -E ' (ERROR|PANIC) ' "$work/log" >&2; then
    echo "error: the server's log has what went wrong inside" >&2
    exit 1
fi
