// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * Keystone's roles, users and assignments, as an admin reads and makes them. An assignment shows in
 * lists; what a user may do is in the user's own row.
 */
final class FakeAccounts {
  private final World world;

  FakeAccounts(World world) {
    this.world = world;
  }

  Answer serve(Call call) {
    List<String> path = call.path();
    if (path.size() == 2 && call.segment(1).equals("roles")) {
      return call.method().equals("GET")
          ? list(call, "roles", world.roles())
          : create(call, "role", world.roles());
    }
    if (path.size() == 2 && call.segment(1).equals("users")) {
      return call.method().equals("GET")
          ? list(call, "users", world.cloudUsers())
          : create(call, "user", world.cloudUsers());
    }
    if (call.is("GET", "v3", "role_assignments")) {
      return assignments(call);
    }
    if (call.method().equals("PUT") && path.size() == 7 && call.segment(5).equals("roles")) {
      return assign(call.segment(2), call.segment(4), call.segment(6));
    }
    return OpenStackService.error(404, "Not Found", "The resource could not be found.");
  }

  private static Answer list(Call call, String kind, Table table) {
    Optional<String> name = call.query().first("name");
    List<ObjectNode> rows =
        table.rows().stream()
            .filter(row -> name.isEmpty() || name.get().equals(row.path("name").asText()))
            .map(FakeAccounts::shown)
            .toList();
    return Answer.json(200, Json.object(kind, Json.array(rows)));
  }

  private static ObjectNode shown(ObjectNode row) {
    ObjectNode shown = row.deepCopy();
    shown.put("domain_id", row.path("domain_id").asText("default"));
    shown.put("enabled", row.path("enabled").asBoolean(true));
    return shown.without(List.of("password", "roles"));
  }

  private static Answer create(Call call, String kind, Table table) {
    JsonNode asked = call.json().path(kind);
    boolean taken =
        table.rows().stream().anyMatch(row -> row.path("name").equals(asked.path("name")));
    if (taken) {
      return OpenStackService.error(
          409, "Conflict", "Conflict occurred attempting to store " + kind + " - Duplicate entry.");
    }
    ObjectNode row = asked.deepCopy();
    row.put("id", UUID.randomUUID().toString().replace("-", ""));
    table.add(row);
    return Answer.json(201, Json.object(kind, shown(row)));
  }

  private Answer assignments(Call call) {
    Predicate<ObjectNode> user = is(call, "user.id", "user");
    Predicate<ObjectNode> role = is(call, "role.id", "role");
    List<ObjectNode> rows =
        world.assignments().rows().stream()
            .filter(user.and(role))
            .map(
                row ->
                    Json.object(
                        "scope",
                        Json.object("project", Json.object("id", row.get("project"))),
                        "user",
                        Json.object("id", row.get("user")),
                        "role",
                        Json.object("id", row.get("role"))))
            .toList();
    return Answer.json(200, Json.object("role_assignments", Json.array(rows)));
  }

  private static Predicate<ObjectNode> is(Call call, String parameter, String field) {
    Optional<String> wanted = call.query().first(parameter);
    return row -> wanted.isEmpty() || wanted.get().equals(row.path(field).asText());
  }

  private Answer assign(String project, String user, String role) {
    if (world.projects().find(project).isEmpty()
        || world.cloudUsers().find(user).isEmpty()
        || world.roles().find(role).isEmpty()) {
      return OpenStackService.error(404, "Not Found", "Could not find one of them.");
    }
    world
        .assignments()
        .add(
            Json.object(
                "id", project + user + role, "project", project, "user", user, "role", role));
    return Answer.empty(204);
  }
}
