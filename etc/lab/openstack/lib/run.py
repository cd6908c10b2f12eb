"""Run a console entry point: run.py module:function [args...].

Debian puts the OpenStack code in python3-* packages but the start scripts in
daemon packages that ask debconf questions and start daemons; this small file
stands in for those scripts.
"""
import importlib
import sys


def mend_cinder():
    """Let Cinder send notifications at all.

    oslo.messaging 14.0.3 (a Debian update) passes only a safe subset of the
    context's keys to from_dict; Cinder 21.3.1 then sees read_deleted=None,
    raises ValueError, and every volume goes to "error". Put the default back.
    """
    from cinder import context

    plain = context.RequestContext.from_dict.__func__

    def from_dict(cls, values):
        values = dict(values)
        values['read_deleted'] = values.get('read_deleted') or 'no'
        return plain(cls, values)

    context.RequestContext.from_dict = classmethod(from_dict)


mod, func = sys.argv[1].split(":")
sys.argv = [mod.split(".")[0] + "-" + mod.rsplit(".", 1)[-1]] + sys.argv[2:]
main = getattr(importlib.import_module(mod), func)
if mod.startswith("cinder.cmd."):
    mend_cinder()
sys.exit(main())
