#!/usr/bin/env bash
# Installs, starts, upgrades, removes and purges the packages in a Debian of their own, and reads the .rpm back.
#
#   check-packages.sh        needs Debian, root, and target/ from ./mvnw -Ppackages package
#
# The Debian is made once and kept (etc/debian-tree.sh); all else is removed again. Nothing started in it listens.
set -euo pipefail
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
. "$ROOT/etc/debian-tree.sh"
WORK=$(mktemp -d "${TMPDIR:-/tmp}/concertim-packages.XXXXXX")
TREE=$WORK/tree
OUTPUT=$WORK/output
trap 'rm -rf --one-file-system -- "$WORK"' EXIT
CONFIG=/etc/concertim-openstack-service/config.yaml
DATA=/var/lib/concertim-view
LOG=/var/log/concertim-view
ROUTES=/etc/concertim-view/routes
ENABLED=/etc/systemd/system/multi-user.target.wants/concertim-view@view_sync.service
FAILURES=0

say() { printf 'check-packages %4ss  %s\n' "$SECONDS" "$*"; }

die() {
    say "$*" >&2
    exit 1
}

check() { # DESCRIPTION COMMAND...
    local description=$1
    shift
    if "$@" >"$OUTPUT" 2>&1; then
        say "ok    $description"
    else
        say "FAIL  $description: $*"
        tail -20 "$OUTPUT"
        FAILURES=$((FAILURES + 1))
    fi
}

