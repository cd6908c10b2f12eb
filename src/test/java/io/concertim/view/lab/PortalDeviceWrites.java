// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** What the portal does with a device that is sent to it. */
final class PortalDeviceWrites {
  private static final String NO_RACK =
      "undefined method `u_height' for nil:NilClass\n\n    if start_u > rack.u_height || start_u"
          + " < 1\n                     ^^^^^^^^^";
  private static final Set<String> FLAGS =
      Set.of(
          "bootable",
          "encrypted",
          "read_only",
          "admin_state_up",
          "l2_adjacency",
          "port_security_enabled",
          "shared");
  private static final Set<String> INTEGERS = Set.of("size", "mtu");
  private static final Map<String, List<String>> DETAILS =
      Map.of(
          "Device::ComputeDetails",
          List.of("public_ips", "private_ips", "ssh_key", "login_user", "volume_details"),
          "Device::VolumeDetails",
          List.of("availability_zone", "bootable", "encrypted", "read_only", "size", "volume_type"),
          "Device::NetworkDetails",
          List.of(
              "admin_state_up",
              "dns_domain",
              "l2_adjacency",
              "mtu",
              "port_security_enabled",
              "qos_policy",
              "shared"));

  private final World world;
  private final PortalRules rules;

  PortalDeviceWrites(World world, PortalRules rules) {
    this.world = world;
    this.rules = rules;
  }

  /** {@code POST /nodes}: location, chassis and device, each looked at before the next. */
  Answer create(JsonNode body, ConcertimRows rows) {
    if (!body.has("template_id")) {
      return PortalAnswers.missing("template_id");
    }
    Optional<ObjectNode> template = world.templates().find(body.path("template_id").asText());
    if (template.isEmpty()) {
      return PortalAnswers.notFound();
    }
    JsonNode sent = body.path("device");
    JsonNode place = sent.path("location");
    Optional<ObjectNode> rack = world.racks().find(place.path("rack_id").asText());
    if (rack.isEmpty()) {
      return PortalAnswers.failed("NoMethodError", NO_RACK);
    }
    if (rows.mayNotWriteRack(rack.get().path("id").asText())) {
      return PortalAnswers.forbidden();
    }
    ObjectNode row =
        Json.object(
            "id",
            UUID.randomUUID(),
            "rack",
            rack.get().get("id"),
            "template",
            template.get().get("id"),
            "start_u",
            place.path("start_u"),
            "facing",
            place.path("facing"),
            "metadata",
            Json.object(),
            "cost",
            "0.00",
            "description",
            null);
    row.set("type", PortalValues.text(sent.path("type")));
    PortalErrors errors = rules.location(row, rack.get());
    if (!errors.isEmpty()) {
      return PortalAnswers.json(422, errors.details());
    }
    String type = row.path("type").asText("");
    if (!row.get("type").isNull() && !PortalRules.DETAILS_TYPES.containsKey(type)) {
      return PortalAnswers.noClass("ActiveRecord::SubclassNotFound", type);
    }
    boolean flat = sent.path("details").isEmpty();
    String detailsType =
        flat ? "Device::ComputeDetails" : sent.path("details").path("type").asText("");
    JsonNode details = flat ? flat(sent) : sent.get("details");
    Optional<Answer> failed = details(details, detailsType, row);
    if (failed.isPresent()) {
      return failed.get();
    }
    copy(sent, row);
    errors = rules.device(row, detailsType);
    if (!errors.isEmpty()) {
      return PortalAnswers.json(422, errors.details());
    }
    row.set("start_u", PortalValues.integer(row.get("start_u")));
    return !rules.fitsChassis(template.get(), rack.get())
        ? PortalAnswers.tooLong()
        : save(row, rows);
  }

  /** The rack is not taken; the answer shows the place as it was before. */
  Answer update(String id, JsonNode body, ConcertimRows rows) {
    Optional<ObjectNode> found = world.devices().find(id);
    if (found.isEmpty()) {
      return PortalAnswers.notFound();
    }
    ObjectNode row = found.get();
    String before = row.path("type").asText();
    if (!PortalRules.DETAILS_TYPES.containsKey(before)) {
      return PortalAnswers.noClass("ActiveRecord::SubclassNotFound", before);
    }
    if (rows.mayNotWriteRack(row.path("rack").asText())) {
      return PortalAnswers.forbidden();
    }
    JsonNode sent = body.path("device");
    if (sent.isEmpty()) {
      return PortalAnswers.missing("device");
    }
    String own = ownDetailsType(row);
    String given = sent.path("details").path("type").asText(own);
    PortalErrors errors = new PortalErrors();
    if (!given.equals(own)) {
      errors.add("details", "must exist");
      errors.blank("details");
      errors.add("details_type", "Cannot be changed once a device has been created");
      errors.add("details_type", "must have " + kind(before) + " details");
      return refused(errors);
    }
    if (sent.has("type") && !sent.path("type").asText().equals(before)) {
      return changeType(row, sent.path("type").asText());
    }
    Optional<Answer> failed = details(sent.path("details"), own, row);
    if (failed.isPresent()) {
      return failed.get();
    }
    copy(sent, row);
    if (!own.equals(PortalRules.DETAILS_TYPES.get(before))) {
      errors.add("details", "is invalid");
    }
    errors = together(errors, rules.device(row, own));
    if (!errors.isEmpty()) {
      return refused(errors);
    }
    return move(sent.path("location"), row, rows);
  }

