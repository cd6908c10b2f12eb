// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** Heat: stacks of all levels, their details and their resources. */
final class FakeHeat extends OpenStackService {
  private static final int MAX_DEPTH = 99;

  FakeHeat(World world, Tokens<Session> tokens) {
    super(world, tokens);
  }

  @Override
  Answer serve(Call call, Session session) {
    String tenant = call.segment(1);
    if (!call.method().equals("GET")
        || !call.segment(0).equals("v1")
        || !call.segment(2).equals("stacks")) {
      return htmlNotFound();
    }
    if (!session.sees(tenant)) {
      return forbidden("stacks:index");
    }
    return switch (call.path().size()) {
      case 3 -> list(call, session);
      case 4 -> lookup(call, session);
      case 5 ->
          find(call, session, call.segment(4))
              .map(stack -> Answer.json(200, Json.object("stack", detail(call, stack))))
              .orElseGet(() -> notFound(call.segment(3)));
      case 6 ->
          call.segment(5).equals("resources")
              ? find(call, session, call.segment(4))
                  .map(stack -> resources(call, stack))
                  .orElseGet(() -> notFound(call.segment(3)))
              : htmlNotFound();
      default -> htmlNotFound();
    };
  }

  private Answer list(Call call, Session session) {
    if (call.query().isTrue("global_tenant")) {
      return forbidden("stacks:global_index");
    }
    boolean nested = call.query().isTrue("show_nested");
    List<ObjectNode> rows =
        HeatStack.all(world.stacks().rows()).stream()
            .filter(stack -> nested || stack.parent() == null)
            .filter(stack -> !stack.row().path("status").asText().equals("DELETE_COMPLETE"))
            .filter(stack -> session.sees(stack.project()))
            .map(stack -> HeatRows.listed(call, stack, session.admin()))
            .toList();
    List<ObjectNode> after = Paging.afterMarker(call, rows).orElse(rows);
    try {
      return Answer.json(200, Paging.page(call, after, "stacks", 0, row -> row));
    } catch (NumberFormatException e) {
      return badRequest("Only integer is allowed for limit");
    }
  }

  private Answer lookup(Call call, Session session) {
    String wanted = call.segment(3);
    Optional<HeatStack> found =
        HeatStack.all(world.stacks().rows()).stream()
            .filter(stack -> session.sees(stack.project()))
            .filter(stack -> stack.id().equals(wanted) || stack.name().equals(wanted))
            .findFirst();
    return found
        .map(stack -> HeatRows.redirect(HeatRows.url(call, stack)))
        .orElseGet(() -> notFound(wanted));
  }

  private Optional<HeatStack> find(Call call, Session session, String id) {
    List<ObjectNode> tops = world.stacks().find(id).map(List::of).orElseGet(world.stacks()::rows);
    return HeatStack.all(tops).stream()
        .filter(stack -> stack.id().equals(id) && stack.name().equals(call.segment(3)))
        .filter(stack -> session.sees(stack.project()))
        .findFirst();
  }

  private static ObjectNode detail(Call call, HeatStack stack) {
    ObjectNode detail = HeatRows.detail(call, stack);
    JsonNode outputs = stack.row().path("outputs");
    if (call.query().first("resolve_outputs").filter("False"::equalsIgnoreCase).isEmpty()) {
      detail.set("outputs", outputs.isMissingNode() ? Json.array(List.of()) : outputs);
    }
    return detail;
  }

  private static Answer resources(Call call, HeatStack stack) {
    List<String> types = call.query().all("type");
    try {
      int depth = Math.min(call.query().number("nested_depth").orElse(0), MAX_DEPTH);
      List<ObjectNode> rows =
          stack.members(depth).stream()
              .filter(
                  member -> types.isEmpty() || types.contains(member.row().path("type").asText()))
              .map(member -> HeatRows.resource(call, member))
              .toList();
      return Answer.json(200, Json.object("resources", Json.array(rows)));
    } catch (NumberFormatException e) {
      return badRequest("Only integer is allowed for nested_depth");
    }
  }

  private static Answer notFound(String stack) {
    return refusal(
        404,
        "Not Found",
        "The resource could not be found.",
        "EntityNotFound",
        "The Stack (" + stack + ") could not be found.");
  }

  private static Answer forbidden(String action) {
    return refusal(
        403,
        "Forbidden",
        "Access was denied to this resource.",
        "Forbidden",
        "You are not authorized to use " + action + ".");
  }

  private static Answer badRequest(String message) {
    return refusal(
        400,
        "Bad Request",
        "The server could not comply with the request since it is either malformed or otherwise"
            + " incorrect.",
        "HTTPBadRequest",
        message);
  }

  static Answer refusal(int status, String title, String explanation, String type, String message) {
    return Answer.json(
        status,
        Json.object(
            "code", status,
            "title", title,
            "explanation", explanation,
            "error", Json.object("type", type, "traceback", null, "message", message)));
  }
}
