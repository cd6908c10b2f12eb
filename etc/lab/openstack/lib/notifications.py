"""Read the notification queues: notifications.py keep|take [DIR].

Prints counts by queue, exchange, priority and event type. With DIR, writes one
line per message to DIR/all.jsonl (appended) and, for the first message of each
kind, DIR/raw/EVENT_TYPE.body (exact bytes) with EVENT_TYPE.amqp.json beside it.
"""
import collections
import json
import os
import sys

import pika

LEVELS = ('info', 'error', 'warn', 'audit', 'debug', 'critical', 'sample')


def main():
    mode = sys.argv[1] if len(sys.argv) > 1 else 'keep'
    out = sys.argv[2] if len(sys.argv) > 2 else None
    conn = pika.BlockingConnection(
        pika.URLParameters(
            os.environ.get('LAB_RABBIT_URL', 'amqp://guest:guest@127.0.0.1:5672/%2F')
        )
    )
    count = collections.Counter()
    if out:
        os.makedirs(out + '/raw', exist_ok=True)
        jl = open(out + '/all.jsonl', 'a')
    for base in ('notifications', 'versioned_notifications'):
        for level in LEVELS:
            q = base + '.' + level
            ch = conn.channel()
            try:
                ch.queue_declare(q, passive=True)
            except pika.exceptions.ChannelClosedByBroker:
                continue
            while True:
                m, props, body = ch.basic_get(q, auto_ack=(mode == 'take'))
                if m is None:
                    break
                env = json.loads(body)
                msg = json.loads(env['oslo.message'])
                ev = msg.get('event_type', '?')
                count[(q, m.exchange, m.routing_key, msg.get('priority'), ev)] += 1
                if out:
                    amqp = {
                        'queue': q,
                        'exchange': m.exchange,
                        'routing_key': m.routing_key,
                        'redelivered': m.redelivered,
                        'properties': {k: v for k, v in vars(props).items() if v is not None},
                    }
                    jl.write(json.dumps(dict(amqp, body=body.decode())) + '\n')
                    name = ev if base == 'notifications' else 'versioned.' + ev
                    if ev == 'compute.instance.update':
                        p = msg['payload']
                        name += '.%s-%s' % (p.get('state'), p.get('new_task_state') or 'none')
                    if level != 'info':
                        name += '@' + level
                    f = '%s/raw/%s' % (out, name.replace(':', '_'))
                    if not os.path.exists(f + '.body'):
                        open(f + '.body', 'wb').write(body)
                        open(f + '.amqp.json', 'w').write(
                            json.dumps(amqp, indent=2, sort_keys=True) + '\n'
                        )
                        open(f + '.message.json', 'w').write(json.dumps(msg, indent=2) + '\n')
            ch.close()
    for k in sorted(count):
        print('%5d  %-30s exchange=%-10s key=%-30s priority=%-6s %s' % ((count[k],) + k))
    print(sum(count.values()), 'messages')
    conn.close()


main()
