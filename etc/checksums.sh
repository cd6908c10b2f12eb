#!/usr/bin/env bash
# Renews .mvn/checksums: the SHA-256 of everything that Maven fetches for this project, in all its profiles. Each build compares
# what it resolves with them, and ends where one differs or is missing (.mvn/maven.config).
#
#   checksums.sh          fetches everything again, into a directory of its own, compares it with the checksums that the
#                         repository publishes, and writes the file anew: before a release, and when in doubt
#   checksums.sh --add    adds what is missing, of what the local repository has or fetches: after a dependency or plugin has
#                         changed. What is no longer used stays in the file
#
# Then read the difference before you commit it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
LOG=$(mktemp "${TMPDIR:-/tmp}/concertim-checksums.XXXXXX")
REPOSITORY=
COPIED=$(mktemp -d "${TMPDIR:-/tmp}/concertim-copied.XXXXXX")
trap 'rm -rf -- "$LOG" "$COPIED" ${REPOSITORY:+"$REPOSITORY"}' EXIT
OPTIONS=(-Daether.artifactResolver.postProcessor.trustedChecksums.record=true)

case ${1-} in
--add) ;;
'')
    REPOSITORY=$(mktemp -d "${TMPDIR:-/tmp}/concertim-repository.XXXXXX")
    OPTIONS+=(--strict-checksums "-Dmaven.repo.local=$REPOSITORY")
    rm -f .mvn/checksums/checksums.sha256
    ;;
*)
    echo "usage: checksums.sh [--add]" >&2
    exit 2
    ;;
esac

# All profiles at once, and clean, with which images and releases begin. One test runs, since Surefire fetches what runs it only
# then; nothing else is started.
./mvnw -q -B "${OPTIONS[@]}" -Pdemo,labs,bench,fuzz,packages -DskipTests=false -Dexec.skip=true -DskipITs=true -Dtest=SlotsTest \
    -Dsurefire.failIfNoSpecifiedTests=false -Dmaven.clean.skip clean verify >"$LOG" 2>&1 || {
    tail -20 "$LOG" >&2
    exit 1
}
# What the Kill Bill lab runs is fetched by itself, without parents.
. etc/lab/killbill/env.sh
for artifact in "org.kill-bill.billing:killbill-profiles-killbill:$KILLBILL_VERSION:war" \
    "org.eclipse.jetty:jetty-runner:$JETTY_VERSION"; do
    ./mvnw -q -B "${OPTIONS[@]}" dependency:copy -Dartifact="$artifact" -DoutputDirectory="$COPIED"
done
rm -f .mvn/checksums/*.bak
wc -l .mvn/checksums/checksums.sha256
