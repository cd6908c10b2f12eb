"""Router plugin with the database side only; floating IPs with a port are ACTIVE."""
from neutron_lib import constants
from neutron.services.l3_router.l3_router_plugin import L3RouterPlugin


class LabRouterPlugin(L3RouterPlugin):
    def _lab_status(self, context, fip):
        want = (
            constants.FLOATINGIP_STATUS_ACTIVE
            if fip.get('port_id')
            else constants.FLOATINGIP_STATUS_DOWN
        )
        if fip.get('status') != want:
            self.update_floatingip_status(context, fip['id'], want)
            fip['status'] = want
        return fip

    def create_floatingip(self, context, floatingip, *args, **kwargs):
        return self._lab_status(
            context, super().create_floatingip(context, floatingip, *args, **kwargs)
        )

    def update_floatingip(self, context, id, floatingip):
        return self._lab_status(context, super().update_floatingip(context, id, floatingip))
