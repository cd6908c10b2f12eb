#!/usr/bin/env python3
"""Simulator of an OpenStack cloud, a Concertim front end and a Kill Bill server.

One asyncio process, one port, path prefixes:
  /keystone/v3  /nova/v2.1[/{tenant}]  /heat/v1/{tenant}  /cinder/v3/{tenant}
  /neutron/v2.0  /concertim  /killbill/1.0/kb      and the control API /_sim/...

Standard library only (Python >= 3.9).  The world is deterministic for given
parameters.  Every object is serialised to JSON bytes at start; lists are joined
from those bytes and whole responses are cached until the next mutation, so the
server costs tens of microseconds per request.

Concertim's GETs carry a weak ETag and answer If-None-Match with 304, as Rails does.  Bodies of
1,000 bytes and more are sent as gzip to clients that accept it (--gzip).  Heat still knows deleted
stacks: show_deleted=True lists them, and by id they answer with DELETE_COMPLETE.

Control API (JSON, no auth):
  GET  /_sim/stats            counts by path pattern, concurrency, bytes, connections
  POST /_sim/reset            zero the counters  ({"world": true} rebuilds the world)
  GET  /_sim/config           the command line in effect, credentials, world size
  POST /_sim/config           change latency_ms, latency_per_item_us, error_rate,
                              slow_rate, slow_ms, error_status, workers at run time
  GET  /_sim/world            ids: ?kind=servers|stacks|projects|volumes|networks|racks|devices
  POST /_sim/mutate           {"op": ...} or a list of such objects; ops:
       add_server {stack|nth_stack, name?, vm_state?, where? direct|group}
       delete_server {id|nth}            server_status {id|nth, vm_state}
       add_stack {project|nth_project, servers?}   delete_stack {id|nth}
       stack_status {id|nth, status}     volume_status {id|nth, status}
       delete_volume {id|nth}            random {count}
       touch_stacks {share}
     As in Heat, what changes inside a nested stack (add_server where group, delete_server of a
     server there) moves status and updated_time of that nested stack only.  delete_server with
     via nova goes past Heat: the stack stands still and still lists the server.  touch_stacks
     changes this share of the top-level stacks (at least one, evenly spread, always the same
     ones): a server is added to each, or the one that was added before is removed.
  POST /_sim/fail             {"path": regex, "mode": "status|drop|hang|truncate|badjson|delay",
                               "status": 503, "times": n|null, "probability": 1.0,
                               "delay_ms": 0, "method": null, "retry_after": null}
  GET/DELETE /_sim/fail       list / clear the rules
  POST /_sim/revoke           forget all keystone and Concertim tokens (the next calls get 401)
"""
import argparse
import asyncio
import base64
import collections
import gzip
import hashlib
import json
import operator
import random
import re
import signal
import sys
import time
from email.utils import formatdate
from urllib.parse import parse_qsl, unquote, urlencode

import portal

DUMPS = json.JSONEncoder(separators=(", ", ": ")).encode
EPOCH = 1704067200  # 2024-01-01T00:00:00Z: creation time of the first object
ADMIN_USER, ADMIN_PASS = "admin", "secret"
KB_USER, KB_PASS, KB_KEY, KB_SECRET = "admin", "password", "bob", "lazar"
CT_USER, CT_PASS = "admin", "concertim-secret"

VM_TO_STATUS = {
    "active": "ACTIVE",
    "stopped": "SHUTOFF",
    "building": "BUILD",
    "error": "ERROR",
    "paused": "PAUSED",
    "suspended": "SUSPENDED",
    "deleted": "DELETED",
    "rescued": "RESCUE",
    "resized": "VERIFY_RESIZE",
}
COMPARISONS = {
    "gt": operator.gt,
    "gte": operator.ge,
    "lt": operator.lt,
    "lte": operator.le,
    "eq": operator.eq,
    "neq": operator.ne,
}
CINDER_NEWEST = 70
POWER = {"active": 1, "stopped": 4, "paused": 3, "suspended": 4}


def h(*parts):
    return hashlib.md5("/".join(map(str, parts)).encode()).hexdigest()


def hexid(*parts):
    return h(*parts)


def uid(*parts):
    d = h(*parts)
    return "%s-%s-4%s-a%s-%s" % (d[:8], d[8:12], d[13:16], d[17:20], d[20:])


def iso(t):
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(t))


def iso_us(t):
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(t)) + ".000000"


def parse_time(s):
    s = s.strip().replace("Z", "+00:00").replace(" ", "+") if "T" in s else s
    from datetime import datetime, timezone

    d = datetime.fromisoformat(s)
    return (d if d.tzinfo else d.replace(tzinfo=timezone.utc)).timestamp()


def time_filter(text):
    """Cinder's filter by time, such as gte:2026-11-27T06:00:00Z,lt:2026-11-27T07:00:00Z."""
    tests = []
    for part in text.split(","):
        name, _, when = part.partition(":")
        if name not in COMPARISONS:
            raise ValueError(part)
        tests.append((COMPARISONS[name], parse_time(when)))
    return lambda t: all(fits(t, when) for fits, when in tests)


class Obj:
    """A bag of attributes with a cache of serialised forms."""

    def __init__(self, **kw):
        self.js = {}
        self.__dict__.update(kw)

    def touch(self):
        self.js = {}
        self.updated = time.time()


class Resource:
    __slots__ = (
        "name",
        "type",
        "phys",
        "stack",
        "nested",
        "status",
        "reason",
        "required_by",
        "created",
        "js",
    )

    def __init__(self, name, rtype, phys, stack, nested=None, required_by=()):
        self.name, self.type, self.phys, self.stack, self.nested = name, rtype, phys, stack, nested
        self.status, self.reason = "CREATE_COMPLETE", "state changed"
        self.required_by = list(required_by)
        self.created = stack.created
        self.js = None


