#!/usr/bin/env python3
"""Fetch what a view sync needs in the fewest calls: fast.py PORT CONCURRENCY [--noparse].

Raw asyncio streams, keep-alive, at most CONCURRENCY requests at a time, bodies parsed with json."""
import asyncio
import base64
import json
import resource
import sys
import time
import urllib.request

port, conc = int(sys.argv[1]), int(sys.argv[2])
parse = (lambda b: b) if "--noparse" in sys.argv else json.loads
C = json.load(urllib.request.urlopen("http://127.0.0.1:%d/_sim/config" % port))["credentials"]
calls = 0
got = 0


class Pool:
    def __init__(self):
        self.free = []
        self.sem = asyncio.Semaphore(conc)

    async def req(self, method, path, headers="", body=b""):
        global calls, got
        async with self.sem:
            calls += 1
            r, w = (
                self.free.pop()
                if self.free
                else await asyncio.open_connection("127.0.0.1", port, limit=1 << 22)
            )
            w.write(
                (
                    "%s %s HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n%s\r\n"
                    % (method, path, len(body), headers)
                ).encode()
                + body
            )
            head = await r.readuntil(b"\r\n\r\n")
            n = int(head.lower().split(b"content-length:")[1].split(b"\r")[0])
            data = await r.readexactly(n)
            got += len(head) + n
            self.free.append((r, w))
            assert head[9:11] == b"20", (path, head)
            return head.decode(), data


async def main():
    p = Pool()
    t0 = time.perf_counter()
    res = {}
    racks = []

    async def concertim():
        h, _ = await p.req(
            "POST",
            "/concertim/users/sign_in.json",
            "",
            json.dumps(
                {"user": {"login": C["concertim"]["login"], "password": C["concertim"]["password"]}}
            ).encode(),
        )
        tok = h.split("Authorization: ")[1].split("\r")[0]

        async def one(k):
            res[k] = parse(
                (await p.req("GET", "/concertim/api/v1/" + k, "Authorization: %s\r\n" % tok))[1]
            )

        await asyncio.gather(*map(one, ("users", "teams", "templates", "racks", "devices")))

    async def killbill():
        k = C["killbill"]
        h = "Authorization: Basic %s\r\nX-Killbill-ApiKey: %s\r\nX-Killbill-ApiSecret: %s\r\n" % (
            base64.b64encode((k["username"] + ":" + k["password"]).encode()).decode(),
            k["apikey"],
            k["apisecret"],
        )

        async def pages(what):
            off, out = 0, []
            while True:
                hd, b = await p.req(
                    "GET", "/killbill/1.0/kb/%s/pagination?offset=%d&limit=1000" % (what, off), h
                )
                out.append(parse(b))
                if "NextPageUri" not in hd:
                    break
                off += 1000
            res["kb_" + what] = out

        await asyncio.gather(*map(pages, ("customFields", "bundles", "accounts")))

    async def openstack():
        o = C["openstack"]
        h, b = await p.req(
            "POST",
            "/keystone/v3/auth/tokens",
            "",
            json.dumps(
                {
                    "auth": {
                        "identity": {
                            "methods": ["password"],
                            "password": {
                                "user": {
                                    "name": o["username"],
                                    "domain": {"id": "default"},
                                    "password": o["password"],
                                }
                            },
                        },
                        "scope": {"project": {"id": o["project_id"]}},
                    }
                }
            ).encode(),
        )
        a = "X-Auth-Token: %s\r\n" % h.split("X-Subject-Token: ")[1].split("\r")[0]
        pid = o["project_id"]

        async def one(name, path):
            res[name] = parse((await p.req("GET", path, a))[1])
            return res[name]

        async def paged(name, path, links):
            out = []
            url = path
            while url:
                d = json.loads((await p.req("GET", url, a))[1])
                out.append(d)
                url = next((x["href"] for x in d.get(links, []) if x["rel"] == "next"), None)
                if url:
                    url = "/" + url.split("/", 3)[3]
            res[name] = out

        async def stacks():
            d = json.loads((await p.req("GET", "/heat/v1/%s/stacks" % pid, a))[1])["stacks"]

            async def stack(s):
                u = "/heat/v1/%s/stacks/%s/%s" % (s["project"], s["stack_name"], s["id"])
                await asyncio.gather(
                    one(s["id"] + "r", u + "/resources?nested_depth=2"), one(s["id"] + "d", u)
                )

            await asyncio.gather(*map(stack, d))
            res["nstacks"] = len(d)

        await asyncio.gather(
            stacks(),
            paged("servers", "/nova/v2.1/servers/detail?all_tenants=1", "servers_links"),
            paged("volumes", "/cinder/v3/%s/volumes/detail?all_tenants=1" % pid, "volumes_links"),
            one("networks", "/neutron/v2.0/networks"),
            one("flavors", "/nova/v2.1/flavors/detail"),
            one("groups", "/nova/v2.1/os-server-groups?all_projects=1"),
            one("projects", "/keystone/v3/projects"),
        )

    await asyncio.gather(concertim(), killbill(), openstack())
    dt = time.perf_counter() - t0
    ru = resource.getrusage(resource.RUSAGE_SELF)
    print(
        json.dumps(
            {
                "conc": conc,
                "wall_s": round(dt, 3),
                "calls": calls,
                "bytes": got,
                "stacks": res["nstacks"],
                "servers": sum(len(d["servers"]) for d in res["servers"]),
                "cpu_s": round(ru.ru_utime + ru.ru_stime, 2),
                "rss_mb": round(ru.ru_maxrss / 1024, 1),
            }
        )
    )


asyncio.run(main())
