// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.lab;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Neutron: networks, paged only when a limit is asked for. */
final class FakeNeutron extends OpenStackService {

  FakeNeutron(World world, Tokens<Session> tokens) {
    super(world, tokens);
  }

  @Override
  Answer serve(Call call, Session session) {
    if (call.is("GET", "v2.0", "networks")) {
      return list(call, session);
    }
    if (call.is("GET", "v2.0", "networks", call.segment(2))) {
      return world
          .networks()
          .find(call.segment(2))
          .filter(row -> sees(session, row))
          .map(row -> Answer.json(200, Json.object("network", network(row))))
          .orElseGet(() -> notFound(call.segment(2)));
    }
    return refusal(404, "HTTPNotFound", "The resource could not be found.");
  }

  private Answer list(Call call, Session session) {
    Optional<String> project = call.query().first("project_id");
    Optional<String> since = call.query().first("changed_since");
    List<ObjectNode> networks;
    try {
      networks =
          since
              .map(time -> world.networks().changedSince(Instant.parse(time)))
              .orElseGet(world.networks()::rows);
    } catch (DateTimeException e) {
      return refusal(
          400,
          "InvalidInput",
          "Invalid input for operation: The input changed_since must be in the following format:"
              + " YYYY-MM-DDTHH:MM:SSZ.");
    }
    List<ObjectNode> rows =
        networks.stream()
            .filter(row -> sees(session, row))
            .filter(row -> project.isEmpty() || project.get().equals(row.path("project").asText()))
            .sorted(Comparator.comparing(row -> row.path("id").asText()))
            .toList();
    Optional<List<ObjectNode>> after = Paging.afterMarker(call, rows);
    if (after.isEmpty()) {
      return notFound(call.query().first("marker").orElse(""));
    }
    try {
      List<String> fields = call.query().all("fields");
      return Answer.json(
          200,
          Paging.page(
              call,
              after.get(),
              "networks",
              0,
              row -> fields.isEmpty() ? network(row) : network(row).retain(fields)));
    } catch (NumberFormatException e) {
      return refusal(400, "HTTPBadRequest", "Bad Request - Invalid input for limit.");
    }
  }

  private static boolean sees(Session session, ObjectNode row) {
    return session.sees(row.path("project").asText()) || row.path("shared").asBoolean();
  }

  private static ObjectNode network(ObjectNode row) {
    ObjectNode network = Shapes.of("network");
    network.set("tenant_id", row.get("project"));
    network.set("project_id", row.get("project"));
    network.put("router:external", row.path("external").asBoolean());
    return Shapes.fill(
        network, row, "id", "name", "status", "shared", "mtu", "admin_state_up", "l2_adjacency");
  }

  private static Answer notFound(String id) {
    return refusal(404, "NetworkNotFound", "Network " + id + " could not be found.");
  }

  static Answer refusal(int status, String type, String message) {
    return Answer.json(
        status,
        Json.object("NeutronError", Json.object("type", type, "message", message, "detail", "")));
  }
}
