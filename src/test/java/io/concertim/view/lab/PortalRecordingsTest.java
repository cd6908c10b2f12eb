// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.concertim.view.model.layer.Fact;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.PortalRack;
import io.concertim.view.source.Row;
import io.concertim.view.source.RowParser;
import io.concertim.view.source.concertim.ConcertimRows;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Compares the lab's portal, and the program's parser, with what a real portal answered. */
class PortalRecordingsTest {
  private static final String HPC_TEAM = "780c20d5-13b0-45e1-9381-b47113c32279";
  private static final List<String> HEADERS = List.of("content-type", "cache-control", "vary");

  /**
   * What the lab's portal does not do: nothing of the suite's that reads or makes the view asks.
   */
  private static final Set<String> NOT_PLAYED =
      Set.of(
          "401-wrong-signature",
          "401-nil-user",
          "401-minted-token",
          "401-revoked-token",
          "401-pending-deletion-token",
          "data-source-maps-root",
          "data-source-maps-alice",
          "data-source-maps-bob",
          "data-source-maps-carol",
          "empty-data-source-maps-root",
          "empty-data-source-maps-carol",
          "racks-head",
          "racks-304",
          "racks-gzip",
          "racks-200-list-of-tags",
          "team-update",
          "team-422-period",
          "team-422-cost",
          "team-403-plain",
          "team-delete-422-racks",
          "user-update",
          "user-500-project-id",
          "user-400-empty",
          "user-422-cloud-id-taken");

  private final World world = World.empty();
  private final Tokens<String> tokens = new Tokens<>(Duration.ofDays(1));
  private final FakeConcertim portal = new FakeConcertim(world, tokens, new PortalLoad());

  /** The ids that the lab gave, for those of the recordings. */
  private final Map<String, String> ids = new HashMap<>();

  private final List<String> differences = new ArrayList<>();

  @Test
  void thePortalOfTheLabAnswersAsTheRealOne() throws IOException {
    List<JsonNode> recordings = recordings();
    prepare(recordings);
    int played = 0;
    for (JsonNode recorded : recordings) {
      String name = recorded.path("name").asText();
      if (name.equals("team-update")) {
        world.teams().add(((ObjectNode) recorded.get("answer")).deepCopy());
      } else if (name.equals("user-update")) {
        world.users().set(user("carol"), "cloud_user_id", "ca401");
      }
      if (!NOT_PLAYED.contains(name)) {
        play(name, recorded);
        played++;
      }
    }
    assertEquals("", String.join("\n", differences));
    assertTrue(played > 230, played + " answers were compared");
  }

  @Test
  void everyRecordedRowPassesTheParser() throws IOException {
    Map<String, Kind> kinds =
        Map.of(
            "teams", Kind.TEAM,
            "users", Kind.USER,
            "templates", Kind.TEMPLATE,
            "racks", Kind.RACK,
            "devices", Kind.DEVICE);
    Map<Kind, RowParser> parsers = ConcertimRows.parsers();
    Map<Kind, Integer> parsed = new TreeMap<>();
    for (JsonNode recorded : recordings()) {
      String[] path = recorded.path("path").asText().split("[/?]", -1);
      Kind kind = path.length > 3 ? kinds.get(path[3]) : null;
      JsonNode answer = recorded.get("answer");
      if (kind == null || recorded.path("status").asInt() != 200 || answer.isEmpty()) {
        continue;
      }
      List<JsonNode> rows = new ArrayList<>();
      if (answer instanceof ArrayNode list) {
        list.forEach(rows::add);
      } else if (answer.has("id")) {
        rows.add(answer);
      }
      for (JsonNode row : rows) {
        Fact fact = parsers.get(kind).parse(new Row(row)).get(0);
        assertNotNull(fact, () -> recorded.path("name") + ": " + row);
        if (fact instanceof PortalRack rack) {
          assertNotNull(rack.owner(), () -> recorded.path("name") + ": " + row);
        }
        parsed.merge(kind, 1, Integer::sum);
        for (JsonNode device : row.path("devices")) {
          assertNotNull(parsers.get(Kind.DEVICE).parse(new Row(device)).get(0));
          parsed.merge(Kind.DEVICE, 1, Integer::sum);
        }
      }
    }
    assertEquals(kinds.size(), parsed.size(), parsed::toString);
    assertTrue(parsed.values().stream().mapToInt(n -> n).sum() > 280, parsed::toString);
  }

  private void prepare(List<JsonNode> recordings) {
    answer(recordings, "users-root").forEach(row -> addUser((ObjectNode) row));
    answer(recordings, "empty-teams-root").forEach(row -> world.teams().add((ObjectNode) row));
    answer(recordings, "empty-templates-root")
        .forEach(row -> world.templates().add((ObjectNode) row));
  }

  private void addUser(ObjectNode row) {
    ObjectNode user = row.deepCopy();
    List<String> teams = row.path("team_roles").findValuesAsText("team_id");
    boolean admin = row.path("login").asText().equals("alice");
    user.set("teams", Json.of(teams));
    user.set("admin_of", Json.of(admin ? List.of(HPC_TEAM) : List.of()));
    user.put("password", row.path("login").asText().equals("admin") ? "admin" : "PASSWORD");
    world.users().add(user);
  }

  private static JsonNode answer(List<JsonNode> recordings, String name) {
    return recordings.stream()
        .filter(recorded -> recorded.path("name").asText().equals(name))
        .findFirst()
        .orElseThrow()
        .get("answer");
  }

