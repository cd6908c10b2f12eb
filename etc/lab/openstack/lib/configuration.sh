# The services' configuration files, one function per service, and what they have in common.
# Only what differs from the service's own defaults is set. Needs RABBIT (backing.sh) and UNPACK_DIR (packages.sh).

SERVICE_PASSWORD=password
ETC=$OPENSTACK_LAB_DIR/etc
DATA=$OPENSTACK_LAB_DIR/data

database() {
    echo "connection = mysql+pymysql://oslab:oslab@$LOOPBACK:3306/$1?charset=utf8
max_pool_size = 5
max_overflow = 30"
}

login() {
    echo "auth_type = password
auth_url = http://$LOOPBACK:5000/v3
username = $1
password = $SERVICE_PASSWORD
project_name = service
user_domain_name = Default
project_domain_name = Default
region_name = RegionOne"
}

keystone_authtoken() { # USER: and, by it, the type in the catalog, by which the access rules of credentials name the service
    local -A types=([placement]=placement [glance]=image [nova]=compute [neutron]=network [cinder]=volumev3 [heat]=orchestration)
    echo "[keystone_authtoken]
service_type = ${types[$1]}
www_authenticate_uri = http://$LOOPBACK:5000/v3
memcached_servers = $LOOPBACK:11211
service_token_roles = service
service_token_roles_required = true
$(login "$1")"
}

common() {
    echo "transport_url = $TRANSPORT
debug = ${LAB_DEBUG:-false}
graceful_shutdown_timeout = 3
log_dir = $LOGS"
}

notifications() { # on, to the topic that telemetry and our program share
    echo "[oslo_messaging_notifications]
driver = messagingv2
topics = notifications
transport_url = $TRANSPORT
[oslo_concurrency]
lock_path = $DATA/$1/lock"
}

configure_keystone() {
    cat >"$ETC/keystone/keystone.conf" <<C
[DEFAULT]
transport_url = $TRANSPORT
log_file = $LOGS/keystone.log
max_token_size = 512
[database]
$(database keystone)
[token]
provider = fernet
expiration = 14400
[fernet_tokens]
key_repository = $DATA/keystone/fernet
[credential]
key_repository = $DATA/keystone/credential
[cache]
enabled = true
backend = dogpile.cache.memcached
memcache_servers = $LOOPBACK:11211
$(notifications keystone)
C
}

configure_placement() {
    cat >"$ETC/placement/placement.conf" <<C
[DEFAULT]
log_file = $LOGS/placement.log
[placement_database]
$(database placement)
[api]
auth_strategy = keystone
$(keystone_authtoken placement)
C
}

configure_glance() {
    mkdir -p "$DATA"/glance/{images,staging,tasks}
    cat >"$ETC/glance/glance-api.conf" <<C
[DEFAULT]
$(common glance)
log_file = glance-api.log
bind_host = $LOOPBACK
bind_port = 9292
workers = 1
enabled_backends = lab:file
node_staging_uri = file://$DATA/glance/staging
[glance_store]
default_backend = lab
[lab]
filesystem_store_datadir = $DATA/glance/images
[os_glance_staging_store]
filesystem_store_datadir = $DATA/glance/staging
[os_glance_tasks_store]
filesystem_store_datadir = $DATA/glance/tasks
[database]
$(database glance)
[paste_deploy]
flavor = keystone
config_file = $UNPACK_DIR/usr/share/glance-common/glance-api-paste.ini
$(notifications glance)
$(keystone_authtoken glance)
C
}

configure_nova() {
    cat >"$ETC/nova/nova.conf" <<C
[DEFAULT]
$(common nova)
my_ip = $LOOPBACK
host = lab-compute-1
compute_driver = fake.FakeDriver
state_path = $DATA/nova
osapi_compute_listen = $LOOPBACK
osapi_compute_listen_port = 8774
osapi_compute_workers = 1
enabled_apis = osapi_compute
allow_resize_to_same_host = true
vif_plugging_is_fatal = false
vif_plugging_timeout = 0
report_interval = 10
reclaim_instance_interval = ${LAB_RECLAIM_INSTANCE_INTERVAL:-0}
service_down_time = 3600
[notifications]
notify_on_state_change = vm_and_task_state
notification_format = both
default_level = INFO
[api]
auth_strategy = keystone
[wsgi]
api_paste_config = $UNPACK_DIR/usr/share/nova-common/api-paste.ini
[api_database]
$(database nova_api)
[database]
$(database nova)
[conductor]
workers = 1
[scheduler]
workers = 1
discover_hosts_in_cells_interval = 15
[vnc]
enabled = false
[glance]
api_servers = http://$LOOPBACK:9292
[cinder]
catalog_info = volumev3::publicURL
os_region_name = RegionOne
$(login nova | grep -v region_name)
[placement]
$(login placement)
[neutron]
$(login neutron)
[service_user]
send_service_user_token = true
$(login nova)
[quota]
instances = 500
cores = -1
ram = -1
server_groups = 100
[filter_scheduler]
track_instance_changes = true
$(notifications nova)
$(keystone_authtoken nova)
C
}

