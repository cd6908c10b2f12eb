#!/usr/bin/env python3
"""Makes the recorded requests to a real portal again, with portal.py, and compares the answers."""

import json
import os
import sys

import portal

HERE = os.path.dirname(os.path.abspath(__file__))
RECORDED = os.path.join(
    HERE, "../../../src/test/resources/fixtures/concertim-real/answers.jsonl"
)

KINDS = ("templates", "racks", "nodes", "devices")
SAVED = ("device-422-type-but-saved",)


class Row:
    def __init__(self, **kw):
        self.__dict__.update(kw)


class World:
    def __init__(self, recorded):
        self.templates, self.racks, self.devices = {}, {}, {}
        self.teams = {t["id"]: Row(**t) for t in recorded["empty-teams-root"]["answer"]}
        for t in recorded["empty-templates-root"]["answer"]:
            self.templates[t["id"]] = Row(**t)


def title(answer):
    """Of a 500 only what failed: its description quotes what is in the database."""
    errors = answer.get("errors") if isinstance(answer, dict) else None
    return errors[0]["title"] if isinstance(errors, list) and errors[0]["status"] == "500" else None


def shown(o):
    if o.__class__ is not Row:
        return o
    names = {"name", "description", "status", "cost", "metadata", "order_id", "creation_output"}
    row = {k: v for k, v in o.__dict__.items() if k in names}
    row.update(getattr(o, "extra", {}))
    return row


def main():
    lines = [json.loads(line) for line in open(RECORDED, encoding="utf-8")]
    recorded = {r["name"]: r for r in lines}
    w, ids, wrong, played = World(recorded), {}, [], 0
    made = iter(range(10**6))
    p = portal.Portal(w, Row, lambda: "made-%d" % next(made))
    for r in lines:
        path = r["path"].partition("?")[0].split("/")[3:]
        body = r.get("body", {})
        if r["method"] in ("GET", "HEAD") or path[:1] == [] or path[0] not in KINDS:
            continue
        if r.get("as") in ("alice", "bob", "carol") and r["status"] in (403, 422) and not (
            r["name"] in SAVED
        ):
            continue  # who may do what, portal.py leaves to who calls it
        text = json.dumps([path, body])
        for real, own in ids.items():
            text = text.replace(real, own)
        path, body = json.loads(text)
        ident = path[1] if len(path) > 1 else None
        status, answer = p.send(r["method"], path[0], ident, body, "recurse=true" in r["path"])
        played += 1
        real = r["answer"]
        if status != r["status"]:
            wrong.append((r["name"], status, answer, "not", r["status"], real))
        elif status == 200 and isinstance(real, dict) and "id" in real:
            ids.setdefault(real["id"], answer.id)
            own = shown(answer)
            for k, v in own.items():
                if k in real and json.loads(json.dumps(v)) != real[k]:
                    wrong.append((r["name"], k, v, "not", real[k]))
        elif title(real) is not None:
            if title(real) != title(answer):
                wrong.append((r["name"], title(answer), "not", title(real)))
        elif answer != real:
            wrong.append((r["name"], answer, "not", real))
    for each in wrong:
        print(*each)
    print("%d answers compared, %d differ" % (played, len(wrong)))
    return 1 if wrong or played < 130 else 0


if __name__ == "__main__":
    sys.exit(main())
