#!/usr/bin/env bash
# Says what comes next. Usage: step.sh TEXT
if [ -t 1 ]; then printf '\033[1m==> %s\033[0m\n' "$*"; else printf '==> %s\n' "$*"; fi
