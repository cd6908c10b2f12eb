# RabbitMQ, MariaDB and memcached: what listens already is used as it is, what does not is started.

MYSQL=(mysql --no-defaults --protocol=tcp -h "$LOOPBACK" -P 3306 -uroot)
if [ -n "${LAB_DB_ROOT_PASSWORD:-}" ]; then MYSQL+=("-p$LAB_DB_ROOT_PASSWORD"); fi

needs_ours() { alive "$1" || ! port_open "$2"; } # NAME PORT: nobody else serves this port

start_rabbitmq() {
    local home=$OPENSTACK_LAB_DIR/rabbitmq
    mkdir -p "$home"/{mnesia,log}
    cat >"$home/rabbitmq.conf" <<C
listeners.tcp.local = $LOOPBACK:5672
default_user = guest
default_pass = guest
default_vhost = /
default_user_tags.administrator = true
loopback_users.guest = true
log.console = false
vm_memory_high_watermark.absolute = 1GB
C
    echo '[].' >"$home/enabled_plugins"
    # Erlang's port mapper on a port of its own, so that a machine's usual one is not disturbed.
    cat >"$home/env" <<C
export HOME="$home" ERL_EPMD_ADDRESS=$LOOPBACK ERL_EPMD_PORT=14369 RABBITMQ_NODENAME=oslab@localhost
export RABBITMQ_MNESIA_BASE="$home/mnesia" RABBITMQ_LOG_BASE="$home/log"
export RABBITMQ_CONFIG_FILE="$home/rabbitmq" RABBITMQ_CONF_ENV_FILE=/nonexistent
export RABBITMQ_ENABLED_PLUGINS_FILE="$home/enabled_plugins"
export RABBITMQ_NODE_IP_ADDRESS=$LOOPBACK RABBITMQ_DIST_PORT=25672
export RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS="-kernel inet_dist_use_interface {127,0,0,1} +sbwt none +sbwtdcpu none +sbwtdio none"
export RABBITMQ_CTL_ERL_ARGS="-kernel inet_dist_use_interface {127,0,0,1}"
C
    start epmd env ERL_EPMD_ADDRESS=$LOOPBACK epmd -address $LOOPBACK -port 14369
    # shellcheck disable=SC2016 # $1 is the inner shell's
    start rabbitmq bash -c '. "$1/env"; exec /usr/lib/rabbitmq/bin/rabbitmq-server' rabbit "$home"
}

start_mariadb() {
    local data=$OPENSTACK_LAB_DIR/mysql
    if [ ! -d "$data/mysql" ]; then
        mkdir -p "$data"
        mysql_install_db --no-defaults --auth-root-authentication-method=normal --user=root \
            --datadir="$data" --skip-test-db >>"$LOGS/mysql_install.log" 2>&1 || die "mysql_install_db"
    fi
    # No durability: the lab's data is worth less than the time that syncing takes.
    start mariadb /usr/sbin/mariadbd --no-defaults --user=root --datadir="$data" \
        --bind-address=$LOOPBACK --port=3306 --socket="$data/lab.sock" --pid-file="$data/lab.pid" \
        --max-connections=1000 --skip-name-resolve --skip-log-bin \
        --innodb-flush-log-at-trx-commit=0 --innodb-doublewrite=0 --innodb-flush-method=nosync \
        --innodb-buffer-pool-size=512M \
        --character-set-server=utf8mb3 --collation-server=utf8mb3_general_ci
}

rabbit_admits() { # USER:PASSWORD
    /usr/bin/python3 - "${1%%:*}" "${1#*:}" <<'P' 2>/dev/null
import sys, pika
login = pika.PlainCredentials(sys.argv[1], sys.argv[2])
pika.BlockingConnection(
    pika.ConnectionParameters('127.0.0.1', 5672, '/', login, blocked_connection_timeout=5)).close()
P
}

find_rabbit_login() { # sets RABBIT to the USER:PASSWORD that this RabbitMQ admits
    local login tries
    RABBIT=
    # One that we started may listen before it has made its user.
    tries=$(alive rabbitmq && echo 30 || echo 3)
    while ((tries-- > 0)); do
        for login in openstack:openstack guest:guest \
            "${LAB_RABBIT_USER:-guest}:${LAB_RABBIT_PASSWORD:-guest}"; do
            if rabbit_admits "$login"; then
                RABBIT=$login
                return 0
            fi
        done
        sleep 1
    done
    die "cannot log in to the RabbitMQ on $LOOPBACK:5672"
}

make_databases() {
    local database host
    for _ in $(seq 30); do
        "${MYSQL[@]}" -e 'select 1' >/dev/null 2>&1 && break
        sleep 1
    done
    {
        for database in keystone glance placement nova_api nova nova_cell0 neutron cinder heat; do
            echo "CREATE DATABASE IF NOT EXISTS $database CHARACTER SET utf8mb3;"
        done
        for host in 127.0.0.1 localhost; do
            echo "CREATE USER IF NOT EXISTS 'oslab'@'$host' IDENTIFIED BY 'oslab';"
            echo "GRANT ALL ON *.* TO 'oslab'@'$host';"
        done
    } | "${MYSQL[@]}" 2>"$LOGS/mysql_create.log" ||
        die "cannot make the databases as root of the MariaDB on $LOOPBACK:3306"
    local tables="select count(*) from information_schema.tables where table_schema = 'keystone'"
    if [ "$("${MYSQL[@]}" -N -e "$tables")" = 0 ]; then
        # A new database under an old OPENSTACK_LAB_DIR: everything in it is to be made again.
        rm -f "$OPENSTACK_LAB_DIR"/done/{keystone,users,glance,placement,neutron,heat,nova,cinder,hosts,mq}
    fi
    alive mariadb ||
        "${MYSQL[@]}" -e 'SET GLOBAL max_connections = GREATEST(@@max_connections, 600)' 2>/dev/null
}

start_backing_services() {
    if needs_ours rabbitmq 5672; then start_rabbitmq; fi
    if needs_ours mariadb 3306; then start_mariadb; fi
    if needs_ours memcached 11211; then
        start memcached memcached -l $LOOPBACK -p 11211 -U 0 -u nobody -m 64
    fi
    wait_port 3306 60 MariaDB
    wait_port 11211 20 memcached
    wait_port 5672 90 RabbitMQ
    find_rabbit_login
    make_databases
    cat >"$OPENSTACK_LAB_DIR/found.env" <<C
export LAB_RABBIT_USER=${RABBIT%%:*} LAB_RABBIT_PASSWORD=${RABBIT#*:}
export LAB_RABBIT_URL=amqp://$RABBIT@127.0.0.1:5672/%2F
C
    say "RabbitMQ (user ${RABBIT%%:*}), MariaDB and memcached are up"
}
