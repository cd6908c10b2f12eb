#!/usr/bin/env bash
# churn.sh [server|stack|volume|network|identity|broken|all] [rounds]: makes changes, and so notifications.
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$HERE/env.sh"
exec /usr/bin/python3 "$HERE/lib/churn.py" "$@"
