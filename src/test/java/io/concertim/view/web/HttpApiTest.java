// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.concertim.view.app.LabManagement;
import io.concertim.view.app.LabSync;
import io.concertim.view.app.SyncedData;
import io.concertim.view.history.PastViews;
import io.concertim.view.lab.EmbeddedLab;
import io.concertim.view.store.DataDirectory;
import io.concertim.view.store.StoredView;
import io.concertim.view.web.DocumentedExamples.Example;
import io.concertim.view.web.WebClient.Reply;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The HTTP API over what two syncs of the lab have stored. */
class HttpApiTest {
  private static final String WEB = "5e000000-0000-4000-8000-0000000000a1";

  @TempDir private static Path synced;
  @AutoClose private static final EmbeddedLab LAB = EmbeddedLab.start();

  @TempDir private Path folder;
  private LabManagement management;
  private WebClient client;

  @BeforeAll
  static void syncTwice() throws Exception {
    SyncedData.copyTo(LAB.config(), synced);
    LAB.world().servers().set(WEB, "status", "SHUTOFF");
    LabSync.run(LAB.config(), synced);
  }

  @BeforeEach
  void start() throws Exception {
    Path data = Files.createDirectory(folder.resolve("data"));
    try (Stream<Path> files = Files.list(synced.resolve("data"))) {
      for (Path file : files.toList()) {
        Files.copy(file, data.resolve(file.getFileName()));
      }
    }
    management = LabManagement.start(LAB.config(), folder, 0);
    client = new WebClient(management.url());
  }

  @AfterEach
  void stop() throws Exception {
    management.close();
  }

  @Test
  void answersAsTheDocumentationShows() throws Exception {
    List<Example> examples = DocumentedExamples.of(Path.of("docs", "http-api.md"));

    assertEquals(10, examples.size());
    for (Example example : examples) {
      Reply reply =
          example.packed()
              ? client.get(example.path(), "Accept-Encoding: gzip")
              : client.get(example.path());
      assertTrue(
          DocumentedExamples.isAsShown(example.answer(), reply.json()),
          () -> example.path() + " answers\n" + reply.json().toPrettyString());
    }
  }

  @Test
  void theViewIsWhatIsStored() throws Exception {
    assertEquals(
        Files.readString(folder.resolve("data/view.json")), client.get("/api/view").text());
    assertEquals(
        client.get("/api/view").text(), client.get("/api/view", "Accept-Encoding: gzip").text());
  }

  @Test
  void showsTheFirstRacksWithTheirTeamsAndDevices() throws Exception {
    JsonNode whole = client.get("/api/view").json();
    JsonNode first = client.get("/api/view?racks=2").json();

    assertEquals(whole.path("generation"), first.path("generation"));
    assertEquals(List.of(whole.at("/teams/0")), all(first.path("teams")));
    List<JsonNode> ids = all(whole.at("/teams/0/racks")).subList(0, 2);
    assertEquals(within(whole.path("racks"), "id", ids), all(first.path("racks")));
    assertEquals(2, first.path("racks").size());
    assertEquals(within(whole.path("devices"), "rack_id", ids), all(first.path("devices")));
    assertTrue(first.path("devices").size() > 0);
    assertEquals(whole.path("devices"), client.get("/api/view?racks=999").json().path("devices"));
    assertEquals(400, client.get("/api/view?racks=some").status());
  }

