#!/usr/bin/env bash
# Builds both images from target/ with buildah, which needs no Docker engine, and checks what they promise.
#
#   check-images.sh                        needs root, and target/ from ./mvnw -B package
#   check-images.sh VERSION DIRECTORY      labels them with the version, and leaves them in the directory as archives
#
# They are built on BASE_IMAGE. Without one, a base is made of Debian's packages once and kept in CHECK_IMAGES_DIR; all else is
# removed again.
set -euo pipefail
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
. "$ROOT/etc/debian-tree.sh"
: "${CHECK_IMAGES_DIR:=${TMPDIR:-/tmp}/concertim-view-images}"
MADE_BASE=localhost/concertim-view-base
BASE=${BASE_IMAGE:-$MADE_BASE}
VERSION=${1:-0-check}
ARCHIVES=${2-}
REVISION=$(git -C "$ROOT" rev-parse HEAD 2>/dev/null || echo unknown)
FAILURES=0

say() { printf 'check-images %4ss  %s\n' "$SECONDS" "$*"; }

die() {
    say "$*" >&2
    exit 1
}

SIMULATOR= # its process id while it runs

check() { # DESCRIPTION COMMAND...
    local description=$1
    shift
    if "$@"; then
        say "ok    $description"
    else
        say "FAIL  $description"
        FAILURES=$((FAILURES + 1))
    fi
}

# A storage of our own; vfs and chroot need neither overlay mounts nor a container runtime.
build_tool() {
    buildah --storage-driver vfs --root "$CHECK_IMAGES_DIR/store" --runroot "$CHECK_IMAGES_DIR/run" "$@"
}

clean_up() {
    [ -z "$SIMULATOR" ] || kill "$SIMULATOR" || true
    build_tool rm --all >/dev/null 2>&1 || true
    build_tool rmi --force concertim-view-sync concertim-view-queue >/dev/null 2>&1 || true
    build_tool rmi --prune >/dev/null 2>&1 || true
    rm -rf --one-file-system "$CHECK_IMAGES_DIR/mounts"
}

# ---------------------------------------------------------------- what is needed

