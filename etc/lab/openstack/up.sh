#!/usr/bin/env bash
# Brings up an OpenStack control plane with a fake hypervisor on loopback and fills it with data.
# Safe to run again: what is installed, configured, running or seeded already is left as it is.
set -u -o pipefail
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
: "${LAB_SEED:=1}"                                       # 0: users, roles, flavors, image and public network only
: "${LAB_HEAT_GLOBAL_INDEX:=role:watcher or role:admin}" # policy for global_tenant; "stock": Heat's own default

. "$HERE/lib/process.sh"
mkdir -p "$OPENSTACK_LAB_DIR"/{etc,log,pid,done,data,cache}
chmod 755 "$OPENSTACK_LAB_DIR"
. "$HERE/lib/packages.sh"
. "$HERE/lib/backing.sh"
. "$HERE/lib/configuration.sh"
. "$HERE/lib/databases.sh"
. "$HERE/lib/services.sh"

seed() { /usr/bin/python3 "$HERE/lib/seed.py" "$1"; }

refuse_foreign_services
install_packages
unpack_configuration
start_backing_services
configure_services
setup_databases
start_services
seed ready || die "the services are not ready"
discover_compute_host || die "nova-manage discover_hosts (see $LOGS/setup-nova.log)"
seed cloud || die "seed: flavors, image, network"
if [ "$LAB_SEED" = 1 ]; then seed stacks || die "seed: stacks"; fi
say "OpenStack is up; '. $HERE/env.sh' for its addresses"
