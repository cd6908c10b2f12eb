// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.lab;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Cinder: volumes. A caller who is not admin silently gets only its own project's. */
final class FakeCinder extends OpenStackService {
  private static final int NEWEST = 70;

  private final int pageSize;

  FakeCinder(World world, Tokens<Session> tokens, int pageSize) {
    super(world, tokens);
    this.pageSize = pageSize;
  }

  @Override
  Answer serve(Call call, Session session) {
    String project = call.segment(1);
    if (minor(call) > NEWEST) {
      return fault(
          406, "computeFault", "Version 3." + minor(call) + " is not supported by the API.");
    }
    if (!session.project().equals(project)) {
      return fault(400, "badRequest", "Malformed request url");
    }
    if (call.is("GET", "v3", project, "volumes", "detail")) {
      return list(call, session);
    }
    if (call.is("GET", "v3", project, "volumes", call.segment(3))) {
      return world
          .volumes()
          .find(call.segment(3))
          .filter(row -> session.sees(row.path("project").asText()))
          .map(row -> Answer.json(200, Json.object("volume", volume(call, row))))
          .orElseGet(() -> notFound(call.segment(3)));
    }
    return fault(404, "itemNotFound", "The resource could not be found.");
  }

  /** The microversion after 3, which older ones do not know the filter by time. */
  private static int minor(Call call) {
    return call.header("openstack-api-version")
        .filter(value -> value.startsWith("volume 3."))
        .map(value -> Integer.parseInt(value.substring("volume 3.".length())))
        .orElse(0);
  }

  private Answer list(Call call, Session session) {
    Optional<String> project = call.query().first("project_id");
    List<ObjectNode> rows =
        new ArrayList<>(
            visible(world.volumes(), session, call.query().isTrue("all_tenants"), project));
    Optional<String> updated = call.query().first("updated_at").filter(time -> minor(call) >= 60);
    if (updated.isPresent()) {
      try {
        String time = updated.get().replaceFirst("^gte:", "");
        rows.retainAll(world.volumes().changedSince(Instant.parse(time)));
      } catch (DateTimeException e) {
        return fault(400, "badRequest", "Invalid " + updated.get() + " value");
      }
    }
    Collections.reverse(rows);
    Optional<List<ObjectNode>> after = Paging.afterMarker(call, rows);
    if (after.isEmpty()) {
      return notFound(call.query().first("marker").orElse(""));
    }
    try {
      return Answer.json(
          200, Paging.page(call, after.get(), "volumes", pageSize, row -> volume(call, row)));
    } catch (NumberFormatException e) {
      return fault(400, "badRequest", "limit must be an integer");
    }
  }

  private static ObjectNode volume(Call call, ObjectNode row) {
    ObjectNode volume = Shapes.of("volume");
    String id = row.path("id").asText();
    String project = call.segment(1);
    volume.set(
        "links",
        Json.array(
            List.of(
                link("self", call.base() + "/v3/" + project + "/volumes/" + id),
                link("bookmark", call.base() + "/" + project + "/volumes/" + id))));
    volume.put("bootable", row.path("bootable").asBoolean() ? "true" : "false");
    volume.set("os-vol-tenant-attr:tenant_id", row.get("project"));
    if (row.hasNonNull("server")) {
      volume
          .withArrayProperty("attachments")
          .add(
              Json.object(
                  "id", id,
                  "attachment_id", "a9607e53-a6ae-423b-8cb8-ce43a0dd1fdc",
                  "volume_id", id,
                  "server_id", row.get("server"),
                  "host_name", "lab-compute-1",
                  "device", "/dev/sdb",
                  "attached_at", "2026-11-22T08:14:21.000000"));
    }
    return Shapes.fill(
        volume, row, "id", "name", "status", "size", "description", "encrypted", "volume_type");
  }

  private static Answer notFound(String id) {
    return fault(404, "itemNotFound", "Volume " + id + " could not be found.");
  }
}
