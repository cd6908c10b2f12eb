# Debian's packages: installed where missing, without letting their own scripts start anything.

PACKAGES="rabbitmq-server mariadb-server memcached uwsgi-core uwsgi-plugin-python3
    python3-keystone python3-placement python3-nova python3-glance python3-neutron python3-cinder
    python3-heat python3-openstackclient python3-heatclient python3-pymysql python3-memcache
    python3-pika python3-requests"
# Their default configuration is unpacked, not installed: installing them asks debconf questions.
UNPACKED="nova-common heat-common cinder-common neutron-common glance-common"
UNPACK_DIR=$OPENSTACK_LAB_DIR/pkg

missing_packages() {
    local package
    for package in $PACKAGES; do
        dpkg-query -W -f='${Status}\n' "$package" 2>/dev/null | grep -q 'ok installed' || echo "$package"
    done
}

install_packages() {
    local missing
    missing=$(missing_packages)
    [ -n "$missing" ] || return 0
    say "installing packages"
    if [ ! -e /usr/sbin/policy-rc.d ]; then
        printf '#!/bin/sh\nexit 101\n' >/usr/sbin/policy-rc.d
        chmod 755 /usr/sbin/policy-rc.d
        trap 'rm -f /usr/sbin/policy-rc.d' EXIT
    fi
    apt-cache policy python3-nova 2>/dev/null | grep -q 'Candidate: [0-9]' ||
        apt-get update >>"$LOGS/apt.log" 2>&1
    # shellcheck disable=SC2086 # one argument per package
    DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=900 -y --no-install-recommends \
        install $missing >>"$LOGS/apt.log" 2>&1 || die "apt-get install (see $LOGS/apt.log)"
}

unpack_configuration() {
    [ -f "$OPENSTACK_LAB_DIR/done/pkg" ] && return 0
    say "unpacking the configuration files of the *-common packages"
    mkdir -p "$UNPACK_DIR"
    # shellcheck disable=SC2086 # one argument per package
    (
        cd "$UNPACK_DIR" &&
            apt-get -o APT::Sandbox::User=root download $UNPACKED &&
            for deb in *.deb; do dpkg -x "$deb" . || exit 1; done
    ) >>"$LOGS/apt.log" 2>&1 || die "apt-get download (see $LOGS/apt.log)"
    touch "$OPENSTACK_LAB_DIR/done/pkg"
}
