"""How soon changes of the real cloud are in the view.

delays.py DATA_DIR     a program that listens to this cloud has to be storing its view there

Makes a stack of a server and a volume in the project CM_alpha-team, changes it in every way that
matters, deletes it, and prints for each change, counted from the API's answer: when the API itself
showed the change, and when view.json did (view.pickle is replaced just before it, but holds no rack
without a subscription, which nobody makes for this stack).
"""
import json
import os
import sys
import time

from churn import tag
from oslabclient import Api

LONGEST = 120
SERVER = {
    'type': 'OS::Nova::Server',
    'properties': {
        'image': 'cirros',
        'flavor': 'm1.tiny',
        'networks': [{'network': {'get_resource': 'net'}}],
    },
    'depends_on': 'subnet',
}
TEMPLATE = {
    'heat_template_version': '2018-08-31',
    'parameters': {'size': {'type': 'number', 'default': 1}},
    'resources': {
        'server': SERVER,
        'volume': {'type': 'OS::Cinder::Volume', 'properties': {'size': {'get_param': 'size'}}},
        'net': {'type': 'OS::Neutron::Net'},
        'subnet': {
            'type': 'OS::Neutron::Subnet',
            'properties': {'network': {'get_resource': 'net'}, 'cidr': '10.98.0.0/24'},
        },
        'router': {
            'type': 'OS::Neutron::Router',
            'properties': {'external_gateway_info': {'network': 'public'}},
        },
        'interface': {
            'type': 'OS::Neutron::RouterInterface',
            'properties': {
                'router': {'get_resource': 'router'},
                'subnet': {'get_resource': 'subnet'},
            },
        },
    },
}


def view():
    with open(os.path.join(sys.argv[1], 'view.json'), encoding='utf-8') as f:
        return json.load(f)


def shown(kind, cloud_id):
    return next((o for o in view()[kind] if o['id']['cloud'] == cloud_id), {})


def wait(what, probe):
    start = time.time()
    while not probe():
        if time.time() - start > LONGEST:
            raise SystemExit('%s is not there after %d s' % (what, LONGEST))
        time.sleep(0.02)
    return time.time()


def change(what, call, api_shows, view_shows):
    call()
    answered = time.time()
    api = wait(what + ' in the API', api_shows)
    seen = wait(what + ' in the view', view_shows)
    print(
        '| %-24s | %6.2f s | %6.2f s | %5.2f s |'
        % (what, api - answered, seen - answered, max(0, seen - api)),
        flush=True,
    )