package() { # PATTERN: the one file of it in target/
    local found
    mapfile -t found < <(find "$ROOT/target" -maxdepth 1 -name "$1")
    [ ${#found[@]} = 1 ] || die "not one target/$1: run ./mvnw -Ppackages clean package first"
    echo "${found[0]}"
}

install_tools() {
    local missing=() tool
    for tool in debootstrap rpm; do command -v $tool >/dev/null || missing+=("$tool"); done
    [ ${#missing[@]} -gt 0 ] || return 0
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=600 -qq -y --no-install-recommends \
        install "${missing[@]}" >/dev/null
}

# ---------------------------------------------------------------- in the tree

inside() { # COMMAND...: as root, with processes of its own, which end with it
    # shellcheck disable=SC2016 # for the shell inside
    unshare --mount --pid --fork sh -c 'mount -t proc proc "$0/proc" && exec chroot "$0" "$@"' "$TREE" "$@" </dev/null
}

as_service() { inside setpriv --reuid concertim --regid concertim --clear-groups --inh-caps=-all "$@"; }

starts() { # PROCESS OPTION...: what the unit starts, with its user
    local command
    command=$(sed -n '/^ExecStart=/,/[^\\]$/p' "$TREE/usr/lib/systemd/system/concertim-view@.service" |
        sed 's/^ExecStart=//; s/\\$//' | tr -d '\n')
    # shellcheck disable=SC2086 # words, as systemd takes them
    as_service ${command//%i/$1} "${@:2}"
}

ends_with() { # STATUS WORDS COMMAND...: and says so
    local status=0 said=$WORK/said
    "${@:3}" >"$said" 2>&1 || status=$?
    cat "$said"
    [ "$status" = "$1" ] && grep -qF -- "$2" "$said"
}

is() { # PATH MODE:USER:GROUP
    [ "$(inside stat -c %a:%U:%G "$1")" = "$2" ]
}

there() { [ -e "$TREE$1" ] || [ -L "$TREE$1" ]; }
gone() { ! there "$1"; }
has_user() { inside getent passwd concertim | grep -q ':/usr/sbin/nologin$\|:/sbin/nologin$'; }
same() { cmp "$1" "$TREE$2"; }
logged() { grep -qF -- "$1" "$TREE$LOG"/*.log; }
silent() { [ -z "$("$@" 2>&1)" ]; }
listed() { (cd "$1" && find . -type f | sort); }

install_deb() { # FILE
    cp "$1" "$TREE/package.deb"
    inside dpkg --install --force-confold /package.deb
}

older() { # FILE TO: the same package with a lower version and another sample
    local unpacked=$WORK/older
    dpkg-deb -R "$1" "$unpacked"
    sed -i 's/^Version: .*/Version: 0.0.1/' "$unpacked/DEBIAN/control"
    echo '# of the version before' >>"$unpacked$CONFIG"
    dpkg-deb -Znone -b "$unpacked" "$2"
}

# ---------------------------------------------------------------- the .deb

check_installed() {
    check "has its user" has_user
    check "has its data directory" is $DATA 750:concertim:concertim
    check "has its log directory" is $LOG 750:concertim:concertim
    check "shows the passwords to its services only" is $CONFIG 640:root:concertim
    check "has a place for routes" is $ROUTES 755:root:root
    check "has its documentation as a site" grep -qF site/index.html "$TREE/opt/concertim-view/concertim-view.jar"
    check "has its command" ends_with 0 "concertim-view" inside concertim-view --version
    check "has a unit that systemd understands" silent inside systemd-analyze verify --man=no concertim-view@view_sync.service
}

check_started() { # with a configuration that the operator has written, and no system that answers
    check "starts nothing by itself" gone $ENABLED
    check "can be enabled" inside systemctl --quiet enable concertim-view@view_sync
    check "runs view_sync, which can reach nobody" ends_with 1 "" starts view_sync --run-once
    check "logs why" logged "Connection refused"
    check "writes as its user alone" test -z "$(inside find $DATA $LOG ! -user concertim)"
    check "says what view_queue lacks" ends_with 2 "message_queue" starts view_queue
    echo '- route: {' >"$TREE$ROUTES/own.camel.yaml"
    check "its services load the operator's routes" ends_with 1 own.camel.yaml starts view_sync --run-once
    check "its command does" ends_with 1 own.camel.yaml as_service concertim-view --process=view_sync --run-once
}

check_deb() {
    local new=$1 old=$WORK/old.deb
    older "$new" "$old"
    say "the .deb of the version before"
    check "can be installed" install_deb "$old"
    check_installed
    cat "$ROOT/Dockerfiles/training.yaml" >"$TREE$CONFIG"
    check_started
    touch "$TREE$DATA/view.json"

    say "the .deb, over it"
    check "can be upgraded to" install_deb "$new"
    check "leaves the operator's configuration" same "$ROOT/Dockerfiles/training.yaml" $CONFIG
    check "puts the new sample beside it" same "$ROOT/etc/config-sample.yaml" $CONFIG.dpkg-dist
    check "leaves the data" there $DATA/view.json
    check "leaves the routes" there $ROUTES/own.camel.yaml
    check "leaves the services enabled" there $ENABLED
    check_installed

    say "the .deb, removed"
    check "can be removed" inside dpkg --remove concertim-view
    check "takes the program along" gone /opt/concertim-view
    check "takes the command along" gone /usr/bin/concertim-view
    check "leaves no service enabled" gone $ENABLED
    check "leaves the configuration" same "$ROOT/Dockerfiles/training.yaml" $CONFIG
    check "leaves the data" there $DATA/view.json

    say "the .deb, purged"
    check "can be installed again" install_deb "$new"
    check "can be purged, and says what stays" ends_with 0 "$DATA is kept" inside dpkg --purge concertim-view
    check "takes the configuration along" gone $CONFIG
    check "takes the log along" gone $LOG
    check "leaves the data" there $DATA/view.json
    check "leaves the operator's routes" there $ROUTES/own.camel.yaml
    check "leaves the user, whose number nobody else gets" has_user

    say "the .deb, purged with all"
    check "can be installed again" install_deb "$new"
    check "can be purged with the data" inside env CONCERTIM_VIEW_PURGE_DATA=yes dpkg --purge concertim-view
    check "takes the data along" gone $DATA
    check "takes the routes along" gone /etc/concertim-view
}

# ---------------------------------------------------------------- the .rpm and the tar.gz

in_tree() { rpm --root "$TREE" --force-debian --nodeps "$@"; }

of_rpm() { rpm --query --package --queryformat "$2" "$1"; }

check_rpm() {
    local rpm=$1
    say "the .rpm, read back"
    check "is for any processor" test "$(of_rpm "$rpm" '%{NAME} %{ARCH} %{LICENSE}')" = "concertim-view noarch Apache-2.0"
    check "needs a Java 17 without a display" ends_with 0 "java-headless >= 1:17" rpm --query --package --requires "$rpm"
    check "lets the operator's configuration be" ends_with 0 "cn $CONFIG root concertim" \
        of_rpm "$rpm" '[%{FILEFLAGS:fflags} %{FILENAMES} %{FILEUSERNAME} %{FILEGROUPNAME}\n]'
    for script in preinstall postinstall preuninstall postuninstall; do
        check "has a $script script" ends_with 0 "$script scriptlet (using /bin/sh)" rpm --query --package --scripts "$rpm"
    done

    say "the .rpm, in the same Debian, where nothing requires it"
    check "can be installed where no user is" inside userdel concertim
    check "can be installed" in_tree --install "$rpm"
    check_installed
    check "has what it says" in_tree --verify concertim-view
    cat "$ROOT/Dockerfiles/training.yaml" >"$TREE$CONFIG"
    inside systemctl --quiet enable concertim-view@view_sync
    touch "$TREE$DATA/view.json"
    check "can be installed over itself" in_tree --upgrade --replacepkgs "$rpm"
    check "leaves the operator's configuration" same "$ROOT/Dockerfiles/training.yaml" $CONFIG
    check "leaves the services enabled" there $ENABLED
    check "can be removed" in_tree --erase concertim-view
    check "takes the program along" gone /opt/concertim-view
    check "leaves no service enabled" gone $ENABLED
    check "leaves the data" there $DATA/view.json
    check "leaves the configuration under another name" same "$ROOT/Dockerfiles/training.yaml" $CONFIG.rpmsave
}

check_archive() { # TAR.GZ DEB: the same program
    local unpacked=$WORK/archive
    say "the tar.gz"
    mkdir -p "$unpacked/tar" "$unpacked/deb" "$TREE/opt"
    tar -C "$unpacked/tar" --strip-components 1 -xzf "$1"
    dpkg-deb -x "$2" "$unpacked/deb"
    check "has bin, docs, etc and lib" test "$(cd "$unpacked/tar" && echo ./*/)" = "./bin/ ./docs/ ./etc/ ./lib/"
    check "has what the .deb has" test "$(listed "$unpacked/tar")" = "$(listed "$unpacked/deb/opt/concertim-view")"
    check "says what it ships" grep -q '"bomFormat" : "CycloneDX"' "$unpacked/tar/concertim-view-sbom.json"
    tar -C "$TREE/opt" -xzf "$1"
    check "runs where it is unpacked" ends_with 0 "concertim-view" inside sh -c '/opt/concertim-view-*/bin/concertim-view --version'
}

DEB=$(package 'concertim-view_*_all.deb')
RPM=$(package 'concertim-view-*.noarch.rpm')
ARCHIVE=$(package 'concertim-view-*.tar.gz')
install_tools
say "making the Debian"
ensure_debian_tree
mkdir "$TREE"
tar -C "$TREE" -xf "$DEBIAN_TREE"
check_deb "$DEB"
check_rpm "$RPM"
check_archive "$ARCHIVE" "$DEB"
[ $FAILURES = 0 ] || die "$FAILURES checks failed"
say "all checks passed"
