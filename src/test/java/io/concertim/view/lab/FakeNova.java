// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.lab;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Nova: servers, flavors and server groups. */
final class FakeNova extends OpenStackService {
  private static final ObjectNode COMPUTE =
      Json.object(
          "id", "c0b1e0f2-0000-4000-8000-000000000001",
          "binary", "nova-compute",
          "host", "compute-1",
          "zone", "nova",
          "status", "enabled",
          "state", "up");

  private static final List<String> BY_ID_ONLY = List.of("DELETED", "SOFT_DELETED");

  private final int pageSize;

  FakeNova(World world, Tokens<Session> tokens, int pageSize) {
    super(world, tokens);
    this.pageSize = pageSize;
  }

  @Override
  Answer serve(Call call, Session session) {
    String asked = Microversion.text(call);
    return Microversion.of(call)
        .map(version -> serve(call, session, new NovaRows(world, call, version)))
        .orElseGet(
            () ->
                fault(
                    406,
                    "computeFault",
                    "Version "
                        + asked
                        + " is not supported by the API. Minimum is 2.1 and maximum is 2.93."))
        .with("OpenStack-API-Version", "compute " + asked)
        .with("X-OpenStack-Nova-API-Version", asked)
        .with("Vary", "OpenStack-API-Version, X-OpenStack-Nova-API-Version");
  }

  private Answer serve(Call call, Session session, NovaRows rows) {
    if (call.is("GET", "v2.1")) {
      return VersionDocuments.version(call);
    }
    if (call.is("GET", "v2.1", "servers", "detail")) {
      return servers(call, session, rows);
    }
    if (call.is("GET", "v2.1", "flavors", "detail")) {
      return flavors(call, session, rows);
    }
    if (call.is("GET", "v2.1", "os-server-groups")) {
      return groups(call, session, rows);
    }
    if (call.is("GET", "v2.1", "os-services")) {
      return session.admin()
          ? Answer.json(200, Json.object("services", Json.array(List.of(COMPUTE))))
          : fault(403, "forbidden", "Policy doesn't allow os_compute_api:os-services:list.");
    }
    if (call.method().equals("GET") && call.path().size() == 3) {
      return one(call, session, rows);
    }
    return htmlNotFound();
  }

  private Answer servers(Call call, Session session, NovaRows rows) {
    boolean all = call.query().isTrue("all_tenants");
    if (all && !session.admin()) {
      return fault(
          403,
          "forbidden",
          "Policy doesn't allow os_compute_api:servers:detail:get_all_tenants to be performed.");
    }
    Optional<String> project = call.query().first("project_id");
    Optional<String> since = call.query().first("changes-since");
    List<ObjectNode> found = new ArrayList<>(visible(world.servers(), session, all, project));
    if (since.isEmpty()) {
      found.removeIf(row -> BY_ID_ONLY.contains(row.path("status").asText()));
    } else {
      try {
        List<ObjectNode> changed = changedSince(Instant.parse(since.get()));
        found.retainAll(changed);
        found.addAll(changed.stream().filter(FakeNova::isDeleted).toList());
      } catch (DateTimeException e) {
        return fault(400, "badRequest", "Invalid input for query parameters changes-since.");
      }
    }
    Collections.reverse(found);
    return page(call, "servers", found, rows::server);
  }

  /** With those that are deleted, as the real one. */
  private List<ObjectNode> changedSince(Instant time) {
    List<ObjectNode> changed = new ArrayList<>(world.servers().changedSince(time));
    for (ObjectNode removed : world.servers().removedSince(time)) {
      changed.add(removed.put("status", "DELETED").without("addresses"));
    }
    return changed;
  }

  private static boolean isDeleted(ObjectNode row) {
    return row.path("status").asText().equals("DELETED");
  }

  private Answer flavors(Call call, Session session, NovaRows rows) {
    boolean withPrivate =
        session.admin() && call.query().first("is_public").filter("None"::equals).isPresent();
    List<ObjectNode> found =
        world.flavors().rows().stream()
            .filter(row -> withPrivate || row.path("public").asBoolean(true))
            .toList();
    return page(call, "flavors", found, rows::flavor);
  }

  private Answer groups(Call call, Session session, NovaRows rows) {
    boolean all = call.query().isTrue("all_projects");
    int offset = Integer.parseInt(call.query().first("offset").orElse("0"));
    int limit = Integer.parseInt(call.query().first("limit").orElse("1000"));
    List<ObjectNode> found =
        visible(world.serverGroups(), session, all, Optional.empty()).stream()
            .skip(offset)
            .limit(Math.min(limit, pageSize))
            .map(rows::group)
            .toList();
    return Answer.json(200, Json.object("server_groups", Json.array(found)));
  }

  private Answer one(Call call, Session session, NovaRows rows) {
    String id = call.segment(2);
    return switch (call.segment(1)) {
      case "servers" ->
          world
              .servers()
              .find(id)
              .filter(row -> session.sees(row.path("project").asText()))
              .map(row -> Answer.json(200, Json.object("server", rows.server(row))))
              .orElseGet(() -> notFound("Instance " + id));
      case "flavors" ->
          world
              .flavors()
              .find(id)
              .map(row -> Answer.json(200, Json.object("flavor", rows.flavor(row))))
              .orElseGet(() -> notFound("Flavor " + id));
      case "os-server-groups" ->
          world
              .serverGroups()
              .find(id)
              .map(row -> Answer.json(200, Json.object("server_group", rows.group(row))))
              .orElseGet(() -> notFound("Instance group " + id));
      default -> htmlNotFound();
    };
  }

  private Answer page(
      Call call, String collection, List<ObjectNode> found, UnaryOperator<ObjectNode> form) {
    Optional<List<ObjectNode>> after = Paging.afterMarker(call, found);
    if (after.isEmpty()) {
      String marker = call.query().first("marker").orElse("");
      return fault(400, "badRequest", "marker [" + marker + "] not found");
    }
    try {
      return Answer.json(200, Paging.page(call, after.get(), collection, pageSize, form));
    } catch (NumberFormatException e) {
      return fault(400, "badRequest", "Invalid input for query parameters limit.");
    }
  }

  private static Answer notFound(String what) {
    return fault(404, "itemNotFound", what + " could not be found.");
  }
}
