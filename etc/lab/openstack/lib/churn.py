"""Make things happen through the real APIs, and so notifications.

churn.py server|stack|volume|network|identity|broken|all [rounds]
"""
import sys
import time
import uuid

from oslabclient import Api, template, wait_for, wait_stacks


def tag():
    return uuid.uuid4().hex[:6]


def server_status(a, sid):
    r = a.raw('GET', 'compute', '/servers/' + sid)
    return 'GONE' if r.status_code == 404 else r.json()['server']['status']


def settle(a, sid, want):
    def probe():
        s = server_status(a, sid)
        if s == 'ERROR' and want != 'ERROR':
            raise RuntimeError('server %s is in ERROR' % sid)
        t = (
            a.raw('GET', 'compute', '/servers/' + sid)
            .json()
            .get('server', {})
            .get('OS-EXT-STS:task_state')
            if s == want
            else None
        )
        return s == want and t is None

    wait_for('server %s to be %s' % (sid, want), probe, 90, 0.3)


def new_server(a, name, flavor='m1.tiny'):
    n = a.get('network', '/v2.0/networks?name=alone')['networks'][0]['id']
    f = {x['name']: x['id'] for x in a.get('compute', '/flavors')['flavors']}[flavor]
    i = a.get('image', '/v2/images?name=cirros')['images'][0]['id']
    return a.call(
        'POST',
        'compute',
        '/servers',
        {'server': {'name': name, 'flavorRef': f, 'imageRef': i, 'networks': [{'uuid': n}]}},
    )['server']['id']


def act(a, sid, want, **body):
    a.call('POST', 'compute', '/servers/%s/action' % sid, body)
    settle(a, sid, want)


def server(a):
    sid = new_server(a, 'churn-' + tag())
    settle(a, sid, 'ACTIVE')
    act(a, sid, 'SHUTOFF', **{'os-stop': None})
    act(a, sid, 'ACTIVE', **{'os-start': None})
    act(a, sid, 'SUSPENDED', suspend=None)
    act(a, sid, 'ACTIVE', resume=None)
    act(a, sid, 'PAUSED', pause=None)
    act(a, sid, 'ACTIVE', unpause=None)
    act(a, sid, 'ACTIVE', reboot={'type': 'HARD'})
    a.call('PUT', 'compute', '/servers/' + sid, {'server': {'name': 'churn-renamed-' + tag()}})
    a.call('DELETE', 'compute', '/servers/' + sid)
    wait_for('server to go', lambda: server_status(a, sid) == 'GONE', 60)


def stack_to(a, name, want):
    got = wait_stacks(a, [name])[name]
    if got != want:
        raise RuntimeError('%s is %s, not %s' % (name, got, want))


def stack(a):
    name = 'churn-' + tag()
    a.call(
        'POST', 'orchestration', '/stacks', dict(template('small'), stack_name=name, timeout_mins=5)
    )
    stack_to(a, name, 'CREATE_COMPLETE')
    sid = a.get('orchestration', '/stacks/' + name)['stack']['id']
    where = '/stacks/%s/%s' % (name, sid)
    for action, want in (
        ('suspend', 'SUSPEND_COMPLETE'),
        ('resume', 'RESUME_COMPLETE'),
        ('check', 'CHECK_COMPLETE'),
    ):
        a.call('POST', 'orchestration', where + '/actions', {action: None})
        wait_for(want, lambda: a.get('orchestration', where)['stack']['stack_status'] == want, 90)
    a.call(
        'PATCH', 'orchestration', where, {'existing': True, 'parameters': {'flavor': 'm1.small'}}
    )
    wait_for(
        'update',
        lambda: a.get('orchestration', where)['stack']['stack_status'].startswith('UPDATE_')
        and not a.get('orchestration', where)['stack']['stack_status'].endswith('PROGRESS'),
        120,
    )
    a.call('DELETE', 'orchestration', where)
    wait_for(
        'stack to go',
        lambda: a.get('orchestration', where)['stack']['stack_status'] == 'DELETE_COMPLETE',
        120,
    )


def broken(a):
    """A stack that cannot be created, and a server that cannot be scheduled."""
    name = 'churn-broken-' + tag()
    a.call(
        'POST',
        'orchestration',
        '/stacks',
        dict(template('small'), stack_name=name, timeout_mins=5, parameters={'flavor': 'm1.huge'}),
    )
    stack_to(a, name, 'CREATE_FAILED')
    sid = a.get('orchestration', '/stacks/' + name)['stack']['id']
    a.call('DELETE', 'orchestration', '/stacks/%s/%s' % (name, sid))
    wait_for(
        'stack to go',
        lambda: a.get('orchestration', '/stacks/%s/%s' % (name, sid))['stack']['stack_status']
        == 'DELETE_COMPLETE',
        120,
    )
    s = new_server(a, name, 'm1.huge')
    settle(a, s, 'ERROR')
    a.call('DELETE', 'compute', '/servers/' + s)
    wait_for('server to go', lambda: server_status(a, s) == 'GONE', 60)


