// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.mapping;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.concertim.view.lab.JudgingPortal;
import io.concertim.view.lab.World;
import io.concertim.view.merge.Layers;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Observation;
import io.concertim.view.model.layer.PortalDevice;
import io.concertim.view.model.layer.PortalRack;
import io.concertim.view.model.layer.PortalTeam;
import io.concertim.view.model.layer.PortalTemplate;
import io.concertim.view.model.layer.Source;
import io.concertim.view.model.view.View;
import io.concertim.view.python.ViewPickleReader;
import io.concertim.view.source.Row;
import io.concertim.view.source.concertim.ConcertimRows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A portal that holds what these layers show of one, and that judges what fe_updates sends it of a
 * view; cloud and billing stay as they are.
 */
final class PortalModel {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Map<Kind, String> LISTS = new LinkedHashMap<>();

  static {
    LISTS.put(Kind.TEAM, "teams");
    LISTS.put(Kind.TEMPLATE, "templates");
    LISTS.put(Kind.RACK, "racks");
    LISTS.put(Kind.DEVICE, "devices");
  }

  private final Layers cloudAndBilling;
  private final List<Observation> users;
  private final JudgingPortal portal = new JudgingPortal();
  private final FeUpdates feUpdates = new FeUpdates(portal);

  PortalModel(Layers layers) {
    cloudAndBilling = layers.without(o -> o.kind().source() == Source.CONCERTIM);
    users = List.copyOf(layers.observations(Kind.USER));
    World world = portal.world();
    layers.facts(PortalTeam.class).forEach(team -> world.teams().add(row(team)));
    layers.facts(PortalTemplate.class).forEach(template -> world.templates().add(row(template)));
    layers.facts(PortalRack.class).forEach(rack -> world.racks().add(row(rack)));
    layers.facts(PortalDevice.class).forEach(device -> world.devices().add(row(device)));
  }

  private static ObjectNode row(PortalTeam team) {
    return row(
        "id", team.id(),
        "name", team.name(),
        "project_id", team.projectId(),
        "billing_acct_id", team.billingAccountId(),
        "billing_period_start", team.periodStart(),
        "billing_period_end", team.periodEnd(),
        "cost", Double.toString(team.cost()),
        "credits", Double.toString(team.credits()));
  }

  private static ObjectNode row(PortalTemplate template) {
    return row(
        "id", template.id(),
        "name", template.name(),
        "description", template.description(),
        "height", template.height(),
        "tag", template.tag(),
        "foreign_id", template.foreignId(),
        "vcpus", template.vcpus(),
        "ram", template.ram(),
        "disk", template.disk());
  }

  /** Without an owner as an old release shows it; the portal itself always has a team. */
  private static ObjectNode row(PortalRack rack) {
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("openstack_stack_id", rack.stackId());
    metadata.put("openstack_stack_owner", rack.creatorName());
    metadata.put("openstack_stack_owner_id", rack.projectId());
    metadata.put("stack_status_reason", rack.statusReason());
    metadata.put("openstack_stack_output", rack.outputText());
    ObjectNode row =
        row(
            "id", rack.id(),
            "name", rack.name(),
            "u_height", rack.height(),
            "status", rack.status(),
            "order_id", rack.orderId(),
            "team", rack.owner() == null ? "t1" : rack.owner().id(),
            "metadata", metadata,
            "network_details", rack.networkDetails(),
            "creation_output", rack.creationOutput(),
            "cost", "0.00");
    if (rack.owner() == null) {
      row.putObject("answer").putNull("owner");
    }
    return row;
  }

  private static ObjectNode row(PortalDevice device) {
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("openstack_instance_id", device.cloudId());
    metadata.put("openstack_stack_id", device.stackId());
    metadata.put("net_interfaces", device.networkInterfaces());
    return row(
        "id", device.id(),
        "name", device.name(),
        "type", device.type(),
        "rack", device.rackId(),
        "template", device.templateId(),
        "start_u", device.startUnit(),
        "facing", device.facing(),
        "status", device.status(),
        "cost", "0.50",
        "description", device.description(),
        "metadata", metadata,
        "details", device.details());
  }

  private static ObjectNode row(Object... namesAndValues) {
    ObjectNode row = JSON.createObjectNode();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      row.set((String) namesAndValues[i], JSON.valueToTree(namesAndValues[i + 1]));
    }
    return row;
  }

  /** The same cloud and billing, with what the portal shows now, read as the program reads it. */
  Layers layers() {
    List<Observation> shown = new ArrayList<>(users);
    LISTS.forEach(
        (kind, list) -> {
          for (ObjectNode row : portal.list(list)) {
            ConcertimRows.parsers()
                .get(kind)
                .parse(new Row(row))
                .forEach(fact -> shown.add(Observation.of(kind, 5000, fact)));
          }
        });
    return cloudAndBilling.merge(shown);
  }

  List<String> refused() {
    return feUpdates.refused();
  }

  /** The cloud ids of what fe_updates deleted in the portal. */
  List<String> deleted() {
    return feUpdates.deleted();
  }

  PortalDevice deviceOf(String cloudId) {
    return layers().facts(PortalDevice.class).stream()
        .filter(d -> cloudId.equals(d.cloudId()))
        .findFirst()
        .orElseThrow();
  }

  /** One pass of fe_updates over what the pickle holds of the view; gives the requests it sent. */
  List<String> apply(Mapped mapped) {
    View view =
        new View(
            1,
            Instant.EPOCH,
            Map.of(),
            mapped.teams(),
            mapped.users(),
            mapped.templates(),
            mapped.racks(),
            mapped.devices(),
            mapped.problems(),
            List.of());
    return feUpdates.apply(ViewPickleReader.published(view));
  }
}
