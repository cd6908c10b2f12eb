#!/usr/bin/env python3
"""Make many accounts and subscriptions, then time the reads.

bulk.py ACCOUNTS SUBSCRIPTIONS_EACH [--time-only]
Uses KILLBILL_PORT, KILLBILL_USER and the rest as up.sh does, and only Python's own library.
"""
import base64
import http.client
import json
import os
import queue
import sys
import threading
import time
import uuid

PORT = int(os.environ.get("KILLBILL_PORT", "8080"))
USER = os.environ.get("KILLBILL_USER", "admin")
PASSWORD = os.environ.get("KILLBILL_PASSWORD", "password")
HEAD = {
    "Authorization": "Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode(),
    "X-Killbill-ApiKey": os.environ.get("KILLBILL_APIKEY", "concertim"),
    "X-Killbill-ApiSecret": os.environ.get("KILLBILL_APISECRET", "concertim-secret"),
    "X-Killbill-CreatedBy": "bulk",
    "Content-Type": "application/json",
    "Accept": "application/json",
}
local = threading.local()


def call(method, path, body=None, extra=None):
    if not hasattr(local, "c"):
        local.c = http.client.HTTPConnection("127.0.0.1", PORT, timeout=300)
    local.c.request(
        method, path, json.dumps(body) if body is not None else None, {**HEAD, **(extra or {})}
    )
    r = local.c.getresponse()
    data = r.read()
    if r.status >= 400:
        raise RuntimeError(f"{method} {path}: {r.status} {data[:300]}")
    return r, data


def made(path, body):
    r, _ = call("POST", path, body)
    loc = r.getheader("Location", "")
    return loc.rstrip("/").split("/")[-1] if loc else None


def one_account(n, subs, today):
    project = uuid.uuid4().hex
    a = made(
        "/1.0/kb/accounts",
        {
            "name": f"Bulk {n}",
            "externalKey": f"bulk-{project}",
            "currency": "USD",
            "billCycleDayLocal": 1,
        },
    )
    made(f"/1.0/kb/accounts/{a}/customFields", [{"name": "project_cloud_id", "value": project}])
    made("/1.0/kb/credits?autoCommit=true", [{"accountId": a, "amount": 50, "currency": "USD"}])
    for _ in range(subs):
        stack = str(uuid.uuid4())
        s = made(
            "/1.0/kb/subscriptions",
            {
                "accountId": a,
                "planName": os.environ.get("KILLBILL_PLAN", "openstack-standard-monthly"),
            },
        )
        made(
            f"/1.0/kb/subscriptions/{s}/customFields",
            [
                {"name": "openstack_stack_id", "value": stack},
                {"name": "openstack_metering_enabled", "value": "true"},
            ],
        )
        call(
            "POST",
            "/1.0/kb/usages",
            {
                "subscriptionId": s,
                "unitUsageRecords": [
                    {
                        "unitType": "openstack-billed-instance",
                        "usageRecords": [{"recordDate": today, "amount": 5}],
                    }
                ],
            },
        )


def seed(accounts, subs):
    today = json.loads(call("GET", "/1.0/kb/test/clock")[1])["localDate"]
    todo = queue.Queue()
    for n in range(accounts):
        todo.put(n)

    def work():
        while True:
            try:
                n = todo.get_nowait()
            except queue.Empty:
                return
            one_account(n, subs, today)

    t = time.time()
    ts = [threading.Thread(target=work) for _ in range(4)]
    for x in ts:
        x.start()
    for x in ts:
        x.join()
    del local.c  # idle since the first call: the server has closed it
    print(
        f"seeded {accounts} accounts x {subs} subscriptions in {time.time() - t:.1f} s", flush=True
    )


def timed(label, method, path, body=None, repeat=3, extra=None):
    best = None
    for _ in range(repeat):
        t = time.time()
        r, data = call(method, path, body, extra)
        best = min(best, time.time() - t) if best is not None else time.time() - t
    n = ""
    if r.getheader("Content-Type", "").startswith("application/json") and not r.getheader(
        "Content-Encoding"
    ):
        v = json.loads(data)
        n = f"{len(v)} rows" if isinstance(v, list) else "1 object"
    print(f"{best * 1000:8.1f} ms {len(data):9d} bytes {n:>10}  {label}", flush=True)
    return r, data


