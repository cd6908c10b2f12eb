// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Concertim's portal: sign-in, the lists and single rows that the view is read from, and the
 * templates, racks and devices that fe_updates sends, each judged as the real one does.
 */
final class FakeConcertim implements FakeSystem {
  private final World world;
  private final PortalSessions sessions;
  private final PortalLoad load;
  private final PortalTemplateWrites templates;
  private final PortalRackWrites racks;
  private final PortalDeviceWrites devices;

  FakeConcertim(World world, Tokens<String> tokens, PortalLoad load) {
    this.world = world;
    this.sessions = new PortalSessions(world, tokens);
    this.load = load;
    PortalRules rules = new PortalRules(world);
    this.templates = new PortalTemplateWrites(world, rules);
    this.racks = new PortalRackWrites(world, rules);
    this.devices = new PortalDeviceWrites(world, rules);
  }

  @Override
  public Answer answer(Call call) {
    Answer answer = load.answer(call, () -> right(call));
    if (answer.status() == 404 && call.header("accept").filter("text/html"::equals).isPresent()) {
      return Answer.of(406, "text/html; charset=UTF-8", "");
    }
    if (answer.headers().containsValue(PortalAnswers.RAILS_OWN)) {
      return answer;
    }
    Answer shown =
        answer.status() == 200
                || (answer.status() == 201 && answer.headers().containsKey("Location"))
            ? conditional(call, answer)
            : answer.with("Cache-Control", "no-cache");
    return variesByAccept(call, answer) ? shown.with("Vary", "Accept") : shown;
  }

  /** Whoever is refused, and whatever address says its form itself, gets no such header. */
  private static boolean variesByAccept(Call call, Answer answer) {
    boolean oneType = call.header("accept").filter(types -> !types.contains(",")).isPresent();
    boolean chosen = oneType && !call.segment(3).endsWith(".json");
    return call.segment(0).equals("api")
        ? !List.of(401, 302).contains(answer.status()) && (chosen || answer.status() != 200)
        : answer.status() == 201 && !call.segment(1).endsWith(".json");
  }

  private Answer right(Call call) {
    if (sessions.isSignIn(call)) {
      return sessions.signIn(call);
    }
    Optional<ObjectNode> user = sessions.user(call);
    if (user.isEmpty()) {
      return sessions.refuse(call);
    }
    if (!call.segment(0).equals("api") || !call.segment(1).equals("v1")) {
      return PortalAnswers.unknownPath();
    }
    ConcertimRows rows = new ConcertimRows(world, user.get());
    if (call.method().equals("GET")) {
      return read(call, rows);
    }
    AtomicReference<Answer> answer = new AtomicReference<>();
    world.together(() -> answer.set(write(call, rows)));
    return answer.get();
  }

  private static Answer read(Call call, ConcertimRows rows) {
    if (call.is("GET", "api", "v1", "users", "current")) {
      return PortalAnswers.json(200, rows.currentUser());
    }
    return switch (call.path().size()) {
      case 3 -> list(call, rows);
      case 4 -> one(call, rows);
      default -> PortalAnswers.unknownPath();
    };
  }

  /** One device of a type that the portal has no class for spoils the list for everybody. */
  private static Answer list(Call call, ConcertimRows rows) {
    Optional<String> bad =
        call.segment(2).equals("devices") ? rows.typeWithoutClass() : Optional.empty();
    return bad.map(type -> PortalAnswers.noClass("ActiveRecord::SubclassNotFound", type))
        .orElseGet(
            () ->
                rows.list(call.segment(2))
                    .map(found -> PortalAnswers.json(200, found))
                    .orElseGet(PortalAnswers::unknownPath));
  }

  private static Answer one(Call call, ConcertimRows rows) {
    String kind = call.segment(2);
    String id = id(call);
    if (!List.of("racks", "devices").contains(kind)) {
      return PortalAnswers.unknownPath();
    }
    if (!rows.exists(kind, id)) {
      return PortalAnswers.notFound();
    }
    Optional<String> bad = rows.typeWithoutClass(kind, id);
    if (bad.isPresent()) {
      boolean rack = kind.equals("racks");
      return PortalAnswers.noClass(
          rack ? "ActionView::Template::Error" : "ActiveRecord::SubclassNotFound", bad.get());
    }
    return rows.one(kind, id)
        .map(row -> PortalAnswers.json(200, row))
        .orElseGet(PortalAnswers::forbidden);
  }

  private Answer write(Call call, ConcertimRows rows) {
    JsonNode body = call.json();
    boolean recurse = call.query().isTrue("recurse");
    String place = call.method() + " " + call.segment(2);
    if (!call.method().equals("DELETE") && body.isMissingNode()) {
      return PortalAnswers.brokenJson();
    }
    if (call.path().size() == 3) {
      return switch (place) {
        case "POST templates" ->
            rows.root() ? templates.create(body, rows) : PortalAnswers.forbidden();
        case "POST racks" -> racks.create(body, rows);
        case "POST nodes" -> devices.create(body, rows);
        default -> PortalAnswers.unknownPath();
      };
    }
    String id = id(call);
    return switch (call.path().size() == 4 ? place : "") {
      case "PATCH templates" ->
          rows.root() ? templates.update(id, body, rows) : PortalAnswers.forbidden();
      case "PATCH racks" -> racks.update(id, body, rows);
      case "PATCH devices" -> devices.update(id, body, rows);
      case "DELETE templates" ->
          rows.root() ? templates.delete(id, recurse) : PortalAnswers.forbidden();
      case "DELETE racks" -> racks.delete(id, recurse, rows);
      case "DELETE devices" -> devices.delete(id, rows);
      default -> PortalAnswers.unknownPath();
    };
  }

  /** An address may end in {@code .json}. */
  private static String id(Call call) {
    return call.segment(3).replaceFirst("[.]json$", "");
  }

  private static Answer conditional(Call call, Answer answer) {
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    String tag = "W/\"" + UUID.nameUUIDFromBytes(body).toString().replace("-", "") + "\"";
    boolean same =
        call.method().equals("GET") && call.header("if-none-match").filter(tag::equals).isPresent();
    return (same ? Answer.empty(304) : answer)
        .with("ETag", tag)
        .with("Cache-Control", "max-age=0, private, must-revalidate");
  }
}