  private void play(String name, JsonNode recorded) {
    Answer own = portal.answer(call(name, recorded));
    JsonNode real = recorded.get("answer");
    int status = recorded.path("status").asInt();
    if (own.status() != status) {
      differences.add(name + " is " + own.status() + " " + own.body() + ", not " + status + real);
      return;
    }
    Map<String, String> headers = new HashMap<>();
    own.headers()
        .forEach((key, value) -> headers.put(key.toLowerCase(java.util.Locale.ROOT), value));
    for (String header : HEADERS) {
      compare(
          name + ": " + header,
          headers.getOrDefault(header, ""),
          recorded.path("answerHeaders").path(header).asText());
    }
    for (String header : List.of("etag", "authorization", "location")) {
      compare(
          name + " has " + header,
          headers.containsKey(header),
          recorded.path("answerHeaders").has(header));
    }
    JsonNode mine = own.body().isEmpty() ? Json.of("") : Json.parse(own.body());
    if (status == 200 && real.has("id") && !ids.containsKey(real.path("id").asText())) {
      ids.put(real.path("id").asText(), mine.path("id").asText());
    }
    Map<String, String> made = new HashMap<>();
    mine.path("devices")
        .forEach(device -> made.put(device.path("name").asText(), device.path("id").asText()));
    real.path("devices")
        .forEach(
            device ->
                ids.putIfAbsent(
                    device.path("id").asText(), made.get(device.path("name").asText())));
    if (!name.startsWith("sign-in")) {
      compare(name, normal(mine), normal(translated(real)));
    } else {
      compare(name, names(mine), names(real));
    }
  }

  private void compare(String what, Object own, Object real) {
    if (!own.equals(real)) {
      differences.add(what + " is " + own + "\n    not " + real);
    }
  }

  private Call call(String name, JsonNode recorded) {
    String[] parts = text(recorded.path("path")).split("[?]", 2);
    Map<String, String> headers = new LinkedHashMap<>();
    recorded
        .path("headers")
        .properties()
        .forEach(header -> headers.put(header.getKey(), header.getValue().asText()));
    String cookie = tokens.issue("a.b.", user("admin"));
    headers.computeIfPresent("cookie", (key, value) -> value.replace("SESSION", cookie));
    String who = recorded.path("as").asText();
    if (!who.isEmpty()) {
      headers.put("authorization", authorization(name, who));
    }
    JsonNode body = recorded.path("body");
    return new Call(
        "http://127.0.0.1:7000",
        recorded.path("method").asText(),
        List.of(parts[0].substring(1).split("/", -1)),
        Query.of(parts.length > 1 ? parts[1] : null),
        headers,
        body.isTextual() ? body.asText() : translated(body).toString());
  }

  private String authorization(String name, String who) {
    String login = who.equals("root") || who.equals("token") ? "admin" : who;
    String live = tokens.issue("a.b.", user(login));
    if (name.contains("expired")) {
      return "Bearer " + tokens.issueExpired("a.b.", user(login));
    }
    if (name.contains("wrong-token") || name.contains("bad-token")) {
      return "Bearer nonsense";
    }
    return (name.contains("lower-case") ? "bearer " : "Bearer ") + live;
  }

  private String user(String login) {
    return world.users().rows().stream()
        .filter(row -> row.path("login").asText().equals(login))
        .findFirst()
        .orElseThrow()
        .path("id")
        .asText();
  }

  /** The same with the lab's ids in place of the recorded ones. */
  private JsonNode translated(JsonNode recorded) {
    return recorded.isMissingNode() ? recorded : Json.parse(text(recorded));
  }

  private String text(JsonNode recorded) {
    String text = recorded.isTextual() ? recorded.asText() : recorded.toString();
    for (Map.Entry<String, String> id : ids.entrySet()) {
      text = text.replace(id.getKey(), id.getValue());
    }
    return recorded.isTextual() && !recorded.asText().startsWith("/")
        ? Json.of(text).toString()
        : text;
  }

  /** Lists of rows in the order of their ids: the portal gives them in any. */
  private static JsonNode normal(JsonNode answer) {
    if (answer instanceof ArrayNode list && list.path(0).has("id")) {
      Map<String, JsonNode> sorted = new TreeMap<>();
      list.forEach(row -> sorted.put(row.path("id").asText(), normal(row)));
      return Json.array(List.copyOf(sorted.values()));
    }
    if (answer.at("/errors/0/status").asText().equals("500")) {
      return answer.at("/errors/0/title"); // the description quotes what is in the database
    }
    if (answer instanceof ObjectNode object) {
      ObjectNode same = Json.object();
      object.properties().forEach(field -> same.set(field.getKey(), normal(field.getValue())));
      if (same.has("devices")) {
        same.set("devices", normal(same.get("devices")));
      }
      if (same.has("team_roles")) {
        same.put("team_roles", same.get("team_roles").size());
      }
      return same;
    }
    return answer;
  }

  private static Set<String> names(JsonNode answer) {
    Set<String> names = new TreeSet<>();
    answer.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static List<JsonNode> recordings() throws IOException {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                PortalRecordingsTest.class.getResourceAsStream(
                    "/fixtures/concertim-real/answers.jsonl"),
                StandardCharsets.UTF_8))) {
      return lines.lines().map(Json::parse).toList();
    }
  }
}
