#!/usr/bin/env bash
# restart.sh SERVICE...: restarts services of a running lab, such as heat-engine, with what the variables of
# README.md now say; those that are left out have their defaults again.
set -u -o pipefail
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
: "${LAB_HEAT_GLOBAL_INDEX:=role:watcher or role:admin}"

. "$HERE/lib/process.sh"
[ -f "$OPENSTACK_LAB_DIR/found.env" ] || die "there is no lab in $OPENSTACK_LAB_DIR"
. "$HERE/lib/packages.sh"
. "$HERE/lib/configuration.sh"
. "$HERE/lib/services.sh"
. "$OPENSTACK_LAB_DIR/found.env" # LAB_RABBIT_USER, LAB_RABBIT_PASSWORD

for service in "$@"; do alive "$service" || die "$service does not run"; done
RABBIT=$LAB_RABBIT_USER:$LAB_RABBIT_PASSWORD
configure_services
stop "$@"
start_services
/usr/bin/python3 "$HERE/lib/seed.py" ready || die "the services are not ready"
