# The services' database schemas, and Keystone's users. Each step runs once per OPENSTACK_LAB_DIR.

KEYSTONE_MANAGE="keystone.cmd.manage:main --config-file $ETC/keystone/keystone.conf"
NOVA_MANAGE="nova.cmd.manage:main --config-file $ETC/nova/nova.conf"

run() { /usr/bin/python3 "$HERE/lib/run.py" "$@"; }

step() { # NAME COMMAND...: runs it unless it has succeeded before
    local name=$1
    shift
    [ -f "$OPENSTACK_LAB_DIR/done/$name" ] && return 0
    if "$@" >>"$LOGS/setup-$name.log" 2>&1; then
        touch "$OPENSTACK_LAB_DIR/done/$name"
        say "  $name done"
    else
        say "  $name FAILED (see $LOGS/setup-$name.log)"
        return 1
    fi
}

# shellcheck disable=SC2086 # *_MANAGE is an entry point with its arguments
setup_keystone() {
    local url=http://$LOOPBACK:5000/v3
    run $KEYSTONE_MANAGE db_sync &&
        run $KEYSTONE_MANAGE fernet_setup --keystone-user root --keystone-group root &&
        run $KEYSTONE_MANAGE credential_setup --keystone-user root --keystone-group root &&
        run $KEYSTONE_MANAGE bootstrap --bootstrap-username admin --bootstrap-password password \
            --bootstrap-project-name admin --bootstrap-role-name admin \
            --bootstrap-service-name keystone --bootstrap-region-id RegionOne \
            --bootstrap-admin-url $url --bootstrap-internal-url $url --bootstrap-public-url $url
}

# shellcheck disable=SC2086
setup_nova() {
    run $NOVA_MANAGE api_db sync && run $NOVA_MANAGE cell_v2 map_cell0 && run $NOVA_MANAGE db sync || return 1
    run $NOVA_MANAGE cell_v2 list_cells | grep -q ' cell1 ' ||
        run $NOVA_MANAGE cell_v2 create_cell --name cell1 || return 1
    echo "$TRANSPORT" >"$OPENSTACK_LAB_DIR/done/mq"
}

# The cell's record holds the RabbitMQ address: it follows if that has changed.
# shellcheck disable=SC2086
follow_rabbitmq() {
    local cell
    [ "$(cat "$OPENSTACK_LAB_DIR/done/mq" 2>/dev/null)" = "$TRANSPORT" ] && return 0
    cell=$(run $NOVA_MANAGE cell_v2 list_cells | awk '$2 == "cell1" {print $4}')
    run $NOVA_MANAGE cell_v2 update_cell --cell_uuid "$cell" >>"$LOGS/setup-nova.log" 2>&1 &&
        echo "$TRANSPORT" >"$OPENSTACK_LAB_DIR/done/mq"
}

setup_neutron() { run neutron.db.migration.cli:main --config-file "$ETC/neutron/neutron.conf" upgrade heads; }
setup_cinder() { run cinder.cmd.manage:main --config-file "$ETC/cinder/cinder.conf" db sync; }
setup_heat() { run heat.cmd.manage:main --config-file "$ETC/heat/heat.conf" db_sync; }
setup_glance() { run glance.cmd.manage:main --config-file "$ETC/glance/glance-api.conf" db_sync; }
setup_placement() { run placement.cmd.manage:main --config-file "$ETC/placement/placement.conf" db sync; }

setup_identity() {
    step keystone setup_keystone && start_keystone && wait_port 5000 60 keystone &&
        step users seed base && step glance setup_glance && step placement setup_placement
}

setup_databases() { # three chains at a time: migrations are most of the time a first start takes
    local chains=() chain failed=0
    say "databases"
    setup_identity &
    chains+=($!)
    (step neutron setup_neutron && step heat setup_heat) &
    chains+=($!)
    (step nova setup_nova && step cinder setup_cinder) &
    chains+=($!)
    for chain in "${chains[@]}"; do wait "$chain" || failed=1; done
    [ $failed = 0 ] || exit 1
    follow_rabbitmq || die "cell1 does not follow the RabbitMQ's address (see $LOGS/setup-nova.log)"
}
