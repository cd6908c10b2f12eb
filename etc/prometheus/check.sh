#!/usr/bin/env bash
# Checks the configuration and the alert rules with promtool, and runs the tests of the rules.
# Where there is no promtool, Debian's package is unpacked below target/, and nothing is installed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
UNPACKED=$(cd ../.. && pwd)/target/promtool

find_promtool() {
    PROMTOOL=$(command -v promtool) && return 0
    PROMTOOL=$UNPACKED/usr/bin/promtool
    [ ! -x "$PROMTOOL" ] || return 0
    mkdir -p "$UNPACKED"
    (cd "$UNPACKED" && apt-get -qq download prometheus 2>/dev/null && dpkg -x prometheus_*.deb .) || {
        echo "check.sh: Debian's package prometheus, which has promtool, cannot be had" >&2
        exit 1
    }
}

find_promtool
"$PROMTOOL" check config prometheus.yaml
"$PROMTOOL" test rules alerts-test.yaml
