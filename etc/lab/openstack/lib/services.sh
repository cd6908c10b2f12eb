# Starting the OpenStack services themselves.

export PYTHONPATH="$HERE/lib/site" PYTHONDONTWRITEBYTECODE=1 PYTHONWARNINGS=ignore
export XDG_CACHE_HOME="$OPENSTACK_LAB_DIR/cache"
export NO_PROXY=127.0.0.1,localhost no_proxy=127.0.0.1,localhost

PORTS="5000:keystone 8778:placement 9292:glance-api 8774:nova-api 9696:neutron-server 8776:cinder-api 8004:heat-api"

refuse_foreign_services() { # another lab's OpenStack would share our databases and queues
    local service
    for service in $PORTS; do
        if port_open "${service%%:*}" && ! alive "${service#*:}"; then
            die "something else listens on $LOOPBACK:${service%%:*}; a lab with another OPENSTACK_LAB_DIR?"
        fi
    done
}

wsgi() { # NAME PORT WSGI-FILE OPTIONS...
    local name=$1 port=$2 file=$3
    shift 3
    start "$name" uwsgi --plugin python3 --master --die-on-term --lazy-apps --enable-threads \
        --buffer-size 65535 --http-socket "$LOOPBACK:$port" --add-header 'Connection: close' \
        --wsgi-file "$HERE/lib/$file" --disable-logging --procname-prefix "lab-$name " "$@"
}

start_keystone() {
    export OS_KEYSTONE_CONFIG_FILES=$ETC/keystone/keystone.conf OS_KEYSTONE_CONFIG_DIR=$ETC/keystone
    wsgi keystone 5000 wsgi_keystone.py --processes 2 --threads 1
}

start_placement() {
    export OS_PLACEMENT_CONFIG_DIR=$ETC/placement
    wsgi placement 8778 wsgi_placement.py --processes 1 --threads 4
}

service() { # NAME ENTRY-POINT CONFIG
    start "$1" /usr/bin/python3 "$HERE/lib/run.py" "$2" --config-file "$ETC/$3" --log-file "$1.log"
}

start_services() {
    say "services"
    cd "$OPENSTACK_LAB_DIR" || exit 1
    start_keystone
    start_placement
    service glance-api glance.cmd.api:main glance/glance-api.conf
    service nova-conductor nova.cmd.conductor:main nova/nova.conf
    service neutron-server neutron.cmd.eventlet.server:main neutron/neutron.conf
    service nova-api nova.cmd.api_os_compute:main nova/nova.conf
    service nova-scheduler nova.cmd.scheduler:main nova/nova.conf
    service cinder-api cinder.cmd.api:main cinder/cinder.conf
    service cinder-scheduler cinder.cmd.scheduler:main cinder/cinder.conf
    service cinder-volume cinder.cmd.volume:main cinder/cinder.conf
    service heat-api heat.cmd.api:main heat/heat.conf
    service heat-engine heat.cmd.engine:main heat/heat.conf
    service nova-compute nova.cmd.compute:main nova/nova.conf
    local listener
    for listener in $PORTS; do wait_port "${listener%%:*}" 120 "${listener#*:}"; done
    say "all ports answer"
}

# shellcheck disable=SC2086 # NOVA_MANAGE is an entry point with its arguments
discover_compute_host() {
    [ -f "$OPENSTACK_LAB_DIR/done/hosts" ] && return 0
    run $NOVA_MANAGE cell_v2 discover_hosts >>"$LOGS/setup-nova.log" 2>&1 &&
        touch "$OPENSTACK_LAB_DIR/done/hosts"
    say "compute host known"
}
