// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Rows of the world in the form in which Concertim shows them to one user. */
final class ConcertimRows {
  private static final List<String> TYPES = List.of("Instance", "Volume", "Network");

  private final World world;
  private final ObjectNode user;

  ConcertimRows(World world, ObjectNode user) {
    this.world = world;
    this.user = user;
  }

  /** The caller, whose roles are wrapped here but not in the list of users. */
  ObjectNode currentUser() {
    ObjectNode shown = userRow(user);
    List<ObjectNode> roles = new ArrayList<>();
    shown.path("team_roles").forEach(role -> roles.add(Json.object("team_role", role)));
    shown.set("team_roles", Json.array(roles));
    return shown;
  }

  /** The rows of a list that this user may see; empty when there is no such list. */
  Optional<ArrayNode> list(String kind) {
    return switch (kind) {
      case "users" ->
          rows(
              world.users().rows().stream()
                  .filter(row -> root() || row.get("id").equals(user.get("id")))
                  .map(this::userRow));
      case "teams" -> rows(world.teams().rows().stream().filter(this::seesTeam).map(this::team));
      case "templates" -> rows(world.templates().rows().stream().map(this::template));
      case "racks" -> rows(world.racks().rows().stream().filter(this::seesRack).map(this::rack));
      case "devices" ->
          rows(world.devices().rows().stream().filter(this::seesDevice).map(this::listedDevice));
      default -> Optional.empty();
    };
  }

  /** The type of some device of all racks that the portal cannot show. */
  Optional<String> typeWithoutClass() {
    return typeWithoutClass(world.devices().rows().stream());
  }

  /** The same of this device, or of the devices of this rack. */
  Optional<String> typeWithoutClass(String kind, String id) {
    String field = kind.equals("racks") ? "rack" : "id";
    return typeWithoutClass(
        world.devices().rows().stream().filter(row -> row.path(field).asText().equals(id)));
  }

  private static Optional<String> typeWithoutClass(Stream<ObjectNode> devices) {
    return devices
        .map(row -> row.path("type").asText("Instance"))
        .filter(type -> !TYPES.contains(type))
        .findFirst();
  }

  boolean exists(String kind, String id) {
    return table(kind).find(id).isPresent();
  }

  /** A single rack or device; empty when this user may not see it. */
  Optional<ObjectNode> one(String kind, String id) {
    Optional<ObjectNode> row = table(kind).find(id);
    return kind.equals("racks")
        ? row.filter(this::seesRack).map(this::rackWithDevices)
        : row.filter(this::seesDevice).map(this::shownDevice);
  }

  private Table table(String kind) {
    return kind.equals("racks") ? world.racks() : world.devices();
  }

  private ObjectNode userRow(ObjectNode row) {
    ObjectNode shown = Shapes.of("portal_user");
    row.path("teams")
        .forEach(team -> shown.withArrayProperty("team_roles").add(role(row.get("id"), team)));
    shown.set("fullname", row.get("name"));
    if (!row.path("root").asBoolean()) {
      shown.set("cloud_user_id", row.get("cloud_user_id"));
    }
    return Shapes.fill(shown, row, "id", "login", "name", "email", "root", "status");
  }

  private static ObjectNode role(JsonNode userId, JsonNode team) {
    return Json.object("id", "e0" + team.asText().substring(2), "team_id", team, "user_id", userId);
  }

  private ObjectNode team(ObjectNode row) {
    ObjectNode team = Shapes.fill(row.deepCopy(), row);
    team.remove("answer");
    return team;
  }

  ObjectNode template(ObjectNode row) {
    return Shapes.fill(
        Shapes.of("template"),
        row,
        "id",
        "name",
        "description",
        "height",
        "tag",
        "foreign_id",
        "vcpus",
        "ram",
        "disk");
  }

  ObjectNode rack(ObjectNode row) {
    ObjectNode rack = Shapes.of("rack");
    rack.set("owner", team(world.teams().get(row.path("team").asText())));
    return Shapes.fill(
        rack,
        row,
        "id",
        "name",
        "u_height",
        "metadata",
        "status",
        "cost",
        "network_details",
        "creation_output",
        "order_id");
  }

  private ObjectNode rackWithDevices(ObjectNode row) {
    ObjectNode rack = rack(row);
    rack.set(
        "devices",
        Json.array(
            world.devices().rows().stream()
                .filter(device -> device.path("rack").equals(row.path("id")))
                .map(this::listedDevice)
                .toList()));
    return rack;
  }

  private ObjectNode listedDevice(ObjectNode row) {
    ObjectNode device = device(row);
    device.set("template_id", row.get("template"));
    return details(device, row);
  }

  ObjectNode shownDevice(ObjectNode row) {
    ObjectNode device = device(row);
    device.set(
        "template",
        world.templates().find(row.path("template").asText()).map(this::template).orElse(null));
    return details(device, row);
  }

  private ObjectNode device(ObjectNode row) {
    ObjectNode device = Shapes.of("device");
    int start = row.path("start_u").asInt(1);
    int height =
        world
            .templates()
            .find(row.path("template").asText())
            .map(template -> template.path("height").asInt(1))
            .orElse(1);
    device.set(
        "location",
        Json.object(
            "depth",
            2,
            "end_u",
            start + height - 1,
            "facing",
            row.path("facing").asText("f"),
            "rack_id",
            row.get("rack"),
            "start_u",
            start,
            "type",
            "rack"));
    return device;
  }

  /** The fields of the device's type are at the top level; there is no key {@code details}. */
  private static ObjectNode details(ObjectNode device, ObjectNode row) {
    if (row.path("details") instanceof ObjectNode details) {
      device.setAll(details);
    }
    return Shapes.fill(
        device, row, "id", "name", "description", "metadata", "status", "cost", "type");
  }

  /** Whether this user is neither root nor an admin of the team, by its field {@code admin_of}. */
  boolean mayNotWriteTeam(String team) {
    return !root() && !user.path("admin_of").toString().contains('"' + team + '"');
  }

  boolean mayNotWriteRack(String rack) {
    return mayNotWriteTeam(world.racks().get(rack).path("team").asText());
  }

  boolean root() {
    return user.path("root").asBoolean();
  }

  private boolean seesTeam(ObjectNode team) {
    return seesTeam(team.path("id").asText());
  }

  private boolean seesTeam(String id) {
    return root() || user.path("teams").toString().contains('"' + id + '"');
  }

  private boolean seesRack(ObjectNode rack) {
    return seesTeam(rack.path("team").asText());
  }

  private boolean seesDevice(ObjectNode device) {
    return world.racks().find(device.path("rack").asText()).filter(this::seesRack).isPresent();
  }

  private static Optional<ArrayNode> rows(Stream<ObjectNode> rows) {
    List<ObjectNode> found = rows.toList();
    return Optional.of(Json.array(found));
  }
}
