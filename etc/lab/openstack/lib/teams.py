"""Print what Kill Bill is to know of the cloud: PROJECT=STACK,STACK for every CM_ project, one a line."""
import collections

from oslabclient import Api


def main():
    admin = Api()
    stacks = collections.defaultdict(list)
    found = admin.get('orchestration', '/stacks?global_tenant=True')['stacks']
    for stack in sorted(found, key=lambda s: s['creation_time']):
        stacks[stack['project']].append(stack['id'])
    projects = admin.get('identity', '/projects')['projects']
    for project in sorted(projects, key=lambda p: p['name']):
        if project['name'].startswith('CM_'):
            print('%s=%s' % (project['id'], ','.join(stacks[project['id']])))


main()
