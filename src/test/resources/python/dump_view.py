"""Loads a view.pickle as the suite's services do, and prints it as JSON.

The classes are stand-ins of the right names without any attribute of their own, so that what is
printed is what the pickle holds. Python's types are marked as in fixtures/concertim/oracle:
{"$tuple": [...]}, {"$class": name, attributes}, and {"$dict": [[key, value], ...]} where keys are
not all texts.

usage: dump_view.py FILE
"""
import json
import pickle
import sys
import types

PACKAGE = "conser.modules.clients.concertim.objects"
CLASSES = {
    "view": "ConcertimView",
    "rack": "ConcertimRack",
    "device": "ConcertimDevice",
    "team": "ConcertimTeam",
    "user": "ConcertimUser",
    "template": "ConcertimTemplate",
    "location": "Location",
}


def register():
    parts = PACKAGE.split(".")
    for end in range(1, len(parts) + 1):
        name = ".".join(parts[:end])
        sys.modules[name] = types.ModuleType(name)
    for module, cls in CLASSES.items():
        name = PACKAGE + "." + module
        sys.modules[name] = types.ModuleType(name)
        setattr(sys.modules[name], cls, type(cls, (), {"__module__": name}))


def marked(value):
    if isinstance(value, tuple):
        return {"$tuple": [marked(item) for item in value]}
    if isinstance(value, list):
        return [marked(item) for item in value]
    if isinstance(value, dict):
        if all(isinstance(key, str) for key in value):
            return {key: marked(item) for key, item in value.items()}
        return {"$dict": [[marked(key), marked(item)] for key, item in value.items()]}
    if type(value).__module__.startswith(PACKAGE):
        cls = type(value)
        attributes = {key: marked(item) for key, item in vars(value).items()}
        return {"$class": cls.__module__ + "." + cls.__name__, **attributes}
    return value


def distinct(values):
    return len({id(value) for value in values}) == len(values)


def changeable(value, found):
    """All lists, dicts and objects in a value but templates, which are shared on purpose."""
    if type(value).__name__ == "ConcertimTemplate":
        return found
    if isinstance(value, (list, dict)) or hasattr(value, "__dict__"):
        found.append(value)
    if isinstance(value, dict):
        for item in value.values():
            changeable(item, found)
    elif isinstance(value, (list, tuple)):
        for item in value:
            changeable(item, found)
    elif hasattr(value, "__dict__"):
        changeable(vars(value), found)
    return found


def identity(view):
    templates = {id(template) for template in view.templates.values()}
    return {
        "device_templates_are_those_of_the_view": all(
            device.template is None or id(device.template) in templates
            for device in view.devices.values()
        ),
        "nothing_else_is_shared": distinct(changeable(view, [])),
        "keys_are_the_ids": all(
            key == item.id and type(key) is tuple
            for items in (view.racks, view.devices, view.users, view.templates, view.teams)
            for key, item in items.items()
        ),
    }


register()
with open(sys.argv[1], "rb") as file:
    loaded = pickle.load(file)
json.dump({"view": marked(loaded), "identity": identity(loaded)}, sys.stdout)