configure_neutron() {
    cat >"$ETC/neutron/neutron.conf" <<C
[DEFAULT]
$(common neutron)
bind_host = $LOOPBACK
bind_port = 9696
core_plugin = ml2
service_plugins = oslab_router
api_workers = 2
rpc_workers = 1
rpc_state_report_workers = 0
api_paste_config = $UNPACK_DIR/usr/share/neutron-common/api-paste.ini
state_path = $DATA/neutron
notify_nova_on_port_status_changes = true
notify_nova_on_port_data_changes = true
dhcp_agent_notification = false
[ml2]
type_drivers = flat,vlan,vxlan,local
tenant_network_types = vxlan
mechanism_drivers = oslab
extension_drivers = port_security
[ml2_type_flat]
flat_networks = *
[ml2_type_vxlan]
vni_ranges = 1:2000
[securitygroup]
enable_security_group = true
[quotas]
quota_network = 500
quota_subnet = 500
quota_port = 5000
quota_router = 100
quota_floatingip = 200
[nova]
$(login nova)
[placement]
$(login placement)
[database]
$(database neutron)
$(notifications neutron)
$(keystone_authtoken neutron)
C
}

configure_cinder() {
    cat >"$ETC/cinder/cinder.conf" <<C
[DEFAULT]
$(common cinder)
my_ip = $LOOPBACK
host = lab-volume-1
auth_strategy = keystone
osapi_volume_listen = $LOOPBACK
osapi_volume_listen_port = 8776
osapi_volume_workers = 1
api_paste_config = $UNPACK_DIR/usr/share/cinder-common/api-paste.ini
resource_query_filters_file = $UNPACK_DIR/etc/cinder/resource_filters.json
state_path = $DATA/cinder
glance_api_servers = http://$LOOPBACK:9292
enabled_backends = lab
quota_volumes = 1000
quota_gigabytes = 100000
service_down_time = 3600
[lab]
volume_driver = oslab.volume.LabVolumeDriver
volume_backend_name = lab
[coordination]
backend_url = file://$DATA/cinder
[nova]
$(login nova)
[service_user]
send_service_user_token = true
$(login cinder)
[database]
$(database cinder)
$(notifications cinder)
$(keystone_authtoken cinder)
C
}

configure_heat() {
    cat >"$ETC/heat/heat.conf" <<C
[DEFAULT]
$(common heat)
num_engine_workers = 1
action_retry_limit = 1
region_name_for_services = RegionOne
heat_metadata_server_url = http://$LOOPBACK:8000
heat_waitcondition_server_url = http://$LOOPBACK:8000/v1/waitcondition
stack_user_domain_name = heat
stack_domain_admin = heat_domain_admin
stack_domain_admin_password = $SERVICE_PASSWORD
auth_encryption_key = 0123456789abcdef0123456789abcdef
environment_dir = $UNPACK_DIR/etc/heat/environment.d
template_dir = $UNPACK_DIR/etc/heat/templates
plugin_dirs = $ETC/heat/plugins
[heat_api]
bind_host = $LOOPBACK
bind_port = 8004
workers = 1
[paste_deploy]
api_paste_config = $UNPACK_DIR/etc/heat/api-paste.ini
[oslo_policy]
policy_file = $ETC/heat/policy.yaml
[trustee]
$(login heat | grep -v -e project_ -e region_)
[clients]
endpoint_type = publicURL
[clients_keystone]
auth_uri = http://$LOOPBACK:5000
[database]
$(database heat)
$(notifications heat)
$(keystone_authtoken heat)
C
}

configure_heat_policy() { # Heat re-reads this file when it changes, so an edited one is left alone
    local policy=$ETC/heat/policy.yaml
    [ -f "$policy" ] && return 0
    if [ "$LAB_HEAT_GLOBAL_INDEX" = stock ]; then
        echo '{}' >"$policy"
    else
        echo "\"stacks:global_index\": \"$LAB_HEAT_GLOBAL_INDEX\"" >"$policy"
    fi
}

configure_services() {
    local service
    TRANSPORT="rabbit://$RABBIT@$LOOPBACK:5672/"
    for service in keystone placement glance nova neutron cinder heat; do
        mkdir -p "$ETC/$service" "$DATA/$service/lock"
        "configure_$service"
    done
    configure_heat_policy
}