  private static List<JsonNode> all(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).toList();
  }

  private static List<JsonNode> within(JsonNode list, String id, List<JsonNode> racks) {
    return all(list).stream().filter(one -> racks.contains(one.path(id))).toList();
  }

  @Test
  void showsTheViewOfATimeAndHowFarBackItCan() throws Exception {
    JsonNode now = client.get("/api/view").json();
    JsonNode line = client.get("/api/timeline").json();
    String first = line.path("reaches_back_to").asText();
    JsonNode then = client.get("/api/view?at=" + first).json();

    assertEquals(1, then.path("generation").asLong());
    assertEquals(first, then.path("written_at").asText());
    assertEquals("ACTIVE", status(then));
    assertEquals("STOPPED", status(now));
    assertEquals(1, line.path("moments").size());
    assertEquals(now.path("written_at"), line.at("/moments/0/written_at"));
    assertEquals(
        now, client.get("/api/view?at=" + line.at("/moments/0/written_at").asText()).json());

    Reply before = client.get("/api/view?at=2020-01-01T00:00:00Z");
    assertEquals(404, before.status());
    assertTrue(
        before.json().path("error").asText().startsWith("the history reaches back to " + first));
    assertEquals(404, client.get("/api/view?at=2999-01-01T00:00:00Z").status());
    assertEquals(400, client.get("/api/view?at=noon").status());
    assertEquals(400, client.get("/api/view?at").status());
  }

  @Test
  void showsTheFirstRacksOfATimeToo() throws Exception {
    String first = client.get("/api/timeline").json().path("reaches_back_to").asText();
    JsonNode whole = client.get("/api/view?at=" + first).json();

    JsonNode racks = client.get("/api/view?racks=1&at=" + first).json();

    assertEquals(whole.path("generation"), racks.path("generation"));
    assertEquals(1, racks.path("racks").size());
    assertEquals("ACTIVE", status(racks));
  }

  @Test
  void keepsFewEarlierViewsUntilTheyHaveBeenSent() throws Exception {
    DataDirectory data = DataDirectory.open(folder.resolve("data"));
    PastEndpoints past =
        new PastEndpoints(new StoredView(data), new PastViews(data, Clock.systemUTC()));
    Instant first =
        Instant.parse(client.get("/api/timeline").json().at("/reaches_back_to").asText());
    Response one = past.at(first, Optional.empty());
    assertEquals(200, past.at(first, Optional.of(1L)).status());
    for (int others = 2; others < PastEndpoints.AT_ONCE; others++) {
      assertEquals(200, past.at(first, Optional.empty()).status());
    }

    Response later = past.at(first, Optional.empty());
    assertEquals(503, later.status());
    assertEquals("1", later.headers().get("Retry-After"));

    one.content().sent();
    assertEquals(200, past.at(first, Optional.empty()).status());
  }

  @Test
  void sendsOneEarlierViewAfterTheOther() throws Exception {
    String first = client.get("/api/timeline").json().path("reaches_back_to").asText();
    for (int i = 0; i < 2 * PastEndpoints.AT_ONCE; i++) {
      Reply reply = client.get("/api/view?at=" + first);
      assertEquals(200, reply.status(), reply::text);
      assertEquals(304, client.get("/api/view?at=" + first, "If-None-Match: *").status());
      assertEquals(404, client.get("/api/view?at=2020-01-01T00:00:00Z").status());
    }
  }

  private static String status(JsonNode view) {
    for (JsonNode device : view.path("devices")) {
      if (device.at("/id/cloud").asText().equals(WEB)) {
        return device.path("status").asText();
      }
    }
    return null;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/api/view", "/api/summary", "/api/changes?since=0", "/api/objects/" + WEB})
  void nothingIsSentAgainUntilItIsAnother(String path) throws Exception {
    String tag = client.get(path).headers().get("etag");
    assertEquals(304, client.get(path, "If-None-Match: " + tag).status());

    management.close();
    LAB.world().servers().set(WEB, "status", "ACTIVE");
    LabSync.run(LAB.config(), folder);
    LAB.world().servers().set(WEB, "status", "SHUTOFF");
    management = LabManagement.start(LAB.config(), folder, 0);
    client = new WebClient(management.url());

    assertEquals(200, client.get(path, "If-None-Match: " + tag).status());
  }

  @Test
  void seesWhatAnotherProcessStores() throws Exception {
    assertEquals(2, client.get("/api/summary").json().path("generation").asLong());
    Path view = folder.resolve("data/view.json");
    String next = Files.readString(view).replace("\"generation\":2", "\"generation\":3");
    Path beside = folder.resolve("data/next");
    Files.writeString(beside, next);
    Files.move(beside, view, StandardCopyOption.ATOMIC_MOVE);

    assertEquals(3, client.get("/api/summary").json().path("generation").asLong());
    assertEquals(3, client.get("/api/view").json().path("generation").asLong());
  }

  @Test
  void doesNotCallTheChangesSinceAGenerationThatThereHasNotBeenComplete() throws Exception {
    for (int since : List.of(1, 2)) {
      assertTrue(client.get("/api/changes?since=" + since).json().path("complete").asBoolean());
    }
    Reply ahead = client.get("/api/changes?since=3");
    assertFalse(ahead.json().path("complete").asBoolean());
    assertFalse(client.get("/api/changes?since=0").json().path("complete").asBoolean());

    Path view = folder.resolve("data/view.json");
    Path beside = folder.resolve("data/next");
    Files.writeString(
        beside, Files.readString(view).replace("\"generation\":2", "\"generation\":3"));
    Files.move(beside, view, StandardCopyOption.ATOMIC_MOVE);

    Reply reached =
        client.get("/api/changes?since=3", "If-None-Match: " + ahead.headers().get("etag"));
    assertTrue(reached.json().path("complete").asBoolean());
  }

  @Test
  void findsAnObjectByAnyIdOrNameOfAnySystem() throws Exception {
    for (String id :
        List.of(
            "57000000-0000-4000-8000-0000000000a1",
            "4a000000-0000-4000-8000-0000000000a1",
            "5b000000-0000-4000-8000-0000000000a1",
            "alpha-web")) {
      JsonNode rack = client.get("/api/objects/" + id).json();
      assertEquals("alpha-web", rack.at("/view/racks/0/name/cloud").asText(), id);
      assertEquals(List.of("ACTIVE"), rack.at("/layers/killbill").findValuesAsText("state"), id);
    }
  }

  @Test
  void tellsWhyAnObjectIsLeftOut() throws Exception {
    JsonNode lost = client.get("/api/objects/5e000000-0000-4000-8000-0000000000ff").json();

    assertEquals(0, lost.at("/view/devices").size());
    assertTrue(
        lost.at("/problems/0").asText().endsWith("no stack shown as a rack has it"),
        lost::toPrettyString);
  }

  @ParameterizedTest
  @CsvSource({
    "/live,    /observe/health/live",
    "/ready,   /observe/health/ready",
    "/metrics, /observe/metrics"
  })
  void answersTheSameWhereCamelsToolsLookForIt(String ours, String camels) throws Exception {
    Reply reply = client.get(ours);
    Reply there = client.get(camels);

    assertEquals(reply.status(), there.status());
    assertEquals(reply.headers().get("content-type"), there.headers().get("content-type"));
    assertEquals(begin(reply), begin(there));
    assertEquals(421, client.get(camels, "Host: evil.example").status());
  }

  /** The first line without its numbers, which may be others a moment later. */
  private static String begin(Reply reply) {
    return reply.text().lines().findFirst().orElseThrow().replaceAll("[0-9]+", "");
  }

  @Test
  void showsNoCredentials() throws Exception {
    for (String path :
        List.of("/api/view", "/api/summary", "/api/objects/alpha-web", "/ready", "/metrics")) {
      String text = client.get(path).text();
      assertFalse(text.contains("-secret"), path);
    }
  }

  @Test
  void thePageIsMadeOfFilesThatArePartOfTheProgram() throws Exception {
    Reply page = client.get("/");
    assertEquals("text/html; charset=utf-8", page.headers().get("content-type"));
    assertFalse(page.text().matches("(?s).*(src|href)=\"(https?:)?//.*"), page::text);
    try (Stream<Path> files = Files.list(Path.of("src", "main", "resources", "web"))) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        assertEquals(name.equals("index.html") ? 404 : 200, client.get("/" + name).status(), name);
        assertFalse(
            Files.readString(file)
                .matches(
                    "(?s).*(innerHTML|outerHTML|insertAdjacentHTML|document\\.write|eval\\().*"),
            name);
      }
    }
  }

  @Test
  void saysThatThereIsNoViewYet() throws Exception {
    Path empty = Files.createDirectories(folder.resolve("empty/data")).getParent();
    try (LabManagement other = LabManagement.start(LAB.config(), empty, 0)) {
      WebClient asked = new WebClient(other.url());
      for (String path : List.of("/api/view", "/api/summary", "/api/objects/x", "/ready")) {
        assertEquals(503, asked.get(path).status(), path);
      }
      assertEquals(0, asked.get("/api/changes").json().path("changes").size());
    }
  }
}
