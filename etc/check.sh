#!/usr/bin/env bash
# Checks what Prometheus and systemd are to read with their own tools: promtool, which also runs the tests of the alert
# rules, and systemd-analyze. Where one is not there, Debian's package is unpacked below target/; nothing is installed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
UNPACKED=$(cd .. && pwd)/target/check
LIBRARIES=$UNPACKED/usr/lib/x86_64-linux-gnu/systemd

tool() { # NAME PACKAGE...: runs "${TOOL[@]}"
    local name=$1
    shift
    TOOL=("$name")
    ! command -v "$name" >/dev/null || return 0
    TOOL=(env "LD_LIBRARY_PATH=$LIBRARIES" "$UNPACKED/usr/bin/$name")
    [ ! -x "$UNPACKED/usr/bin/$name" ] || return 0
    mkdir -p "$UNPACKED"
    (
        cd "$UNPACKED"
        apt-get -o Acquire::Retries=3 -qq download "$@" 2>/dev/null
        for package in "$@"; do dpkg -x "$package"_*.deb .; done
    ) || {
        echo "check.sh: Debian's $*, which has $name, cannot be had" >&2
        exit 1
    }
}

tool promtool prometheus
"${TOOL[@]}" check config prometheus/prometheus.yaml
"${TOOL[@]}" test rules prometheus/alerts-test.yaml

tool systemd-analyze systemd libsystemd-shared
"${TOOL[@]}" verify systemd/concertim-view@.service
# In tenths: 0 is shut, 100 is open. What is left is that it has a network.
"${TOOL[@]}" security --offline=true --threshold=20 systemd/concertim-view@.service | tail -1