def main():
    a = Api('CM_alice', 'CM_alpha-team')
    name = 'delays-' + tag()
    made = {}

    def create_stack():
        made['id'] = a.call(
            'POST',
            'orchestration',
            '/stacks',
            {'stack_name': name, 'template': TEMPLATE, 'timeout_mins': 5},
        )['stack']['id']

    def stack():
        return a.get('orchestration', '/stacks/%s/%s' % (name, made['id']))['stack']['stack_status']

    def stack_action(action, wanted, rack):
        change(
            'stack: ' + action,
            lambda: a.call(
                'POST',
                'orchestration',
                '/stacks/%s/%s/actions' % (name, made['id']),
                {action: None},
            ),
            lambda: stack() == wanted,
            lambda: shown('racks', made['id']).get('status') == rack,
        )

    print('| change                   | in the API | in the view | of that ours |')
    print('|---|---|---|---|')
    change(
        'stack: create',
        create_stack,
        lambda: stack() == 'CREATE_COMPLETE',
        lambda: shown('racks', made['id']).get('status') == 'ACTIVE',
    )
    rows = a.get('orchestration', '/stacks/%s/%s/resources' % (name, made['id']))['resources']
    of = {row['resource_name']: row['physical_resource_id'] for row in rows}
    server, volume = of['server'], of['volume']
    change(
        'its server and volume',
        lambda: None,
        lambda: True,
        lambda: shown('devices', server).get('status') == 'ACTIVE'
        and shown('devices', volume).get('status') == 'AVAILABLE',
    )

    def server_now():
        return a.get('compute', '/servers/' + server)['server']

    def server_action(what, body, wanted, probe=None):
        change(
            'server: ' + what,
            lambda: a.call('POST', 'compute', '/servers/%s/action' % server, body),
            lambda: server_now()['status'] == wanted
            and server_now()['OS-EXT-STS:task_state'] is None,
            probe,
        )

    def device(status):
        return lambda: shown('devices', server).get('status') == status

    server_action('stop', {'os-stop': None}, 'SHUTOFF', device('STOPPED'))
    server_action('start', {'os-start': None}, 'ACTIVE', device('ACTIVE'))
    server_action('suspend', {'suspend': None}, 'SUSPENDED', device('SUSPENDED'))
    server_action('resume', {'resume': None}, 'ACTIVE', device('ACTIVE'))
    small = {f['name']: f['id'] for f in a.get('compute', '/flavors')['flavors']}['m1.small']
    server_action(
        'resize',
        {'resize': {'flavorRef': small}},
        'VERIFY_RESIZE',
        lambda: shown('devices', server)['template_id']['cloud'] == small,
    )
    server_action('confirm the resize', {'confirmResize': None}, 'ACTIVE', device('ACTIVE'))
    attachments = '/servers/%s/os-volume_attachments' % server

    def volume_status():
        return a.get('volumev3', '/volumes/' + volume)['volume']['status']

    change(
        'volume: attach',
        lambda: a.call('POST', 'compute', attachments, {'volumeAttachment': {'volumeId': volume}}),
        lambda: volume_status() == 'in-use',
        lambda: shown('devices', volume).get('status') == 'ACTIVE',
    )
    change(
        'volume: detach',
        lambda: a.call('DELETE', 'compute', attachments + '/' + volume),
        lambda: volume_status() == 'available',
        lambda: shown('devices', volume).get('status') == 'AVAILABLE',
    )
    public = a.get('network', '/v2.0/networks?name=public')['networks'][0]['id']
    port = a.get('network', '/v2.0/ports?device_id=' + server)['ports'][0]['id']
    address = a.call(
        'POST', 'network', '/v2.0/floatingips', {'floatingip': {'floating_network_id': public}}
    )['floatingip']

    def associate(with_port):
        a.call(
            'PUT',
            'network',
            '/v2.0/floatingips/' + address['id'],
            {'floatingip': {'port_id': with_port}},
        )

    def addresses():
        return json.dumps(server_now()['addresses'])

    def public_ips():
        return json.dumps(shown('devices', server).get('details', {}).get('public_ips'))

    ip = address['floating_ip_address']
    change(
        'floating ip: add',
        lambda: associate(port),
        lambda: ip in addresses(),
        lambda: ip in public_ips(),
    )
    change(
        'floating ip: remove',
        lambda: associate(None),
        lambda: ip not in addresses(),
        lambda: ip not in public_ips(),
    )
    a.call('DELETE', 'network', '/v2.0/floatingips/' + address['id'])
    stack_action('suspend', 'SUSPEND_COMPLETE', 'STOPPED')
    stack_action('resume', 'RESUME_COMPLETE', 'ACTIVE')
    change(
        'stack: update',
        lambda: a.call(
            'PATCH',
            'orchestration',
            '/stacks/%s/%s' % (name, made['id']),
            {'existing': True, 'template': TEMPLATE, 'parameters': {'size': 2}},
        ),
        lambda: stack() == 'UPDATE_COMPLETE',
        lambda: shown('racks', made['id']).get('status') == 'ACTIVE'
        and shown('devices', volume).get('details', {}).get('size') == 2,
    )

    def another_server():
        rows = a.get('orchestration', '/stacks/%s/%s/resources' % (name, made['id']))['resources']
        ids = [r['physical_resource_id'] for r in rows if r['resource_name'] == 'another_server']
        return ids[0] if ids else None

    larger = {**TEMPLATE, 'resources': {**TEMPLATE['resources'], 'another_server': SERVER}}
    change(
        'server: create',
        lambda: a.call(
            'PUT',
            'orchestration',
            '/stacks/%s/%s' % (name, made['id']),
            {'template': larger, 'parameters': {'size': 2}},
        ),
        lambda: another_server()
        and a.get('compute', '/servers/' + another_server())['server']['status'] == 'ACTIVE',
        lambda: shown('devices', another_server()).get('status') == 'ACTIVE',
    )
    other = another_server()
    wait('the stack at rest', lambda: stack() == 'UPDATE_COMPLETE')

    def is_gone(kind, cloud_id):
        found = shown(kind, cloud_id)
        return not found or found['delete_marker']

    def delete(kind, service, path, cloud_id):
        change(
            kind + ': delete',
            lambda: a.call('DELETE', service, path + cloud_id),
            lambda: a.raw('GET', service, path + cloud_id).status_code == 404,
            lambda: is_gone('devices', cloud_id),
        )

    delete('server', 'compute', '/servers/', server)
    delete('volume', 'volumev3', '/volumes/', volume)
    change(
        'stack: delete',
        lambda: a.call('DELETE', 'orchestration', '/stacks/%s/%s' % (name, made['id'])),
        lambda: stack() == 'DELETE_COMPLETE',
        lambda: is_gone('racks', made['id']),
    )
    change(
        'its other server',
        lambda: None,
        lambda: True,
        lambda: is_gone('devices', other),
    )


if __name__ == '__main__':
    main()
