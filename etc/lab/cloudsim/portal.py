"""What Concertim's portal makes of the templates, racks and devices that are sent to it.

The simulator's one place for its rules, each recorded from the running portal
(src/test/resources/fixtures/concertim-real; `portal_test.py` compares).  The embedded lab has the
same rules in PortalRules.java.
"""

import decimal
import json
import re

LONGEST = 255
LONGEST_DEVICE_NAME = 150
TALLEST_WITH_IMAGES = 6
TALLEST_RACK = 72
CHASSIS_REST = 19  # two hyphens and 17 digits beside the names of template and rack
HIDDEN_TEMPLATE = "rack"
MOST_MONEY = 92233720368547758.07
RACK_STATUSES = ("IN_PROGRESS", "FAILED", "ACTIVE", "STOPPED")
DEVICE_STATUSES = {
    "Instance": ("IN_PROGRESS", "FAILED", "ACTIVE", "STOPPED", "SUSPENDED"),
    "Volume": ("IN_PROGRESS", "FAILED", "ACTIVE", "AVAILABLE"),
    "Network": ("IN_PROGRESS", "FAILED", "ACTIVE", "STOPPED"),
}
KINDS = {"Instance": "compute", "Volume": "volume", "Network": "network"}
DETAILS_TYPES = {t: "Device::%sDetails" % k.capitalize() for t, k in KINDS.items()}
DETAILS = {
    "Device::ComputeDetails": {
        "public_ips": "text",
        "private_ips": "text",
        "ssh_key": "text",
        "login_user": "text",
        "volume_details": "json",
    },
    "Device::VolumeDetails": {
        "availability_zone": "text",
        "bootable": "flag",
        "encrypted": "flag",
        "read_only": "flag",
        "size": "integer",
        "volume_type": "text",
    },
    "Device::NetworkDetails": {
        "admin_state_up": "flag",
        "dns_domain": "text",
        "l2_adjacency": "flag",
        "mtu": "integer",
        "port_security_enabled": "flag",
        "qos_policy": "text",
        "shared": "flag",
    },
}
NOT_FOUND = (404, {"errors": {"record": ["Not found"]}})
UNKNOWN_PATH = (404, {"status": 404, "error": "Not Found"})
NO_CLASS = "The single-table inheritance mechanism failed to locate the subclass: '%s'."


def failed(title, description):
    return 500, {"errors": [{"status": "500", "title": title, "description": description}]}


def too_long():
    return failed(
        "ActiveRecord::ValueTooLong",
        "PG::StringDataRightTruncation: ERROR:  value too long for type character varying(255)\n",
    )


def missing(parameter):
    return 400, {
        "status": 400,
        "error": "param is missing or the value is empty: " + parameter,
    }


def text(v):
    if v is None or isinstance(v, str):
        return v
    return json.dumps(v)


def integer(v):
    """An integer column: the leading digits, 0 where there are none."""
    if v is None or v == "":
        return None
    m = re.match(r"\s*([+-]?\d+)", str(v))
    return int(m.group(1)) if m else 0


def flag(v):
    if v is None or v == "":
        return None
    return str(v) not in ("false", "0", "f", "F", "FALSE", "off", "OFF", "False")


