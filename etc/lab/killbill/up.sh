#!/usr/bin/env bash
# Brings up a real Kill Bill on 127.0.0.1, makes the tenant and the price list, and seeds it.
#
#   up.sh [PROJECT=STACK,STACK,-STACK ...]
#
# Each argument is one team: its cloud project id and the ids of its stacks; a stack with a minus
# before it gets a subscription that is then cancelled. Without arguments SEED_TEAMS (the same words,
# in one variable) is used, and without that two made-up teams. SEED_TEAMS=none seeds nothing.
# Running it again finds what is there and adds only what is missing.
set -euo pipefail
shopt -s inherit_errexit # a failure inside $(...) ends the script as well
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$HERE/env.sh"
. "$HERE/server.sh"
. "$HERE/seed.sh"

MADE_UP="1f0c6d5e2b7a4c839d10aa11bb22cc01=6a1d0c52-0b0e-4b6e-9f7e-000000000101,6a1d0c52-0b0e-4b6e-9f7e-000000000102,-6a1d0c52-0b0e-4b6e-9f7e-000000000103
1f0c6d5e2b7a4c839d10aa11bb22cc02=6a1d0c52-0b0e-4b6e-9f7e-000000000201"
if [ $# -eq 0 ]; then
    # shellcheck disable=SC2086 # one argument per team
    set -- ${SEED_TEAMS:-$MADE_UP}
fi
if [ "${1:-}" = none ]; then set --; fi

mkdir -p "$KILLBILL_LAB_DIR"/{tmp,logs,osgi/bundles,db,home}
if ! running; then
    write_settings
    start_server
fi
wait_until_healthy
seed_tenant
seed_catalog
number=0
for team in "$@"; do
    number=$((number + 1))
    seed_team "$team" "$number"
done
say "ready: $KILLBILL_URL user $KILLBILL_USER/$KILLBILL_PASSWORD tenant $KILLBILL_APIKEY/$KILLBILL_APISECRET"
