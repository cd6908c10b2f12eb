#!/usr/bin/env bash
# Stops exactly the processes that up.sh started. --purge also deletes OPENSTACK_LAB_DIR.
set -u
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$HERE/lib/process.sh"
if [ ! -d "$PIDS" ]; then
    echo "nothing under $OPENSTACK_LAB_DIR"
    exit 0
fi
# Front to back, so that nothing loses its database or its queue while it still works.
stop heat-api heat-engine nova-api nova-compute nova-conductor nova-scheduler \
    cinder-api cinder-scheduler cinder-volume neutron-server glance-api
stop keystone placement
stop rabbitmq mariadb memcached
stop epmd
if [ "${1:-}" = --purge ] && [ -d "$OPENSTACK_LAB_DIR/etc/keystone" ]; then
    rm -rf -- "$OPENSTACK_LAB_DIR"
fi
echo "OpenStack lab stopped"
