#!/usr/bin/env bash
# Stops those labs that up.sh started for this LAB_DIR; one that ran before is left running. Data is kept.
set -euo pipefail
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$HERE/env.sh"
if [ ! -f "$STARTED" ]; then
    echo "up.sh started nothing for $LAB_DIR"
    exit 0
fi
# Back to front: Kill Bill does not miss the cloud, and ends in a second.
sort -u "$STARTED" | while read -r name; do "$HERE/$name/down.sh"; done
rm -f "$STARTED"