class World:
    def __init__(self, a):
        self.a = a
        self.gen = 0
        self.seq = 0
        self.made = 0
        self.base = "http://%s:%d" % (a.public_host, a.port)
        self.projects, self.users, self.roles = {}, {}, {}
        self.cm_projects = []
        self.flavors = {}
        self.stacks, self.top_stacks, self.deleted_stacks = {}, {}, {}
        self.servers, self.deleted_servers = {}, {}
        self.volumes, self.networks, self.groups = {}, {}, {}
        self.teams, self.ct_users, self.templates = {}, {}, {}
        self.racks, self.devices = {}, {}
        self.kb_accounts, self.kb_subs, self.kb_bundles, self.kb_fields = {}, {}, {}, {}
        self.kb_field_by_value = collections.defaultdict(list)
        self.kb_fields_of = collections.defaultdict(list)
        self.build()

    def tick(self):
        self.seq += 1
        return EPOCH + self.seq

    # ------------------------------------------------------------------ identity
    def add_project(self, name, **kw):
        p = Obj(id=hexid("project", name), name=name, created=self.tick(), **kw)
        self.projects[p.id] = p
        return p

    def add_user(self, name, password=None):
        u = Obj(
            id=hexid("user", name),
            name=name,
            password=password,
            created=self.tick(),
            email=name + "@example.org" if name.startswith("CM_") else None,
        )
        self.users[u.id] = u
        return u

    def build(self):
        a = self.a
        self.admin_project = self.add_project("admin")
        self.service_project = self.add_project("service")
        self.other_project = self.add_project("unmanaged")
        for n in ("admin", "member", "reader", "watcher", "rating", "heat_stack_owner", "service"):
            self.roles[hexid("role", n)] = Obj(id=hexid("role", n), name=n)
        self.admin = self.add_user(ADMIN_USER, ADMIN_PASS)
        for n in ("concertim", "cloudkitty", "nova", "heat", "cinder", "neutron"):
            self.add_user(n, ADMIN_PASS)
        vc = [1, 2, 4, 8, 16, 32]
        for i in range(max(3, a.flavors)):
            v = vc[i % 6]
            f = Obj(
                id=str(i + 1) if i < 5 else uid("flavor", i),
                name="m%d.v%d" % (i, v),
                vcpus=v,
                ram=2048 * v,
                disk=10 + 10 * (i % 4),
                created=self.tick(),
            )
            self.flavors[f.id] = f
        self.flavor_list = list(self.flavors.values())
        for i in range(a.projects):
            team = "team_%03d" % i if i % 3 else "team %03d" % i
            p = self.add_project("CM_" + team.replace(" ", "_"), team=team)
            p.index = i
            p.user = self.add_user("CM_user%03d" % i, "pw")
            self.cm_projects.append(p)
        # Concertim users, teams, fixed templates
        self.ct_users["root"] = Obj(
            id=uid("ctuser", "admin"),
            login="admin",
            name="Administrator",
            email="admin@example.org",
            root=True,
            cloud=None,
            roles=[],
        )
        for p in self.cm_projects:
            acct = uid("kbacct", p.id)
            t = Obj(id=uid("team", p.id), name=p.team, project_id=p.id, acct=acct, project=p)
            self.teams[t.id] = t
            p.team_obj = t
            u = Obj(
                id=uid("ctuser", p.user.name),
                login=p.user.name[3:],
                name="User %d" % p.index,
                email=p.user.email,
                root=False,
                cloud=p.user.id,
                roles=[(uid("tr", p.id), t.id)],
            )
            self.ct_users[u.id] = u
            self.kb_accounts[acct] = Obj(id=acct, name=p.name, created=self.tick())
            self.kb_field(acct, "ACCOUNT", "project_cloud_id", p.id)
        # the rack's own template, which no list shows, is only a name in portal.py
        for tag, hgt in (("volume", 2), ("network", 1)):
            t = Obj(
                id=uid("template", tag),
                name=tag,
                height=hgt,
                tag=tag,
                foreign_id=None,
                vcpus=None,
                ram=None,
                disk=None,
                description="%s template" % tag,
            )
            self.templates[t.id] = t
        n = 0
        for p in self.cm_projects:
            for _ in range(a.stacks_per_project):
                self.add_stack(p, a.servers_per_stack)
                n += 1
            for k in range(a.orphans):
                self.new_server(p, "orphan%d_%d" % (p.index, k), None, self.flavor_list[0])
        self.populate(a.concertim_populated)
        # pre-serialise
        for s in self.servers.values():
            self.server_json(s, (2, 1))
        for st in self.stacks.values():
            for r in st.resources:
                self.resource_json(r)
            self.stack_json(st)
            self.stack_summary(st)
        for v in self.volumes.values():
            self.volume_json(v)

    # ------------------------------------------------------------------ cloud objects
    def new_server(self, project, name, stack, flavor, vm_state="active", net=None, floating=None):
        i = len(self.servers) + len(self.deleted_servers)
        sid = uid("server", project.id, name, self.gen, i)
        fixed = "10.%d.%d.%d" % ((i >> 16) & 255, (i >> 8) & 255, i & 255)
        s = Obj(
            id=sid,
            name=name,
            project=project,
            stack=stack,
            flavor=flavor,
            vm_state=vm_state,
            created=self.tick(),
            updated=0,
            net=net or "shared-net",
            fixed=fixed,
            floating="172.24.%d.%d" % ((i >> 8) & 255, i & 255) if floating else None,
            volumes=[],
            key="key-" + (stack.name if stack else "none"),
            index=i,
            sg=None,
        )
        s.updated = s.created
        self.servers[sid] = s
        return s

    def new_volume(self, project, name, size=10, status="available", server=None):
        vid = uid("volume", project.id, name, self.gen, len(self.volumes))
        v = Obj(
            id=vid,
            name=name,
            project=project,
            size=size,
            status=status,
            created=self.tick(),
            updated=0,
            server=server,
            bootable=len(self.volumes) % 4 == 0,
        )
        v.updated = v.created
        self.volumes[vid] = v
        if server is not None:
            server.volumes.append(v)
            v.status = "in-use"
        return v

    def new_stack(self, project, name, parent=None, parent_resource=None):
        sid = uid("stack", project.id, name, self.gen, len(self.stacks) + len(self.deleted_stacks))
        st = Obj(
            id=sid,
            name=name,
            project=project,
            parent=parent,
            parent_resource=parent_resource,
            created=self.tick(),
            updated=None,
            deleted=None,
            status="CREATE_COMPLETE",
            reason="Stack CREATE completed successfully",
            resources=[],
            outputs=[],
            owner=project.user.name,
            tags=None,
            servers=[],
            vols=[],
            nets=[],
            extra=None,
        )
        self.stacks[sid] = st
        if parent is None:
            self.top_stacks[sid] = st
        return st

    STATUS_MIX = ["CREATE_COMPLETE"] * 16 + [
        "UPDATE_COMPLETE",
        "CREATE_IN_PROGRESS",
        "CREATE_FAILED",
        "SUSPEND_COMPLETE",
    ]
    VM_MIX = ["active"] * 17 + ["stopped", "building", "error"]

    def add_stack(self, p, n):
        a = self.a
        k = self.made
        self.made += 1
        st = self.new_stack(p, "cluster_%d.p%d--%s" % (k, p.index, h("stackname", k)[:6]))
        st.index = k
        st.tags = ["lab", "cluster"] if k % 2 else None
        st.status = self.STATUS_MIX[k % 20]
        if a.at_rest and st.status.endswith("_IN_PROGRESS"):
            st.status = "CREATE_COMPLETE"
        res = st.resources
        net = None
        for j in range(a.networks_per_stack):
            nid = uid("net", st.id, j)
            nt = Obj(
                id=nid,
                name="%s-net%d" % (st.name, j),
                project=p,
                created=self.tick(),
                status="ACTIVE",
                updated=0,
                l2=len(self.networks) % 2 == 0,
            )
            nt.updated = nt.created
            self.networks[nid] = nt
            st.nets.append(nt)
            net = net or nt.name
            nt.subnet = uid("subnet", nid)
            res.append(
                Resource("network%d" % j, "OS::Neutron::Net", nid, st, required_by=["subnet%d" % j])
            )
            res.append(
                Resource(
                    "subnet%d" % j,
                    "OS::Neutron::Subnet",
                    nt.subnet,
                    st,
                    required_by=["router_interface%d" % j],
                )
            )
            res.append(
                Resource(
                    "router_interface%d" % j,
                    "OS::Neutron::RouterInterface",
                    "%s:subnet_id=%s" % (uid("router", st.id), nt.subnet),
                    st,
                )
            )
        res.append(Resource("router", "OS::Neutron::Router", uid("router", st.id), st))
        res.append(Resource("security_group", "OS::Neutron::SecurityGroup", uid("secg", st.id), st))
        res.append(Resource("keypair", "OS::Nova::KeyPair", "key-" + st.name, st))
        res.append(Resource("token", "OS::Heat::RandomString", st.name + "-token", st))
        n_group = int(n * a.group_fraction)
        n_sg = int(n * a.server_group_fraction)
        names = ["node_%d.%s" % (i, st.name.split("--")[0]) for i in range(n)]
        fl = self.flavor_list

        def flavor(i):
            return fl[2] if i == 0 else fl[1] if i % 5 == 0 else fl[0]

        def server(i, owner):
            s = self.new_server(
                p, names[i], st, flavor(i), self.VM_MIX[(k * 7 + i) % 20], net, floating=(i == 0)
            )
            owner.servers.append(s)
            return s

        i = 0
        direct = []
        while i < n - n_group - n_sg:
            s = server(i, st)
            direct.append(s)
            res.append(Resource("server%d" % i, "OS::Nova::Server", s.id, st))
            i += 1
        if n_sg:
            g = Obj(id=uid("sg", st.id), name=st.name + "-sg", project=p, members=[], stack=st)
            self.groups[g.id] = g
            st.group = g
            res.append(Resource("server_group", "OS::Nova::ServerGroup", g.id, st))
            for j in range(n_sg):
                if j == n_sg - 1 and n_sg > 1:  # only the group and an autoscaling group know it
                    asg = self.new_stack(
                        p, "%s-asg-%s" % (st.name, h(st.id, "asg")[:12]), st, "asg"
                    )
                    s = server(i, asg)
                    asg.resources.append(
                        Resource("u" + h(s.id)[:11], "OS::Nova::Server", s.id, asg)
                    )
                    res.append(Resource("asg", "OS::Heat::AutoScalingGroup", asg.id, st, asg))
                else:
                    s = server(i, st)
                    res.append(Resource("server%d" % i, "OS::Nova::Server", s.id, st))
                    direct.append(s)
                s.sg = g
                g.members.append(s)
                i += 1
        for j in range(a.volumes_per_stack):
            srv = direct[j] if j < len(direct) and j % 3 != 2 else None
            v = self.new_volume(p, "%s-vol%d" % (st.name, j), 20 + j, server=srv)
            st.vols.append(v)
            res.append(
                Resource(
                    "volume%d" % j,
                    "OS::Cinder::Volume",
                    v.id,
                    st,
                    required_by=["attach%d" % j] if srv else [],
                )
            )
            if srv:
                res.append(Resource("attach%d" % j, "OS::Cinder::VolumeAttachment", v.id, st))
        if n_group:
            st.rg = self.new_stack(
                p, "%s-compute-%s" % (st.name, h(st.id, "rg")[:12]), st, "compute"
            )
            res.append(Resource("compute", "OS::Heat::ResourceGroup", st.rg.id, st, st.rg))
            j = 0
            while i < n:
                self.group_entry(st, p, str(j), lambda owner, i=i: server(i, owner))
                i += 1
                j += 1
        if a.file_type_resource:
            sub = self.new_stack(p, "%s-login-%s" % (st.name, h(st.id, "login")[:12]), st, "login")
            sub.resources.append(Resource("port", "OS::Neutron::Port", uid("port", sub.id), sub))
            res.append(Resource("login", "file:///opt/concertim/login.yaml", sub.id, st, sub))
        for j in range(a.outputs_per_stack):
            key = ["gateway_ip", "admin_password", "web_access", "node_names", "cluster_name"][
                j % 5
            ]
            key += "" if j < 5 else str(j)
            val = (
                [s.name for s in self.servers_of(st)[:4]]
                if key == "node_names"
                else "https://172.24.0.%d/%s/%s" % (k % 250, key, st.name)
            )
            st.outputs.append(
                {"output_key": key, "description": "The %s" % key, "output_value": val}
            )
        for x in self.nested(st):  # Heat lists dependents before what they depend on
            if x is st or x.resources and x.resources[0].name.isdigit():
                x.resources.reverse()
        if self.a.billing_fraction >= 1 or (k % 100) < self.a.billing_fraction * 100:
            self.add_billing(st)
        return st

    def group_entry(self, st, p, idx, make):
        if (
            self.a.group_style == "direct"
        ):  # resource_def of type OS::Nova::Server: no stack per entry
            s = make(st.rg)
            st.rg.resources.append(Resource(idx, "OS::Nova::Server", s.id, st.rg))
            return s
        ent = self.new_stack(p, "%s-%s-%s" % (st.rg.name, idx, h(st.rg.id, idx)[:12]), st.rg, idx)
        s = make(ent)
        st.rg.resources.append(
            Resource(idx, "file:///opt/concertim/compute-node.yaml", ent.id, st.rg, ent)
        )
        ent.resources.append(
            Resource("port", "OS::Neutron::Port", uid("port", s.id), ent, required_by=["server"])
        )
        ent.resources.append(Resource("server", "OS::Nova::Server", s.id, ent))
        if self.a.group_volume_every and int(idx) % self.a.group_volume_every == 0:
            v = self.new_volume(p, "%s_data" % s.name, 50, server=s)
            ent.vols.append(v)
            ent.resources.append(
                Resource(
                    "volume", "OS::Cinder::Volume", v.id, ent, required_by=["volume_attachment"]
                )
            )
            ent.resources.append(
                Resource("volume_attachment", "OS::Cinder::VolumeAttachment", v.id, ent)
            )
        ent.resources.sort(
            key=lambda r: ("volume_attachment", "server", "volume", "port").index(r.name)
        )
        return s

    def nested(self, st):
        out, todo = [], [st]
        while todo:
            x = todo.pop(0)
            out.append(x)
            todo.extend(r.nested for r in x.resources if r.nested)
        return out

    def servers_of(self, st):
        return [s for x in self.nested(st) for s in x.servers]

    # ------------------------------------------------------------------ billing
    def kb_field(self, oid, otype, name, value):
        f = Obj(id=uid("kbcf", oid, name), oid=oid, otype=otype, name=name, value=value)
        self.kb_fields[f.id] = f
        self.kb_field_by_value[value].append(f)
        self.kb_fields_of[oid].append(f)

    def add_billing(self, st):
        acct = st.project.team_obj.acct
        sub = Obj(
            id=uid("kbsub", st.id),
            acct=acct,
            bundle=uid("kbbundle", st.id),
            state="ACTIVE",
            created=self.tick(),
            stack=st,
        )
        self.kb_subs[sub.id] = sub
        self.kb_bundles[sub.bundle] = sub
        st.sub = sub
        self.kb_field(sub.id, "SUBSCRIPTION", "openstack_stack_id", st.id)
        self.kb_field(sub.id, "SUBSCRIPTION", "openstack_stack_name", st.name)

    # ------------------------------------------------------------------ Concertim
    def populate(self, frac):
        if frac <= 0:
            return
        by_flavor = {}
        for f in self.flavors.values():
            t = Obj(
                id=uid("template", f.id),
                name=f.name,
                foreign_id=f.id,
                vcpus=f.vcpus,
                ram=f.ram,
                disk=f.disk,
                height=min(f.vcpus // 2 + 1, 4),
                tag=None,
                description="Template created from Cloud by Concertim Service",
            )
            self.templates[t.id] = t
            by_flavor[f.id] = t
        vt, nt = (
            self.templates[uid("template", "volume")],
            self.templates[uid("template", "network")],
        )
        rackmap = {
            "ACTIVE": ("CREATE_COMPLETE", "RESUME_COMPLETE"),
            "STOPPED": ("SUSPEND_COMPLETE",),
            "IN_PROGRESS": ("CREATE_IN_PROGRESS",),
        }
        devmap = {
            "active": "ACTIVE",
            "stopped": "STOPPED",
            "suspended": "SUSPENDED",
            "building": "IN_PROGRESS",
            "in-use": "ACTIVE",
            "available": "AVAILABLE",
            "ACTIVE": "ACTIVE",
        }
        drift = self.a.concertim_drift
        for i, st in enumerate(list(self.top_stacks.values())):
            if int((i + 1) * frac) == int(i * frac):
                continue
            status = next((k for k, v in rackmap.items() if st.status in v), "FAILED")
            outs = [(o["output_key"], o) for o in st.outputs]
            rk = Obj(
                id=uid("rack", st.id),
                name=re.sub(r"[._]", "-", st.name),
                stack=st,
                height=self.a.rack_height,
                status=status,
                team=st.project.team_obj,
                order_id=st.sub.id if hasattr(st, "sub") else None,
                creation_output=", ".join("%s=%s" % x for x in outs),
                metadata={
                    "openstack_stack_id": st.id,
                    "openstack_stack_owner": st.owner,
                    "openstack_stack_owner_id": st.project.id,
                    "stack_status_reason": st.reason,
                    "openstack_stack_output": str(outs),
                },
            )
            self.racks[rk.id] = rk
            u, top = 1, rk.height

            def dev(name, typ, cid, tmpl, status, extra, meta, u0):
                d = Obj(
                    id=uid("device", cid),
                    name=re.sub(r"[._]", "-", name),
                    type=typ,
                    template=tmpl,
                    status=status,
                    rack=rk,
                    u=u0,
                    extra=extra,
                    description="Device created from Cloud by Concertim Service",
                    metadata=dict(
                        {"openstack_instance_id": cid, "openstack_stack_id": st.id}, **meta
                    ),
                )
                if drift and int(h(cid)[:4], 16) < drift * 65536:
                    d.status = "STOPPED" if status != "STOPPED" else "ACTIVE"
                self.devices[d.id] = d

            for s in self.servers_of(st):
                t = by_flavor[s.flavor.id]
                dev(
                    s.name,
                    "Instance",
                    s.id,
                    t,
                    devmap.get(s.vm_state, "FAILED"),
                    {
                        "public_ips": str([s.floating] if s.floating else []),
                        "private_ips": str([s.fixed]),
                        "ssh_key": s.key,
                        "login_user": "None",
                        "volume_details": str([v.id for v in s.volumes]),
                    },
                    {"net_interfaces": str([s.net])},
                    u,
                )
                u += t.height
            for x in self.nested(st):
                for v in x.vols:
                    dev(
                        v.name,
                        "Volume",
                        v.id,
                        vt,
                        devmap.get(v.status, "FAILED"),
                        {
                            "availability_zone": "nova",
                            "bootable": v.bootable,
                            "encrypted": False,
                            "read_only": None,
                            "size": v.size,
                            "volume_type": "__DEFAULT__",
                        },
                        {},
                        u,
                    )
                    u += vt.height
                for n in x.nets:
                    dev(
                        n.name,
                        "Network",
                        n.id,
                        nt,
                        devmap.get(n.status, "FAILED"),
                        {
                            "admin_state_up": True,
                            "dns_domain": None,
                            "l2_adjacency": n.l2,
                            "mtu": 1450,
                            "port_security_enabled": True,
                            "qos_policy": None,
                            "shared": False,
                        },
                        {},
                        top,
                    )
                    top -= 1
        for i in range(self.a.concertim_stale):
            p = self.cm_projects[i % len(self.cm_projects)]
            sid = uid("stale-stack", i)
            rk = Obj(
                id=uid("rack", sid),
                name="stale-%d" % i,
                stack=None,
                height=42,
                status="ACTIVE",
                team=p.team_obj,
                order_id="stale-order-%d" % i,
                creation_output="",
                metadata={
                    "openstack_stack_id": sid,
                    "openstack_stack_owner": p.user.name,
                    "openstack_stack_owner_id": p.id,
                    "stack_status_reason": "",
                    "openstack_stack_output": "[]",
                },
            )
            self.racks[rk.id] = rk
            t = next(iter(by_flavor.values()))
            d = Obj(
                id=uid("device", sid),
                name="stale-node-%d" % i,
                type="Instance",
                template=t,
                status="ACTIVE",
                rack=rk,
                u=1,
                description="",
                extra={
                    "public_ips": "[]",
                    "private_ips": "['10.0.0.1']",
                    "ssh_key": "k",
                    "login_user": "None",
                    "volume_details": "[]",
                },
                metadata={
                    "openstack_instance_id": uid("stale-server", i),
                    "openstack_stack_id": sid,
                    "net_interfaces": "[]",
                },
            )
            self.devices[d.id] = d

    # ------------------------------------------------------------------ JSON: cloud
    def server_json(self, s, mv):
        key = mv if mv in s.js else tuple(mv)
        b = s.js.get(key)
        if b is not None:
            return b
        base = self.base + "/nova"
        f = s.flavor
        st = VM_TO_STATUS.get(s.vm_state, "UNKNOWN")
        mac = "fa:16:3e:%02x:%02x:%02x" % (
            (s.index >> 16) & 255,
            (s.index >> 8) & 255,
            s.index & 255,
        )
        ad = [
            {
                "version": 4,
                "addr": s.fixed,
                "OS-EXT-IPS:type": "fixed",
                "OS-EXT-IPS-MAC:mac_addr": mac,
            }
        ]
        if s.floating:
            ad.append(
                {
                    "version": 4,
                    "addr": s.floating,
                    "OS-EXT-IPS:type": "floating",
                    "OS-EXT-IPS-MAC:mac_addr": mac,
                }
            )
        gone = s.vm_state == "deleted"
        d = {
            "id": s.id,
            "name": s.name,
            "status": st,
            "tenant_id": s.project.id,
            "user_id": getattr(s.project, "user", self.admin).id,
            "metadata": {},
            "hostId": h("host", s.project.id) + h(s.id)[:24],
            "image": {
                "id": uid("image"),
                "links": [{"rel": "bookmark", "href": base + "/images/" + uid("image")}],
            },
            "flavor": {
                "id": f.id,
                "links": [{"rel": "bookmark", "href": base + "/flavors/" + f.id}],
            },
            "created": iso(s.created),
            "updated": iso(s.updated),
            "addresses": {} if gone else {s.net: ad},
            "accessIPv4": "",
            "accessIPv6": "",
            "links": [
                {"rel": "self", "href": base + "/v2.1/servers/" + s.id},
                {"rel": "bookmark", "href": base + "/servers/" + s.id},
            ],
            "OS-DCF:diskConfig": "MANUAL",
        }
        if st in ("ACTIVE", "BUILD", "REBUILD", "RESIZE", "VERIFY_RESIZE", "MIGRATING"):
            d["progress"] = 0
        if st == "ERROR":
            d["fault"] = {
                "code": 500,
                "created": iso(s.updated),
                "message": "No valid host was found. ",
                "details": "Traceback (most recent call last):\n  File \"/usr/lib/python3/dist-packages"
                "/nova/conductor/manager.py\", line 1580, in schedule_and_build_instances\n",
            }
        host = "compute%02d" % (s.index % 16)
        d.update(
            {
                "OS-EXT-AZ:availability_zone": "nova",
                "config_drive": "",
                "key_name": s.key,
                "OS-SRV-USG:launched_at": iso_us(s.created + 20),
                "OS-SRV-USG:terminated_at": iso_us(s.updated) if gone else None,
                "security_groups": [{"name": "default"}],
                "OS-EXT-SRV-ATTR:host": host,
                "OS-EXT-SRV-ATTR:instance_name": "instance-%08x" % (s.index + 1),
                "OS-EXT-SRV-ATTR:hypervisor_hostname": host,
                "OS-EXT-STS:task_state": "spawning" if s.vm_state == "building" else None,
                "OS-EXT-STS:vm_state": s.vm_state,
                "OS-EXT-STS:power_state": POWER.get(s.vm_state, 0),
                "os-extended-volumes:volumes_attached": [{"id": v.id} for v in s.volumes],
            }
        )
        if st == "ERROR":
            del d["security_groups"]
        if mv >= (2, 3):
            d.update(
                {
                    "OS-EXT-SRV-ATTR:reservation_id": "r-" + h(s.id)[:8],
                    "OS-EXT-SRV-ATTR:launch_index": 0,
                    "OS-EXT-SRV-ATTR:hostname": re.sub(r"[._]", "-", s.name),
                    "OS-EXT-SRV-ATTR:kernel_id": "",
                    "OS-EXT-SRV-ATTR:ramdisk_id": "",
                    "OS-EXT-SRV-ATTR:root_device_name": "/dev/vda",
                    "OS-EXT-SRV-ATTR:user_data": None,
                }
            )
            d["os-extended-volumes:volumes_attached"] = [
                {"id": v.id, "delete_on_termination": False} for v in s.volumes
            ]
        if mv >= (2, 9):
            d["locked"] = False
        if mv >= (2, 16):
            d["host_status"] = "UP"
        if mv >= (2, 19):
            d["description"] = None
        if mv >= (2, 26):
            d["tags"] = []
        if mv >= (2, 47):
            d["flavor"] = {
                "vcpus": f.vcpus,
                "ram": f.ram,
                "disk": f.disk,
                "ephemeral": 0,
                "swap": 0,
                "original_name": f.name,
                "extra_specs": {},
            }
        if mv >= (2, 63):
            d["trusted_image_certificates"] = None
        if mv >= (2, 73):
            d["locked_reason"] = None
        b = s.js[key] = DUMPS(d).encode()
        return b

    def flavor_json(self, f, mv):
        d = {
            "id": f.id,
            "name": f.name,
            "ram": f.ram,
            "disk": f.disk,
            "swap": "" if mv < (2, 75) else 0,
            "OS-FLV-EXT-DATA:ephemeral": 0,
            "OS-FLV-DISABLED:disabled": False,
            "vcpus": f.vcpus,
            "os-flavor-access:is_public": True,
            "rxtx_factor": 1.0,
            "links": [
                {"rel": "self", "href": self.base + "/nova/v2.1/flavors/" + f.id},
                {"rel": "bookmark", "href": self.base + "/nova/flavors/" + f.id},
            ],
        }
        if mv >= (2, 55):
            d["description"] = None
        if mv >= (2, 61):
            d["extra_specs"] = {}
        return DUMPS(d).encode()

    def group_json(self, g, mv):
        d = {"id": g.id, "name": g.name}
        if mv >= (2, 64):
            d.update(policy="soft-anti-affinity", rules={})
        else:
            d.update(policies=["soft-anti-affinity"], metadata={})
        d["members"] = [s.id for s in g.members]
        if mv >= (2, 13):
            d.update(project_id=g.project.id, user_id=g.project.user.id)
        return DUMPS(d).encode()

    def volume_json(self, v):
        b = v.js.get(0)
        if b is None:
            att = []
            if v.server is not None:
                att = [
                    {
                        "id": v.id,
                        "attachment_id": uid("attach", v.id),
                        "volume_id": v.id,
                        "server_id": v.server.id,
                        "host_name": "compute00",
                        "device": "/dev/vdb",
                        "attached_at": iso_us(v.created),
                    }
                ]
            path, pid = (
                "/volumes/" + v.id,
                self.admin_project.id,
            )  # links carry the caller's project
            d = {
                "id": v.id,
                "status": v.status,
                "size": v.size,
                "availability_zone": "nova",
                "created_at": iso_us(v.created),
                "updated_at": iso_us(v.updated),
                "name": v.name,
                "description": None,
                "volume_type": "__DEFAULT__",
                "snapshot_id": None,
                "source_volid": None,
                "metadata": {},
                "links": [
                    {"rel": "self", "href": "%s/cinder/v3/%s%s" % (self.base, pid, path)},
                    {"rel": "bookmark", "href": "%s/cinder/%s%s" % (self.base, pid, path)},
                ],
                "user_id": v.project.user.id,
                "bootable": "true" if v.bootable else "false",
                "encrypted": False,
                "replication_status": None,
                "consistencygroup_id": None,
                "multiattach": False,
                "attachments": att,
                "migration_status": None,
                "os-vol-mig-status-attr:migstat": None,
                "os-vol-mig-status-attr:name_id": None,
                "os-vol-host-attr:host": "cinder@lvm#lvm",
                "os-vol-tenant-attr:tenant_id": v.project.id,
            }
            b = v.js[0] = DUMPS(d).encode()
        return b

    def network_json(self, n):
        b = n.js.get(0)
        if b is None:
            i = int(h(n.id)[:3], 16)
            d = {
                "id": n.id,
                "name": n.name,
                "tenant_id": n.project.id,
                "admin_state_up": True,
                "mtu": 1450,
                "status": n.status,
                "subnets": [n.subnet],
                "shared": False,
                "availability_zone_hints": [],
                "availability_zones": ["nova"],
                "ipv4_address_scope": None,
                "ipv6_address_scope": None,
                "router:external": False,
                "description": "",
                "port_security_enabled": True,
                "tags": [],
                "created_at": iso(n.created),
                "updated_at": iso(n.updated),
                "revision_number": 2,
                "project_id": n.project.id,
                "provider:network_type": "geneve",
                "provider:physical_network": None,
                "provider:segmentation_id": i,
            }
            if n.l2:  # only clouds with these extensions show the fields
                d.update(qos_policy_id=None, l2_adjacency=True)
            b = n.js[0] = DUMPS(d).encode()
        return b

    def stack_url(self, st):
        return "%s/heat/v1/%s/stacks/%s/%s" % (self.base, st.project.id, st.name, st.id)

    def stack_common(self, st):
        return {
            "id": st.id,
            "links": [{"href": self.stack_url(st), "rel": "self"}],
            "stack_name": st.name,
            "stack_owner": st.owner,
            "creation_time": iso(st.created),
            "updated_time": iso(st.updated) if st.updated else None,
            "deletion_time": iso(st.deleted) if st.deleted else None,
            "stack_status": st.status,
            "stack_status_reason": st.reason,
            "parent": st.parent.id if st.parent else None,
            "stack_user_project_id": hexid("sup", st.id),
            "tags": st.tags,
        }

    def stack_summary(self, st):
        b = st.js.get("s")
        if b is None:
            d = self.stack_common(st)
            d.update(description="", project=st.project.id)
            b = st.js["s"] = DUMPS(d).encode()
        return b

    def stack_json(self, st, outputs=True):
        k = "d" if outputs else "d0"
        b = st.js.get(k)
        if b is None:
            d = self.stack_common(st)
            d.update(
                {
                    "description": "A cluster of compute nodes",
                    "template_description": "A cluster of compute nodes",
                    "notification_topics": [],
                    "capabilities": [],
                    "disable_rollback": True,
                    "timeout_mins": None,
                    "parameters": {
                        "OS::project_id": st.project.id,
                        "OS::stack_id": st.id,
                        "OS::stack_name": st.name,
                        "clustername": st.name.split("--")[0],
                        "flavor": self.flavor_list[0].name,
                        "nodes": "4",
                    },
                }
            )
            if outputs:
                d["outputs"] = st.outputs
            b = st.js[k] = DUMPS({"stack": d}).encode()
        return b

    def resource_json(self, r):
        if r.js is None:
            links = [
                {"href": "%s/resources/%s" % (self.stack_url(r.stack), r.name), "rel": "self"},
                {"href": self.stack_url(r.stack), "rel": "stack"},
            ]
            if r.nested:
                links.append({"href": self.stack_url(r.nested), "rel": "nested"})
            d = {
                "resource_name": r.name,
                "logical_resource_id": r.name,
                "links": links,
                "creation_time": iso(r.created),
                "updated_time": iso(r.created),
                "physical_resource_id": r.phys,
                "resource_status": r.status,
                "resource_status_reason": r.reason,
                "resource_type": r.type,
                "required_by": r.required_by,
            }
            if r.stack.parent_resource:
                d["parent_resource"] = r.stack.parent_resource
            r.js = DUMPS(d).encode()
        return r.js

    def resources(self, st, depth):
        out = list(st.resources)
        if depth > 0:
            for r in st.resources:
                if r.nested:
                    out.extend(self.resources(r.nested, depth - 1))
        return out

    # ------------------------------------------------------------------ JSON: Concertim
    def team_dict(self, t):
        return {
            "id": t.id,
            "name": t.name,
            "project_id": t.project_id,
            "billing_acct_id": t.acct,
            "billing_period_start": getattr(t, "bps", "2024-01-01"),
            "billing_period_end": getattr(t, "bpe", "2024-01-31"),
            "cost": getattr(t, "cost", "0.0"),
            "credits": getattr(t, "credits", "100.0"),
        }

    def ctuser_dict(self, u):
        d = {"id": u.id, "login": u.login, "name": u.name, "fullname": u.name, "email": u.email}
        # the real view leaves cloud_user_id out for root users
        if not u.root:
            d["cloud_user_id"] = u.cloud
        d.update(
            root=u.root,
            status="active",
            team_roles=[{"id": i, "team_id": t, "user_id": u.id} for i, t in u.roles],
        )
        return d

    def template_dict(self, t):
        return {
            "id": t.id,
            "name": t.name,
            "description": t.description,
            "height": t.height,
            "tag": t.tag,
            "foreign_id": t.foreign_id,
            "vcpus": t.vcpus,
            "ram": t.ram,
            "disk": t.disk,
        }

    def rack_json(self, r):
        b = r.js.get(0)
        if b is None:
            b = r.js[0] = DUMPS(
                {
                    "id": r.id,
                    "name": r.name,
                    "u_height": r.height,
                    "metadata": r.metadata,
                    "status": r.status,
                    "cost": getattr(r, "cost", "0.00"),
                    "network_details": getattr(r, "netd", {}),
                    "creation_output": r.creation_output,
                    "order_id": r.order_id,
                    "owner": self.team_dict(r.team),
                }
            ).encode()
        return b

    def device_json(self, d):
        b = d.js.get(0)
        if b is None:
            o = {
                "id": d.id,
                "name": d.name,
                "description": d.description,
                "metadata": d.metadata,
                "status": d.status,
                "cost": getattr(d, "cost", "0.00"),
                "location": {
                    "depth": 2,
                    "end_u": d.u + d.template.height - 1,
                    "facing": getattr(d, "facing", "f"),
                    "rack_id": d.rack.id,
                    "start_u": d.u,
                    "type": "rack",
                },
                "type": d.type,
            }
            if self.a.concertim_details == "nested":
                o["details"] = d.extra
            else:
                o.update(d.extra)
            o["template_id"] = d.template.id
            b = d.js[0] = DUMPS(o).encode()
        return b

    # ------------------------------------------------------------------ JSON: Kill Bill
    def account_dict(self, x, full=True):
        d = {
            "accountId": x.id,
            "name": x.name,
            "firstNameLength": None,
            "externalKey": x.id,
            "email": None,
            "billCycleDayLocal": 1,
            "currency": "USD",
            "parentAccountId": None,
            "isPaymentDelegatedToParent": False,
            "paymentMethodId": None,
            "referenceTime": iso(x.created).replace("Z", ".000Z"),
            "timeZone": "UTC",
            "address1": None,
            "address2": None,
            "postalCode": None,
            "company": None,
            "city": None,
            "state": None,
            "country": None,
            "locale": None,
            "phone": None,
            "notes": None,
            "isMigrated": None,
            "accountBalance": 0 if full else None,
            "accountCBA": 100.0 if full else None,
            "auditLogs": [],
        }
        return d

    def sub_dict(self, s, prices=True):
        day = iso(s.created)[:10]
        ev = [
            {
                "eventId": uid("ev", s.id, t),
                "billingPeriod": "MONTHLY",
                "effectiveDate": day,
                "plan": "openstack-standard-monthly",
                "product": "lab-cluster",
                "priceList": "DEFAULT",
                "eventType": t,
                "isBlockedBilling": False,
                "isBlockedEntitlement": False,
                "serviceName": svc,
                "serviceStateName": state,
                "phase": "openstack-standard-monthly-evergreen",
                "auditLogs": [],
            }
            for t, svc, state in (
                ("START_ENTITLEMENT", "entitlement-service", "ENT_STARTED"),
                ("START_BILLING", "billing-service", "START_BILLING"),
            )
        ]
        return {
            "accountId": s.acct,
            "bundleId": s.bundle,
            "bundleExternalKey": s.bundle,
            "subscriptionId": s.id,
            "externalKey": s.id,
            "startDate": day,
            "productName": "lab-cluster",
            "productCategory": "BASE",
            "billingPeriod": "MONTHLY",
            "phaseType": "EVERGREEN",
            "priceList": "DEFAULT",
            "planName": "openstack-standard-monthly",
            "state": s.state,
            "sourceType": "NATIVE",
            "cancelledDate": None,
            "chargedThroughDate": None,
            "billingStartDate": day,
            "billingEndDate": None,
            "billCycleDayLocal": 1,
            "events": ev,
            "priceOverrides": None,
            "prices": [
                {
                    "planName": "openstack-standard-monthly",
                    "phaseName": "openstack-standard-monthly-evergreen",
                    "phaseType": "EVERGREEN",
                    "fixedPrice": None,
                    "recurringPrice": 0.0,
                    "usagePrices": [
                        {
                            "usageName": u,
                            "usageType": "CONSUMABLE",
                            "billingMode": "IN_ARREAR",
                            "tierBlockPolicy": "ALL_TIERS",
                            "tierPrices": [
                                {
                                    "blockPrices": [
                                        {"unitName": n, "size": 1.0, "price": x, "max": -1.0}
                                    ]
                                }
                            ],
                        }
                        for u, n, x in (
                            ("lab-instance-hours", "openstack-billed-instance", 0.25),
                            ("lab-volume-gb", "openstack-billed-volume.size", 0.05),
                        )
                    ],
                }
            ]
            if prices
            else [],
            "auditLogs": [],
        }

    def bundle_dict(self, s):
        d = self.sub_dict(s, prices=False)
        return {
            "accountId": s.acct,
            "bundleId": s.bundle,
            "externalKey": s.bundle,
            "subscriptions": [d],
            "timeline": {
                "accountId": s.acct,
                "bundleId": s.bundle,
                "externalKey": s.bundle,
                "events": d["events"],
                "auditLogs": [],
            },
            "auditLogs": [],
        }

    def field_dict(self, f):
        return {
            "customFieldId": f.id,
            "objectId": f.oid,
            "objectType": f.otype,
            "name": f.name,
            "value": f.value,
            "auditLogs": [],
        }

    # ------------------------------------------------------------------ mutations
    def pick(self, table, m, idkey="id", nthkey="nth"):
        if m.get(idkey):
            if m[idkey] not in table:
                raise KeyError("no such object: %s" % m[idkey])
            return table[m[idkey]]
        keys = list(table)
        return table[keys[int(m.get(nthkey, 0)) % len(keys)]]

    def mutate(self, m):
        op = m["op"]
        self.gen += 1
        if op == "add_server":
            st = self.pick(self.top_stacks, m, "stack", "nth_stack")
            name = m.get("name") or "node_new%d.%s" % (self.gen, st.name)
            mk = lambda owner: self.note_new(
                owner,
                self.new_server(
                    st.project,
                    name,
                    st,
                    self.flavor_list[0],
                    m.get("vm_state", "active"),
                    st.nets[0].name if st.nets else None,
                ),
            )
            if m.get("where") == "group" and hasattr(st, "rg"):
                s = self.group_entry(st, st.project, str(100 + self.gen), mk)
                changed = st.rg
                for x in self.nested(changed):
                    if s in x.servers and x is not changed:
                        x.created = s.created
                        x.js = {}
            else:
                s = mk(st)
                st.resources.append(
                    Resource("server_new%d" % self.gen, "OS::Nova::Server", s.id, st)
                )
                changed = st
            self.heat_updated(changed)
            return {"id": s.id, "name": s.name, "stack": st.id, "changed_stack": changed.id}
        if op == "delete_server":
            s = self.pick(self.servers, m)
            self.drop_server(s, by_heat=m.get("via") != "nova")
            return {"id": s.id}
        if op == "touch_stacks":
            tops = list(self.top_stacks.values())
            n = min(len(tops), max(1, round(len(tops) * float(m["share"]))))
            out = []
            for i in range(n):
                st = tops[i * len(tops) // n]
                if st.extra in self.servers:
                    self.drop_server(self.servers[st.extra])
                else:
                    st.extra = self.mutate({"op": "add_server", "stack": st.id})["id"]
                out.append(st.id)
            return {"stacks": out}
        if op == "server_status":
            s = self.pick(self.servers, m)
            s.vm_state = m["vm_state"]
            s.touch()
            return {"id": s.id, "vm_state": s.vm_state}
        if op == "add_stack":
            if m.get("project"):
                p = self.projects[m["project"]]
            else:
                p = self.cm_projects[int(m.get("nth_project", 0)) % len(self.cm_projects)]
            st = self.add_stack(p, int(m.get("servers", self.a.servers_per_stack)))
            st.created = st.updated = time.time()
            st.js = {}
            for s in self.servers_of(st):
                s.created = s.updated = st.created
                s.js = {}
            return {
                "id": st.id,
                "name": st.name,
                "project": p.id,
                "servers": [s.id for s in self.servers_of(st)],
            }
        if op == "delete_stack":
            st = self.pick(self.top_stacks, m)
            tree = self.nested(st)
            for s in self.servers_of(st):
                self.drop_server(s, by_heat=False)
            for x in tree:
                for v in x.vols:
                    self.volumes.pop(v.id, None)
                for n in x.nets:
                    self.networks.pop(n.id, None)
                self.forget_stack(x)
            if hasattr(st, "group"):
                self.groups.pop(st.group.id, None)
            if hasattr(st, "sub"):
                st.sub.state = "CANCELLED"
            return {"id": st.id}
        if op == "stack_status":
            st = self.pick(self.stacks if m.get("id") else self.top_stacks, m)
            st.status = m["status"]
            st.reason = m.get("reason", "Stack %s" % m["status"])
            st.touch()
            return {"id": st.id, "status": st.status}
        if op == "volume_status":
            v = self.pick(self.volumes, m)
            v.status = m["status"]
            v.touch()
            return {"id": v.id, "status": v.status}
        if op == "delete_volume":
            v = self.pick(self.volumes, m)
            self.volumes.pop(v.id)
            if v.server is not None:
                v.server.volumes.remove(v)
                v.server.touch()
            return {"id": v.id}
        if op == "random":
            out = []
            for _ in range(int(m.get("count", 1))):
                r = random.random()
                n = random.randrange(1 << 30)
                if r < 0.7:
                    q = {
                        "op": "server_status",
                        "nth": n,
                        "vm_state": random.choice(["active", "stopped", "error", "suspended"]),
                    }
                elif r < 0.8:
                    q = {"op": "add_server", "nth_stack": n}
                elif r < 0.9:
                    q = {"op": "delete_server", "nth": n}
                else:
                    q = {
                        "op": "stack_status",
                        "nth": n,
                        "status": random.choice(
                            ["CREATE_COMPLETE", "UPDATE_COMPLETE", "CREATE_FAILED"]
                        ),
                    }
                out.append(dict(self.mutate(q), op=q["op"]))
            return out
        raise KeyError("unknown op %r" % op)

    def note_new(self, owner, s):
        s.created = s.updated = time.time()
        owner.servers.append(s)
        return s

    def heat_updated(self, st):
        st.status, st.reason = "UPDATE_COMPLETE", "Stack UPDATE completed successfully"
        st.touch()

    def forget_stack(self, st):
        """Heat has no resources of a deleted stack, but keeps the stack itself for a while."""
        self.stacks.pop(st.id, None)
        self.top_stacks.pop(st.id, None)
        st.status, st.reason = "DELETE_COMPLETE", "Stack DELETE completed successfully"
        st.resources = []
        st.touch()
        st.deleted = st.updated
        self.deleted_stacks[st.id] = st

    def drop_server(self, s, by_heat=True):
        self.servers.pop(s.id, None)
        s.vm_state = "deleted"
        s.touch()
        self.deleted_servers[s.id] = s
        for v in s.volumes:
            v.server, v.status = None, "available"
            v.touch()
        s.volumes = []
        if s.sg:
            s.sg.members = [x for x in s.sg.members if x is not s]
        if s.stack:
            for x in self.nested(s.stack):
                if s in x.servers:
                    x.servers.remove(s)
                    if by_heat:
                        self.drop_resource(x, s)

    def drop_resource(self, st, s):
        """Heat removes a server, with the stack around it where that is an entry of a group."""
        entry = (
            next((r for r in st.parent.resources if r.nested is st), None) if st.parent else None
        )
        if entry is not None and entry.name.isdigit() and not st.servers:
            st.parent.resources.remove(entry)
            self.forget_stack(st)
            self.heat_updated(st.parent)
        else:
            st.resources = [r for r in st.resources if r.phys != s.id]
            self.heat_updated(st)


# ============================================================================ HTTP
REASON = {
    200: "OK",
    201: "Created",
    202: "Accepted",
    204: "No Content",
    300: "Multiple Choices",
    302: "Found",
    304: "Not Modified",
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    406: "Not Acceptable",
    409: "Conflict",
    413: "Too Large",
    422: "Unprocessable Entity",
    429: "Too Many Requests",
    500: "Internal Server Error",
    502: "Bad Gateway",
    503: "Service Unavailable",
    504: "Gateway Timeout",
}


class Reply(Exception):
    """A finished response; also raised to leave a handler early."""

    __slots__ = (
        "status",
        "body",
        "headers",
        "pattern",
        "items",
        "raw",
        "zipped",
        "unchanged",
        "etag",
        "cacheable",
        "ctype",
    )

    def __init__(
        self,
        status,
        body=b"",
        pattern="?",
        items=0,
        headers=(),
        cacheable=True,
        ctype="application/json",
    ):
        self.ctype = ctype
        self.status, self.pattern, self.items = status, pattern, items
        self.body = body if isinstance(body, bytes) else DUMPS(body).encode()
        self.headers = headers
        self.cacheable = cacheable
        self.raw = self.zipped = self.unchanged = self.etag = None

    def encode(self):
        if self.raw is None:
            self.raw = self.message(self.status, self.body)
        return self.raw

    def message(self, status, body, *more):
        head = ["HTTP/1.1 %d %s" % (status, REASON.get(status, "X"))]
        if body:
            head.append("Content-Type: " + self.ctype)
        if status != 304:
            head.append("Content-Length: %d" % len(body))
        for k, v in self.headers + more:
            head.append("%s: %s" % (k, v))
        return ("\r\n".join(head) + "\r\n\r\n").encode("latin-1") + body

    def tag(self):
        """Gives the reply the weak ETag that Rails makes of the body."""
        if self.etag is None and self.status == 200:
            self.etag = 'W/"%s"' % hashlib.sha256(self.body).hexdigest()[:32]
            self.headers = tuple(self.headers) + (
                ("ETag", self.etag),
                ("Cache-Control", "max-age=0, private, must-revalidate"),
            )

    def encode_for(self, head, gzips):
        """The message for a request with this head: in full, as gzip, or that nothing changed."""
        if self.etag is not None:
            seen = get(H_SEEN, head, b"").decode("latin-1")
            if seen == "*" or self.etag in [x.strip() for x in seen.split(",")]:
                if self.unchanged is None:
                    self.unchanged = self.message(304, b"")
                return 304, self.unchanged
        if gzips and len(self.body) >= 1000 and b"gzip" in get(H_ACCEPT, head, b""):
            if self.zipped is None:
                body = gzip.compress(self.body, 1, mtime=0)
                self.zipped = self.message(
                    self.status, body, ("Content-Encoding", "gzip"), ("Vary", "Accept-Encoding")
                )
            return self.status, self.zipped
        return self.status, self.encode()


def hdr(name):
    return re.compile(rb"(?i)\r\n" + name + rb": *([^\r]*)")


H_LEN, H_TOKEN, H_AUTH = hdr(b"content-length"), hdr(b"x-auth-token"), hdr(b"authorization")
H_MV1, H_MV2 = hdr(b"x-openstack-nova-api-version"), hdr(b"openstack-api-version")
H_SUBJ, H_KEY, H_SECRET = (
    hdr(b"x-subject-token"),
    hdr(b"x-killbill-apikey"),
    hdr(b"x-killbill-apisecret"),
)
H_SEEN, H_ACCEPT = hdr(b"if-none-match"), hdr(b"accept-encoding")
H_CONN, H_EXPECT, H_TE = hdr(b"connection"), hdr(b"expect"), hdr(b"transfer-encoding")
HEX32 = re.compile(r"^[0-9a-f]{32}$")
BASIC = b"Basic " + base64.b64encode(("%s:%s" % (KB_USER, KB_PASS)).encode())


def get(rx, head, default=None):
    m = rx.search(head)
    return m.group(1) if m else default


class Sim:
    def __init__(self, a):
        self.a = a
        self.world = World(a)
        self.cache = {}
        self.tokens = {}
        self.ct_tokens = set()
        self.ct_workers = [0.0] * 5  # until when each worker of the portal is busy
        self.ct_made = 0
        self.rules = []
        self.rng = random.Random(a.seed)
        self.gzips = None if a.gzip == "all" else set(a.gzip.split(","))
        self.busy = 0
        self.waiting = collections.deque()
        self.reset()

    def reset(self):
        self.t0 = time.time()
        self.n = 0
        self.by_pattern = collections.Counter()
        self.by_system = collections.Counter()
        self.by_status = collections.Counter()
        self.ct_busy = collections.Counter()
        self.bytes_out = self.bytes_in = 0
        self.inflight = getattr(self, "inflight", 0)
        self.max_inflight = self.inflight
        self.connections = 0
        self.injected = 0
        self.first = self.last = None

    def stats(self):
        return {
            "requests": self.n,
            "elapsed_s": round(time.time() - self.t0, 3),
            "first_to_last_s": round(self.last - self.first, 4) if self.last else 0,
            "max_concurrent": self.max_inflight,
            "in_flight": self.inflight,
            "connections_opened": self.connections,
            "bytes_out": self.bytes_out,
            "bytes_in": self.bytes_in,
            "injected_faults": self.injected,
            "concertim_busy_s": {k: round(v, 1) for k, v in self.ct_busy.items()},
            "by_system": dict(self.by_system),
            "by_status": {str(k): v for k, v in self.by_status.items()},
            "by_pattern": dict(sorted(self.by_pattern.items())),
        }

    # ------------------------------------------------------------------ dispatch
    def handle(self, method, target, head, body):
        """Returns (Reply, system)."""
        seg = target.split("/", 2)
        system = seg[1].split("?", 1)[0] if len(seg) > 1 else ""
        fn = getattr(self, "sys_" + system, None)
        if fn is None:
            return Reply(404, {"error": "no such system"}, "unknown"), system
        try:
            try:
                r = fn(method, target, head, body)
            except Reply as early:
                r = early
            if (
                r.raw is None
                and system in ("keystone", "nova", "heat", "cinder", "neutron")
                and not any(k.lower() == "x-openstack-request-id" for k, v in r.headers)
            ):
                rid = "req-" + uid(target, self.n)
                r.headers = tuple(r.headers) + (("x-openstack-request-id", rid),)
                if system in ("nova", "cinder"):
                    r.headers += (("x-compute-request-id", rid),)
                if system == "keystone" and r.status not in (201, 300):
                    r.headers += (("Vary", "X-Auth-Token"),)
            return r, system
        except Exception as e:  # a bug of the simulator must be seen
            import traceback

            traceback.print_exc()
            return Reply(500, {"sim_error": repr(e)}, "sim-bug", cacheable=False), system

    def split(self, target):
        path, _, q = target.partition("?")
        return [unquote(x) for x in path.split("/")[2:] if x], parse_qsl(q, keep_blank_values=True)

    def page(self, objs, ser, coll, links, q, cap, url, default_cap=True, previous=False):
        """Marker paging over a list of objects (already in listing order)."""
        qd = dict(q)
        limit = qd.get("limit")
        if limit is not None:
            if not limit.isdigit():
                raise ValueError("limit")
            limit = int(limit)
            lim = min(limit, cap) if cap and limit else (cap or limit)
        else:
            lim = cap if default_cap else 0
        marker = qd.get("marker")
        if marker:
            for i, o in enumerate(objs):
                if o.id == marker:
                    objs = objs[i + 1 :]
                    break
            else:
                raise LookupError(marker)
        if lim:
            objs = objs[:lim]
        body = [b'{"', coll.encode(), b'": [', b", ".join([ser(o) for o in objs]), b"]"]
        if lim and len(objs) == lim and links:
            base = [(k, v) for k, v in q if k not in ("marker", "page_reverse")]
            out = [{"rel": "next", "href": url + "?" + urlencode(base + [("marker", objs[-1].id)])}]
            if previous:
                out.append(
                    {
                        "rel": "previous",
                        "href": url
                        + "?"
                        + urlencode(base + [("marker", objs[0].id), ("page_reverse", "True")]),
                    }
                )
            body += [b', "', links.encode(), b'": ', DUMPS(out).encode()]
        body.append(b"}")
        return b"".join(body), len(objs)

    # ------------------------------------------------------------------ keystone
    def ctx(self, head):
        tok = get(H_TOKEN, head)
        c = self.tokens.get(tok)
        if c is None or c["exp"] < time.time():
            raise Reply(
                401,
                {
                    "error": {
                        "code": 401,
                        "title": "Unauthorized",
                        "message": "The request you have made requires authentication.",
                    }
                },
                "401 unauthorized",
                headers=(("WWW-Authenticate", 'Keystone uri="%s/keystone/v3"' % self.world.base),),
                cacheable=False,
            )
        return c

    def catalog(self, pid):
        b = self.world.base
        nova = b + "/nova/v2.1" + ("/" + pid if self.a.nova_tenant_in_url else "")
        out = []
        for typ, name, url in (
            ("identity", "keystone", b + "/keystone/v3"),
            ("compute", "nova", nova),
            ("orchestration", "heat", b + "/heat/v1/" + pid),
            ("volumev3", "cinderv3", b + "/cinder/v3/" + pid),
            ("block-storage", "cinder", b + "/cinder/v3/" + pid),
            ("network", "neutron", b + "/neutron"),
            ("rating", "cloudkitty", b + "/cloudkitty"),
            ("metric", "gnocchi", b + "/gnocchi"),
        ):
            out.append(
                {
                    "id": hexid("svc", name),
                    "type": typ,
                    "name": name,
                    "endpoints": [
                        {
                            "id": hexid("ep", name, i),
                            "interface": i,
                            "region": "RegionOne",
                            "region_id": "RegionOne",
                            "url": url,
                        }
                        for i in ("public", "internal", "admin")
                    ],
                }
            )
        return out

    def sys_keystone(self, method, target, head, body):
        w = self.world
        p, q = self.split(target)
        b = w.base + "/keystone"
        ver = {
            "id": "v3.14",
            "status": "stable",
            "updated": "2020-04-07T00:00:00Z",
            "links": [{"rel": "self", "href": b + "/v3/"}],
            "media-types": [
                {"base": "application/json", "type": "application/vnd.openstack.identity-v3+json"}
            ],
        }
        if not p:
            return Reply(300, {"versions": {"values": [ver]}}, "keystone GET / (versions)")
        if p == ["v3"]:
            return Reply(200, {"version": ver}, "keystone GET /v3 (version)")
        if p[0] != "v3":
            return Reply(
                404,
                {"error": {"code": 404, "title": "Not Found", "message": "nope"}},
                "keystone 404",
            )
        p = p[1:]
        if p == ["auth", "tokens"]:
            return self.auth_tokens(method, head, body)
        c = self.ctx(head)
        qd = dict(q)
        kind = p[0]
        tables = {"projects": w.projects, "users": w.users, "roles": w.roles}
        if kind in tables and method == "GET":
            sing = kind[:-1]
            if len(p) == 2:
                o = tables[kind].get(p[1])
                if o is None:
                    return Reply(
                        404,
                        {
                            "error": {
                                "code": 404,
                                "title": "Not Found",
                                "message": "Could not find %s: %s." % (sing, p[1]),
                            }
                        },
                        "keystone GET /%s/{id}" % kind,
                    )
                return Reply(200, {sing: self.ident(sing, o)}, "keystone GET /%s/{id}" % kind)
            sel = [o for o in tables[kind].values() if "name" not in qd or o.name == qd["name"]]
            return Reply(
                200,
                {
                    kind: [self.ident(sing, o) for o in sel],
                    "links": {"next": None, "self": b + "/v3/" + kind, "previous": None},
                },
                "keystone GET /" + kind + ("?name=" if "name" in qd else ""),
                len(sel),
            )
        if kind == "domains":
            d = {
                "id": "default",
                "name": "Default",
                "description": "The default domain",
                "enabled": True,
                "tags": [],
                "options": {},
                "links": {"self": b + "/v3/domains/default"},
            }
            return Reply(
                200,
                {
                    "domains": [d],
                    "links": {"next": None, "self": b + "/v3/domains", "previous": None},
                },
                "keystone GET /domains",
                1,
            )
        if kind == "role_assignments":
            ra = [
                {
                    "role": {"id": hexid("role", "member")},
                    "user": {"id": x.user.id},
                    "scope": {"project": {"id": x.id}},
                    "links": {},
                }
                for x in w.cm_projects
                if qd.get("scope.project.id", x.id) == x.id
                and qd.get("user.id", x.user.id) == x.user.id
            ]
            return Reply(
                200,
                {"role_assignments": ra, "links": {"next": None, "self": "", "previous": None}},
                "keystone GET /role_assignments",
                len(ra),
            )
        if kind == "auth" and p[1:] == ["catalog"]:
            return Reply(
                200,
                {
                    "catalog": self.catalog(c["project"].id),
                    "links": {"self": b + "/v3/auth/catalog"},
                },
                "keystone GET /auth/catalog",
            )
        return Reply(
            404,
            {"error": {"code": 404, "title": "Not Found", "message": "/".join(p)}},
            "keystone 404",
        )

    def ident(self, sing, o):
        b = self.world.base + "/keystone/v3/%ss/%s" % (sing, o.id)
        if sing == "project":
            return {
                "id": o.id,
                "name": o.name,
                "domain_id": "default",
                "description": "Concertim Managed Project" if hasattr(o, "team") else "",
                "enabled": True,
                "parent_id": "default",
                "is_domain": False,
                "tags": [],
                "options": {},
                "links": {"self": b},
            }
        if sing == "user":
            d = {
                "id": o.id,
                "name": o.name,
                "domain_id": "default",
                "enabled": True,
                "password_expires_at": None,
                "options": {},
            }
            if o.email:
                d.update(email=o.email, description="Concertim Managed User")
            d["links"] = {"self": b}
            return d
        return {
            "id": o.id,
            "name": o.name,
            "domain_id": None,
            "description": None,
            "options": {},
            "links": {"self": b},
        }

    def auth_tokens(self, method, head, body):
        w = self.world
        if method in ("GET", "HEAD"):
            c = self.tokens.get(get(H_SUBJ, head))
            if c is None:
                return Reply(
                    404,
                    {"error": {"code": 404, "title": "Not Found", "message": "token"}},
                    "keystone GET /auth/tokens",
                    cacheable=False,
                )
            return Reply(
                200,
                c["doc"],
                "keystone GET /auth/tokens",
                headers=(("X-Subject-Token", get(H_SUBJ, head).decode()),),
                cacheable=False,
            )
        bad = Reply(
            401,
            {
                "error": {
                    "code": 401,
                    "title": "Unauthorized",
                    "message": "The request you have made requires authentication.",
                }
            },
            "keystone POST /auth/tokens",
            cacheable=False,
        )
        try:
            req = json.loads(body)["auth"]
            idn = req["identity"]
            if "password" in idn["methods"]:
                u = idn["password"]["user"]
                user = w.users.get(u.get("id")) or next(
                    (x for x in w.users.values() if x.name == u.get("name")), None
                )
                if user is None or user.password != u.get("password"):
                    return bad
            else:
                user = self.tokens[idn["token"]["id"].encode()]["user"]
            sc = (req.get("scope") or {}).get("project") or {}
            proj = (
                w.projects.get(sc.get("id"))
                or next((x for x in w.projects.values() if x.name == sc.get("name")), None)
                or getattr(user, "project", w.admin_project)
            )
        except (KeyError, ValueError, TypeError):
            return bad
        admin = user.password == ADMIN_PASS
        tok = (
            "gAAAAAB"
            + h("token", user.id, len(self.tokens), self.rng.random())
            + h(time.time()) * 3
        )
        now = time.time()
        doc = {
            "token": {
                "methods": idn["methods"],
                "user": {
                    "domain": {"id": "default", "name": "Default"},
                    "id": user.id,
                    "name": user.name,
                    "password_expires_at": None,
                },
                "audit_ids": [h(tok)[:22]],
                "expires_at": iso_us(now + self.a.token_ttl) + "Z",
                "issued_at": iso_us(now) + "Z",
                "project": {
                    "domain": {"id": "default", "name": "Default"},
                    "id": proj.id,
                    "name": proj.name,
                },
                "is_domain": False,
                "roles": [
                    {"id": hexid("role", r), "name": r}
                    for r in (("admin", "member", "reader") if admin else ("member",))
                ],
                "catalog": self.catalog(proj.id),
            }
        }
        self.tokens[tok.encode()] = {
            "user": user,
            "project": proj,
            "admin": admin,
            "doc": doc,
            "exp": now + self.a.token_ttl,
            "scope": "admin" if admin else proj.id,
        }
        return Reply(
            201,
            doc,
            "keystone POST /auth/tokens",
            headers=(("X-Subject-Token", tok), ("Vary", "X-Auth-Token")),
            cacheable=False,
        )

    # ------------------------------------------------------------------ nova
    def sys_nova(self, method, target, head, body):
        w = self.world
        p, q = self.split(target)
        mt = [
            {
                "base": "application/json",
                "type": "application/vnd.openstack.compute+json;version=2.1",
            }
        ]
        b = w.base + "/nova"
        v21 = {
            "id": "v2.1",
            "status": "CURRENT",
            "version": "2.93",
            "min_version": "2.1",
            "updated": "2013-07-23T11:33:21Z",
        }
        if not p:
            return Reply(
                200,
                {
                    "versions": [
                        {
                            "id": "v2.0",
                            "status": "SUPPORTED",
                            "version": "",
                            "min_version": "",
                            "updated": "2011-01-21T11:33:21Z",
                            "links": [{"rel": "self", "href": b + "/v2/"}],
                        },
                        dict(v21, links=[{"rel": "self", "href": b + "/v2.1/"}]),
                    ]
                },
                "nova GET / (versions)",
            )
        if p == ["v2.1"] and method == "GET":
            return Reply(
                200,
                {
                    "version": dict(
                        v21,
                        links=[
                            {"rel": "self", "href": b + "/v2.1/"},
                            {
                                "rel": "describedby",
                                "type": "text/html",
                                "href": "http://docs.openstack.org/",
                            },
                        ],
                        **{"media-types": mt}
                    )
                },
                "nova GET /v2.1 (version)",
                headers=(
                    ("OpenStack-API-Version", "compute 2.1"),
                    ("X-OpenStack-Nova-API-Version", "2.1"),
                    ("Vary", "OpenStack-API-Version"),
                    ("Vary", "X-OpenStack-Nova-API-Version"),
                ),
            )
        c = self.ctx(head)
        mv = (2, 1)
        m = get(H_MV2, head)
        m = m.split()[-1] if m and m.startswith(b"compute") else get(H_MV1, head)
        if m:
            m = m.decode().strip()
            try:
                mv = (2, 93) if m == "latest" else tuple(int(x) for x in m.split("."))
            except ValueError:
                mv = (9, 9)
            if not (2, 1) <= mv <= (2, 93):
                return Reply(
                    406,
                    {
                        "computeFault": {
                            "code": 406,
                            "message": "Version %s is not supported by the API. Minimum is 2.1 and maximum is 2.93."
                            % m,
                        }
                    },
                    "nova 406",
                    cacheable=False,
                    ctype="application/json; charset=UTF-8",
                    headers=(
                        ("OpenStack-API-Version", "compute " + m),
                        ("X-OpenStack-Nova-API-Version", m),
                        ("Vary", "OpenStack-API-Version"),
                        ("Vary", "X-OpenStack-Nova-API-Version"),
                    ),
                )
        key = ("n", method, target, mv, c["scope"])
        r = self.cache.get(key)
        if r is None:
            r = self.nova(method, p[1:], q, mv, c, target)
            mvs = "%d.%d" % mv
            r.headers = tuple(r.headers) + (
                ("OpenStack-API-Version", "compute " + mvs),
                ("X-OpenStack-Nova-API-Version", mvs),
                ("Vary", "OpenStack-API-Version"),
                ("Vary", "X-OpenStack-Nova-API-Version"),
                ("x-openstack-request-id", "req-" + uid(target)),
                ("x-compute-request-id", "req-" + uid(target)),
            )
            if r.status >= 400:
                r.ctype = "application/json; charset=UTF-8"
            if method == "GET" and r.cacheable:
                self.cache[key] = r
        return r

    def nova(self, method, p, q, mv, c, target):
        w = self.world
        if p and HEX32.match(p[0]) and (len(p) == 1 or p[0] in w.projects):
            p = p[1:]
        nf = lambda what, pat: Reply(404, {"itemNotFound": {"code": 404, "message": what}}, pat)
        qd = dict(q)
        if p[:1] == ["servers"]:
            if method != "GET":
                return Reply(202, b"", "nova %s /servers/..." % method, cacheable=False)
            if len(p) == 1 or p[1] == "detail":
                pat = "nova GET /servers" + ("/detail" if len(p) > 1 else "")
                allt = qd.get("all_tenants", "0").lower() in ("1", "true", "") and c["admin"]
                proj = qd.get("project_id") or qd.get("tenant_id")
                since = qd.get("changes-since")
                before = qd.get("changes-before")
                pool = list(w.servers.values())
                if since or before or qd.get("deleted", "").lower() in ("1", "true"):
                    pool += w.deleted_servers.values()
                    if qd.get("deleted", "").lower() in ("1", "true"):
                        pool = list(w.deleted_servers.values())
                    if since:
                        try:
                            t = parse_time(since)
                        except ValueError:
                            return Reply(
                                400,
                                {
                                    "badRequest": {
                                        "code": 400,
                                        "message": "Invalid input for query parameters changes-since. Value: %s."
                                        % since,
                                    }
                                },
                                pat,
                            )
                        pool = [s for s in pool if int(s.updated) >= t]
                    pat += "?changes-since"
                if not allt:
                    pool = [s for s in pool if s.project.id == c["project"].id]
                elif proj:
                    pool = [s for s in pool if s.project.id == proj]
                if "status" in qd:
                    pool = [s for s in pool if VM_TO_STATUS.get(s.vm_state) == qd["status"].upper()]
                if "vm_state" in qd:
                    pool = [s for s in pool if s.vm_state == qd["vm_state"]]
                if "name" in qd:
                    rx = re.compile(qd["name"])
                    pool = [s for s in pool if rx.search(s.name)]
                pool.sort(key=lambda s: (s.created, s.id), reverse=True)
                if qd.get("sort_dir") == "asc":
                    pool.reverse()
                if len(p) > 1:
                    ser = lambda s: w.server_json(s, mv)
                else:
                    ser = lambda s: DUMPS(
                        {
                            "id": s.id,
                            "name": s.name,
                            "links": [
                                {"rel": "self", "href": w.base + "/nova/v2.1/servers/" + s.id},
                                {"rel": "bookmark", "href": w.base + "/nova/servers/" + s.id},
                            ],
                        }
                    ).encode()
                try:
                    bd, n = self.page(
                        pool,
                        ser,
                        "servers",
                        "servers_links",
                        q,
                        self.a.page_limit,
                        w.base + "/nova/v2.1/" + "/".join(p),
                    )
                except LookupError as e:
                    return Reply(
                        400,
                        {"badRequest": {"code": 400, "message": "marker %s not found" % e}},
                        pat,
                    )
                except ValueError:
                    return Reply(
                        400,
                        {
                            "badRequest": {
                                "code": 400,
                                "message": "Invalid input for query parameters limit.",
                            }
                        },
                        pat,
                    )
                return Reply(200, bd, pat, n)
            s = w.servers.get(p[1])
            if s is None or not (c["admin"] or s.project.id == c["project"].id):
                return nf("Instance %s could not be found." % p[1], "nova GET /servers/{id}")
            b = w.server_json(s, mv)
            if mv >= (2, 71):
                b = (
                    b[:-1]
                    + b', "server_groups": '
                    + DUMPS([s.sg.id] if s.sg else []).encode()
                    + b"}"
                )
            return Reply(200, b'{"server": ' + b + b"}", "nova GET /servers/{id}")
        if p[:1] == ["flavors"]:
            if len(p) == 1 or p[1] == "detail":
                bd, n = self.page(
                    w.flavor_list,
                    lambda f: w.flavor_json(f, mv),
                    "flavors",
                    "flavors_links",
                    q,
                    self.a.page_limit,
                    w.base + "/nova/v2.1/" + "/".join(p),
                )
                return Reply(200, bd, "nova GET /flavors/detail", n)
            f = w.flavors.get(p[1])
            if f is None:
                return nf("Flavor %s could not be found." % p[1], "nova GET /flavors/{id}")
            return Reply(
                200, b'{"flavor": ' + w.flavor_json(f, mv) + b"}", "nova GET /flavors/{id}"
            )
        if p[:1] == ["os-server-groups"]:
            if len(p) == 1:
                pool = [
                    g
                    for g in w.groups.values()
                    if ("all_projects" in qd and c["admin"]) or g.project.id == c["project"].id
                ]
                off = int(qd.get("offset", 0))
                lim = min(int(qd.get("limit", self.a.page_limit)), self.a.page_limit)
                pool = pool[off : off + lim]
                return Reply(
                    200,
                    b'{"server_groups": [' + b", ".join(w.group_json(g, mv) for g in pool) + b"]}",
                    "nova GET /os-server-groups",
                    len(pool),
                )
            g = w.groups.get(p[1])
            if g is None:
                return nf(
                    "Instance group %s could not be found." % p[1],
                    "nova GET /os-server-groups/{id}",
                )
            return Reply(
                200,
                b'{"server_group": ' + w.group_json(g, mv) + b"}",
                "nova GET /os-server-groups/{id}",
            )
        if p == ["os-services"]:
            service = {
                "id": "c0b1e0f2-0000-4000-8000-000000000001",
                "binary": "nova-compute",
                "host": "compute-1",
                "zone": "nova",
                "status": "enabled",
                "state": "up",
            }
            return Reply(200, {"services": [service]}, "nova GET /os-services")
        if p == ["os-keypairs"]:
            return Reply(200, {"keypairs": []}, "nova GET /os-keypairs")
        if p == ["os-hypervisors", "statistics"]:
            n = len(w.servers)
            return Reply(
                200,
                {
                    "hypervisor_statistics": {
                        "count": 16,
                        "vcpus": 4096,
                        "memory_mb": 1 << 24,
                        "local_gb": 1 << 20,
                        "vcpus_used": n,
                        "memory_mb_used": 2048 * n,
                        "local_gb_used": 10 * n,
                        "free_ram_mb": (1 << 24) - 2048 * n,
                        "free_disk_gb": (1 << 20) - 10 * n,
                        "current_workload": 0,
                        "running_vms": n,
                        "disk_available_least": 0,
                    }
                },
                "nova GET /os-hypervisors/statistics",
            )
        return nf("The resource could not be found.", "nova 404 /" + "/".join(p[:1]))

    # ------------------------------------------------------------------ heat
    def sys_heat(self, method, target, head, body):
        w = self.world
        p, q = self.split(target)
        if not p:
            return Reply(
                300,
                {
                    "versions": [
                        {
                            "id": "v1.0",
                            "status": "CURRENT",
                            "links": [{"rel": "self", "href": w.base + "/heat/v1/"}],
                        }
                    ]
                },
                "heat GET / (versions)",
            )
        c = self.ctx(head)
        key = ("h", method, target, c["scope"])
        r = self.cache.get(key)
        if r is None:
            r = self.heat(method, p, q, c)
            r.headers = tuple(r.headers) + (("x-openstack-request-id", "req-" + uid(target)),)
            if method == "GET" and r.cacheable:
                self.cache[key] = r
        return r

    @staticmethod
    def heat_err(code, typ, msg, pat):
        titles = {
            404: ("Not Found", "The resource could not be found."),
            400: (
                "Bad Request",
                "The server could not comply with the request since it is either "
                "malformed or otherwise incorrect.",
            ),
            403: ("Forbidden", "Access was denied to this resource."),
        }
        t, e = titles[code]
        return Reply(
            code,
            {
                "explanation": e,
                "code": code,
                "error": {"message": msg, "traceback": None, "type": typ},
                "title": t,
            },
            pat,
        )

    def heat(self, method, p, q, c):
        w = self.world
        if p[0] != "v1" or len(p) < 3:
            return self.heat_err(404, "HTTPNotFound", "", "heat 404")
        tenant, p = p[1], p[2:]
        if tenant != c["project"].id and not c["admin"]:
            return self.heat_err(
                403, "Forbidden", "You are not authorized to use index.", "heat 403"
            )
        if p[0] == "build_info":
            return Reply(
                200,
                {"api": {"revision": "unknown"}, "engine": {"revision": "unknown"}},
                "heat GET /build_info",
            )
        if p[0] != "stacks":
            return self.heat_err(404, "HTTPNotFound", "", "heat 404")
        qd = dict(q)
        if len(p) == 1 or (len(p) == 2 and p[1] == "detail"):
            if (
                qd.get("global_tenant", "").lower() in ("true", "1")
                and not self.a.heat_global_tenant
            ):
                return self.heat_err(
                    403,
                    "Forbidden",
                    "You are not authorized to use stacks:global_index.",
                    "heat GET /stacks?global_tenant",
                )
            nested = qd.get("show_nested", "").lower() in ("true", "1")
            pool = list((w.stacks if nested else w.top_stacks).values())
            if qd.get("show_deleted", "").lower() in ("true", "1"):
                pool += [s for s in w.deleted_stacks.values() if nested or s.parent is None]
            if not c["admin"]:
                pool = [s for s in pool if s.project.id == c["project"].id]
            if "tenant" in qd:
                pool = [s for s in pool if s.project.id == qd["tenant"]]
            if "id" in qd:
                ids = {v for k, v in q if k == "id"}
                pool = [s for s in pool if s.id in ids]
            for k in ("name", "stack_name"):
                if k in qd:
                    pool = [s for s in pool if s.name == qd[k]]
            for k in ("status", "stack_status"):
                if k in qd:
                    pool = [
                        s for s in pool if s.status.split("_", 1)[1] == qd[k] or s.status == qd[k]
                    ]
            if "action" in qd:
                pool = [s for s in pool if s.status.split("_", 1)[0] == qd["action"]]
            if "owner_id" in qd:
                pool = [s for s in pool if s.parent and s.parent.id == qd["owner_id"]]
            rev = qd.get("sort_dir", "desc") != "asc"
            pool.sort(key=lambda s: (s.created, s.id), reverse=rev)
            if (
                qd.get("marker") not in w.stacks and qd.get("marker") not in w.deleted_stacks
            ):  # Heat ignores a marker that it does not know
                q = [(k, v) for k, v in q if k != "marker"]
            ser = w.stack_summary
            if not c["admin"]:  # only admin sees the owner's project
                ser = lambda x: DUMPS(
                    {k: v for k, v in json.loads(w.stack_summary(x)).items() if k != "project"}
                ).encode()
            try:
                bd, n = self.page(
                    pool,
                    ser,
                    "stacks",
                    "links",
                    q,
                    0,
                    "%s/heat/v1/%s/stacks" % (w.base, tenant),
                    default_cap=False,
                )
            except LookupError:  # a stack that this list does not hold
                bd, n = b'{"stacks": []}', 0
            except ValueError:
                return self.heat_err(
                    400, "HTTPBadRequest", "Only integer is allowed for limit", "heat GET /stacks"
                )
            if "with_count" in qd:
                bd = bd[:-1] + b', "count": %d}' % len(pool)
            return Reply(200, bd, "heat GET /stacks", n)
        SUB = ("resources", "events", "template", "actions", "environment", "files")
        if len(p) == 2 or (len(p) == 3 and p[2] in SUB):
            pat = "heat GET /stacks/{id}" + ("/" + p[2] if len(p) == 3 else "") + " (302 lookup)"
            s = (  # a deleted stack is found by its id, not by its name
                w.stacks.get(p[1])
                or w.deleted_stacks.get(p[1])
                or next((x for x in w.top_stacks.values() if x.name == p[1]), None)
            )
            if s is None or not (c["admin"] or s.project.id == c["project"].id):
                return self.heat_err(
                    404, "EntityNotFound", "The Stack (%s) could not be found." % p[1], pat
                )
            loc = (
                w.stack_url(s)
                + ("/" + p[2] if len(p) == 3 else "")
                + ("?" + urlencode(q) if q else "")
            )
            return Reply(
                302,
                (
                    "302 Found\n\nThe resource was found at %s; you should be redirected automatically."
                    "\n\n" % loc
                ).encode(),
                pat,
                headers=(("Location", loc),),
                ctype="text/plain; charset=UTF-8",
            )
        base = "heat %s /stacks/{name}/{id}" % method
        s = w.stacks.get(p[2]) or w.deleted_stacks.get(p[2])
        if s is None or s.name != p[1] or not (c["admin"] or s.project.id == c["project"].id):
            return self.heat_err(
                404, "EntityNotFound", "The Stack (%s) could not be found." % p[1], base
            )
        rest = p[3:]
        if method != "GET":
            return Reply(204 if method == "DELETE" else 202, b"", base + "/...", cacheable=False)
        if not rest:
            o = qd.get("resolve_outputs", "true").lower() not in ("false", "0")
            return Reply(200, w.stack_json(s, o), base + ("" if o else "?resolve_outputs=False"))
        if rest == ["resources"]:
            bad = set(qd) - {
                "nested_depth",
                "with_detail",
                "type",
                "status",
                "name",
                "action",
                "id",
                "physical_resource_id",
            }
            if bad:
                return self.heat_err(
                    400, "HTTPBadRequest", "Invalid filter parameters %s" % sorted(bad), base
                )
            try:
                depth = min(int(qd.get("nested_depth", 0)), 5)
            except ValueError:
                return self.heat_err(
                    400, "HTTPBadRequest", "Only integer is allowed for nested_depth", base
                )
            rs = w.resources(s, depth)
            if "type" in qd:
                rs = [r for r in rs if r.type in [v for k, v in q if k == "type"]]
            if "name" in qd:
                rs = [r for r in rs if r.name == qd["name"]]
            if "physical_resource_id" in qd:
                rs = [r for r in rs if r.phys == qd["physical_resource_id"]]
            return Reply(
                200,
                b'{"resources": [' + b", ".join(w.resource_json(r) for r in rs) + b"]}",
                base + "/resources" + ("?nested_depth" if depth else ""),
                len(rs),
            )
        if rest[0] == "resources" and len(rest) == 2:
            r = next((x for x in s.resources if x.name == rest[1]), None)
            if r is None:
                return self.heat_err(
                    404,
                    "EntityNotFound",
                    "The Resource (%s) could not be found in Stack %s." % (rest[1], s.name),
                    base + "/resources/{name}",
                )
            d = json.loads(w.resource_json(r))
            d.update(description="", attributes={})
            return Reply(200, {"resource": d}, base + "/resources/{name}")
        if rest == ["outputs"]:
            return Reply(
                200,
                {
                    "outputs": [
                        {"output_key": o["output_key"], "description": o["description"]}
                        for o in s.outputs
                    ]
                },
                base + "/outputs",
                len(s.outputs),
            )
        if rest[0] == "outputs" and len(rest) == 2:
            o = next((x for x in s.outputs if x["output_key"] == rest[1]), None)
            if o is None:
                return self.heat_err(
                    404,
                    "NotFound",
                    "Specified output key %s not found." % rest[1],
                    base + "/outputs/{key}",
                )
            return Reply(200, {"output": o}, base + "/outputs/{key}")
        if rest == ["events"]:
            return Reply(200, {"events": []}, base + "/events")
        if rest[0] in ("template", "environment", "files"):
            return Reply(200, {}, base + "/" + rest[0])
        return self.heat_err(404, "HTTPNotFound", "", "heat 404")

    # ------------------------------------------------------------------ cinder
    def sys_cinder(self, method, target, head, body):
        w = self.world
        p, q = self.split(target)
        ver = {
            "id": "v3.0",
            "status": "CURRENT",
            "version": "3.70",
            "min_version": "3.0",
            "updated": "2022-07-14T00:00:00Z",
            "links": [
                {"rel": "describedby", "type": "text/html", "href": "https://docs.openstack.org/"},
                {"rel": "self", "href": w.base + "/cinder/v3/"},
            ],
            "media-types": [
                {
                    "base": "application/json",
                    "type": "application/vnd.openstack.volume+json;version=3",
                }
            ],
        }
        if not p or p == ["v3"]:
            if p:
                self.ctx(head)
            return Reply(
                200 if p else 300, {"versions": [ver]}, "cinder GET /%s (versions)" % "".join(p)
            )
        c = self.ctx(head)
        asked = get(H_MV2, head, b"volume 3.0").decode()
        version = re.fullmatch(r"volume 3\.(\d+)", asked)
        minor = int(version.group(1)) if version else 0
        if minor > CINDER_NEWEST:
            message = "Version 3.%d is not supported by the API. Minimum is 3.0 and maximum is 3.%d."
            return Reply(
                406,
                {"computeFault": {"code": 406, "message": message % (minor, CINDER_NEWEST)}},
                "cinder 406",
                cacheable=False,
            )
        key = ("c", method, target, minor, c["scope"])
        r = self.cache.get(key)
        if r is None:
            r = self.cinder(method, p, q, c, minor)
            r.headers = tuple(r.headers) + (
                ("OpenStack-API-Version", "volume 3.%d" % minor),
                ("Vary", "OpenStack-API-Version"),
                ("x-compute-request-id", "req-" + uid(target)),
                ("x-openstack-request-id", "req-" + uid(target)),
            )
            if method == "GET" and r.cacheable:
                self.cache[key] = r
        return r

    def cinder(self, method, p, q, c, minor=0):
        w = self.world
        nf = lambda m, pat: Reply(404, {"itemNotFound": {"code": 404, "message": m}}, pat)
        if p[0] != "v3" or len(p) < 2:
            return nf("The resource could not be found.", "cinder 404")
        p = p[1:]
        if HEX32.match(p[0]):
            if p[0] != c["project"].id:
                return Reply(
                    400,
                    {"badRequest": {"code": 400, "message": "Malformed request url"}},
                    "cinder 400",
                )
            p = p[1:]
        qd = dict(q)
        if p[:1] == ["volumes"] and method == "GET":
            if len(p) == 1 or p[1] == "detail":
                pat = "cinder GET /volumes" + ("/detail" if len(p) > 1 else "")
                pool = list(w.volumes.values())
                if not (c["admin"] and qd.get("all_tenants", "0").lower() in ("1", "true")):
                    pool = [v for v in pool if v.project.id == c["project"].id]
                elif qd.get("project_id"):
                    pool = [v for v in pool if v.project.id == qd["project_id"]]
                if "status" in qd:
                    pool = [v for v in pool if v.status == qd["status"]]
                for name in ("created_at", "updated_at"):
                    if name in qd and minor >= 60:
                        try:
                            fits = time_filter(qd[name])
                        except ValueError as e:
                            message = "Invalid %s value" % e
                            return Reply(
                                400, {"badRequest": {"code": 400, "message": message}}, pat
                            )
                        pool = [v for v in pool if fits(int(getattr(v, name[:-3])))]
                        pat += "?" + name
                pool.sort(key=lambda v: (v.created, v.id), reverse=True)
                ser = (
                    w.volume_json
                    if len(p) > 1
                    else (
                        lambda v: DUMPS(
                            {
                                "id": v.id,
                                "name": v.name,
                                "links": json.loads(w.volume_json(v))["links"],
                            }
                        ).encode()
                    )
                )
                try:
                    bd, n = self.page(
                        pool,
                        ser,
                        "volumes",
                        "volumes_links",
                        q,
                        self.a.page_limit,
                        "%s/cinder/v3/%s/%s" % (w.base, c["project"].id, "/".join(p)),
                    )
                    if qd.get("with_count", "").lower() in ("true", "1"):
                        bd = bd[:-1] + b', "count": %d}' % len(pool)
                except LookupError as e:
                    return nf("Volume %s could not be found." % e, pat)
                return Reply(200, bd, pat, n)
            v = w.volumes.get(p[1])
            if v is None or not (c["admin"] or v.project.id == c["project"].id):
                return nf("Volume %s could not be found." % p[1], "cinder GET /volumes/{id}")
            return Reply(200, b'{"volume": ' + w.volume_json(v) + b"}", "cinder GET /volumes/{id}")
        return nf("The resource could not be found.", "cinder 404 /" + "/".join(p[:1]))

    # ------------------------------------------------------------------ neutron
    def sys_neutron(self, method, target, head, body):
        w = self.world
        p, q = self.split(target)
        if not p:
            return Reply(
                200,
                {
                    "versions": [
                        {
                            "id": "v2.0",
                            "status": "CURRENT",
                            "links": [{"rel": "self", "href": w.base + "/neutron/v2.0/"}],
                        }
                    ]
                },
                "neutron GET / (versions)",
            )
        c = self.ctx(head)
        key = ("q", method, target, c["scope"])
        r = self.cache.get(key)
        if r is None:
            r = self.neutron(method, p, q, c)
            r.headers = tuple(r.headers) + (("X-Openstack-Request-Id", "req-" + uid(target)),)
            if method == "GET" and r.cacheable:
                self.cache[key] = r
        return r

    def neutron(self, method, p, q, c):
        w = self.world
        if p[0] != "v2.0":
            return Reply(404, {"message": "The resource could not be found."}, "neutron 404")
        p = p[1:]
        if not p:
            return Reply(
                200,
                {"resources": [{"name": "network", "collection": "networks", "links": []}]},
                "neutron GET /v2.0",
            )
        p[-1] = re.sub(r"\.json$", "", p[-1])
        qd = dict(q)
        if p[0] == "networks":
            if len(p) == 1:
                pool = list(w.networks.values())
                if not c["admin"]:
                    pool = [n for n in pool if n.project.id == c["project"].id]
                pid = qd.get("project_id") or qd.get("tenant_id")
                if pid:
                    pool = [n for n in pool if n.project.id == pid]
                ids = {v for k, v in q if k == "id"}
                if ids:
                    pool = [n for n in pool if n.id in ids]
                pat = "neutron GET /networks"
                if "changed_since" in qd:
                    pat += "?changed_since"
                    try:
                        since = parse_time(qd["changed_since"])
                    except ValueError:
                        message = (
                            "Invalid input for operation: The input changed_since must be in the "
                            "following format: YYYY-MM-DDTHH:MM:SSZ."
                        )
                        error = {"type": "InvalidInput", "message": message, "detail": ""}
                        return Reply(400, {"NeutronError": error}, pat)
                    pool = [n for n in pool if int(n.updated) >= since]
                ser = w.network_json
                fields = [v for k, v in q if k == "fields"]
                if fields:
                    ser = lambda n: DUMPS(
                        {k: v for k, v in json.loads(w.network_json(n)).items() if k in fields}
                    ).encode()
                if "limit" in qd:
                    pool.sort(key=lambda n: n.id, reverse=qd.get("sort_dir") == "desc")
                back = qd.get("page_reverse", "").lower() in ("true", "1")
                if back:
                    pool.reverse()
                try:
                    bd, n = self.page(
                        pool,
                        ser,
                        "networks",
                        "networks_links",
                        q,
                        self.a.page_limit if "limit" in qd else 0,
                        w.base + "/neutron/v2.0/networks",
                        default_cap=False,
                        previous=True,
                    )
                except LookupError as e:
                    return Reply(
                        404,
                        {
                            "NeutronError": {
                                "type": "NetworkNotFound",
                                "message": "Network %s could not be found." % e,
                                "detail": "",
                            }
                        },
                        "neutron GET /networks",
                    )
                return Reply(200, bd, pat, n)
            n = w.networks.get(p[1])
            if n is None:
                return Reply(
                    404,
                    {
                        "NeutronError": {
                            "type": "NetworkNotFound",
                            "message": "Network %s could not be found." % p[1],
                            "detail": "",
                        }
                    },
                    "neutron GET /networks/{id}",
                )
            return Reply(
                200, b'{"network": ' + w.network_json(n) + b"}", "neutron GET /networks/{id}"
            )
        if p[0] in ("ports", "subnets", "routers", "floatingips", "extensions") and len(p) == 1:
            return Reply(200, {p[0]: []}, "neutron GET /" + p[0])
        return Reply(
            404,
            {
                "NeutronError": {
                    "type": "HTTPNotFound",
                    "message": "The resource could not be found.",
                    "detail": "",
                }
            },
            "neutron 404",
        )

    # ------------------------------------------------------------------ Concertim
    @property
    def portal(self):
        return portal.Portal(self.world, Obj, self.portal_id)

    def portal_id(self):
        self.ct_made += 1
        return uid("portal", self.ct_made, time.time())

    def portal_cost(self, pattern, items):
        """Seconds until one of the portal's five workers has answered, given up or not."""
        per_device = self.a.concertim_ms_per_device / 1000
        if not per_device or not pattern.startswith("concertim "):
            return 0
        who = "reads" if pattern.startswith("concertim GET") else "writes"
        cost = 0 if who == "reads" else per_device
        if pattern.endswith("/sign_in.json"):
            who, cost = "sign_in", 80 * per_device
        elif pattern.endswith(("GET /api/v1/devices", "GET /api/v1/racks/{id}")):
            cost = items * per_device
        elif pattern.endswith("GET /api/v1/devices/{id}"):
            cost = per_device
        elif pattern.endswith("GET /api/v1/racks"):
            cost = items * per_device / 6
        self.ct_busy[who] += cost
        now = time.time()
        first = self.ct_workers.index(min(self.ct_workers))
        start = max(now, self.ct_workers[first])
        self.ct_workers[first] = start + cost
        return self.ct_workers[first] - now

    def sys_concertim(self, method, target, head, body):
        w = self.world
        p, q = self.split(target)
        sign_in = len(p) == 2 and p[0] in ("users", "accounts") and p[1].startswith("sign_in")
        if sign_in and method == "POST":
            pat = "concertim POST /users/sign_in.json"
            try:
                u = json.loads(body)["user"]
                ok = (u["login"], u["password"]) == (CT_USER, CT_PASS)
            except (ValueError, KeyError, TypeError):
                ok = False
            if not ok:
                return Reply(
                    401, {"error": "Invalid Login or password."}, pat, cacheable=False
                )
            tok = "Bearer eyJhbGciOiJIUzI1NiJ9.%s.%s" % (h(self.rng.random()), h(time.time()))
            self.ct_tokens.add(tok.encode())
            return Reply(
                201,
                w.ctuser_dict(w.ct_users["root"]),
                pat,
                headers=(("Authorization", tok), ("Location", "/")),
                cacheable=False,
            )
        if get(H_AUTH, head) not in self.ct_tokens:
            return Reply(
                401,
                {"error": "You need to sign in or sign up before continuing."},
                "concertim 401",
                cacheable=False,
            )
        key = ("t", target)
        if method == "GET":
            r = self.cache.get(key)
            if r is not None:
                return r
        r = self.concertim(method, p, q, body)
        if method == "GET" and r.cacheable:
            r.tag()
            self.cache[key] = r
        elif method != "GET":
            for k in [k for k in self.cache if k[0] == "t"]:
                del self.cache[k]
        return r

    def concertim(self, method, p, q, body):
        w = self.world
        if p[:1] == ["mrd"]:
            return Reply(200, {"status": 200}, "concertim PUT /mrd/{id}/metrics", cacheable=False)
        if p[:2] != ["api", "v1"] or len(p) < 3:
            return Reply(404, portal.UNKNOWN_PATH[1], "concertim 404")
        kind, ident = p[2], p[3] if len(p) > 3 else None
        pat = "concertim %s /api/v1/%s" % (method, kind) + ("/{id}" if ident else "")
        tables = {
            "users": (w.ct_users, lambda o: DUMPS(w.ctuser_dict(o)).encode()),
            "teams": (w.teams, lambda o: DUMPS(w.team_dict(o)).encode()),
            "templates": (w.templates, lambda o: DUMPS(w.template_dict(o)).encode()),
            "racks": (w.racks, w.rack_json),
            "devices": (w.devices, w.device_json),
        }
        if method == "GET":
            if kind not in tables:
                return Reply(404, portal.UNKNOWN_PATH[1], "concertim 404")
            table, ser = tables[kind]
            if kind == "users" and ident == "current":
                return Reply(200, w.ctuser_dict(w.ct_users["root"]), pat)
            if ident:
                return self.one(kind, table.get(ident.removesuffix(".json")), ser, pat)
            bad = self.portal.unreadable() if kind == "devices" else None
            if bad:
                return Reply(*bad, pat, cacheable=False)
            return Reply(
                200, b"[" + b", ".join(ser(o) for o in table.values()) + b"]", pat, len(table)
            )
        try:
            sent = json.loads(body) if body else {}
        except ValueError:
            return Reply(400, {"status": 400, "error": "Bad Request"}, pat, cacheable=False)
        if method == "PATCH" and kind == "teams" and ident in w.teams:
            return self.patch_team(w.teams[ident], sent.get("team", {}), pat)
        recurse = dict(q).get("recurse") == "true"
        status, answer = self.portal.send(method, kind, ident, sent, recurse)
        if isinstance(answer, Obj):
            answer = tables[{"nodes": "devices"}.get(kind, kind)][1](answer)
        return Reply(status, answer, pat, cacheable=False)

    def one(self, kind, o, ser, pat):
        """There is a single answer for racks, with their devices, and for devices only."""
        if kind not in ("racks", "devices"):
            return Reply(404, portal.UNKNOWN_PATH[1], pat)
        if o is None:
            return Reply(404, portal.NOT_FOUND[1], pat, cacheable=False)
        bad = self.portal.unreadable(**{kind[:-1]: o})
        if bad:
            return Reply(*bad, pat, cacheable=False)
        b = ser(o)
        if kind == "racks":
            kids = [self.world.device_json(d) for d in self.world.devices.values() if d.rack is o]
            return Reply(200, b[:-1] + b', "devices": [' + b", ".join(kids) + b"]}", pat, len(kids))
        shown = json.loads(b)
        del shown["template_id"]
        shown["template"] = self.world.template_dict(o.template)
        return Reply(200, shown, pat)

    def patch_team(self, o, sent, pat):
        names = {"billing_period_start": "bps", "billing_period_end": "bpe"}
        for k in ("cost", "credits", *names):
            if k in sent:
                setattr(o, names.get(k, k), sent[k])
        for r in self.world.racks.values():
            r.js = {}
        return Reply(200, self.world.team_dict(o), pat, cacheable=False)

    # ------------------------------------------------------------------ Kill Bill
    @staticmethod
    def jetty(code, msg, target, pat):
        return Reply(
            code,
            {
                "servlet": "default",
                "message": msg,
                "url": target.partition("?")[0].replace("/killbill", "", 1),
                "status": str(code),
            },
            pat,
            cacheable=False,
        )

    def sys_killbill(self, method, target, head, body):
        if get(H_AUTH, head) != BASIC:
            return Reply(
                401,
                b"",
                "killbill 401",
                headers=(("WWW-Authenticate", 'BASIC realm="application"'),),
                cacheable=False,
            )
        k, sec = get(H_KEY, head), get(H_SECRET, head)
        if not k or not sec:
            return self.jetty(
                401,
                "Make sure to set the X-Killbill-ApiKey and X-Killbill-ApiSecret headers",
                target,
                "killbill 401 (tenant)",
            )
        if k != KB_KEY.encode():
            return self.jetty(
                401,
                "No account found for user [%s]" % k.decode("latin-1"),
                target,
                "killbill 401 (tenant)",
            )
        if sec != KB_SECRET.encode():
            return self.jetty(
                401,
                "Submitted credentials for token [org.apache.shiro.authc.UsernamePasswordToken"
                " - %s, rememberMe=false] did not match the expected credentials." % KB_KEY,
                target,
                "killbill 401 (tenant)",
            )
        key = ("k", target)
        r = self.cache.get(key) if method == "GET" else None
        if r is None:
            p, q = self.split(target)
            if method != "GET":
                return self.jetty(405, "Method Not Allowed", target, "killbill 405")
            try:
                r = self.killbill(p, q, target)
            except ValueError:  # offset=abc
                r = self.jetty(404, "Not Found", target, "killbill 404")
            if r.cacheable:
                self.cache[key] = r
        return r

    def kb_page(self, pool, total, ser, q, path, pat, extra=()):
        qd = dict(q)
        off, lim = int(qd.get("offset", 0)), int(qd.get("limit", 100))
        sel = pool[off:] if lim < 0 else pool[off : off + lim]
        hs = [("X-Killbill-Pagination-CurrentOffset", off)]
        tail = [
            ("X-Killbill-Pagination-TotalNbRecords", len(pool)),
            ("X-Killbill-Pagination-MaxNbRecords", total),
        ]
        if 0 <= lim and off + lim < len(pool):
            hs.append(("X-Killbill-Pagination-NextOffset", off + lim))
            tail.append(
                (
                    "X-Killbill-Pagination-NextPageUri",
                    "%s?%s"
                    % (
                        path,
                        urlencode(
                            [("offset", off + lim), ("limit", lim)]
                            + [(k, qd.get(k, d)) for k, d in extra]
                            + [("audit", qd.get("audit", "NONE"))]
                        ),
                    ),
                )
            )
        return Reply(200, [ser(x) for x in sel], pat, len(sel), headers=tuple(hs + tail))

    UUID = re.compile(r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")

    def killbill(self, p, q, target):
        w = self.world
        none = self.jetty(404, "Not Found", target, "killbill 404")
        if p[:2] != ["1.0", "kb"]:
            return none
        p = p[2:]
        root = "/1.0/kb/" + "/".join(p)
        nf = (
            lambda what, i, pat: Reply(
                404,
                {
                    "className": "org.killbill.billing.util.callcontext.InternalCallContextFactory$ObjectDoesNotExist",
                    "code": None,
                    "message": "Object id=%s type=%s doesn't exist!" % (i, what),
                    "causeClassName": None,
                    "causeMessage": None,
                    "stackTrace": [],
                },
                pat,
            )
            if self.UUID.match(i)
            else none
        )
        qd = dict(q)
        nfields = len(w.kb_fields)
        if p[:2] == ["customFields", "search"]:
            if len(p) == 3:
                k = p[2]
                pool = w.kb_field_by_value.get(k) or [
                    f for f in w.kb_fields.values() if k in f.value or k in f.name or k == f.otype
                ]
                return self.kb_page(
                    pool,
                    nfields,
                    w.field_dict,
                    q,
                    root,
                    "killbill GET /customFields/search/{key}"
                    if k != "openstack_stack_id"
                    else "killbill GET /customFields/search/{field name}",
                )
            pool = [
                f
                for f in w.kb_fields.values()
                if qd.get("objectType", f.otype) == f.otype
                and qd.get("fieldName", f.name) == f.name
                and qd.get("fieldValue", f.value) == f.value
            ]
            return self.kb_page(
                pool, nfields, w.field_dict, q, root, "killbill GET /customFields/search?"
            )
        if p == ["customFields", "pagination"]:
            return self.kb_page(
                list(w.kb_fields.values()),
                nfields,
                w.field_dict,
                q,
                root,
                "killbill GET /customFields/pagination",
            )
        if p == ["accounts", "pagination"]:
            full = qd.get("accountWithBalanceAndCBA") == "true"
            return self.kb_page(
                list(w.kb_accounts.values()),
                len(w.kb_accounts),
                lambda x: w.account_dict(x, full),
                q,
                root,
                "killbill GET /accounts/pagination",
                (("accountWithBalance", "false"), ("accountWithBalanceAndCBA", "false")),
            )
        if p == ["bundles", "pagination"]:
            return self.kb_page(
                list(w.kb_bundles.values()),
                len(w.kb_bundles),
                w.bundle_dict,
                q,
                root,
                "killbill GET /bundles/pagination",
            )
        if p[:1] == ["subscriptions"] and len(p) >= 2:
            s = w.kb_subs.get(p[1])
            if s is None:
                return nf("SUBSCRIPTION", p[1], "killbill GET /subscriptions/{id}")
            if len(p) == 3 and p[2] == "customFields":
                return Reply(
                    200,
                    [w.field_dict(f) for f in w.kb_fields_of[s.id]],
                    "killbill GET /subscriptions/{id}/customFields",
                )
            return Reply(200, w.sub_dict(s), "killbill GET /subscriptions/{id}")
        if p[:1] == ["bundles"] and len(p) == 2:
            s = w.kb_bundles.get(p[1])
            return (
                Reply(200, w.bundle_dict(s), "killbill GET /bundles/{id}")
                if s
                else nf("BUNDLE", p[1], "killbill GET /bundles/{id}")
            )
        if p[:1] == ["accounts"] and len(p) >= 2:
            x = w.kb_accounts.get(p[1])
            if x is None:
                return nf("ACCOUNT", p[1], "killbill GET /accounts/{id}")
            if len(p) == 2:
                return Reply(
                    200,
                    w.account_dict(x, qd.get("accountWithBalanceAndCBA") == "true"),
                    "killbill GET /accounts/{id}",
                )
            if p[2] == "bundles":
                return Reply(
                    200,
                    [w.bundle_dict(s) for s in w.kb_subs.values() if s.acct == x.id],
                    "killbill GET /accounts/{id}/bundles",
                )
            if p[2] == "customFields":
                return Reply(
                    200,
                    [w.field_dict(f) for f in w.kb_fields_of[x.id]],
                    "killbill GET /accounts/{id}/customFields",
                )
        return none

    # ------------------------------------------------------------------ control
    def sys__sim(self, method, target, head, body):
        w = self.world
        p, q = self.split(target)
        qd = dict(q)
        d = json.loads(body) if body else {}
        ok = lambda x: Reply(200, x, "_sim", cacheable=False)
        cmd = p[0] if p else ""
        if cmd == "stats":
            return ok(self.stats())
        if cmd == "reset" and method == "POST":
            if isinstance(d, dict) and d.get("world"):
                self.world = World(self.a)
                self.cache.clear()
            self.reset()
            return ok({"reset": True})
        if cmd == "config":
            if method == "POST":
                for k in (
                    "latency_ms",
                    "latency_per_item_us",
                    "concertim_ms_per_device",
                    "error_rate",
                    "slow_rate",
                    "slow_ms",
                    "error_status",
                    "workers",
                    "page_limit",
                    "token_ttl",
                ):
                    if k in d:
                        setattr(self.a, k, type(getattr(self.a, k))(d[k]))
                        if k == "page_limit":
                            self.cache.clear()
            return ok(
                {
                    "args": vars(self.a),
                    "base": w.base,
                    "gen": w.gen,
                    "credentials": {
                        "openstack": {
                            "auth_url": w.base + "/keystone/v3",
                            "username": ADMIN_USER,
                            "password": ADMIN_PASS,
                            "project_id": w.admin_project.id,
                            "project_name": "admin",
                            "user_domain_name": "Default",
                            "project_domain_name": "Default",
                        },
                        "concertim": {
                            "url": w.base + "/concertim",
                            "login": CT_USER,
                            "password": CT_PASS,
                        },
                        "killbill": {
                            "url": w.base + "/killbill",
                            "username": KB_USER,
                            "password": KB_PASS,
                            "apikey": KB_KEY,
                            "apisecret": KB_SECRET,
                        },
                    },
                    "size": {
                        "projects": len(w.cm_projects),
                        "stacks": len(w.top_stacks),
                        "nested_stacks": len(w.stacks) - len(w.top_stacks),
                        "servers": len(w.servers),
                        "volumes": len(w.volumes),
                        "networks": len(w.networks),
                        "server_groups": len(w.groups),
                        "flavors": len(w.flavors),
                        "racks": len(w.racks),
                        "devices": len(w.devices),
                        "subscriptions": len(w.kb_subs),
                        "custom_fields": len(w.kb_fields),
                    },
                }
            )
        if cmd == "world":
            k = qd.get("kind", "servers")
            t = {
                "servers": w.servers,
                "stacks": w.top_stacks,
                "volumes": w.volumes,
                "networks": w.networks,
                "racks": w.racks,
                "devices": w.devices,
                "projects": {x.id: x for x in w.cm_projects},
            }.get(k)
            if t is None:
                return Reply(404, {"error": "kind"}, "_sim", cacheable=False)
            return ok(
                [
                    {
                        "id": o.id,
                        "name": o.name,
                        "status": getattr(o, "vm_state", getattr(o, "status", None)),
                    }
                    for o in t.values()
                ]
            )
        if cmd == "mutate" and method == "POST":
            try:
                out = [w.mutate(m) for m in d] if isinstance(d, list) else w.mutate(d)
            except (KeyError, IndexError, ZeroDivisionError) as e:
                return Reply(400, {"error": str(e)}, "_sim", cacheable=False)
            finally:
                self.cache.clear()
            return ok({"gen": w.gen, "result": out})
        if cmd == "fail":
            if method == "DELETE" or (isinstance(d, dict) and d.get("clear")):
                self.rules = []
            elif method == "POST":
                r = {
                    "path": d["path"],
                    "mode": d.get("mode", "status"),
                    "status": int(d.get("status", 503)),
                    "times": d.get("times"),
                    "probability": float(d.get("probability", 1)),
                    "delay_ms": float(d.get("delay_ms", 0)),
                    "method": d.get("method"),
                    "retry_after": d.get("retry_after"),
                    "hits": 0,
                }
                r["rx"] = re.compile(r["path"])
                self.rules.append(r)
            return ok([{k: v for k, v in r.items() if k != "rx"} for r in self.rules])
        if cmd == "revoke" and method == "POST":
            n = len(self.tokens)
            self.tokens.clear()
            self.ct_tokens.clear()
            return ok({"revoked": n})
        return Reply(404, {"error": "unknown control call"}, "_sim", cacheable=False)

    # ------------------------------------------------------------------ faults
    def inject(self, method, target, system):
        """Returns (mode, reply or None, extra delay in seconds)."""
        for r in self.rules:
            if (
                r["method"] in (None, method)
                and r["rx"].search(target)
                and (r["times"] is None or r["hits"] < r["times"])
                and self.rng.random() < r["probability"]
            ):
                r["hits"] += 1
                self.injected += 1
                hs = (("Retry-After", r["retry_after"]),) if r["retry_after"] is not None else ()
                rep = (
                    Reply(
                        r["status"],
                        {"error": {"code": r["status"], "message": "injected fault"}},
                        "injected",
                        headers=hs,
                        cacheable=False,
                    )
                    if r["mode"] == "status"
                    else None
                )
                return r["mode"], rep, r["delay_ms"] / 1000
        a = self.a
        if a.error_rate and self.rng.random() < a.error_rate:
            self.injected += 1
            return (
                "status",
                Reply(
                    a.error_status,
                    {"error": {"code": a.error_status, "message": "injected error"}},
                    "injected",
                    cacheable=False,
                ),
                0,
            )
        if a.slow_rate and self.rng.random() < a.slow_rate:
            self.injected += 1
            return "delay", None, a.slow_ms / 1000
        return None, None, 0


class Conn(asyncio.Protocol):
    __slots__ = ("sim", "tr", "buf", "active", "loop", "hung")

    def __init__(self, sim, loop):
        self.sim, self.loop = sim, loop
        self.buf = b""
        self.active = self.hung = False
        self.tr = None

    def connection_made(self, tr):
        self.tr = tr
        self.sim.connections += 1
        sock = tr.get_extra_info("socket")
        import socket as s

        sock.setsockopt(s.IPPROTO_TCP, s.TCP_NODELAY, 1)

    def connection_lost(self, exc):
        self.tr = None
        if self.hung:
            self.hung = False
            self.done(b"", b"", "GET", "drop")

    def data_received(self, data):
        self.sim.bytes_in += len(data)
        self.buf += data
        if not self.active:
            self.next()

    def next(self):
        end = self.buf.find(b"\r\n\r\n")
        if end < 0 or self.tr is None:
            return
        head = self.buf[: end + 2]
        n = get(H_LEN, head)
        n = int(n) if n else 0
        te = get(H_TE, head)
        if te and b"chunked" in te.lower():
            body, used = self.chunked(end + 4)
            if body is None:
                return
            self.buf = self.buf[used:]
        else:
            if len(self.buf) < end + 4 + n:
                if get(H_EXPECT, head) and len(self.buf) == end + 4:
                    self.tr.write(b"HTTP/1.1 100 Continue\r\n\r\n")
                return
            body = self.buf[end + 4 : end + 4 + n]
            self.buf = self.buf[end + 4 + n :]
        line = head[: head.find(b"\r\n")].split(b" ")
        if len(line) < 3:
            self.tr.close()
            return
        self.active = True
        self.serve(line[0].decode(), line[1].decode("latin-1"), head, body)

    def chunked(self, pos):
        out = []
        while True:
            e = self.buf.find(b"\r\n", pos)
            if e < 0:
                return None, 0
            n = int(self.buf[pos:e].split(b";")[0], 16)
            if len(self.buf) < e + 2 + n + 2:
                return None, 0
            out.append(self.buf[e + 2 : e + 2 + n])
            pos = e + 2 + n + 2
            if n == 0:
                return b"".join(out), pos

    def serve(self, method, target, head, body):
        sim = self.sim
        if target.startswith("http://"):
            target = "/" + target.split("/", 3)[3]
        control = target.startswith("/_sim")
        if not control:
            now = time.time()
            if sim.first is None:
                sim.first = now
            sim.inflight += 1
            if sim.inflight > sim.max_inflight:
                sim.max_inflight = sim.inflight
            w = int(sim.a.workers)
            if w and sim.busy >= w:
                sim.waiting.append((self, method, target, head, body))
                return
            sim.busy += 1
        self.work(method, target, head, body, control)

    def work(self, method, target, head, body, control):
        sim = self.sim
        if control:
            r, _ = sim.handle(method, target, head, body)
            self.finish(r.encode(), True, head, method)
            return
        mode = None
        if sim.rules or sim.a.error_rate or sim.a.slow_rate:
            mode, rep, extra = sim.inject(method, target, None)
            system = target.split("/", 2)[1]
            if mode == "status":
                r = rep
            else:
                r, system = sim.handle("GET" if method == "HEAD" else method, target, head, body)
        else:
            extra = 0
            r, system = sim.handle("GET" if method == "HEAD" else method, target, head, body)
        status, raw = r.encode_for(head, sim.gzips is None or system in sim.gzips)
        sim.n += 1
        sim.by_pattern[r.pattern] += 1
        sim.by_system[system] += 1
        sim.by_status[status] += 1
        delay = sim.a.latency_ms / 1000 + sim.a.latency_per_item_us * r.items / 1e6 + extra
        cost = sim.portal_cost(r.pattern, r.items)
        delay += cost
        if r.pattern.startswith("concertim "):  # as Rails says it, which does not count the network
            line = raw.index(b"\r\n") + 2
            raw = raw[:line] + b"x-runtime: %.6f\r\n" % (cost + 0.002) + raw[line:]
        if mode == "hang":
            self.hung = True  # no answer; ends when the client gives up
            return
        elif mode == "truncate":
            raw = raw[: len(raw) - max(1, (len(raw) - raw.find(b"\r\n\r\n") - 4) // 2)]
        elif mode == "badjson":
            raw = Reply(200, b'{"broken": [1, 2', r.pattern).encode()
        if delay > 0:
            self.loop.call_later(delay, self.done, raw, head, method, mode)
        else:
            self.done(raw, head, method, mode)

    def done(self, raw, head, method, mode):
        sim = self.sim
        sim.inflight -= 1
        sim.busy -= 1
        sim.last = time.time()
        if sim.waiting:
            nxt = sim.waiting.popleft()
            sim.busy += 1
            self.loop.call_soon(nxt[0].work, *nxt[1:], False)
        if mode in ("drop", "truncate"):
            if self.tr:
                if mode == "truncate":
                    self.tr.write(raw)
                self.tr.close()
            return
        sim.bytes_out += len(raw)
        self.finish(raw, False, head, method)

    def finish(self, raw, control, head, method):
        self.active = False
        if self.tr is None or self.tr.is_closing():
            return
        if method == "HEAD":
            raw = raw[: raw.find(b"\r\n\r\n") + 4]
        first = raw.find(b"\r\n") + 2
        self.tr.write(raw[:first] + b"Date: " + formatdate(usegmt=True).encode() + b"\r\n")
        self.tr.write(raw[first:])
        c = get(H_CONN, head)
        if c and c.lower() == b"close":
            self.tr.close()
            return
        if self.buf:
            self.loop.call_soon(self.resume)

    def resume(self):
        if not self.active:
            self.next()


def parse_args(argv=None):
    ap = argparse.ArgumentParser(
        formatter_class=argparse.RawDescriptionHelpFormatter, description=__doc__
    )
    g = ap.add_argument
    g("--host", default="127.0.0.1", help="address to bind (loopback)")
    g(
        "--public-host",
        default="127.0.0.1",
        help="host name used in links and in the service catalog",
    )
    g("--port", type=int, default=18000)
    g("--projects", type=int, default=5, help="Concertim managed projects (name CM_...)")
    g("--stacks-per-project", type=int, default=2)
    g("--servers-per-stack", type=int, default=10)
    g("--flavors", type=int, default=12)
    g("--volumes-per-stack", type=int, default=2)
    g("--networks-per-stack", type=int, default=1)
    g("--outputs-per-stack", type=int, default=4)
    g(
        "--group-fraction",
        type=float,
        default=0.5,
        help="share of servers inside an OS::Heat::ResourceGroup",
    )
    g(
        "--server-group-fraction",
        type=float,
        default=0.25,
        help="share of servers in an OS::Nova::ServerGroup",
    )
    g(
        "--group-volume-every",
        type=int,
        default=4,
        help="every n-th group entry has its own volume (0: none)",
    )
    g(
        "--group-style",
        choices=("template", "direct"),
        default="template",
        help="entries of a ResourceGroup: nested stacks, or plain servers (the latter aborts the Python sync)",
    )
    g(
        "--file-type-resource",
        action="store_true",
        help="one top-level resource per stack whose type is a template URL (aborts the Python sync)",
    )
    g("--orphans", type=int, default=0, help="servers per project that belong to no stack")
    g("--rack-height", type=int, default=42)
    g(
        "--billing-fraction",
        type=float,
        default=1.0,
        help="share of stacks with a Kill Bill subscription",
    )
    g(
        "--concertim-populated",
        type=float,
        default=0.0,
        metavar="FRACTION",
        help="share of stacks (with their devices) that Concertim already holds",
    )
    g(
        "--concertim-stale",
        type=int,
        default=0,
        help="racks (one device each) only Concertim knows (needs populated > 0)",
    )
    g(
        "--concertim-drift",
        type=float,
        default=0.0,
        help="share of populated devices with an outdated status",
    )
    g(
        "--concertim-ms-per-device",
        type=float,
        default=0.0,
        help="what each device of an answer costs the portal (the real one 2.5), a rack in the list"
        " of racks a sixth and a sign-in 80 times as much; it has five workers and goes on with"
        " what its client gave up",
    )
    g(
        "--concertim-details",
        choices=("flat", "nested"),
        default="flat",
        help="device details inline (as the published Concertim app does) or below 'details'",
    )
    g("--latency-ms", type=float, default=0.0, help="delay of every response")
    g(
        "--latency-per-item-us",
        type=float,
        default=0.0,
        help="additional delay per item of a list response",
    )
    g(
        "--workers",
        type=int,
        default=0,
        help="requests served at the same time, others wait (0: no limit)",
    )
    g(
        "--page-limit",
        type=int,
        default=1000,
        help="osapi_max_limit of nova and cinder; cap of neutron's limit=",
    )
    g(
        "--gzip",
        default="all",
        metavar="SYSTEMS",
        help="who sends gzip to clients that accept it: all, none, or such as concertim,killbill "
        "(OpenStack's own services do not)",
    )
    g("--at-rest", action="store_true", help="no stack is in progress (else every 20th is)")
    g("--token-ttl", type=int, default=3600)
    g(
        "--heat-global-tenant",
        action="store_true",
        help="allow stacks?global_tenant=True (Heat's own policy refuses it even to admin: 403)",
    )
    g(
        "--nova-tenant-in-url",
        action="store_true",
        help="catalog lists nova as /nova/v2.1/{project}",
    )
    g("--error-rate", type=float, default=0.0)
    g("--error-status", type=int, default=503)
    g("--slow-rate", type=float, default=0.0)
    g("--slow-ms", type=float, default=2000.0)
    g("--seed", type=int, default=1)
    g("--quiet", action="store_true")
    return ap.parse_args(argv)


async def main(a):
    t = time.time()
    sim = Sim(a)
    loop = asyncio.get_running_loop()
    srv = await loop.create_server(lambda: Conn(sim, loop), a.host, a.port, backlog=1024)
    if not a.quiet:
        w = sim.world
        print(
            "sim ready on %s:%d in %.1f s: %d projects, %d stacks (+%d nested), %d servers, %d volumes, "
            "%d racks, %d devices"
            % (
                a.host,
                a.port,
                time.time() - t,
                len(w.cm_projects),
                len(w.top_stacks),
                len(w.stacks) - len(w.top_stacks),
                len(w.servers),
                len(w.volumes),
                len(w.racks),
                len(w.devices),
            ),
            flush=True,
        )
    stop = asyncio.Event()
    for s in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(s, stop.set)
    await stop.wait()
    srv.close()


if __name__ == "__main__":
    import gc

    args = parse_args()
    gc.freeze()
    try:
        asyncio.run(main(args))
    except KeyboardInterrupt:
        sys.exit(0)
