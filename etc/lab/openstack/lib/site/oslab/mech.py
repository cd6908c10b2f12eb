"""ML2 mechanism driver that binds every port at once, with no agents.

It also answers for the DHCP agent and the layer 2 agent, so a bound port
becomes ACTIVE, as it would on a cloud whose agents run.
"""
from neutron_lib.api.definitions import portbindings
from neutron_lib import constants
from neutron_lib.callbacks import resources
from neutron_lib.plugins.ml2 import api

from neutron.db import provisioning_blocks


class LabMechanismDriver(api.MechanismDriver):
    def initialize(self):
        pass

    @property
    def connectivity(self):
        return portbindings.CONNECTIVITY_L2

    def bind_port(self, context):
        for segment in context.segments_to_bind:
            context.set_binding(
                segment[api.ID],
                portbindings.VIF_TYPE_OVS,
                {portbindings.CAP_PORT_FILTER: False, portbindings.OVS_HYBRID_PLUG: False},
                status=constants.PORT_STATUS_ACTIVE,
            )
            return

    def _release(self, context):
        """Stand in for the agents, once the port is bound.

        Not earlier: for a port without a binding ML2 tries ten times, half a
        second apart, before it gives up.
        """
        if not context.host or context.vif_type != portbindings.VIF_TYPE_OVS:
            return
        port_id, ctx = context.current['id'], context._plugin_context
        if provisioning_blocks.is_object_blocked(ctx, port_id, resources.PORT):
            for entity in (provisioning_blocks.DHCP_ENTITY, provisioning_blocks.L2_AGENT_ENTITY):
                provisioning_blocks.provisioning_complete(ctx, port_id, resources.PORT, entity)

    def create_port_postcommit(self, context):
        self._release(context)

    def update_port_postcommit(self, context):
        self._release(context)
