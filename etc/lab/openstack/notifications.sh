#!/usr/bin/env bash
# notifications.sh [keep|take] [DIR]: what lies on the notification queues now. "keep" leaves it there.
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$HERE/env.sh"
exec /usr/bin/python3 "$HERE/lib/notifications.py" "$@"
