# Starting, finding and stopping the lab's processes. Sourced by up.sh and down.sh.
# A process is known by its pid and its start time together, so a reused pid is never mistaken for ours.

: "${OPENSTACK_LAB_DIR:=${TMPDIR:-/tmp}/openstack-lab}"
export OPENSTACK_LAB_DIR
LOOPBACK=127.0.0.1
LOGS=$OPENSTACK_LAB_DIR/log
PIDS=$OPENSTACK_LAB_DIR/pid

say() { printf '%4ss  %s\n' "$SECONDS" "$*"; }

die() {
    say "FAILED: $*"
    exit 1
}

port_open() { (exec 3<>"/dev/tcp/$LOOPBACK/$1") 2>/dev/null; }

wait_port() { # PORT SECONDS NAME
    local i
    for ((i = 0; i < $2 * 5; i++)); do
        port_open "$1" && return 0
        sleep 0.2
    done
    die "$3 does not listen on $LOOPBACK:$1 (see $LOGS)"
}

start_time() { awk '{print $22}' "/proc/$1/stat" 2>/dev/null; }

our_pid() { # NAME: prints the pid of the process that start() began under this name, if it still lives
    local pid began
    [ -f "$PIDS/$1" ] || return 1
    read -r pid began <"$PIDS/$1" || return 1
    [ -n "$began" ] && [ "$(start_time "$pid")" = "$began" ] && echo "$pid"
}

alive() { our_pid "$1" >/dev/null; }

start() { # NAME COMMAND...: starts it in a session of its own, unless it runs already
    local name=$1 pid
    shift
    alive "$name" && return 0
    setsid nohup "$@" >>"$LOGS/$name.out" 2>&1 </dev/null &
    pid=$!
    sleep 0.05
    echo "$pid $(start_time "$pid")" >"$PIDS/$name"
}

any_left() { # PID...: whether a process of these groups lives; workers may outlive the one that began them
    local pid
    for pid in "$@"; do kill -0 -- "-$pid" 2>/dev/null && return 0; done
    return 1
}

stop() { # NAME...: asks all of them to end, and ends those that have not after 20 s
    local name pid i groups=()
    for name in "$@"; do
        pid=$(our_pid "$name") || continue
        groups+=("$pid")
        # RabbitMQ's start script does not pass the signal on, so its whole group is asked.
        if [ "$name" = rabbitmq ]; then pid=-$pid; fi
        kill -TERM -- "$pid" 2>/dev/null
    done
    for ((i = 0; i < 100; i++)); do
        any_left "${groups[@]}" || break
        sleep 0.2
    done
    for pid in "${groups[@]}"; do kill -KILL -- "-$pid" 2>/dev/null; done
    for name in "$@"; do rm -f "$PIDS/$name"; done
}