if __name__ == "__main__":
    accounts, subs = int(sys.argv[1]), int(sys.argv[2])
    if "--time-only" not in sys.argv:
        seed(accounts, subs)
    for limit in (100, 1000, 100000):
        r, _ = timed(
            f"customFields/pagination limit={limit}",
            "GET",
            f"/1.0/kb/customFields/pagination?limit={limit}",
        )
    print({k: v for k, v in r.getheaders() if "Pagination" in k and "Access" not in k})
    for key in ("openstack_stack_id", "project_cloud_id"):
        timed(
            f"customFields/search/{key} limit=100000",
            "GET",
            f"/1.0/kb/customFields/search/{key}?limit=100000",
        )
    r, f = timed(
        "customFields/search?objectType=SUBSCRIPTION&fieldName=openstack_stack_id limit=100000",
        "GET",
        "/1.0/kb/customFields/search?objectType=SUBSCRIPTION&fieldName=openstack_stack_id&limit=100000",
    )
    fields = json.loads(f)
    sub = fields[-1]["objectId"]
    timed(
        "customFields/search/<one stack id>",
        "GET",
        f"/1.0/kb/customFields/search/{fields[-1]['value']}",
    )
    timed(
        "customFields/search?objectType&fieldName&fieldValue",
        "GET",
        f"/1.0/kb/customFields/search?objectType=SUBSCRIPTION&fieldName=openstack_stack_id&fieldValue={fields[-1]['value']}",
    )
    r, s = timed("subscriptions/{id}", "GET", f"/1.0/kb/subscriptions/{sub}")
    a = json.loads(s)["accountId"]
    for limit in (100, 1000, 100000):
        timed(
            f"accounts/pagination limit={limit}",
            "GET",
            f"/1.0/kb/accounts/pagination?limit={limit}",
        )
        timed(
            f"accounts/pagination +accountWithBalanceAndCBA limit={limit}",
            "GET",
            f"/1.0/kb/accounts/pagination?accountWithBalanceAndCBA=true&limit={limit}",
            repeat=2,
        )
    timed(
        "accounts/{id}?accountWithBalanceAndCBA=true",
        "GET",
        f"/1.0/kb/accounts/{a}?accountWithBalanceAndCBA=true",
    )
    for limit in (100, 1000, 100000):
        timed(
            f"bundles/pagination limit={limit}",
            "GET",
            f"/1.0/kb/bundles/pagination?limit={limit}",
            repeat=2,
        )
    timed(
        "bundles/pagination limit=100000 gzip",
        "GET",
        "/1.0/kb/bundles/pagination?limit=100000",
        repeat=1,
        extra={"Accept-Encoding": "gzip"},
    )
    timed("accounts/{id}/bundles", "GET", f"/1.0/kb/accounts/{a}/bundles")
    timed(
        "accounts/{id}/bundles?bundlesFilter=active",
        "GET",
        f"/1.0/kb/accounts/{a}/bundles?bundlesFilter=active",
    )
    timed(
        "accounts/{id}/allCustomFields",
        "GET",
        f"/1.0/kb/accounts/{a}/allCustomFields?objectType=SUBSCRIPTION",
    )
    timed("invoices/pagination limit=100000", "GET", "/1.0/kb/invoices/pagination?limit=100000")
    timed(
        "accounts/{id}/invoices?withItems",
        "GET",
        f"/1.0/kb/accounts/{a}/invoices?includeInvoiceComponents=true",
    )
    timed(
        "usages/{sub} wide", "GET", f"/1.0/kb/usages/{sub}?startDate=2020-01-01&endDate=2100-01-01"
    )
    timed(
        "usages/{sub}/{unit} wide",
        "GET",
        f"/1.0/kb/usages/{sub}/openstack-billed-instance?startDate=2020-01-01&endDate=2100-01-01",
    )
    timed(
        "invoices/dryRun UPCOMING",
        "POST",
        f"/1.0/kb/invoices/dryRun?accountId={a}",
        {"dryRunType": "UPCOMING_INVOICE"},
    )
