"""Fill the lab through its own APIs: seed.py base | ready | cloud | stacks.

Every step may be run again.
"""
import sys
import time

from oslabclient import Api, URLS, PASSWORD, template, wait_for, wait_stacks

SERVICES = [
    ('placement', 'placement', URLS['placement']),
    ('glance', 'image', URLS['image']),
    ('nova', 'compute', URLS['compute']),
    ('neutron', 'network', URLS['network']),
    ('cinderv3', 'volumev3', 'http://127.0.0.1:8776/v3/%(project_id)s'),
    ('heat', 'orchestration', 'http://127.0.0.1:8004/v1/%(project_id)s'),
]
FLAVORS = [
    ('m1.tiny', 512, 1, 1),
    ('m1.small', 2048, 20, 1),
    ('m1.large', 8192, 80, 4),
    ('m1.huge', 4096, 10, 5000),
]
USERS = [
    'concertim',
    'cloudkitty',
    'CM_alice',
    'CM_bob',
    'dave',
    'watcher_only',
    'reader_only',
    'sysreader',
]
GRANTS = [
    ('concertim', 'admin', ['watcher', 'admin']),
    ('concertim', 'CM_alpha-team', ['watcher']),
    ('concertim', 'CM_beta-team', ['watcher']),
    ('cloudkitty', 'service', ['admin']),
    ('cloudkitty', 'CM_alpha-team', ['rating']),
    ('cloudkitty', 'CM_beta-team', ['rating']),
    ('admin', 'CM_alpha-team', ['admin']),
    ('admin', 'CM_beta-team', ['admin']),
    ('CM_alice', 'CM_alpha-team', ['member', 'heat_stack_owner']),
    ('CM_bob', 'CM_beta-team', ['member', 'heat_stack_owner']),
    ('dave', 'other', ['member', 'heat_stack_owner']),
    ('watcher_only', 'admin', ['watcher']),
    ('reader_only', 'admin', ['reader']),
]


class Base:
    def __init__(self):
        self.a = Api()

    def named(self, kind, one, name, extra=None, query=''):
        found = [
            x
            for x in self.a.get('identity', '/%s?name=%s%s' % (kind, name, query))[kind]
            if x['name'] == name
        ]
        if found:
            return found[0]['id']
        return self.a.call('POST', 'identity', '/' + kind, {one: dict(extra or {}, name=name)})[
            one
        ]['id']

    def grant(self, user, project, role):
        self.a.call('PUT', 'identity', '/projects/%s/users/%s/roles/%s' % (project, user, role))

    def run(self):
        roles = {
            r: self.named('roles', 'role', r)
            for r in (
                'admin',
                'member',
                'reader',
                'service',
                'watcher',
                'rating',
                'heat_stack_owner',
                'heat_stack_user',
            )
        }
        dom = {'domain_id': 'default'}
        projects = {
            p: self.named('projects', 'project', p, dict(dom, description=d))
            for p, d in (
                ('admin', ''),
                ('service', 'service accounts'),
                ('CM_alpha-team', 'Concertim Managed Project'),
                ('CM_beta-team', 'Concertim Managed Project'),
                ('other', 'not managed'),
            )
        }
        for s in ('placement', 'glance', 'nova', 'neutron', 'cinder', 'heat'):
            u = self.named('users', 'user', s, dict(dom, password='password'))
            for r in ('admin', 'service'):
                self.grant(u, projects['service'], roles[r])
        users = {u: self.named('users', 'user', u, dict(dom, password=PASSWORD)) for u in USERS}
        users['admin'] = self.a.user_id
        for u, p, rs in GRANTS:
            for r in rs:
                self.grant(users[u], projects[p], roles[r])
        self.a.call(
            'PUT', 'identity', '/system/users/%s/roles/%s' % (users['sysreader'], roles['reader'])
        )
        heat = self.named('domains', 'domain', 'heat', {'description': 'users of stacks'})
        hda = self.named(
            'users',
            'user',
            'heat_domain_admin',
            {'domain_id': heat, 'password': 'password'},
            '&domain_id=' + heat,
        )
        self.a.call(
            'PUT', 'identity', '/domains/%s/users/%s/roles/%s' % (heat, hda, roles['admin'])
        )
        have = {
            (e['service_id'], e['interface'])
            for e in self.a.get('identity', '/endpoints')['endpoints']
        }
        services = {s['type']: s['id'] for s in self.a.get('identity', '/services')['services']}
        for name, typ, url in SERVICES:
            sid = (
                services.get(typ)
                or self.a.call(
                    'POST', 'identity', '/services', {'service': {'name': name, 'type': typ}}
                )['service']['id']
            )
            for i in ('public', 'internal', 'admin'):
                if (sid, i) not in have:
                    self.a.call(
                        'POST',
                        'identity',
                        '/endpoints',
                        {
                            'endpoint': {
                                'service_id': sid,
                                'interface': i,
                                'url': url,
                                'region_id': 'RegionOne',
                            }
                        },
                    )


