#!/usr/bin/env python3
"""Receives changes of the view: checks who sent them, drops what comes twice, and keeps the rest in a file.

usage: SECRET=... receiver.py PORT FILE
"""
import hashlib
import hmac
import json
import os
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer

SECRET = os.environ['SECRET'].encode()
FILE = open(sys.argv[2], 'ab+')
FILE.seek(0)
SEEN = {json.loads(line)['id'] for line in FILE}


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers['Content-Length']))
        signature = 'sha256=' + hmac.new(SECRET, body, hashlib.sha256).hexdigest()
        if hmac.compare_digest(signature, self.headers.get('X-Concertim-View-Signature', '')):
            self.keep(body)
            self.send_response(204)
        else:
            self.send_response(401)
        self.end_headers()

    def keep(self, body):
        event = json.loads(body)
        if event['id'] not in SEEN:
            FILE.write(json.dumps(event).encode() + b'\n')
            FILE.flush()
            os.fsync(FILE.fileno())  # only then is the event accepted
            SEEN.add(event['id'])


HTTPServer(('127.0.0.1', int(sys.argv[1])), Receiver).serve_forever()
