// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.concertim.view.lab.EmbeddedLab;
import io.concertim.view.lab.Fault;
import io.concertim.view.lab.LabConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A deletion is earned (decision D9); each step here is one sync of the same process. */
@Timeout(120)
@Execution(ExecutionMode.CONCURRENT)
class DeletionTest {
  private static final String ALPHA_WEB = "57000000-0000-4000-8000-0000000000a1";
  private static final String WEB = "5e000000-0000-4000-8000-0000000000a1";
  private static final String DB = "5e000000-0000-4000-8000-0000000000a2";
  private static final String DATA = "70000000-0000-4000-8000-0000000000a1";
  private static final String NET = "de000000-0000-4000-8000-0000000000a1";
  private static final String EMPTY_SERVERS = "{\"servers\": []}";

  @TempDir private Path folder;
  @AutoClose private final EmbeddedLab lab = EmbeddedLab.start();
  private final LabConfig config =
      lab.config().set("view.retries", 0).set("view.deletion_minimum", 1);
  @AutoClose private RunningView process;

  @BeforeEach
  void start() throws Exception {
    SyncedData.copyTo(config, folder);
    process = RunningView.of(config, folder);
    lab.calls().clear();
  }

  private void sync() throws Exception {
    process.sync();
  }

  private Path release() {
    return folder.resolve("data/release-deletions.flag");
  }

  /** What view.json holds. */
  private JsonNode view() throws IOException {
    return new ObjectMapper().readTree(folder.resolve("data/view.json").toFile());
  }

  private boolean isGone(String list, String id) throws IOException {
    for (JsonNode object : view().path(list)) {
      if (object.at("/id/cloud").asText().equals(id)) {
        return object.path("delete_marker").asBoolean();
      }
    }
    throw new AssertionError(id + " is not in the view at all");
  }

  private JsonNode held() throws IOException {
    return view().path("held");
  }

  @Test
  void marksWhatTheCloudNoLongerKnows() throws Exception {
    lab.world().removeResource(ALPHA_WEB, "db");
    lab.world().volumes().remove(DATA);
    lab.world().networks().remove(NET);

    sync();

    assertTrue(isGone("devices", DB));
    assertTrue(isGone("devices", DATA));
    assertTrue(isGone("devices", NET));
    assertFalse(isGone("devices", WEB));
    assertFalse(isGone("racks", ALPHA_WEB));
    assertEquals(1, lab.calls().matching("/nova/.*/servers/" + DB).size(), "asked for by id");
  }

  @Test
  void marksTheRackOfADeletedStackAndNotItsDevicesWhichGoWithIt() throws Exception {
    lab.world().together(() -> lab.world().deleteStack(ALPHA_WEB));
    sync();
    assertTrue(held().toString().contains(WEB), "more than one is held until it is released");
    Files.createFile(release());

    sync();

    assertTrue(isGone("racks", ALPHA_WEB));
    assertFalse(held().toString().contains(WEB), held().toString());
    assertFalse(isGone("devices", WEB));
  }

  @Test
  void keepsWhatAnswersByIdThoughAListLacksIt() throws Exception {
    lab.faults()
        .fail("/cinder/.*/volumes/detail", Fault.status(200).withBody(volumesWithoutData()));

    sync();

    assertFalse(isGone("devices", DATA));
    assertEquals(1, lab.calls().matching("/cinder/.*/volumes/" + DATA).size());
  }

  private static String volumesWithoutData() {
    return """
    {"volumes": [
      {"id": "70000000-0000-4000-8000-0000000000b0", "name": "beta-hpc-node0-scratch",
       "status": "in-use", "size": 100},
      {"id": "70000000-0000-4000-8000-0000000000b1", "name": "beta-hpc-node1-scratch",
       "status": "in-use", "size": 100}]}\
    """;
  }

