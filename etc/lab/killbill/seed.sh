# The tenant, its price list, accounts, subscriptions. Every function makes only what is missing.
# Sourced by up.sh.

ANSWER=$KILLBILL_LAB_DIR/tmp/answer
HEADERS=$KILLBILL_LAB_DIR/tmp/headers

has() { # PATH TEXT: whether the answer holds the text
    local answer
    answer=$(kb GET "$1")
    [[ $answer == *"$2"* ]]
}

found() { # PATH FIELD: the first value of FIELD in the answer, or nothing
    kb GET "$1" | { grep -o "\"$2\":\"[^\"]*\"" || true; } | head -1 | cut -d'"' -f4
}

made() { # PATH JSON: makes one thing and prints the id its Location names
    local code
    code=$(kb POST "$1" -d "$2" -D "$HEADERS" -o "$ANSWER" -w '%{http_code}')
    [[ $code == 2* ]] || die "POST $1: $code $(cat "$ANSWER")"
    tr -d '\r' <"$HEADERS" | sed -n 's/^[Ll]ocation: .*\/\([0-9a-f-]\{36\}\).*$/\1/p' | head -1
}

field() { # KIND ID NAME VALUE: sets a custom field that is not there yet
    has "/1.0/kb/$1/$2/customFields" "\"name\":\"$3\"" && return 0
    made "/1.0/kb/$1/$2/customFields" "[{\"name\":\"$3\",\"value\":\"$4\"}]" >/dev/null
}

seed_tenant() {
    local code
    code=$(kb GET "/1.0/kb/tenants?apiKey=$KILLBILL_APIKEY" -o /dev/null -w '%{http_code}')
    [ "$code" != 200 ] || return 0
    code=$(kb POST /1.0/kb/tenants -o "$ANSWER" -w '%{http_code}' \
        -d "{\"apiKey\":\"$KILLBILL_APIKEY\",\"apiSecret\":\"$KILLBILL_APISECRET\",\"externalKey\":\"$KILLBILL_APIKEY\"}")
    [ "$code" = 201 ] || die "tenant: $code $(cat "$ANSWER")"
    say "tenant $KILLBILL_APIKEY made"
}

seed_catalog() {
    local code
    has /1.0/kb/catalog/xml "\"$KILLBILL_PLAN\"" && return 0
    code=$(kb POST /1.0/kb/catalog/xml --data-binary "@${KILLBILL_CATALOG:-$HERE/catalog.xml}" \
        -o "$ANSWER" -w '%{http_code}')
    [ "$code" = 201 ] || die "catalog: $code $(cat "$ANSWER")"
    # The tenant's old catalog stays cached for a moment.
    for _ in $(seq 60); do
        if has /1.0/kb/catalog/xml "\"$KILLBILL_PLAN\""; then
            say "price list uploaded"
            return 0
        fi
        sleep 0.5
    done
    die "the price list was taken but does not appear"
}

today() { # the server's date, which a test may have moved
    local date
    date=$(found /1.0/kb/test/clock localDate)
    echo "${date:-$(date -u +%F)}"
}

seed_account() { # PROJECT NUMBER: prints the account's id
    local account
    account=$(found "/1.0/kb/accounts?externalKey=lab-$1" accountId)
    if [ -z "$account" ]; then
        account=$(made /1.0/kb/accounts "{\"name\":\"Team $2\",\"externalKey\":\"lab-$1\",\"email\":\"team$2@lab.example\",\"currency\":\"USD\",\"billCycleDayLocal\":1}")
        made "/1.0/kb/credits?autoCommit=true" \
            "[{\"accountId\":\"$account\",\"amount\":$(($2 * 100)),\"currency\":\"USD\",\"description\":\"lab credit\"}]" >/dev/null
    fi
    field accounts "$account" project_cloud_id "$1"
    echo "$account"
}

used() { # UNIT AMOUNT: one unit's usage of today
    echo "{\"unitType\":\"openstack-billed-$1\",\"usageRecords\":[{\"recordDate\":\"$(today)\",\"amount\":$2}]}"
}

seed_subscription() { # ACCOUNT STACK NUMBER: prints the subscription's id
    local subscription fresh=no
    subscription=$(found "/1.0/kb/subscriptions?externalKey=lab-$2" subscriptionId)
    if [ -z "$subscription" ]; then
        fresh=yes
        subscription=$(made /1.0/kb/subscriptions \
            "{\"accountId\":\"$1\",\"externalKey\":\"lab-$2\",\"planName\":\"$KILLBILL_PLAN\"}")
    fi
    field subscriptions "$subscription" openstack_stack_id "$2"
    field subscriptions "$subscription" openstack_metering_enabled true
    if [ $fresh = yes ]; then
        made /1.0/kb/usages "{\"subscriptionId\":\"$subscription\",\"trackingId\":\"lab-$2\",\"unitUsageRecords\":[$(used instance $((12 * $3))),$(used volume.size $((20 * $3)))]}" >/dev/null
    fi
    echo "$subscription"
}

cancel_subscription() { # SUBSCRIPTION
    has "/1.0/kb/subscriptions/$1" '"cancelledDate":"' && return 0
    kb DELETE "/1.0/kb/subscriptions/$1?entitlementPolicy=IMMEDIATE&billingPolicy=IMMEDIATE" -f -o /dev/null ||
        die "cannot cancel $1"
}

seed_team() { # PROJECT=STACK,-STACK,... NUMBER
    local project=${1%%=*} stacks= account stack subscription cancel
    if [[ $1 == *=* ]]; then stacks=${1#*=}; fi
    account=$(seed_account "$project" "$2")
    echo "account $account project $project"
    for stack in ${stacks//,/ }; do
        cancel=no
        if [[ $stack == -* ]]; then cancel=yes; fi
        stack=${stack#-}
        subscription=$(seed_subscription "$account" "$stack" "$2")
        if [ $cancel = yes ]; then cancel_subscription "$subscription"; fi
        echo "subscription $subscription stack $stack cancelled $cancel"
    done
}
