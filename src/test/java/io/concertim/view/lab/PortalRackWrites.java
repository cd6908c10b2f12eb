// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What the portal does with a rack that is sent to it. */
final class PortalRackWrites {
  private static final List<String> TEXTS = List.of("name", "creation_output", "status");

  private final World world;
  private final PortalRules rules;

  PortalRackWrites(World world, PortalRules rules) {
    this.world = world;
    this.rules = rules;
  }

  Answer create(JsonNode body, ConcertimRows rows) {
    JsonNode sent = body.path("rack");
    ObjectNode row =
        Json.object(
            "id",
            UUID.randomUUID(),
            "name",
            "Rack-" + (world.racks().size() + 1),
            "u_height",
            42,
            "metadata",
            Json.object(),
            "network_details",
            Json.object(),
            "creation_output",
            null,
            "cost",
            "0.00");
    row.set("team", PortalValues.text(sent.path("team_id")));
    if (rows.mayNotWriteTeam(row.path("team").asText())) {
      return PortalAnswers.forbidden();
    }
    return save(sent, row, rows);
  }

  /** The team is not taken. */
  Answer update(String id, JsonNode body, ConcertimRows rows) {
    Optional<ObjectNode> row = world.racks().find(id);
    if (row.isEmpty()) {
      return PortalAnswers.notFound();
    }
    if (rows.mayNotWriteRack(id)) {
      return PortalAnswers.forbidden();
    }
    if (body.path("rack").isEmpty()) {
      return PortalAnswers.missing("rack");
    }
    return save(body.path("rack"), row.get(), rows);
  }

  Answer delete(String id, boolean recurse, ConcertimRows rows) {
    if (world.racks().find(id).isEmpty()) {
      return PortalAnswers.notFound();
    }
    if (rows.mayNotWriteRack(id)) {
      return PortalAnswers.forbidden();
    }
    if (!recurse && rules.devicesOf(id).findAny().isPresent()) {
      return PortalAnswers.json(422, Json.object("errors", "rack is not empty"));
    }
    world.deleteRack(id);
    return PortalAnswers.json(200, Json.object());
  }

  private Answer save(JsonNode sent, ObjectNode row, ConcertimRows rows) {
    if (sent.has("description")) {
      return PortalAnswers.unknownAttribute("description", "HwRack");
    }
    copy(sent, row, rows.root());
    PortalErrors errors = rules.rack(row);
    if (!errors.isEmpty()) {
      return PortalAnswers.json(422, errors.messages());
    }
    if (PortalValues.hasNul(row)) {
      return PortalValues.hasNul(row.get("metadata"))
          ? PortalAnswers.nullByteInJson()
          : PortalAnswers.nullByte();
    }
    boolean tooLong =
        List.of("name", "order_id").stream()
            .anyMatch(field -> row.path(field).asText().length() > PortalRules.LONGEST);
    if (tooLong) {
      return PortalAnswers.tooLong();
    }
    row.set("u_height", PortalValues.integer(row.get("u_height")));
    PortalValues.number(row.get("cost")).ifPresent(c -> row.set("cost", PortalValues.cost(c)));
    world.racks().add(row);
    return rules.canBroadcast(row.path("id").asText())
        ? PortalAnswers.json(200, rows.rack(row))
        : PortalAnswers.brokenBroadcast();
  }

  /** Metadata and network details are taken as objects only, and as a whole. */
  private static void copy(JsonNode sent, ObjectNode row, boolean root) {
    for (String field : TEXTS) {
      if (sent.has(field)) {
        row.set(field, PortalValues.text(sent.get(field)));
      }
    }
    if (root && sent.has("order_id")) {
      row.set("order_id", PortalValues.text(sent.get("order_id")));
    }
    for (String field : List.of("u_height", "cost")) {
      if (sent.has(field)) {
        row.set(field, sent.get(field));
      }
    }
    for (String field : List.of("metadata", "network_details")) {
      if (sent.path(field).isObject()) {
        row.set(field, PortalValues.free(sent.get(field)));
      }
    }
  }
}
