// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.concertim.view.model.layer.Fact;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Observation;
import io.concertim.view.model.layer.Stack;
import io.concertim.view.model.layer.StackResource;
import io.concertim.view.model.layer.StackResources;
import io.concertim.view.source.concertim.ConcertimRows;
import io.concertim.view.source.killbill.KillBillRows;
import io.concertim.view.source.openstack.OpenStackRows;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What the Python sync was shown when it made the oracle, read by our readers. */
public final class RecordedCloud {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long SEEN = 1;

  private final JsonNode cloud = Recorded.json("concertim/oracle/cloud-input.json");
  private final Map<Kind, RowParser> parsers = new EnumMap<>(Kind.class);
  private final List<Observation> observations = new ArrayList<>();

  private RecordedCloud() {
    parsers.putAll(ConcertimRows.parsers());
    parsers.putAll(OpenStackRows.parsers());
    parsers.putAll(KillBillRows.parsers());
  }

  public static List<Observation> observations() {
    RecordedCloud recorded = new RecordedCloud();
    recorded.portal();
    recorded.cloud();
    recorded.stacks();
    recorded.billing();
    return recorded.observations;
  }

  private void read(Kind kind, Iterable<JsonNode> rows) {
    for (JsonNode row : rows) {
      RowParser parser = parsers.get(kind);
      for (Row object : parser.objects(new Row(row))) {
        for (Fact fact : parser.parse(object)) {
          observations.add(Observation.of(kind, SEEN, fact));
        }
      }
    }
  }

  /** The oracle has the racks and devices that the portal got from the cloud. */
  private void portal() {
    read(Kind.TEAM, Recorded.json("concertim/teams.json"));
    read(Kind.USER, Recorded.json("concertim/users.json"));
    read(Kind.TEMPLATE, Recorded.json("concertim/templates.json"));
    read(Kind.RACK, first(2, Recorded.json("concertim/racks.json")));
    read(Kind.DEVICE, first(4, Recorded.json("concertim/devices.json")));
  }

  private static List<JsonNode> first(int count, JsonNode rows) {
    List<JsonNode> first = new ArrayList<>();
    rows.forEach(first::add);
    return first.subList(0, count);
  }

  private void cloud() {
    read(Kind.PROJECT, cloud.path("projects"));
    read(Kind.FLAVOR, cloud.path("flavors"));
    cloud.path("servers").forEach(servers -> read(Kind.SERVER, servers));
    read(Kind.STACK, cloud.path("stacks"));
    cloud
        .path("volumes")
        .forEachEntry((id, volume) -> read(Kind.VOLUME, List.of(withId(volume, id))));
    cloud
        .path("networks")
        .forEachEntry(
            (id, network) -> read(Kind.NETWORK, List.of(withId(network.path("network"), id))));
  }

  private static JsonNode withId(JsonNode row, String id) {
    return ((ObjectNode) row.deepCopy()).put("id", id);
  }

  private void stacks() {
    for (JsonNode row : cloud.path("stacks")) {
      Stack stack = (Stack) parsers.get(Kind.STACK).parse(new Row(row)).get(0);
      ObjectNode detail = JSON.createObjectNode();
      ArrayNode outputs = detail.putArray("outputs");
      cloud.path("outputs").path(stack.id()).forEach(outputs::add);
      ArrayNode tree = JSON.createArrayNode();
      addResources(stack.id(), tree);
      List<StackResource> resources = new ArrayList<>();
      tree.forEach(node -> OpenStackRows.resource(new Row(node)).ifPresent(resources::add));
      observations.add(
          Observation.of(
              Kind.STACK_OUTPUTS, SEEN, OpenStackRows.outputs(stack.id(), new Row(detail))));
      observations.add(
          Observation.of(
              Kind.STACK_RESOURCES, SEEN, new StackResources(stack.id(), null, resources)));
    }
  }

  private void addResources(String stackId, ArrayNode tree) {
    for (JsonNode resource : cloud.path("resources").path(stackId)) {
      tree.add(resource);
      addResources(resource.path("physical_resource_id").asText(), tree);
    }
  }

  private void billing() {
    cloud
        .path("billing_active_orders_by_stack")
        .forEachEntry(
            (stackId, orders) -> {
              for (JsonNode order : orders) {
                read(Kind.SUBSCRIPTION, List.of(bundle(order.asText())));
                read(Kind.CUSTOM_FIELD, List.of(tie(order.asText(), stackId)));
              }
            });
  }

  private static JsonNode bundle(String order) {
    ObjectNode bundle = JSON.createObjectNode();
    bundle
        .putArray("subscriptions")
        .addObject()
        .put("subscriptionId", order)
        .put("accountId", "0c4a4f0a-3d2b-4f3e-9a7c-aa0000000001")
        .put("state", "ACTIVE");
    return bundle;
  }

  private static JsonNode tie(String order, String stackId) {
    return JSON.createObjectNode()
        .put("customFieldId", "field-" + order)
        .put("objectType", "SUBSCRIPTION")
        .put("objectId", order)
        .put("name", "openstack_stack_id")
        .put("value", stackId);
  }
}
