// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.app;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.history.ChangeLog;
import io.concertim.view.lab.EmbeddedLab;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.view.View;
import io.concertim.view.queue.ReadRequest;
import io.concertim.view.store.DataDirectory;
import io.concertim.view.store.ViewJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Where writing the two files takes long, they wait for their turn, and nothing else does. */
@Timeout(300)
class PostponedFilesTest {
  private static final String WEB = "5e000000-0000-4000-8000-0000000000a1";

  @TempDir private Path folder;
  @AutoClose private final EmbeddedLab lab = EmbeddedLab.start();
  private DataDirectory directory;
  private LabQueue queue;

  @BeforeEach
  void listenAfterFilesThatTookAnHour() throws Exception {
    SyncedData.copyTo(lab.config(), folder);
    directory = DataDirectory.open(folder.resolve("data"));
    queue = LabQueue.start(lab.config().set("view.retries", 0), folder);
    await().atMost(60, SECONDS).until(() -> !queue.state().isUnpublished());
    // The copied view.pickle counts as another program's, and view-watch may be about to write it.
    await().atMost(60, SECONDS).until(queue::isAtRest);
    queue.publicationRate().begin();
    queue.pass(Duration.ofHours(1));
    queue.publicationRate().end();
  }

  @AfterEach
  void stop() throws Exception {
    queue.close();
  }

  private void change(String status) throws Exception {
    lab.world().servers().set(WEB, "status", status);
    queue.mark(ReadRequest.of(Kind.SERVER, WEB));
  }

  private static String status(View view) {
    return view.devices().stream()
        .filter(device -> WEB.equals(device.id().cloud()))
        .findFirst()
        .orElseThrow()
        .status();
  }

  private View file() throws IOException {
    return ViewJson.read(directory.viewJson());
  }

  /** What the history tells of the status of the server, as "before after". */
  private List<String> history() throws IOException {
    return new ChangeLog(directory, 1 << 20)
        .find(change -> WEB.equals(change.id()) && "status".equals(change.field())).stream()
            .map(change -> change.before() + " " + change.after())
            .toList();
  }

  private void awaitHistory(String... changes) {
    await().atMost(60, SECONDS).until(() -> history().equals(List.of(changes)));
  }

  private void awaitShown(String status) {
    await()
        .atMost(60, SECONDS)
        .until(() -> status(queue.shown().view().orElseThrow()).equals(status));
  }

  @Test
  void historyAndHttpTellOfEachChangeAtOnceAndTheFilesOfAllInTheirTurn() throws Exception {
    long before = file().generation();
    change("SHUTOFF");
    awaitHistory("ACTIVE STOPPED");
    awaitShown("STOPPED");
    change("SUSPENDED");
    awaitHistory("ACTIVE STOPPED", "STOPPED SUSPENDED");
    awaitShown("SUSPENDED");

    assertEquals("ACTIVE", status(file()));
    assertEquals(before, file().generation());
    assertTrue(queue.shown().digest().orElseThrow().generation() > before);
    Path copy = Files.write(folder.resolve("copy.json"), queue.shown().bytes());
    assertEquals("SUSPENDED", status(ViewJson.read(copy)));

    queue.pass(Duration.ofHours(1));

    await().atMost(60, SECONDS).until(() -> status(file()).equals("SUSPENDED"));
    await().atMost(60, SECONDS).until(() -> !queue.state().isUnpublished());
    assertEquals(file().generation(), queue.shown().digest().orElseThrow().generation());
    awaitHistory("ACTIVE STOPPED", "STOPPED SUSPENDED");
  }

  @Test
  void aProcessThatEndsBeforeTheirTurnLosesNothing() throws Exception {
    change("SHUTOFF");
    awaitHistory("ACTIVE STOPPED");
    await().atMost(60, SECONDS).until(() -> queue.marks().size() == 0);
    queue.close();
    assertEquals("ACTIVE", status(file()));

    queue = LabQueue.start(lab.config().set("view.retries", 0), folder);

    await().atMost(60, SECONDS).until(() -> status(file()).equals("STOPPED"));
    await().atMost(60, SECONDS).until(() -> !queue.state().isUnpublished());
    awaitHistory("ACTIVE STOPPED");
  }
}
