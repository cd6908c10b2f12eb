#!/usr/bin/env bash
# Brings up OpenStack and Kill Bill together, and writes a config.yaml that points our program at them.
#
#   up.sh [CONFIG]        where to write config.yaml; default $LAB_DIR/config.yaml
#
# Kill Bill learns the real cloud: an account for every CM_ project, an active subscription for every
# stack in it. Labs that run already are used as they are. Running it again adds what is missing.
set -euo pipefail
shopt -s inherit_errexit
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$HERE/env.sh"
mkdir -p "$LAB_DIR"
CONFIG=${1:-$LAB_DIR/config.yaml}

bring_up() { # NAME ARGUMENTS...
    local name=$1
    shift
    # Noted before the start, so that down.sh also ends one that came up only half.
    if ! "${name}_running"; then echo "$name" >>"$STARTED"; fi
    "$HERE/$name/up.sh" "$@"
}

cloud_teams() {
    (
        . "$HERE/openstack/env.sh"
        PYTHONDONTWRITEBYTECODE=1 /usr/bin/python3 "$HERE/openstack/lib/teams.py"
    )
}

write_config() {
    # shellcheck disable=SC1091,SC2031
    . "$OPENSTACK_LAB_DIR/found.env" # LAB_RABBIT_USER, LAB_RABBIT_PASSWORD
    cat >"$CONFIG" <<YAML
# Written by etc/lab/up.sh for the servers it brought up. Every password here is the lab's own.
log_level: "INFO"
cloud_type: "openstack"
billing_platform: "killbill"
message_queue: "rmq"

concertim:
  concertim_url: "$CONCERTIM_URL"
  concertim_username: "$CONCERTIM_USER"
  concertim_password: "$CONCERTIM_PASSWORD"
  default_rack_height: 42

openstack:
  auth_url: "http://127.0.0.1:5000/v3"
  username: "concertim"
  password: "password"
  # Not project_name: the Python services ignore that name, and this file works for them too.
  admin_project_name: "admin"
  user_domain_name: "Default"
  project_domain_name: "Default"

rmq:
  rmq_username: "$LAB_RABBIT_USER"
  rmq_password: "$LAB_RABBIT_PASSWORD"
  rmq_address: "127.0.0.1"
  rmq_port: "5672"
  rmq_path: "/"

killbill:
  api_host: "$KILLBILL_URL"
  username: "$KILLBILL_USER"
  password: "$KILLBILL_PASSWORD"
  apikey: "$KILLBILL_APIKEY"
  apisecret: "$KILLBILL_APISECRET"
  plan_name: "$KILLBILL_PLAN"
YAML
}

bring_up openstack
teams=$(cloud_teams)
# shellcheck disable=SC2086 # one argument per team
bring_up killbill ${teams:-none}
write_config
echo "the lab is up after $SECONDS s; config: $CONFIG"
