// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Rows of the world in the form in which Nova shows them in the answer to one call. */
final class NovaRows {
  private static final Map<String, String> VM_STATES =
      Map.of(
          "SHUTOFF", "stopped",
          "BUILD", "building",
          "VERIFY_RESIZE", "resized",
          "SOFT_DELETED", "soft-delete");
  private static final Map<String, Integer> POWER_STATES =
      Map.of("ACTIVE", 1, "PAUSED", 3, "SHUTOFF", 4, "SUSPENDED", 4);
  private static final String MAC = "fa:16:3e:45:01:fc";

  private final World world;
  private final Call call;
  private final Microversion version;
  private final Map<String, List<ObjectNode>> volumesByServer;

  NovaRows(World world, Call call, Microversion version) {
    this.world = world;
    this.call = call;
    this.version = version;
    this.volumesByServer =
        world.volumes().rows().stream()
            .collect(Collectors.groupingBy(volume -> volume.path("server").asText()));
  }

  ObjectNode server(ObjectNode row) {
    ObjectNode server = Shapes.of("server");
    String id = row.path("id").asText();
    String status = row.path("status").asText("ACTIVE");
    server.set("tenant_id", row.get("project"));
    server.set("flavor", flavorOf(row.path("flavor").asText()));
    server.set("links", links("servers", id));
    row.path("addresses")
        .properties()
        .forEach(
            network ->
                ((ObjectNode) server.get("addresses"))
                    .set(network.getKey(), addresses(network.getValue())));
    server.put(
        "OS-EXT-STS:vm_state", VM_STATES.getOrDefault(status, status.toLowerCase(Locale.ROOT)));
    server.put("OS-EXT-STS:power_state", POWER_STATES.getOrDefault(status, 0));
    if (status.equals("BUILD")) {
      server.put("OS-EXT-STS:task_state", "spawning");
    }
    if (status.equals("ERROR")) {
      server.set("fault", Shapes.of("fault"));
    } else {
      server.set("security_groups", Json.of(List.of(Map.of("name", "default"))));
    }
    if (status.equals("ACTIVE") || status.equals("BUILD")) {
      server.put("progress", 0);
    }
    server.set("os-extended-volumes:volumes_attached", volumesOf(id));
    return Shapes.fill(
        server, row, "id", "name", "status", "key_name", "metadata", "created", "updated");
  }

  ObjectNode flavor(ObjectNode row) {
    ObjectNode flavor = Shapes.of("flavor");
    flavor.put("os-flavor-access:is_public", row.path("public").asBoolean(true));
    flavor.set("links", links("flavors", row.path("id").asText()));
    return Shapes.fill(flavor, row, "id", "name", "vcpus", "ram", "disk");
  }

  ObjectNode group(ObjectNode row) {
    ObjectNode group = Json.object("id", row.get("id"), "name", row.get("name"));
    if (version.atLeast(64)) {
      group.set("policy", row.get("policy"));
      group.set("rules", Json.object());
    } else {
      group.set("policies", Json.of(List.of(row.get("policy"))));
      group.set("metadata", Json.object());
    }
    group.set("members", row.get("members"));
    if (version.atLeast(13)) {
      group.set("project_id", row.get("project"));
      group.put("user_id", "c0000000000000000000000000000003");
    }
    return Shapes.fill(group, row);
  }

  /** Embedded and without its id from 2.47 on, as in the real Nova. */
  private ObjectNode flavorOf(String id) {
    if (version.atLeast(47)) {
      ObjectNode row = world.flavors().find(id).orElseGet(Json::object);
      return Json.object(
          "vcpus", row.get("vcpus"),
          "ram", row.get("ram"),
          "disk", row.get("disk"),
          "ephemeral", 0,
          "swap", 0,
          "original_name", row.get("name"),
          "extra_specs", Json.object());
    }
    String href = call.base() + "/flavors/" + id;
    ArrayNode links = Json.array(List.of(OpenStackService.link("bookmark", href)));
    return Json.object("id", id, "links", links);
  }

  private ArrayNode volumesOf(String server) {
    return Json.array(
        volumesByServer.getOrDefault(server, List.of()).stream()
            .map(volume -> Json.object("id", volume.get("id")))
            .toList());
  }

  private static ArrayNode addresses(JsonNode byType) {
    ArrayNode addresses = Json.array(List.of());
    for (String type : List.of("fixed", "floating")) {
      for (JsonNode address : byType.path(type)) {
        addresses.add(
            Json.object(
                "version", address.asText().contains(":") ? 6 : 4,
                "addr", address,
                "OS-EXT-IPS:type", type,
                "OS-EXT-IPS-MAC:mac_addr", MAC));
      }
    }
    return addresses;
  }

  private ArrayNode links(String kind, String id) {
    return Json.array(
        List.of(
            OpenStackService.link("self", call.base() + "/v2.1/" + kind + "/" + id),
            OpenStackService.link("bookmark", call.base() + "/" + kind + "/" + id)));
  }
}