def number(v):
    """A number as a validation takes it, which does not make do with leading digits."""
    t = "" if v is None else str(v).strip()
    return float(t) if re.fullmatch(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?", t) else None


def cost(v):
    """A cost as it is shown: text with two decimals, rounded to the even one."""
    exact = decimal.Decimal(float(v)) if float(v) > 1e15 else decimal.Decimal(str(v))
    with decimal.localcontext() as c:
        c.prec = 400
        return str(exact.quantize(decimal.Decimal("0.01"), decimal.ROUND_HALF_EVEN))


def free(v):
    """Free JSON as parameters let it through: nulls within lists are dropped."""
    if isinstance(v, dict):
        return {k: free(x) for k, x in v.items()}
    if isinstance(v, list):
        return [free(x) for x in v if x is not None]
    return v


def blank(v):
    return v is None or not str(v).strip()


def has_nul(v):
    return "\\u0000" in json.dumps(v)


class Errors(list):
    """(field, message, what POST /nodes says instead of the message)"""

    def say(self, field, message, **detail):
        self.append((field, message, detail or {"error": message}))

    def messages(self):
        out = {}
        for field, message, _ in self:
            out.setdefault(field, []).append(message)
        return out

    def details(self):
        out = {}
        for field, _, detail in self:
            out.setdefault(field, []).append(detail)
        return out

    # the validations that several records share
    def blank(self, field):
        self.say(field, "can't be blank", error="blank")

    def taken(self, field):
        self.say(field, "has already been taken", error="taken")

    def long(self, field, most):
        self.say(
            field, "is too long (maximum is %d characters)" % most, error="too_long", count=most
        )

    def above_zero(self, field, v):
        n = number(v)
        if n is None:
            self.say(field, "is not a number", error="not_a_number", value=v)
        elif n <= 0:
            self.say(
                field, "must be greater than 0", error="greater_than", value=int(n), count=0
            )

    def name(self, v, form, message):
        if blank(v):
            self.blank("name")
        elif not re.fullmatch(form + "\n?", v):  # Ruby's \Z lets an end of line pass
            self.say("name", message, error="invalid", value=v)

    def cost(self, v):
        n = number(v)
        if n is None:
            self.say("cost", "is not a number", error="not_a_number", value=v)
        elif n < 0:
            self.say("cost", "must be greater than or equal to 0")


def words(statuses):
    return ", ".join(statuses[:-1]) + " or " + statuses[-1] if statuses else ""


class Portal:
    """Judges what is sent, over the tables of a world (dicts of objects by id)."""

    def __init__(self, world, new, new_id):
        self.w, self.new, self.new_id = world, new, new_id

    # ------------------------------------------------------------------ requests
    def send(self, method, kind, ident, body, recurse=False):
        """(200, the object or {}) or (status, error body); only root sends."""
        todo = {
            ("POST", "templates"): self.new_template,
            ("POST", "racks"): self.new_rack,
            ("POST", "nodes"): self.new_device,
        }.get((method, kind))
        if todo and ident is None:
            return todo(body)
        table = {"templates": self.w.templates, "racks": self.w.racks, "devices": self.w.devices}
        if kind not in table or ident is None or method not in ("PATCH", "DELETE"):
            return UNKNOWN_PATH
        o = table[kind].get(ident)
        if o is None or kind == "templates" and o.tag == HIDDEN_TEMPLATE:
            return NOT_FOUND
        if method == "DELETE":
            return self.delete(kind, table[kind], o, recurse)
        sent = body.get(kind[:-1]) if isinstance(body, dict) else None
        if not sent:
            return missing(kind[:-1])
        change = {"templates": self.change_template, "racks": self.change_rack}
        return change.get(kind, self.change_device)(o, sent)

    def delete(self, kind, table, o, recurse):
        devices = [
            d
            for d in self.w.devices.values()
            if kind == "racks" and d.rack is o or kind == "templates" and d.template is o
        ]
        if devices and not recurse:
            return 422, {
                "errors": "rack is not empty"
                if kind == "racks"
                else "devices have been created from this template"
            }
        for d in devices:
            del self.w.devices[d.id]
        del table[o.id]
        return 200, {}

    # ------------------------------------------------------------------ templates
    def new_template(self, body):
        sent = body.get("template")
        if not sent:
            return missing("template")
        o = self.new(id=self.new_id(), name=None, description=None, tag=sent.get("tag"))
        o.height, o.foreign_id, o.vcpus, o.ram, o.disk = sent.get("height"), None, None, None, None
        return self.save_template(o, sent, True)

    def change_template(self, o, sent):
        return self.save_template(o, sent, False)

    def save_template(self, o, sent, is_new):
        row = {k: getattr(o, k) for k in ("name", "description", "foreign_id")}
        row.update({k: text(v) for k, v in sent.items() if k in row})
        sizes = {k: sent.get(k, getattr(o, k)) for k in ("vcpus", "ram", "disk")}
        if has_nul(row):
            return failed("ArgumentError", "string contains null byte")
        e = Errors()
        if blank(row["name"]):
            e.blank("name")
        else:
            if len(row["name"]) > LONGEST:
                e.long("name", LONGEST)
            others = [t.name for t in self.w.templates.values() if t is not o]
            if row["name"] in others + [HIDDEN_TEMPLATE]:
                e.taken("name")
        if is_new:
            e.above_zero("height", o.height)
            if not 1 <= (integer(o.height) or 0) <= TALLEST_WITH_IMAGES:
                e.say("images", "No images found for template height")
        if len(row["description"] or "") > LONGEST:
            e.long("description", LONGEST)
        for k, v in sizes.items():
            if v is not None:
                e.above_zero(k, v)
        if e:
            return 422, e.messages()
        if len(row["foreign_id"] or "") > LONGEST:
            return too_long()
        o.height = integer(o.height)
        o.__dict__.update(row, **{k: integer(v) for k, v in sizes.items()})
        o.js = {}
        self.w.templates[o.id] = o
        return 200, o

    # ------------------------------------------------------------------ racks
    def new_rack(self, body):
        sent = body.get("rack") or {}
        o = self.new(id=self.new_id(), name="Rack-%d" % (len(self.w.racks) + 1), stack=None)
        o.height, o.status, o.order_id, o.creation_output = 42, None, None, None
        o.metadata, o.netd, o.cost = {}, {}, "0.00"
        o.team = self.w.teams.get(text(sent.get("team_id")))
        return self.change_rack(o, sent)

    def change_rack(self, o, sent):
        """Metadata and network details are taken as objects only, and as a whole."""
        if "description" in sent:
            return failed(
                "ActiveModel::UnknownAttributeError", "unknown attribute 'description' for HwRack."
            )
        row = {
            k: text(sent[k]) if k in sent else getattr(o, k)
            for k in ("name", "status", "order_id", "creation_output")
        }
        height = sent.get("u_height", o.height)
        price = sent.get("cost", getattr(o, "cost", "0.00"))
        meta = free(sent["metadata"]) if isinstance(sent.get("metadata"), dict) else o.metadata
        netd = sent.get("network_details")
        netd = free(netd) if isinstance(netd, dict) else getattr(o, "netd", {})
        e = self.rack_errors(o, row, height, price)
        if e:
            return 422, e.messages()
        if has_nul(meta):
            return failed("ActiveRecord::StatementInvalid", "PG::UntranslatableCharacter")
        if has_nul(row):
            return failed("ArgumentError", "string contains null byte")
        if max(len(row["name"]), len(row["order_id"])) > LONGEST:
            return too_long()
        o.__dict__.update(row, height=integer(height), metadata=meta, netd=netd, js={})
        o.cost = cost(price)
        self.w.racks[o.id] = o
        return self.told(o, o)

    def rack_errors(self, o, row, height, price):
        e = Errors()
        if o.team is None:
            e.say("team", "must exist")
        if not row["status"]:
            e.blank("status")
        if row["status"] not in RACK_STATUSES:
            e.say("status", "must be one of " + words(RACK_STATUSES))
        others = [r for r in self.w.racks.values() if r is not o]
        if blank(row["order_id"]):
            e.blank("order_id")
        elif any(r.order_id == row["order_id"] for r in others):
            e.taken("order_id")
        e.name(
            row["name"],
            "[A-Za-z0-9_-]+",
            "can contain only alphanumeric characters, hyphens and underscores.",
        )
        if any(r.name == row["name"] and r.team is o.team for r in others):
            e.taken("name")
        n = number(height)
        top = max([self.end(d) for d in self.w.devices.values() if d.rack is o], default=0)
        if n is None or n < 1:
            e.above_zero("u_height", height)
        elif n > TALLEST_RACK:
            e.say("u_height", "must be less than %d" % (TALLEST_RACK + 1))
        elif n < top:
            e.say(
                "u_height",
                "must be greater than the highest occupied U (minimum is therefore %d)." % top,
            )
        e.cost(price)
        return e

    # ------------------------------------------------------------------ devices
    @staticmethod
    def end(d):
        return d.u + d.template.height - 1

    def new_device(self, body):
        """Location, chassis and device, each looked at before the next."""
        if "template_id" not in body:
            return missing("template_id")
        template = self.w.templates.get(body["template_id"])
        if template is None:
            return NOT_FOUND
        sent = body.get("device") or {}
        place = sent.get("location") or {}
        rack = self.w.racks.get(place.get("rack_id"))
        if rack is None:
            return failed("NoMethodError", "undefined method `u_height' for nil:NilClass")
        o = self.new(id=self.new_id(), name=None, type=sent.get("type"), template=template)
        o.rack, o.u, o.facing, o.status = rack, 0, place.get("facing", "f"), None
        o.description, o.metadata, o.extra, o.cost = None, {}, {}, "0.00"
        e = self.place_errors(o, place.get("start_u"), o.facing)
        if e:
            return 422, e.details()
        if o.type is not None and o.type not in KINDS:
            return failed("ActiveRecord::SubclassNotFound", NO_CLASS % o.type)
        details = sent.get("details")
        flat = {k: v for k, v in sent.items() if k in DETAILS["Device::ComputeDetails"]}
        o.details_type = details.get("type") if details else "Device::ComputeDetails"
        answer = self.set_details(o, details or flat)
        if answer:
            return answer
        row, e = self.device_errors(o, sent)
        if e:
            return 422, e.details()
        names = re.sub("[^A-Za-z0-9-]", "", template.name + rack.name)
        if len(names) + CHASSIS_REST > LONGEST:
            return too_long()
        o.u = integer(place["start_u"])
        return self.save_device(o, row)

    def place_errors(self, o, start, facing):
        """Only the lowest unit is looked at, and both faces count."""
        e = Errors()
        u = integer(start) or 0
        end = u + o.template.height - 1
        inside = 1 <= u <= o.rack.height
        if number(start) is None or u < 1:
            e.above_zero("start_u", start if number(start) is None else u)
        if not inside:
            e.say("start_u", "is invalid")
            e.say("start_u", "is invalid")
        if end < 1:
            e.above_zero("end_u", end)
        elif end > o.rack.height:
            e.say("end_u", "is invalid")
        others = [d for d in self.w.devices.values() if d.rack is o.rack and d.id != o.id]
        if inside and any(d.u <= u <= self.end(d) for d in others):
            e.say("start_u", "is occupied")
        if facing not in ("b", "f"):
            e.say(
                "facing",
                "is not included in the list",
                error="inclusion",
                permitted=["b", "f"],
                value=facing,
            )
        return e

    def device_errors(self, o, sent):
        row = {
            k: text(sent[k]) if k in sent else getattr(o, k)
            for k in ("name", "description", "status")
        }
        price = sent.get("cost")
        row["cost"] = getattr(o, "cost", "0.00") if price is None else price
        meta = sent.get("metadata")
        row["metadata"] = free(meta) if isinstance(meta, dict) else o.metadata
        e = Errors()
        e.name(
            row["name"],
            "[A-Za-z0-9.-]+",
            "can contain only alphanumeric characters, dots and hyphens.",
        )
        if len(row["name"] or "") > LONGEST_DEVICE_NAME:
            e.long("name", LONGEST_DEVICE_NAME)
        others = [d for d in self.w.devices.values() if d.rack is o.rack and d.id != o.id]
        if any(d.name == row["name"] for d in others):
            e.taken("name")
        statuses = DEVICE_STATUSES.get(o.type, ())
        if row["status"] not in statuses:
            e.say("status", "must be one of " + words(statuses))
        e.cost(row["cost"])
        if o.type in KINDS:
            if self.details_type(o) != DETAILS_TYPES[o.type]:
                e.say("details_type", "must have %s details" % KINDS[o.type])
            wanted = None if o.type == "Instance" else KINDS[o.type]
            if o.template.tag != wanted:
                e.say(
                    "template",
                    "must use the %s template" % wanted
                    if wanted
                    else "must use an instance template",
                )
        return row, e

    @staticmethod
    def details_type(o):
        return getattr(o, "details_type", None) or DETAILS_TYPES.get(o.type)

    def set_details(self, o, sent):
        kind = self.details_type(o)
        known = DETAILS.get(kind, {})
        extra = {k: {} if t == "json" else None for k, t in known.items()}
        extra.update(o.extra)
        for k, v in sent.items():
            if k == "type":
                continue
            if k not in known:
                return failed(
                    "ActiveModel::UnknownAttributeError",
                    "unknown attribute '%s' for %s." % (k, kind),
                )
            if known[k] == "json" and v is None:
                return failed("ActiveRecord::NotNullViolation", "PG::NotNullViolation")
            cast = {"text": text, "flag": flag, "integer": integer, "json": free}
            extra[k] = cast[known[k]](v)
        o.extra = extra
        return None

    def change_device(self, o, sent):
        """The rack is not taken; some refusals come after the change was saved."""
        if o.type not in KINDS:
            return failed("ActiveRecord::SubclassNotFound", NO_CLASS % o.type)
        own = self.details_type(o)
        details = sent.get("details") or {}
        e = Errors()
        if details.get("type", own) != own:
            e.say("details", "must exist")
            e.blank("details")
            e.say("details_type", "Cannot be changed once a device has been created")
            e.say("details_type", "must have %s details" % KINDS[o.type])
            return 422, {"errors": e.messages()}
        if sent.get("type", o.type) != o.type:
            o.details_type, o.type, o.js = own, sent["type"], {}
            if o.type not in KINDS:
                return failed("ActiveRecord::SubclassNotFound", NO_CLASS % o.type)
            return 422, {"errors": {"details": ["is invalid"]}}
        before = o.extra
        answer = self.set_details(o, details)
        if answer:
            return answer
        if own != DETAILS_TYPES[o.type]:
            e.say("details", "is invalid")
        row, more = self.device_errors(o, sent)
        if e + more:
            o.extra = before
            return 422, {"errors": Errors(e + more).messages()}
        place = sent.get("location") or {}
        start = integer(place.get("start_u", o.u))
        wrong = self.place_errors(o, start, place.get("facing", getattr(o, "facing", "f")))
        if wrong and start != o.u:
            o.extra = before
            return 422, {"errors": wrong.messages()}
        status, answer = self.save_device(o, row)
        if status == 200:
            o.u = start
        return (422, {"errors": wrong.messages()}) if wrong else (status, answer)

    def save_device(self, o, row):
        if has_nul(row["metadata"]):
            return failed("ActiveRecord::StatementInvalid", "PG::UntranslatableCharacter")
        if has_nul(row) or has_nul(o.extra):
            return failed("ArgumentError", "string contains null byte")
        if len(row["description"] or "") > LONGEST:
            return too_long()
        row["cost"] = cost(row["cost"])
        o.__dict__.update(row, js={})
        self.w.devices[o.id] = o
        return self.told(o.rack, o)

    def told(self, rack, o):
        """Saved, but answered 500 where a cost in the rack does not fit what pages are sent."""
        costs = [getattr(d, "cost", 0) for d in self.w.devices.values() if d.rack is rack]
        if any(float(c) > MOST_MONEY for c in costs + [getattr(rack, "cost", 0)]):
            return failed("RuntimeError", "Array is not a valid input stream.")
        return 200, o

    # ------------------------------------------------------------------ reading
    def unreadable(self, rack=None, device=None):
        """The 500 for a list, a rack or a device with a type that is no class; else None."""
        for d in self.w.devices.values():
            if d.type not in KINDS and (rack is None or d.rack is rack):
                if device is None or d is device:
                    title = "ActionView::Template::Error" if rack else None
                    return failed(title or "ActiveRecord::SubclassNotFound", NO_CLASS % d.type)
        return None
