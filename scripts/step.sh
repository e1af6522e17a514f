#!/usr/bin/env bash
# Says what comes next, and when. Usage: step.sh TEXT
if [ -t 1 ]; then printf '\033[1m==> %s\033[0m\n' "$*"; else printf '==> %(%H:%M:%S)T %s\n' -1 "$*"; fi
