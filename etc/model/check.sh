#!/usr/bin/env bash
# Checks the model of several replicas with one store, cluster.pml: the right one is searched to the end, and each one with a
# defect must break the promise that the defect touches. docs/reference/model.md says what the names mean.
# Debian's spin and gcc; one core, a minute or two, less than 2 GB of memory. Status 0 only if each run was as expected.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
for program in spin gcc; do
    command -v $program >/dev/null || {
        echo "check.sh: there is no $program to check the model with: apt-get install spin gcc libc6-dev" >&2
        exit 1
    }
done
MODEL=$PWD/cluster.pml
WORK=$(mktemp -d "${TMPDIR:-/tmp}/concertim-model.XXXXXX")
trap 'rm -rf -- "$WORK"' EXIT
cd "$WORK"
failed=0
bad() {
    echo "FAILED   $1"
    tail -n 25 said
    failed=1
}

search() { # "OPTIONS OF GCC" "OPTIONS OF PAN" DEFINES...: writes what was said to the file said
    rm -f pan pan.* ./*.trail
    # The words of the first two are options each.
    # shellcheck disable=SC2086
    {
        spin -a "${@:3}" "$MODEL" && gcc -w -DMEMLIM=2000 $1 -o pan pan.c && ./pan -m10000 -n -w22 $2
    } >said 2>&1 || true
}

figures() {
    sed -nE 's/^ *([0-9]+) states, stored.*/\1 states/p; s/.*depth reached ([0-9]+),.*/depth \1/p;
        s/^ *([0-9]+)\.[0-9]+\ttotal actual memory usage.*/\1 MB/p' said | paste -sd , | sed 's/,/, /g'
}

ended() { # whether all states were seen, and none was wrong
    grep -q 'errors: 0$' said && grep -q 'states, stored' said && grep -q 'elapsed time' said &&
        ! grep -qiE 'too small|not completed|out of memory|memory limit|truncat|aborting|error:' said
}

right() { # BOUNDS [OPTION OF GCC]
    # shellcheck disable=SC2086
    search "-DSAFETY -DCOLLAPSE ${2:-}" "" $1
    if ended; then echo "holds    ${1//-D/}: $(figures)"; else bad "to hold: $1"; fi
}

declare -A seen_right
breaks() { # DEFECT PROMISE BOUNDS: the right model holds within these bounds, the one with the defect does not
    if [ -z "${seen_right[$3]:-}" ]; then
        right "$3"
        seen_right[$3]=1
    fi
    # The shortest way to the mistake.
    # shellcheck disable=SC2046,SC2086
    search "-DSAFETY -DBFS" "" $3 -DBREADTH_FIRST $(printf -- '-D%s ' $1)
    if grep -qF "assertion violated" said && grep -F "assertion violated" said | grep -qF "$(promise "$2")"; then
        echo "breaks   $1: $2 ($(figures))"
    else
        bad "$1 to break \"$2\": $3"
    fi
}

promise() { # how spin names the assertion
    case $1 in
    "nothing undone") echo 'shows>=' ;;
    "no sync lands after a later one") echo 'version>store.reported' ;;
    "no place given twice") echo 'store.row[0].place==0' ;;
    "someone leads") echo 'store.asked==store.done' ;;
    "nothing lost") echo 'store.row[i].there==(' ;;
    "all followers equal") echo 'known_there[i]==store.row[i].there' ;;
    *) echo "no promise: $1" ;;
    esac
}

# Without the term, without the lock, without the common clock.
breaks NO_TERM "no sync lands after a later one" "-DCHANGES=1 -DSYNCS=2 -DEXPIRIES=1"
breaks "SEQUENCE NO_PLACES" "all followers equal" "-DOBJECTS=2 -DSYNCS=0 -DSWITCHES=1"
breaks SEQUENCE "no place given twice" "-DOBJECTS=2 -DSYNCS=0 -DSWITCHES=1"
breaks HOST_CLOCKS "nothing undone" "-DCHANGES=1"
# Other mistakes that one could make.
breaks TERM_BEFORE_LOCK "no sync lands after a later one" "-DCHANGES=1 -DSYNCS=2 -DEXPIRIES=1"
breaks DONE_ALWAYS "nothing lost" "-DCHANGES=1 -DFAULTS=1"
breaks NO_LIST_ROW "nothing undone" "-DTHERE=1"
breaks ACKNOWLEDGED_FIRST "nothing lost" "-DCHANGES=1 -DSYNCS=0 -DFAULTS=1"
breaks CLEARED_FIRST "nothing lost" "-DCHANGES=1 -DSYNCS=0 -DFAULTS=1"
breaks OWN_MARK_SEQUENCE "nothing lost" "-DSYNCS=0 -DSWITCHES=1"
breaks NO_POLL "all followers equal" "-DCHANGES=1 -DSYNCS=0"
breaks HEAD_READ_LAST "all followers equal" "-DSYNCS=0"
breaks VERSION_OF_WHAT_IS_STORED "nothing undone" "-DSYNCS=1"
breaks CLOCK_SET_BACK "nothing undone" "-DSYNCS=1"
# After a standby was promoted.
breaks OLD_READS_COUNT "nothing undone" "-DSYNCS=0 -DPROMOTIONS=1"
breaks RELOAD_IF_AHEAD "all followers equal" "-DCHANGES=1 -DSYNCS=0 -DPROMOTIONS=1"
breaks NO_SYNC_AFTER_PROMOTION "nothing lost" "-DSYNCS=0 -DPROMOTIONS=1"
breaks LEASE_OUTLIVES_ITS_SERVER "someone leads" "-DCHANGES=0 -DSYNCS=1 -DPROMOTIONS=1 -DFAULTS=1"

# More at once.
right "-DCHANGES=2 -DSYNCS=2 -DEXPIRIES=1" -O2
right "-DCHANGES=2 -DSYNCS=0 -DFAULTS=1 -DPROMOTIONS=1" -O2
right "-DCHANGES=2 -DSYNCS=0 -DFAULTS=1 -DSWITCHES=1" -O2
right "-DOBJECTS=2 -DCHANGES=2 -DSYNCS=1 -DEXPIRIES=1" -O2
right "-DOBJECTS=2 -DCHANGES=2 -DSYNCS=0 -DFAULTS=1" -O2

# Each run comes to its end: there is no way to go round for ever.
ends="-DCHANGES=1 -DSYNCS=0 -DFAULTS=1 -DPROMOTIONS=1"
# shellcheck disable=SC2086
search "-DNP -DCOLLAPSE" -l $ends
if ended; then echo "ends     ${ends//-D/}: $(figures)"; else bad "to end: $ends"; fi
# shellcheck disable=SC2086
search "-DNP -DCOLLAPSE" -l $ends -DFOLLOWS_FOR_EVER
if grep -q 'non-progress cycle' said && grep -q 'errors: 1' said; then
    echo "breaks   FOLLOWS_FOR_EVER: each run ends ($(figures))"
else
    bad "FOLLOWS_FOR_EVER to go round for ever: $ends"
fi
exit $failed