  /** Saved in any case; with a type that is no class, nothing that has it can be shown any more. */
  private Answer changeType(ObjectNode row, String type) {
    row.put("details_type", ownDetailsType(row));
    row.put("type", type);
    world.devices().add(row);
    if (!PortalRules.DETAILS_TYPES.containsKey(type)) {
      return PortalAnswers.noClass("ActiveRecord::SubclassNotFound", type);
    }
    PortalErrors errors = new PortalErrors();
    errors.add("details", "is invalid");
    return refused(errors);
  }

  private Answer move(JsonNode place, ObjectNode row, ConcertimRows rows) {
    ObjectNode rack = world.racks().get(row.path("rack").asText());
    ObjectNode moved = row.deepCopy();
    if (place.has("start_u")) {
      moved.set("start_u", PortalValues.integer(place.get("start_u")));
    }
    if (place.has("facing")) {
      moved.set("facing", place.get("facing"));
    }
    PortalErrors errors = rules.location(moved, rack);
    boolean moves = !moved.path("start_u").equals(row.path("start_u"));
    if (!errors.isEmpty() && moves) {
      return refused(errors);
    }
    Answer saved = save(row, rows);
    if (!errors.isEmpty()) {
      return refused(errors);
    }
    if (saved.status() == 200) {
      world.devices().add(world.devices().get(row.path("id").asText()).setAll(placeOf(moved)));
    }
    return saved;
  }

  private static ObjectNode placeOf(ObjectNode row) {
    return Json.object("start_u", row.get("start_u"), "facing", row.path("facing").asText("f"));
  }

  Answer delete(String id, ConcertimRows rows) {
    Optional<ObjectNode> row = world.devices().find(id);
    if (row.isEmpty()) {
      return PortalAnswers.notFound();
    }
    if (rows.mayNotWriteRack(row.get().path("rack").asText())) {
      return PortalAnswers.forbidden();
    }
    world.devices().remove(id);
    return PortalAnswers.json(200, Json.object());
  }

  private Answer save(ObjectNode row, ConcertimRows rows) {
    if (PortalValues.hasNul(row)) {
      return PortalValues.hasNul(row.path("metadata"))
          ? PortalAnswers.nullByteInJson()
          : PortalAnswers.nullByte();
    }
    if (row.path("description").asText().length() > PortalRules.LONGEST) {
      return PortalAnswers.tooLong();
    }
    PortalValues.number(row.get("cost")).ifPresent(c -> row.set("cost", PortalValues.cost(c)));
    world.devices().add(row);
    return rules.canBroadcast(row.path("rack").asText())
        ? PortalAnswers.json(200, rows.shownDevice(row))
        : PortalAnswers.brokenBroadcast();
  }

  private static void copy(JsonNode sent, ObjectNode row) {
    for (String field : List.of("name", "description", "status")) {
      if (sent.has(field)) {
        row.set(field, PortalValues.text(sent.get(field)));
      }
    }
    if (sent.hasNonNull("cost")) {
      row.set("cost", sent.get("cost"));
    }
    if (sent.path("metadata").isObject()) {
      row.set("metadata", PortalValues.free(sent.get("metadata")));
    }
  }

  /** Adds the details that were sent to those that are there. */
  private static Optional<Answer> details(JsonNode sent, String type, ObjectNode row) {
    List<String> known = DETAILS.getOrDefault(type, List.of());
    ObjectNode details = row.withObjectProperty("details");
    for (String field : known) {
      if (!details.has(field)) {
        details.set(field, Json.of(field.equals("volume_details") ? Map.of() : null));
      }
    }
    for (Map.Entry<String, JsonNode> field : sent.properties()) {
      String name = field.getKey();
      if (name.equals("type")) {
        continue;
      }
      if (!known.contains(name)) {
        return Optional.of(PortalAnswers.unknownAttribute(name, type));
      }
      if (name.equals("volume_details") && field.getValue().isNull()) {
        return Optional.of(
            PortalAnswers.failed(
                "ActiveRecord::NotNullViolation",
                "PG::NotNullViolation: ERROR:  null value in column \"volume_details\" of relation"
                    + " \"device_compute_details\" violates not-null constraint\n"));
      }
      details.set(name, cast(name, field.getValue()));
    }
    return Optional.empty();
  }

  private static JsonNode cast(String name, JsonNode sent) {
    if (FLAGS.contains(name)) {
      return PortalValues.flag(sent);
    }
    if (INTEGERS.contains(name)) {
      return PortalValues.integer(sent);
    }
    return name.equals("volume_details") ? PortalValues.free(sent) : PortalValues.text(sent);
  }

  private static ObjectNode flat(JsonNode sent) {
    ObjectNode details = Json.object();
    DETAILS
        .get("Device::ComputeDetails")
        .forEach(
            field -> {
              if (sent.has(field)) {
                details.set(field, sent.get(field));
              }
            });
    return details;
  }

  private static String ownDetailsType(ObjectNode row) {
    return row.path("details_type")
        .asText(PortalRules.DETAILS_TYPES.get(row.path("type").asText("Instance")));
  }

  private static String kind(String type) {
    return Map.of("Instance", "compute", "Volume", "volume", "Network", "network").get(type);
  }

  private static PortalErrors together(PortalErrors first, PortalErrors then) {
    first.addAll(then);
    return first;
  }

  private static Answer refused(PortalErrors errors) {
    return PortalAnswers.json(422, Json.object("errors", errors.messages()));
  }
}
