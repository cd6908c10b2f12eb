// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.app;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.concertim.view.history.ChangeLog;
import io.concertim.view.lab.EmbeddedLab;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Server;
import io.concertim.view.queue.ReadRequest;
import io.concertim.view.store.DataDirectory;
import io.concertim.view.store.ViewJson;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What is known and could not be written to the two files: view_queue alone makes up for it. */
@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
class UnpublishedTest {
  private static final String WEB = "5e000000-0000-4000-8000-0000000000a1";

  @TempDir private Path folder;
  @AutoClose private final EmbeddedLab lab = EmbeddedLab.start();
  private DataDirectory directory;
  private LabQueue queue;

  @BeforeEach
  void syncOnceAndListen() throws Exception {
    SyncedData.copyTo(lab.config(), folder);
    directory = DataDirectory.open(folder.resolve("data"));
    queue = LabQueue.start(lab.config().set("view.retries", 0), folder);
    // Its start makes the files anew.
    await().atMost(60, SECONDS).until(() -> !queue.state().isUnpublished());
  }

  @AfterEach
  void stop() throws Exception {
    queue.close();
  }

  /** Where a file has to come by, none can be as long as there is a directory with something. */
  private static Path block(Path target, String what) throws IOException {
    Path block = DataDirectory.beside(target, what);
    // A file that is coming by just now is soon through.
    await()
        .atMost(60, SECONDS)
        .pollInterval(1, MILLISECONDS)
        .ignoreException(FileAlreadyExistsException.class)
        .until(() -> Files.createDirectory(block).equals(block));
    return Files.createFile(block.resolve("something"));
  }

  private static void unblock(Path block) throws IOException {
    Files.delete(block);
    Files.delete(block.getParent());
  }

  private void learnThatItStoppedInVain() throws Exception {
    lab.world().servers().set(WEB, "status", "SHUTOFF");
    queue.mark(ReadRequest.of(Kind.SERVER, WEB));
    await()
        .atMost(60, SECONDS)
        .until(
            () ->
                queue
                    .state()
                    .layers()
                    .fact(Server.class, WEB)
                    .orElseThrow()
                    .state()
                    .equals("stopped"));
    awaitMoreTries();
    assertEquals("ACTIVE", status());
  }

  /** Each try to publish takes a generation, also one that fails. */
  private void awaitMoreTries() {
    long generation = queue.state().current().generation();
    await().atMost(60, SECONDS).until(() -> queue.state().current().generation() > generation + 1);
  }

  private String status() throws IOException {
    return ViewJson.read(directory.viewJson()).devices().stream()
        .filter(device -> WEB.equals(device.id().cloud()))
        .findFirst()
        .orElseThrow()
        .status();
  }

  @Test
  void aChangeIsPublishedOnceThePickleCanBeWritten() throws Exception {
    Path block = block(directory.viewPickle(), "written");
    learnThatItStoppedInVain();

    unblock(block);

    await().atMost(60, SECONDS).until(() -> status().equals("STOPPED"));
  }

  @Test
  void aChangeIsPublishedOnceViewJsonCanBeWritten() throws Exception {
    Path block = block(directory.viewJson(), "written");
    learnThatItStoppedInVain();

    unblock(block);

    await().atMost(60, SECONDS).until(() -> status().equals("STOPPED"));
  }

  @Test
  void aStartThatFailsIsMadeUpFor() throws Exception {
    Path block = block(directory.viewPickle(), "written");
    learnThatItStoppedInVain();
    queue.close();
    Files.delete(directory.marks());
    queue = LabQueue.start(lab.config().set("view.retries", 0), folder);
    awaitMoreTries();

    unblock(block);

    await().atMost(60, SECONDS).until(() -> status().equals("STOPPED"));
  }

  /** What the history tells of the status of the server, as "before after". */
  private List<String> statuses() throws IOException {
    return new ChangeLog(directory, 1 << 20)
        .find(change -> WEB.equals(change.id()) && "status".equals(change.field())).stream()
            .map(change -> change.before() + " " + change.after())
            .toList();
  }

  @Test
  void theHistoryTellsOfAChangeOnceHoweverOftenItsFilesFail() throws Exception {
    // So view.json is written, and taken down, and cannot be put in place.
    Path block = block(directory.viewJson(), "new");
    learnThatItStoppedInVain();

    unblock(block);

    await().atMost(60, SECONDS).until(() -> status().equals("STOPPED"));
    await().atMost(60, SECONDS).until(() -> !queue.state().isUnpublished());
    assertEquals(List.of("ACTIVE STOPPED"), statuses());
  }

  @Test
  void theHistoryTellsOfAChangeThatTheNextProcessPublishes() throws Exception {
    Path block = block(directory.viewJson(), "written");
    learnThatItStoppedInVain();
    queue.close();
    Files.delete(directory.marks());
    unblock(block);

    queue = LabQueue.start(lab.config().set("view.retries", 0), folder);

    await().atMost(60, SECONDS).until(() -> status().equals("STOPPED"));
    await().atMost(60, SECONDS).until(() -> !queue.state().isUnpublished());
    assertEquals(List.of("ACTIVE STOPPED"), statuses());
  }

  @Test
  void whatHasBeenPublishedIsNotPublishedAgain() throws Exception {
    lab.world().servers().set(WEB, "status", "SHUTOFF");
    queue.mark(ReadRequest.of(Kind.SERVER, WEB));
    await().atMost(60, SECONDS).until(() -> status().equals("STOPPED"));
    await().atMost(60, SECONDS).until(() -> queue.marks().size() == 0);
    long generation = queue.state().current().generation();

    queue.mark(ReadRequest.of(Kind.SERVER, WEB));

    await().atMost(60, SECONDS).until(() -> queue.marks().size() == 0);
    assertEquals(generation, queue.state().current().generation());
  }
}
