#!/usr/bin/env bash
# Checks what Prometheus and systemd are to read with their own tools: promtool, which also runs the tests of the alert
# rules, and systemd-analyze; that images and actions are named by digest, that Makefile and workflows name what exists, and
# that the table of known vulnerabilities is not old. Where a tool is not there, Debian's package is unpacked below target/; nothing is installed.
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
# A key that it does not know is only a warning to it.
said=$("${TOOL[@]}" verify --man=no systemd/concertim-view@.service 2>&1) || said="$said (it failed)"
[ -z "$said" ] || {
    echo "check.sh: systemd-analyze verify says: $said" >&2
    exit 1
}
# In tenths: 0 is shut, 100 is open. What is left is that it has a network, and compiles at run time.
"${TOOL[@]}" security --offline=true --threshold=15 systemd/concertim-view@.service | tail -1

cd ..
die() {
    echo "check.sh: $*" >&2
    exit 1
}

# A name that can come to mean something else: an image without its digest, an action without its commit.
loose=$(grep -nE '^ARG [A-Z]*_IMAGE=|^FROM [a-z]|^ *image: |uses: ' Dockerfiles/Dockerfile.* Dockerfiles/compose*.yaml \
    .devcontainer/Dockerfile .github/workflows/* | grep -vE '@sha256:[0-9a-f]{64}|@[0-9a-f]{40} # v|image: (localhost/)?concertim-view-') || true
[ -z "$loose" ] || die "not named by digest or commit: $loose"

for program in $(grep -hoE '(\.ci|etc|Dockerfiles)/[a-z/-]+(\.sh)?|\./mvnw' Makefile .github/workflows/* RELEASING.md | sort -u); do
    [ -x "$program" ] || [ -d "$program" ] || [ -f "$program" ] || ls "$program"* >/dev/null 2>&1 ||
        die "Makefile, a workflow or RELEASING.md names $program, which is not there"
done

python3 etc/lab/cloudsim/portal_test.py
python3 etc/lab/cloudsim/changes_test.py

seen=$(sed -n 's/^Looked through on \([0-9-]*\)\..*/\1/p' docs/vulnerabilities.md)
age=$((($(date +%s) - $(date -d "$seen" +%s)) / 86400))
[ "$age" -le 60 ] || die "docs/vulnerabilities.md was looked through $age days ago: do it again, and set its date"
echo "check.sh: known vulnerabilities were looked through $age days ago"