  @Test
  void believesNoListThatIsSuddenlyEmpty() throws Exception {
    lab.faults().fail("/nova/.*/servers/detail", Fault.status(200).withBody(EMPTY_SERVERS));

    sync();

    assertFalse(isGone("devices", WEB));
    assertEquals("server", held().at("/0/kind").asText(), held().toString());
    assertTrue(held().at("/0/ids").toString().contains(WEB), held().toString());
    assertTrue(held().at("/0/reason").asText().contains("suddenly empty"), held().toString());
    assertEquals(0, lab.calls().matching("/nova/.*/servers/" + WEB).size());
  }

  @Test
  void marksAServerThatItsStackStillHasAfterTwoSyncsHaveAskedForIt() throws Exception {
    lab.world().servers().remove(DB);

    sync();

    assertFalse(isGone("devices", DB));
    assertEquals(0, held().size(), held().toString());
    assertTrue(view().path("problems").toString().contains(DB));

    sync();

    assertTrue(isGone("devices", DB));
    assertEquals(2, lab.calls().matching("/nova/.*/servers/" + DB).size(), "asked for by id");
  }

  private void removeAllServersBut(String kept) {
    lab.world()
        .servers()
        .rows()
        .forEach(
            server -> {
              String id = server.path("id").asText();
              if (!id.equals(kept)) {
                lab.world().servers().remove(id);
              }
            });
  }

  @Test
  void confirmsEachDeletionThatTheOperatorReleases() throws Exception {
    removeAllServersBut(WEB);
    sync();
    assertFalse(isGone("devices", DB));
    assertTrue(held().at("/0/reason").asText().contains("more than may go"), held().toString());
    lab.faults().fail("/nova/.*/servers/detail", Fault.status(200).withBody(EMPTY_SERVERS));

    Files.createFile(release());
    sync();

    assertTrue(isGone("devices", DB));
    assertFalse(isGone("devices", WEB), "nobody has seen it held before");
    assertEquals(List.of(WEB), ids(held().at("/0/ids")));
    assertFalse(Files.exists(release()));

    Files.createFile(release());
    sync();

    assertFalse(isGone("devices", WEB), "it answers by id");
    assertEquals(0, held().size(), held().toString());
  }

  private static List<String> ids(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }

  @Test
  void keepsTheOperatorsReleaseUntilTheSourceThatHoldsAnyHasBeenRead() throws Exception {
    removeAllServersBut(WEB);
    sync();
    lab.faults().fail("/nova/", Fault.status(503));
    Files.createFile(release());
    sync();
    assertTrue(Files.exists(release()));
    lab.faults().clear();

    sync();

    assertTrue(isGone("devices", DB));
    assertFalse(Files.exists(release()));
  }

  @Test
  void remembersADeletionThroughARestartWhileThePortalIsAway() throws Exception {
    lab.world().removeResource(ALPHA_WEB, "db");
    sync();
    assertTrue(isGone("devices", DB));
    lab.faults().fail("/concertim/", Fault.drop());
    sync();
    assertTrue(isGone("devices", DB));
    process.close();

    process = RunningView.of(config, folder);
    sync();

    assertFalse(view().at("/sources/concertim").path("complete").asBoolean());
    assertTrue(isGone("devices", DB));
  }

  @Test
  void losesNothingBitByBitToASourceThatFailsAgainAndAgain() throws Exception {
    int devices = view().path("devices").size();
    int racks = view().path("racks").size();
    for (Fault fault :
        List.of(
            Fault.halfJson(),
            Fault.status(500),
            Fault.drop(),
            Fault.status(404),
            Fault.notJson(),
            Fault.truncate(),
            Fault.status(403),
            Fault.status(200).withBody(EMPTY_SERVERS))) {
      lab.faults().clear();
      lab.faults().fail("/nova/.*/servers/detail", fault);
      lab.world().servers().remove(lab.world().servers().rows().get(2).path("id").asText());
      sync();
      assertEquals(devices, view().path("devices").size(), fault.toString());
      assertEquals(racks, view().path("racks").size(), fault.toString());
      for (JsonNode device : view().path("devices")) {
        assertFalse(device.path("delete_marker").asBoolean(), fault + ": " + device);
      }
    }
  }
}
