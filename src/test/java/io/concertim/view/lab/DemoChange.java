// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Something that happens in the fake cloud during the demo.
 *
 * @param change done to the cloud
 * @param told what the cloud's services then say about it, as of now
 * @param shown whether view.json shows it
 */
record DemoChange(
    String description,
    Runnable change,
    Supplier<List<LabNotification>> told,
    Predicate<JsonNode> shown) {
  /** So many of the first changes are of one server, and leave it as it was. */
  static final int OF_ONE_SERVER = 4;

  private static final String STACK = "57000000-0000-4000-8000-0000000000a1";
  private static final String WEB = "5e000000-0000-4000-8000-0000000000a1";
  private static final String NEW = "5e000000-0000-4000-8000-00000000dede";
  private static final String DATA = "70000000-0000-4000-8000-0000000000a1";

  static List<DemoChange> of(World world) {
    return List.of(
        server(world, "web is stopped", "power_off.end", "SHUTOFF", "stopped", "STOPPED"),
        server(world, "web is started", "power_on.end", "ACTIVE", "active", "ACTIVE"),
        server(world, "web is suspended", "suspend.end", "SUSPENDED", "suspended", "SUSPENDED"),
        server(world, "web is resumed", "resume.end", "ACTIVE", "active", "ACTIVE"),
        new DemoChange(
            "a volume is taken out of use",
            () -> world.volumes().set(DATA, "status", "available"),
            () -> List.of(LabNotification.volume("detach.end", DATA, "available")),
            view -> status(view, DATA).equals("AVAILABLE")),
        new DemoChange(
            "the stack gets another server",
            () -> addServer(world),
            () ->
                List.of(
                    LabNotification.server("create.end", NEW, "active"),
                    LabNotification.stack("update.end", STACK, "UPDATE_COMPLETE")),
            view -> !device(view, NEW).isMissingNode()),
        new DemoChange(
            "and loses it again",
            () -> world.removeResource(STACK, "web-2"),
            () ->
                List.of(
                    LabNotification.server("delete.end", NEW, "deleted"),
                    LabNotification.stack("update.end", STACK, "UPDATE_COMPLETE")),
            view -> device(view, NEW).isMissingNode()));
  }

  private static DemoChange server(
      World world, String what, String event, String status, String state, String shown) {
    return new DemoChange(
        what,
        () -> world.servers().set(WEB, "status", status),
        () -> List.of(LabNotification.server(event, WEB, state)),
        view -> status(view, WEB).equals(shown));
  }

  private static void addServer(World world) {
    ObjectNode server = world.servers().get(WEB).deepCopy();
    server.put("id", NEW).put("name", "web-2.alpha-web");
    world.servers().add(server);
    world.addResource(
        STACK, "{\"name\":\"web-2\",\"type\":\"OS::Nova::Server\",\"id\":\"" + NEW + "\"}");
  }

  private static String status(JsonNode view, String id) {
    return device(view, id).path("status").asText();
  }

  private static JsonNode device(JsonNode view, String id) {
    for (JsonNode device : view.path("devices")) {
      if (device.at("/id/cloud").asText().equals(id)) {
        return device;
      }
    }
    return view.path("none");
  }
}