install_tools() {
    local missing=() tool
    for tool in buildah debootstrap; do command -v $tool >/dev/null || missing+=("$tool"); done
    python3 -c 'import jsonschema, yaml' 2>/dev/null || missing+=(python3-jsonschema python3-yaml)
    [ ${#missing[@]} -gt 0 ] || return 0
    say "installing ${missing[*]}"
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=600 -qq -y --no-install-recommends \
        install "${missing[@]}" >/dev/null
}

make_base() { # Debian and a JRE
    local container
    [ "$BASE" = $MADE_BASE ] || return 0
    build_tool inspect --type image "$BASE" >/dev/null 2>&1 && return 0
    say "making the base image"
    ensure_debian_tree
    container=$(build_tool from scratch)
    build_tool add -q "$container" "$DEBIAN_TREE" / >/dev/null
    build_tool config --env PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "$container"
    build_tool commit -q --format docker "$container" "$BASE" >/dev/null
    build_tool rm "$container" >/dev/null
}

build() { # IMAGE DOCKERFILE
    say "building $1"
    build_tool bud -q --isolation chroot --format docker \
        --build-arg BUILD_IMAGE=$BASE --build-arg BASE_IMAGE=$BASE --build-arg PREBUILT=yes \
        --build-arg BUILD_DATE="$(date -u +%Y-%m-%dT%H:%M:%SZ)" \
        --build-arg BUILD_VERSION=$VERSION --build-arg BUILD_REVISION="$REVISION" \
        --tag "$1" -f "$ROOT/Dockerfiles/$2" "$ROOT" >/dev/null
}

# ---------------------------------------------------------------- what the image says of itself

says() { # IMAGE PYTHON-EXPRESSION over c, the image's configuration as Docker sees it
    build_tool inspect --type image "$1" | python3 -c '
import json, sys
c = json.load(sys.stdin)["Docker"]["config"]
sys.exit(not eval(sys.argv[1]))' "$2"
}

check_metadata() { # IMAGE PROCESS
    check "$1 runs as 10001:10001" says "$1" 'c["User"] == "10001:10001"'
    check "$1 starts the program as its user, without a shell that stays" says "$1" \
        'c["Entrypoint"][:2] == ["/app/bin/as-view-user", "java"] and c["Entrypoint"][-2:] == ["-jar", "/app/concertim-view.jar"]'
    check "$1 is $2" says "$1" "c['Cmd'] == ['--process=$2']"
    check "$1 has a health check that is the program's" says "$1" \
        'c["Healthcheck"]["Test"][:3] == ["CMD", "/app/bin/as-view-user", "java"] and c["Healthcheck"]["Test"][-1] == "--health"'
    check "$1 stops on SIGTERM" says "$1" 'c["StopSignal"] == "SIGTERM"'
    check "$1 works in /app" says "$1" 'c["WorkingDir"] == "/app"'
    check "$1 has its volumes" says "$1" 'set(c["Volumes"]) == {"/app/var/data", "/app/var/log"}'
    check "$1 is labelled with its version and revision" says "$1" \
        "[c['Labels']['org.opencontainers.image.' + k] for k in ('version', 'revision')] == ['$VERSION', '$REVISION']"
    check "$1 says when it was built, and its title" says "$1" \
        "all(c['Labels']['org.opencontainers.image.' + k] for k in ('created', 'title', 'description', 'licenses'))"
    check "$1 says what it is built on" says "$1" "c['Labels']['org.opencontainers.image.base.name'] == '$BASE'"
}

# ---------------------------------------------------------------- what it does

RUN_AS=() # buildah's options of user and capabilities; none of them for the image's user

in_container() { # COMMAND...: MOUNTS are buildah's -v options
    build_tool run --isolation chroot "${RUN_AS[@]}" "${MOUNTS[@]}" "$CONTAINER" -- "$@" </dev/null
}

part() { # IMAGE KEY: the words of its Entrypoint, Cmd or Healthcheck, one a line
    build_tool inspect --type image "$1" | python3 -c '
import json, sys
c = json.load(sys.stdin)["Docker"]["config"]
print("\n".join(c["Healthcheck"]["Test"][1:] if sys.argv[1] == "Healthcheck" else c[sys.argv[1]]))' "$2"
}

program() { # IMAGE ARGUMENTS...: what "docker run IMAGE ARGUMENTS" would start; its output goes to $OUTPUT
    local entrypoint
    mapfile -t entrypoint < <(part "$1" Entrypoint)
    shift
    in_container "${entrypoint[@]}" "$@" >"$OUTPUT" 2>&1
}

command_line() { in_container concertim-view "$@" >"$OUTPUT" 2>&1; }

ends_with() { # STATUS COMMAND...
    local wanted=$1 status=0
    shift
    "$@" || status=$?
    [ $status = "$wanted" ] || {
        say "ended with $status, not $wanted:"
        cat "$OUTPUT"
        return 1
    }
}

output_names() { grep -qF "$1" "$OUTPUT"; }

check_files() { # IMAGE
    MOUNTS=()
    check "$1 may write its data and logs" in_container test -w /app/var/data -a -w /app/var/log
    check "$1 may not write its program" in_container sh -c '! test -w /app/concertim-view.jar && ! test -w /app'
}

health() { # IMAGE: what Docker would run to know the container's health
    local command
    mapfile -t command < <(part "$1" Healthcheck)
    in_container "${command[@]}" >"$OUTPUT" 2>&1
}

check_program() { # IMAGE PROCESS
    MOUNTS=()
    check "$1 --version" ends_with 0 program "$1" --version
    check "$1 has the command concertim-view" ends_with 0 command_line --version
    check "$1 shows nothing before there is a view" ends_with 2 command_line show
    check "$1 says where it looks for one" output_names /app/var/data/view.json
    check "$1 is unhealthy before it has done anything" ends_with 1 health "$1"

    # As under an older installation: the host's directory belongs to root. Not at /app/var/data, because
    # buildah puts the image's volume there, now before and now after the mount.
    mkdir -p "$CHECK_IMAGES_DIR/mounts/data"
    MOUNTS=(-v "$CHECK_IMAGES_DIR/mounts/data:/mnt/data"
        -v "$ROOT/etc/config-sample.yaml:/etc/concertim-openstack-service/config.yaml:ro")
    check "$1 ends with 2 when it cannot write its data" ends_with 2 program "$1" "--process=$2" \
        --data-dir /mnt/data
    check "$1 names the directory that it cannot write" output_names /mnt/data
}

start_simulator() { # CONFIG: starts a small cloud, portal and billing server, and writes a config.yaml for them
    local port=19390
    python3 "$ROOT/etc/lab/cloudsim/sim.py" --port $port --projects 2 --stacks-per-project 2 --servers-per-stack 3 \
        --quiet >"$CHECK_IMAGES_DIR/simulator.log" 2>&1 &
    SIMULATOR=$!
    python3 - $port >"$1" <<'PYTHON'
import json, sys, time, urllib.request

url = 'http://127.0.0.1:%s' % sys.argv[1]
for _ in range(600):
    try:
        logins = json.load(urllib.request.urlopen(url + '/_sim/config'))['credentials']
        break
    except OSError:
        time.sleep(0.1)
else:
    sys.exit('check-images: the simulator does not answer at %s after 60 s, see simulator.log' % url)
portal, cloud, billing = (logins[system] for system in ('concertim', 'openstack', 'killbill'))
print(json.dumps({
    'log_level': 'INFO', 'cloud_type': 'openstack', 'billing_platform': 'killbill', 'message_queue': 'rmq',
    'rmq': {'rmq_username': 'guest', 'rmq_password': 'guest', 'rmq_address': '127.0.0.1', 'rmq_port': 5672,
            'rmq_path': '/'},
    'view': {'queue': {'name': 'concertim_view_check', 'exchanges': 'amq.topic', 'message_ttl': '1m',
                       'arguments': 'x-expires=60000'}},
    'concertim': {'concertim_url': portal['url'], 'concertim_username': portal['login'],
                  'concertim_password': portal['password']},
    'openstack': {key: cloud[key] for key in ('auth_url', 'username', 'password', 'project_id', 'user_domain_name')},
    'killbill': {'api_host': billing['url'], 'plan_name': 'any',
                 **{key: billing[key] for key in ('username', 'password', 'apikey', 'apisecret')}},
}))
PYTHON
}

check_sync() { # IMAGE: against the simulator, in the image's own volumes
    local config=$CHECK_IMAGES_DIR/mounts/config.yaml
    start_simulator "$config"
    MOUNTS=(-v "$config:/etc/concertim-openstack-service/config.yaml:ro")
    check "$1 makes a view" ends_with 0 program "$1" --process=view_sync --run-once
    check "$1 leaves its files to its group" in_container sh -c \
        'test "$(stat -c %a:%u /app/var/data/view.pickle)" = 660:10001'
    check "$1 is healthy with a view" ends_with 0 health "$1"
    check_playbook "$1" "$config"
    kill "$SIMULATOR"
    SIMULATOR=
}

# The suite's playbook gives data and log to root, 0755, at each run. compose.suite.yaml starts the container as here.
check_playbook() { # IMAGE CONFIG
    local data=$CHECK_IMAGES_DIR/mounts/suite-data log=$CHECK_IMAGES_DIR/mounts/suite-log capability
    run_playbook() { mkdir -p "$data" "$log" && chown root:root "$data" "$log" && chmod 0755 "$data" "$log"; }
    run_playbook
    # All that buildah gives but CHOWN, SETGID and SETUID; "--cap-drop all" would take back what is added.
    for capability in AUDIT_WRITE DAC_OVERRIDE FOWNER FSETID KILL MKNOD NET_BIND_SERVICE SETFCAP SETPCAP SYS_CHROOT; do
        RUN_AS+=(--cap-drop "CAP_$capability")
    done
    MOUNTS=(-v "$data:/mnt/data" -v "$log:/mnt/log" -v "$2:/etc/concertim-openstack-service/config.yaml:ro")
    RUN_AS+=(--user 0:0 --env CONCERTIM_VIEW_DATA_DIR=/mnt/data --env CONCERTIM_VIEW_LOG_DIR=/mnt/log)
    check "$1 started as root becomes its user, without capabilities" in_container /app/bin/as-view-user sh -c \
        'test "$(id -u):$(id -g)" = 10001:10001 && ! grep -E "^Cap(Inh|Prm|Eff|Amb):.*[1-9a-f]" /proc/self/status &&
        grep -q "^NoNewPrivs:.1" /proc/self/status'
    check "$1 makes a view in directories that the playbook gave to root" ends_with 0 program "$1" \
        --process=view_sync --run-once
    check "$1 has taken over the directories" test "$(stat -c %u "$data" "$log" | sort -u)" = 10001
    run_playbook
    touch "$data/of-root"
    check "$1 is healthy after another run of the playbook" ends_with 0 health "$1"
    check "$1 has taken over the directories again, and what is in them" test "$(find "$data" "$log" ! -user 10001)" = ""
    RUN_AS=()
}

check_queue() { # IMAGE: with the broker on this machine, and an exchange that every broker has
    local config=$CHECK_IMAGES_DIR/mounts/config.yaml start health
    if ! (exec 3<>/dev/tcp/127.0.0.1/5672) 2>/dev/null; then
        say "skip  $1 listens to a broker: none is on 127.0.0.1:5672"
        return 0
    fi
    start_simulator "$config"
    MOUNTS=(-v "$config:/etc/concertim-openstack-service/config.yaml:ro")
    start=$(part "$1" Entrypoint | xargs -d '\n' printf '%q ')$(part "$1" Cmd)
    health=$(part "$1" Healthcheck | xargs -d '\n' printf '%q ')
    check "$1 is healthy once notifications reach it, and stops" ends_with 0 listens "$start" "$health"
    check "$1 leaves its marks to its group" in_container sh -c \
        'test "$(stat -c %a:%u /app/var/data/marks.jsonl)" = 660:10001'
    kill "$SIMULATOR"
    SIMULATOR=
}

listens() { # START HEALTH: starts it, waits until it is healthy, and stops it
    in_container sh -c "$1 & id=\$!
        for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; do $2 && healthy=yes && break; sleep 2; done
        kill \$id; wait \$id; [ \"\$healthy\" = yes ]" >"$OUTPUT" 2>&1
}

check_compose() { # against the compose schema, of which Debian's docker-compose has a copy; the services are the images'
    local schema=$CHECK_IMAGES_DIR/compose-schema
    mkdir -p "$schema"
    (cd "$schema" && apt-get -o Acquire::Retries=3 -qq download docker-compose 2>/dev/null &&
        dpkg -x docker-compose_*.deb .) ||
        die "Debian's docker-compose, which has the compose schema, cannot be had"
    check "the compose files follow the compose schema and have both services" python3 - "$ROOT/Dockerfiles" \
        "$schema"/usr/lib/python3/dist-packages/compose/config/compose_spec.json <<'PYTHON'
import json, jsonschema, os, re, subprocess, sys, yaml

folder, schema = sys.argv[1], json.load(open(sys.argv[2]))
compose = yaml.safe_load(open(folder + "/compose.yaml"))
assert compose.pop("name") == "concertim-view"  # came into the schema later
jsonschema.validate(compose, schema)
services = compose["services"]
plain = sorted(name for name, service in services.items() if "profiles" not in service)
assert plain == ["view_queue", "view_sync"], plain



def hardened(service, capabilities):
    assert service["read_only"] is True and service["tmpfs"] == ["/tmp"]
    assert service["cap_drop"] == ["ALL"] and service.get("cap_add", []) == capabilities
    assert service["security_opt"] == ["no-new-privileges:true"]  # so with Docker's own seccomp profile
    assert service["mem_limit"] == "${VIEW_MEMORY:-1g}" and service["pids_limit"] == 512
    assert "privileged" not in service and "env_file" not in service and "secrets" not in service


ours = sorted(name for name, service in services.items() if "build" in service)
assert ours == ["replica", "view_queue", "view_sync"], ours
for name in ours:
    dockerfile = "Dockerfile." + (name if name in plain else "view_sync")
    assert services[name]["build"]["dockerfile"] == "Dockerfiles/" + dockerfile
    assert services[name]["image"] == dockerfile.replace("Dockerfile.", "concertim-").replace("_", "-") + ":latest"
    assert services[name]["restart"] == "unless-stopped"
    assert "user" not in services[name]
    hardened(services[name], [])
    labels = services[name]["build"]["args"]
    assert labels == {key: "${%s:-}" % key for key in ("BUILD_DATE", "BUILD_VERSION", "BUILD_REVISION")}, labels
for name, inside, outside in (
    ("rabbitmq", "RABBITMQ_DEFAULT_PASS", "RABBITMQ_PASSWORD"),
    ("grafana", "GF_SECURITY_ADMIN_PASSWORD", "GRAFANA_PASSWORD"),
):
    assert services[name]["environment"][inside] == "${%s:-}" % outside
    start = [word.replace("$$", "$") for word in services[name]["entrypoint"]]
    for password, goes_on in (("", False), ("any", True)):
        ended = subprocess.run(start, env={"PATH": "/usr/bin:/bin", inside: password}, capture_output=True, text=True)
        assert (ended.returncode == 127) == goes_on, ended  # 127: what is in the image only is not found here
        assert ("set " + outside in ended.stderr) != goes_on, ended
for name, service in services.items():
    assert name in ours or re.search("@sha256:[0-9a-f]{64}$", service["image"]), name
    for volume in service["volumes"]:
        if isinstance(volume, str) and volume.startswith("../"):
            assert os.path.exists(os.path.join(folder, volume.split(":")[0])), volume
    for port in service.get("ports", []):
        assert port.startswith("127.0.0.1:"), port
yaml.SafeLoader.add_constructor("!reset", lambda loader, node: "reset")
suite = yaml.safe_load(open(folder + "/compose.suite.yaml"))
# The services' names are the suite's; the images' are none that its playbook builds.
assert {name: service["image"] for name, service in suite["services"].items()} == {
    "view_sync": "localhost/concertim-view-sync:latest",
    "mq_listener": "localhost/concertim-view-queue:latest",
}
for service in suite["services"].values():
    assert service.pop("env_file") == "reset" and service.pop("pull_policy") == "never"
    assert service["user"] == "0:0"
    hardened(service, ["CHOWN", "SETGID", "SETUID"])
jsonschema.validate(suite, schema)
for name in plain:
    text = open(folder + "/Dockerfile." + name).read()
    for image in re.findall("^ARG (?:BUILD|BASE)_IMAGE=(.*)$", text, re.MULTILINE):
        assert re.search("@sha256:[0-9a-f]{64}$", image), image
PYTHON
}

check_image() { # IMAGE PROCESS CHECK
    build "$1" "Dockerfile.$2"
    check_metadata "$1" "$2"
    CONTAINER=$(build_tool from "$1")
    check_files "$1"
    check_program "$1" "$2"
    "$3" "$1"
    build_tool rm "$CONTAINER" >/dev/null
}

save() { # IMAGE: for docker load
    local archive=$ARCHIVES/$1-$VERSION-image.tar
    say "saving $archive.gz"
    build_tool push -q "$1" "docker-archive:$archive:$1:$VERSION"
    gzip -n "$archive"
}

[ -f "$ROOT/target/concertim-view.jar" ] || die "no target/concertim-view.jar: run ./mvnw -B package first"
mkdir -p "$CHECK_IMAGES_DIR"
OUTPUT=$CHECK_IMAGES_DIR/output
trap clean_up EXIT
install_tools
make_base
check_image concertim-view-sync view_sync check_sync
check_image concertim-view-queue view_queue check_queue
check_compose
[ $FAILURES = 0 ] || die "$FAILURES checks failed"
if [ -n "$ARCHIVES" ]; then
    save concertim-view-sync
    save concertim-view-queue
fi
say "all checks passed"
