# Settings that up.sh and down.sh share. Sourced, not run.
: "${LAB_DIR:=${TMPDIR:-/tmp}/concertim-lab}"           # the written config.yaml, and what up.sh started
: "${OPENSTACK_LAB_DIR:=${TMPDIR:-/tmp}/openstack-lab}" # see openstack/README.md
: "${CONCERTIM_URL:=http://127.0.0.1:19400/concertim}"  # played by the embedded lab, not started here
: "${CONCERTIM_USER:=admin}"
: "${CONCERTIM_PASSWORD:=admin}"
export OPENSTACK_LAB_DIR
STARTED=$LAB_DIR/started
. "$HERE/killbill/env.sh"
export KILLBILL_LAB_DIR KILLBILL_PORT

openstack_running() { (. "$HERE/openstack/lib/process.sh" && alive keystone && alive heat-api && alive nova-api); }
killbill_running() { running; }
