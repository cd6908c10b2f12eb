#!/usr/bin/env bash
# Ends the server that up.sh started for this KILLBILL_LAB_DIR, and nothing else. --purge also deletes that directory.
set -euo pipefail
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$HERE/env.sh"
if running; then
    pid=$(cat "$PID_FILE")
    kill "$pid"
    for _ in $(seq 60); do
        running || break
        sleep 0.5
    done
    if running; then kill -9 "$pid"; fi
    say "stopped pid $pid"
else
    say "nothing of $KILLBILL_LAB_DIR is running"
fi
rm -f "$PID_FILE"
if [ "${1:-}" = --purge ] && [ -f "$KILLBILL_LAB_DIR/killbill.properties" ]; then rm -rf -- "$KILLBILL_LAB_DIR"; fi
