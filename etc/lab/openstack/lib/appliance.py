"""A Heat plug-in of the lab's own, to be taken away again from under the stacks that use it."""
import uuid

from heat.engine import resource


class Appliance(resource.Resource):
    """A resource that is nothing but its id."""

    properties_schema = {}
    attributes_schema = {}

    def handle_create(self):
        self.resource_id_set(str(uuid.uuid4()))


def resource_mapping():
    return {'Lab::View::Appliance': Appliance}
