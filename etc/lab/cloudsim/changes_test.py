#!/usr/bin/env python3
"""Asks the simulator for what has changed, as the real services are asked."""

import json
import time
import unittest

import sim

SINCE = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
TIMED = (("OpenStack-API-Version", "volume 3.60"),)


class Changes(unittest.TestCase):
    def setUp(self):
        self.sim = sim.Sim(sim.parse_args(["--projects", "1", "--stacks-per-project", "1"]))
        self.world = self.sim.world
        login = {
            "auth": {
                "identity": {
                    "methods": ["password"],
                    "password": {
                        "user": {
                            "name": sim.ADMIN_USER,
                            "domain": {"name": "Default"},
                            "password": sim.ADMIN_PASS,
                        }
                    },
                },
                "scope": {"project": {"id": self.world.admin_project.id}},
            }
        }
        answer, _ = self.sim.handle(
            "POST", "/keystone/v3/auth/tokens", b"\r\n", json.dumps(login).encode()
        )
        self.token = dict(answer.headers)["X-Subject-Token"]

    def ask(self, target, headers=()):
        lines = (("X-Auth-Token", self.token), *headers)
        head = "".join("\r\n%s: %s" % line for line in lines).encode() + b"\r\n"
        answer, _ = self.sim.handle("GET", target, head, b"")
        return answer.status, json.loads(answer.body)

    def mutate(self, **op):
        self.world.mutate(op)
        self.sim.cache.clear()

    def servers(self):
        query = "?all_tenants=1&changes-since=" + SINCE
        return self.ask("/nova/v2.1/servers/detail" + query)[1]["servers"]

    def test_nova_shows_servers_that_changed_and_those_that_are_deleted(self):
        self.assertEqual([], self.servers())
        ids = list(self.world.servers)
        self.mutate(op="server_status", id=ids[0], vm_state="stopped")
        self.mutate(op="delete_server", id=ids[1])
        shown = {server["id"]: server["status"] for server in self.servers()}
        self.assertEqual({ids[0]: "SHUTOFF", ids[1]: "DELETED"}, shown)

    def test_nova_refuses_a_time_that_is_none(self):
        query = "?all_tenants=1&changes-since=yesterday"
        self.assertEqual(400, self.ask("/nova/v2.1/servers/detail" + query)[0])

    def volumes(self, when, headers):
        path = "/cinder/v3/%s/volumes/detail?all_tenants=1&updated_at=" % self.world.admin_project.id
        return self.ask(path + when, headers)

    def test_cinder_filters_by_time_from_its_microversion_on(self):
        every = len(self.world.volumes)
        self.assertEqual(every, len(self.volumes("gte:" + SINCE, ())[1]["volumes"]))
        self.assertEqual([], self.volumes("gte:" + SINCE, TIMED)[1]["volumes"])
        changed = next(iter(self.world.volumes))
        self.mutate(op="volume_status", id=changed, status="error")
        shown = self.volumes("gte:" + SINCE, TIMED)[1]["volumes"]
        self.assertEqual([changed], [volume["id"] for volume in shown])
        self.assertEqual([], self.volumes("gte:%s,lt:%s" % (SINCE, SINCE), TIMED)[1]["volumes"])

    def test_cinder_refuses_what_it_does_not_know(self):
        self.assertEqual(400, self.volumes("after:" + SINCE, TIMED)[0])
        self.assertEqual(400, self.volumes("gte:yesterday", TIMED)[0])
        newer = (("OpenStack-API-Version", "volume 3.99"),)
        self.assertEqual(406, self.volumes("gte:" + SINCE, newer)[0])

    def test_neutron_shows_networks_that_changed(self):
        path = "/neutron/v2.0/networks?limit=10&changed_since="
        self.assertEqual([], self.ask(path + SINCE)[1]["networks"])
        network = next(iter(self.world.networks.values()))
        network.touch()
        self.sim.cache.clear()
        shown = self.ask(path + SINCE)[1]["networks"]
        self.assertEqual([network.id], [n["id"] for n in shown])
        self.assertEqual(400, self.ask(path + "yesterday")[0])


if __name__ == "__main__":
    unittest.main()
