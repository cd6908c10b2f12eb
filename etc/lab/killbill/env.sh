# Settings and small functions that up.sh and down.sh share. Sourced, not run.
KILLBILL_PORT=${KILLBILL_PORT:-8080}
KILLBILL_LAB_DIR=${KILLBILL_LAB_DIR:-${TMPDIR:-/tmp}/killbill-lab-$KILLBILL_PORT}
KILLBILL_VERSION=${KILLBILL_VERSION:-0.22.26}
JETTY_VERSION=${JETTY_VERSION:-9.4.53.v20231009}
KILLBILL_HEAP=${KILLBILL_HEAP:-768m}
KILLBILL_TIER=${KILLBILL_TIER:-1}
KILLBILL_HASHES=${KILLBILL_HASHES:-1000}
KILLBILL_USER=${KILLBILL_USER:-admin}
KILLBILL_PASSWORD=${KILLBILL_PASSWORD:-password}
KILLBILL_APIKEY=${KILLBILL_APIKEY:-concertim}
KILLBILL_APISECRET=${KILLBILL_APISECRET:-concertim-secret}
KILLBILL_PLAN=${KILLBILL_PLAN:-openstack-standard-monthly}
KILLBILL_URL=http://127.0.0.1:$KILLBILL_PORT
PID_FILE=$KILLBILL_LAB_DIR/killbill.pid

if [ -z "${KILLBILL_JAVA:-}" ]; then
    KILLBILL_JAVA=java
    for candidate in /usr/lib/jvm/java-17-openjdk-*/bin/java; do
        if [ -x "$candidate" ]; then KILLBILL_JAVA=$candidate; fi
    done
fi

say() { echo "killbill-lab: $*" >&2; }

die() {
    say "$*"
    exit 1
}

# True when the pid in PID_FILE is alive and is the server this directory started.
running() {
    local pid
    [ -f "$PID_FILE" ] || return 1
    pid=$(cat "$PID_FILE")
    [ -n "$pid" ] && [ -r "/proc/$pid/cmdline" ] || return 1
    tr '\0' ' ' <"/proc/$pid/cmdline" | grep -qF "killbill.lab.dir=$KILLBILL_LAB_DIR "
}

# kb METHOD PATH [curl arguments...]: one call as the lab's tenant.
kb() {
    local method=$1 path=$2 body=application/json answer=application/json
    shift 2
    case $path in /1.0/kb/catalog/xml*) body=text/xml answer='*/*' ;; esac
    curl -sS --noproxy '*' -X "$method" -u "$KILLBILL_USER:$KILLBILL_PASSWORD" \
        -H "X-Killbill-ApiKey: $KILLBILL_APIKEY" -H "X-Killbill-ApiSecret: $KILLBILL_APISECRET" \
        -H 'X-Killbill-CreatedBy: lab' -H "Accept: $answer" -H "Content-Type: $body" \
        "$@" "$KILLBILL_URL$path"
}