def volume(a):
    def status(v):
        r = a.raw('GET', 'volumev3', '/volumes/' + v)
        return 'GONE' if r.status_code == 404 else r.json()['volume']['status']

    v = a.call('POST', 'volumev3', '/volumes', {'volume': {'size': 1, 'name': 'churn-' + tag()}})[
        'volume'
    ]['id']
    wait_for('volume', lambda: status(v) == 'available', 60)
    s = new_server(a, 'churn-vol-' + tag())
    settle(a, s, 'ACTIVE')
    a.call(
        'POST',
        'compute',
        '/servers/%s/os-volume_attachments' % s,
        {'volumeAttachment': {'volumeId': v}},
    )
    wait_for('attachment', lambda: status(v) == 'in-use', 60)
    a.call('DELETE', 'compute', '/servers/%s/os-volume_attachments/%s' % (s, v))
    wait_for('detachment', lambda: status(v) == 'available', 60)
    a.call('POST', 'volumev3', '/volumes/%s/action' % v, {'os-extend': {'new_size': 2}})
    wait_for('extension', lambda: status(v) == 'available', 60)
    a.call('DELETE', 'compute', '/servers/' + s)
    a.call('DELETE', 'volumev3', '/volumes/' + v)
    wait_for('volume to go', lambda: status(v) == 'GONE', 60)


def network(a):
    n = a.call('POST', 'network', '/v2.0/networks', {'network': {'name': 'churn-' + tag()}})[
        'network'
    ]['id']
    s = a.call(
        'POST',
        'network',
        '/v2.0/subnets',
        {'subnet': {'network_id': n, 'cidr': '10.99.0.0/24', 'ip_version': 4}},
    )['subnet']['id']
    p = a.call('POST', 'network', '/v2.0/ports', {'port': {'network_id': n, 'name': 'churn-port'}})[
        'port'
    ]['id']
    pub = a.get('network', '/v2.0/networks?name=public')['networks'][0]['id']
    r = a.call(
        'POST',
        'network',
        '/v2.0/routers',
        {'router': {'name': 'churn-router', 'external_gateway_info': {'network_id': pub}}},
    )['router']['id']
    a.call('PUT', 'network', '/v2.0/routers/%s/add_router_interface' % r, {'subnet_id': s})
    f = a.call(
        'POST', 'network', '/v2.0/floatingips', {'floatingip': {'floating_network_id': pub}}
    )['floatingip']['id']
    a.call('PUT', 'network', '/v2.0/floatingips/' + f, {'floatingip': {'port_id': p}})
    a.call('PUT', 'network', '/v2.0/floatingips/' + f, {'floatingip': {'port_id': None}})
    a.call('DELETE', 'network', '/v2.0/floatingips/' + f)
    a.call('PUT', 'network', '/v2.0/routers/%s/remove_router_interface' % r, {'subnet_id': s})
    a.call('DELETE', 'network', '/v2.0/routers/' + r)
    a.call('DELETE', 'network', '/v2.0/ports/' + p)
    a.call('DELETE', 'network', '/v2.0/networks/' + n)


def identity(_):
    a = Api()
    p = a.call(
        'POST',
        'identity',
        '/projects',
        {'project': {'name': 'CM_churn-' + tag(), 'domain_id': 'default'}},
    )['project']['id']
    u = a.call(
        'POST',
        'identity',
        '/users',
        {'user': {'name': 'CM_churn-' + tag(), 'domain_id': 'default', 'password': 'password'}},
    )['user']['id']
    role = a.get('identity', '/roles?name=member')['roles'][0]['id']
    a.call('PUT', 'identity', '/projects/%s/users/%s/roles/%s' % (p, u, role))
    a.call('PATCH', 'identity', '/users/' + u, {'user': {'description': 'changed'}})
    a.call('DELETE', 'identity', '/projects/%s/users/%s/roles/%s' % (p, u, role))
    a.call('DELETE', 'identity', '/users/' + u)
    a.call('DELETE', 'identity', '/projects/' + p)


ALL = {
    'server': server,
    'stack': stack,
    'volume': volume,
    'network': network,
    'identity': identity,
    'broken': broken,
}

if __name__ == '__main__':
    what = sys.argv[1] if len(sys.argv) > 1 else 'all'
    rounds = min(int(sys.argv[2]) if len(sys.argv) > 2 else 1, 100)
    for _ in range(rounds):
        for name, f in ALL.items():
            if what in (name, 'all'):
                t = time.time()
                f(Api('CM_alice', 'CM_alpha-team'))
                print('churn %-8s %.1f s' % (name, time.time() - t), flush=True)
