// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What the portal does with a template that is sent to it. */
final class PortalTemplateWrites {
  private static final List<String> TEXTS = List.of("name", "description", "foreign_id");
  private static final List<String> SIZES = List.of("vcpus", "ram", "disk");

  private final World world;
  private final PortalRules rules;

  PortalTemplateWrites(World world, PortalRules rules) {
    this.world = world;
    this.rules = rules;
  }

  Answer create(JsonNode body, ConcertimRows rows) {
    JsonNode sent = body.path("template");
    if (sent.isEmpty()) {
      return PortalAnswers.missing("template");
    }
    ObjectNode row =
        Json.object("id", UUID.randomUUID(), "name", null, "height", null, "tag", null);
    copy(sent, row);
    List.of("height", "tag").forEach(f -> row.set(f, sent.has(f) ? sent.get(f) : row.get(f)));
    return save(row, rules.template(row, true), rows);
  }

  /** Height and tag are not taken. */
  Answer update(String id, JsonNode body, ConcertimRows rows) {
    Optional<ObjectNode> row = world.templates().find(id);
    if (row.isEmpty()) {
      return PortalAnswers.notFound();
    }
    if (body.path("template").isEmpty()) {
      return PortalAnswers.missing("template");
    }
    copy(body.path("template"), row.get());
    return save(row.get(), rules.template(row.get(), false), rows);
  }

  Answer delete(String id, boolean recurse) {
    if (world.templates().find(id).isEmpty()) {
      return PortalAnswers.notFound();
    }
    List<String> devices =
        world.devices().rows().stream()
            .filter(device -> device.path("template").asText().equals(id))
            .map(device -> device.path("id").asText())
            .toList();
    if (!devices.isEmpty() && !recurse) {
      return PortalAnswers.json(
          422, Json.object("errors", "devices have been created from this template"));
    }
    devices.forEach(world.devices()::remove);
    world.templates().remove(id);
    return PortalAnswers.json(200, Json.object());
  }

  private static void copy(JsonNode sent, ObjectNode row) {
    for (String field : TEXTS) {
      if (sent.has(field)) {
        row.set(field, PortalValues.text(sent.get(field)));
      }
    }
    for (String field : SIZES) {
      if (sent.has(field)) {
        row.set(field, sent.get(field));
      }
    }
  }

  private Answer save(ObjectNode row, PortalErrors errors, ConcertimRows rows) {
    if (PortalValues.hasNul(row)) {
      return PortalAnswers.nullByte();
    }
    if (!errors.isEmpty()) {
      return PortalAnswers.json(422, errors.messages());
    }
    if (row.path("foreign_id").asText().length() > PortalRules.LONGEST) {
      return PortalAnswers.tooLong();
    }
    row.set("height", PortalValues.integer(row.get("height")));
    SIZES.forEach(field -> row.set(field, PortalValues.integer(row.path(field))));
    world.templates().add(row);
    return PortalAnswers.json(200, rows.template(row));
  }
}
