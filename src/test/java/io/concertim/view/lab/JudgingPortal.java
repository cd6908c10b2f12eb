// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The lab's portal without HTTP, with a world of its own and root as its only user. */
public final class JudgingPortal {
  private static final String ROOT = "root";

  private final World world = World.empty();
  private final Tokens<String> tokens = new Tokens<>(Duration.ofDays(1));
  private final FakeConcertim portal = new FakeConcertim(world, tokens, new PortalLoad());
  private final String token;

  public JudgingPortal() {
    world.users().add(Json.object("id", ROOT, "login", ROOT, "name", ROOT, "root", true));
    token = tokens.issue("a.b.", ROOT);
  }

  /**
   * One answer.
   *
   * @param body a missing node where there is none
   */
  public record Judged(int status, JsonNode body) {
    public boolean accepted() {
      return status == 200;
    }
  }

  /** What exists in it; no cloud and no billing. */
  public World world() {
    return world;
  }

  /** Asks or sends; the path is what follows {@code /api/v1/}, with its query. */
  public Judged call(String method, String path, Object body) {
    String[] parts = path.split("[?]", 2);
    List<String> segments = new ArrayList<>(List.of("api", "v1"));
    segments.addAll(List.of(parts[0].split("/", -1)));
    Answer answer =
        portal.answer(
            new Call(
                "http://portal",
                method,
                segments,
                Query.of(parts.length > 1 ? parts[1] : null),
                Map.of("accept", "application/json", "authorization", "Bearer " + token),
                body == null ? "" : Json.of(body).toString()));
    return new Judged(
        answer.status(),
        answer.body().isEmpty() ? Json.object().path("none") : Json.parse(answer.body()));
  }

  /** The rows of a list; throws where the portal does not give it. */
  public List<ObjectNode> list(String kind) {
    Judged judged = call("GET", kind, null);
    if (!judged.accepted()) {
      throw new IllegalStateException("the list of " + kind + " is " + judged);
    }
    List<ObjectNode> rows = new ArrayList<>();
    judged.body().forEach(row -> rows.add((ObjectNode) row));
    return rows;
  }
}
