"""A very small client of the lab's REST APIs (requests only, no OpenStack client library)."""
import json
import os
import time

import requests

AUTH = os.environ.get('OS_AUTH_URL', 'http://127.0.0.1:5000/v3')
URLS = {
    'identity': AUTH,
    'compute': 'http://127.0.0.1:8774/v2.1',
    'network': 'http://127.0.0.1:9696',
    'image': 'http://127.0.0.1:9292',
    'volumev3': 'http://127.0.0.1:8776/v3/{p}',
    'orchestration': 'http://127.0.0.1:8004/v1/{p}',
    'placement': 'http://127.0.0.1:8778',
}
PASSWORD = os.environ.get('LAB_USER_PASSWORD', 'password')
HERE = os.path.dirname(os.path.abspath(__file__))


class Api:
    def __init__(self, user='admin', project='admin', password=None, system=False):
        self.s = requests.Session()
        self.s.trust_env = False
        scope = (
            {'system': {'all': True}}
            if system
            else {'project': {'name': project, 'domain': {'id': 'default'}}}
        )
        body = {
            'auth': {
                'identity': {
                    'methods': ['password'],
                    'password': {
                        'user': {
                            'name': user,
                            'domain': {'id': 'default'},
                            'password': password or PASSWORD,
                        }
                    },
                },
                'scope': scope,
            }
        }
        r = self.s.post(AUTH + '/auth/tokens', json=body, timeout=60)
        if r.status_code != 201:
            raise SystemExit(
                'login of %s in %s: %s %s' % (user, project, r.status_code, r.text[:300])
            )
        self.login = r
        self.token = r.headers['X-Subject-Token']
        self.info = r.json()['token']
        self.user_id = self.info['user']['id']
        self.project_id = self.info.get('project', {}).get('id', '')
        self.s.headers['X-Auth-Token'] = self.token

    def url(self, service, path):
        return URLS[service].format(p=self.project_id) + path

    def raw(self, method, service, path, body=None, headers=None, **kw):
        return self.s.request(
            method, self.url(service, path), json=body, headers=headers, timeout=120, **kw
        )

    def call(self, method, service, path, body=None, ok=(), headers=None):
        r = self.raw(method, service, path, body, headers)
        if r.status_code >= 400 and r.status_code not in ok:
            raise RuntimeError(
                '%s %s %s: %s %s' % (method, service, path, r.status_code, r.text[:400])
            )
        return r.json() if r.content and 'json' in r.headers.get('content-type', '') else None

    def get(self, service, path, **kw):
        return self.call('GET', service, path, **kw)


def template(name):
    """A Heat request's template and files, from templates/NAME.yaml."""
    d = os.path.join(HERE, 'templates')
    body = {'template': open(os.path.join(d, name + '.yaml')).read(), 'files': {}}
    if 'type: node.yaml' in body['template']:
        body['files']['node.yaml'] = open(os.path.join(d, 'node.yaml')).read()
    return body


def wait_for(what, probe, seconds=180, every=0.5):
    end = time.time() + seconds
    while True:
        v = probe()
        if v:
            return v
        if time.time() > end:
            raise RuntimeError('waited %ss for %s' % (seconds, what))
        time.sleep(every)


def stack_status(api, name):
    r = api.raw('GET', 'orchestration', '/stacks/' + name)
    return None if r.status_code == 404 else r.json()['stack']['stack_status']


def wait_stacks(api, names, seconds=300):
    left = set(names)

    def probe():
        for n in list(left):
            st = stack_status(api, n)
            if st and not st.endswith('IN_PROGRESS'):
                left.discard(n)
        return not left

    wait_for('stacks %s' % sorted(names), probe, seconds, 1)
    return {n: stack_status(api, n) for n in names}
