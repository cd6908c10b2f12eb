# Source me. Where the lab listens and how to log in; everything may be overridden beforehand.
: "${OPENSTACK_LAB_DIR:=${TMPDIR:-/tmp}/openstack-lab}"
export OPENSTACK_LAB_DIR
# What up.sh found or chose (for example a RabbitMQ that was there already).
[ -f "$OPENSTACK_LAB_DIR/found.env" ] && . "$OPENSTACK_LAB_DIR/found.env"
export OS_AUTH_URL=http://127.0.0.1:5000/v3
export OS_IDENTITY_API_VERSION=3
export OS_USERNAME=${OS_USERNAME:-admin}
export OS_PASSWORD=${OS_PASSWORD:-password}
export OS_PROJECT_NAME=${OS_PROJECT_NAME:-admin}
export OS_USER_DOMAIN_NAME=Default
export OS_PROJECT_DOMAIN_NAME=Default
export OS_REGION_NAME=RegionOne
export OS_INTERFACE=public
export LAB_KEYSTONE_URL=http://127.0.0.1:5000/v3
export LAB_PLACEMENT_URL=http://127.0.0.1:8778
export LAB_GLANCE_URL=http://127.0.0.1:9292
export LAB_NOVA_URL=http://127.0.0.1:8774/v2.1
export LAB_NEUTRON_URL=http://127.0.0.1:9696
export LAB_CINDER_URL=http://127.0.0.1:8776/v3 # + /{project_id}
export LAB_HEAT_URL=http://127.0.0.1:8004/v1   # + /{project_id}
export LAB_RABBIT_URL=${LAB_RABBIT_URL:-amqp://guest:guest@127.0.0.1:5672/%2F}
export LAB_NOTIFICATION_QUEUE=notifications.info
# Users (password of each: $LAB_USER_PASSWORD): concertim cloudkitty CM_alice CM_bob dave watcher_only reader_only sysreader
export LAB_USER_PASSWORD=${LAB_USER_PASSWORD:-password}
export NO_PROXY=127.0.0.1,localhost no_proxy=127.0.0.1,localhost