def ready():
    a = Api()
    for svc, path in (
        ('compute', '/flavors'),
        ('network', '/v2.0/networks'),
        ('volumev3', '/volumes'),
        ('orchestration', '/stacks'),
        ('image', '/v2/images'),
    ):

        def probe():
            try:
                return a.raw('GET', svc, path).status_code == 200
            except Exception:
                return False

        wait_for(svc + ' to answer', probe, 90)
    wait_for(
        'nova-compute',
        lambda: [
            s
            for s in a.get('compute', '/os-services')['services']
            if s['binary'] == 'nova-compute' and s['state'] == 'up'
        ],
        90,
    )
    wait_for(
        'cinder-volume',
        lambda: [
            s
            for s in a.get('volumev3', '/os-services')['services']
            if s['binary'] == 'cinder-volume' and s['state'] == 'up'
        ],
        90,
    )
    wait_for('heat-engine', lambda: a.get('orchestration', '/services', ok=(403,)) is not None, 90)


def cloud():
    a = Api()
    have = {f['name'] for f in a.get('compute', '/flavors')['flavors']}
    for name, ram, disk, vcpus in FLAVORS:
        if name not in have:
            a.call(
                'POST',
                'compute',
                '/flavors',
                {'flavor': {'name': name, 'ram': ram, 'disk': disk, 'vcpus': vcpus}},
            )
    if not a.get('image', '/v2/images?name=cirros')['images']:
        i = a.call(
            'POST',
            'image',
            '/v2/images',
            {
                'name': 'cirros',
                'disk_format': 'raw',
                'container_format': 'bare',
                'visibility': 'public',
                'min_disk': 0,
                'min_ram': 0,
            },
        )['id']
        r = a.s.put(
            a.url('image', '/v2/images/%s/file' % i),
            data=b'not a real image' * 64,
            headers={'Content-Type': 'application/octet-stream'},
            timeout=60,
        )
        r.raise_for_status()
    if not a.get('network', '/v2.0/networks?name=public')['networks']:
        n = a.call(
            'POST',
            'network',
            '/v2.0/networks',
            {
                'network': {
                    'name': 'public',
                    'router:external': True,
                    'provider:network_type': 'flat',
                    'provider:physical_network': 'physnet1',
                }
            },
        )['network']['id']
        a.call(
            'POST',
            'network',
            '/v2.0/subnets',
            {
                'subnet': {
                    'network_id': n,
                    'name': 'public-subnet',
                    'cidr': '203.0.113.0/24',
                    'ip_version': 4,
                    'enable_dhcp': False,
                }
            },
        )
    wait_for('a hypervisor', lambda: a.get('compute', '/os-hypervisors')['hypervisors'], 60, 1)


STACKS = [
    ('CM_alice', 'CM_alpha-team', 'alpha-web', 'web', {}, 'CREATE_COMPLETE'),
    ('CM_alice', 'CM_alpha-team', 'alpha-cluster', 'cluster', {}, 'CREATE_COMPLETE'),
    ('CM_alice', 'CM_alpha-team', 'alpha-broken', 'small', {'flavor': 'm1.huge'}, 'CREATE_FAILED'),
    ('CM_bob', 'CM_beta-team', 'beta-hpc', 'pool', {}, 'CREATE_COMPLETE'),
    ('dave', 'other', 'other-misc', 'small', {}, 'CREATE_COMPLETE'),
]


def stacks():
    apis = {}
    for user, project, name, tpl, params, _ in STACKS:
        a = apis.setdefault(user, Api(user, project))
        if a.raw('GET', 'orchestration', '/stacks/' + name).status_code == 404:
            a.call(
                'POST',
                'orchestration',
                '/stacks',
                dict(
                    template(tpl),
                    stack_name=name,
                    parameters=params,
                    timeout_mins=10,
                    disable_rollback=True,
                    tags='lab,' + tpl,
                ),
            )
    alice = apis['CM_alice']
    if not alice.get('network', '/v2.0/networks?name=alone')['networks']:
        n = alice.call('POST', 'network', '/v2.0/networks', {'network': {'name': 'alone'}})[
            'network'
        ]['id']
        alice.call(
            'POST',
            'network',
            '/v2.0/subnets',
            {'subnet': {'network_id': n, 'cidr': '10.50.0.0/24', 'ip_version': 4}},
        )
    if not alice.get('compute', '/servers?name=alpha-alone')['servers']:
        n = alice.get('network', '/v2.0/networks?name=alone')['networks'][0]['id']
        f = {x['name']: x['id'] for x in alice.get('compute', '/flavors')['flavors']}['m1.small']
        i = alice.get('image', '/v2/images?name=cirros')['images'][0]['id']
        alice.call(
            'POST',
            'compute',
            '/servers',
            {
                'server': {
                    'name': 'alpha-alone',
                    'flavorRef': f,
                    'imageRef': i,
                    'networks': [{'uuid': n}],
                    'metadata': {'note': 'in no stack'},
                }
            },
        )
    bad = []
    for user, project, name, tpl, params, want in STACKS:
        got = wait_stacks(apis[user], [name])[name]
        print('      %-14s %s' % (name, got))
        if got != want:
            st = apis[user].get('orchestration', '/stacks/' + name)['stack']
            bad.append('%s is %s, not %s: %s' % (name, got, want, st['stack_status_reason']))
    wait_for(
        'alpha-alone',
        lambda: alice.get('compute', '/servers/detail?name=alpha-alone')['servers'][0]['status']
        == 'ACTIVE',
        60,
    )
    if bad:
        raise SystemExit('\n'.join(bad))


if __name__ == '__main__':
    t = time.time()
    {'base': lambda: Base().run(), 'ready': ready, 'cloud': cloud, 'stacks': stacks}[sys.argv[1]]()
    print('      seed %s: %.0f s' % (sys.argv[1], time.time() - t))
