package io.concertim.view.cli;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Level;
import io.concertim.view.config.LogFormat;
import io.concertim.view.history.ChangeLog;
import io.concertim.view.lab.EmbeddedLab;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Server;
import io.concertim.view.queue.Mark;
import io.concertim.view.store.DataDirectory;
import io.concertim.view.store.ViewJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is known and could not be written to the two files: view_queue alone makes up for it. */
@Timeout(120)
class UnpublishedTest {
  private static final String WEB = "5e000000-0000-4000-8000-0000000000a1";

  @TempDir private Path folder;
  private EmbeddedLab lab;
  private DataDirectory directory;
  private LabQueue queue;

  @BeforeEach
  void syncOnceAndListen() throws Exception {
    lab = EmbeddedLab.start();
    LabSync.run(lab.config(), folder);
    directory = DataDirectory.open(folder.resolve("data"));
    queue = LabQueue.start(lab.config().set("view.retries", 0), folder);
  }

  @AfterEach
  void stop() throws Exception {
    queue.close();
    lab.close();
  }

  /** Where a file is written first, nothing can be as long as there is a directory. */
  private Path block(Path target) throws IOException {
    return Files.createDirectory(DataDirectory.beside(target, "written"));
  }

  private void learnThatItStoppedInVain() throws Exception {
    try (LogCapture log = new LogCapture(Level.INFO, LogFormat.TEXT)) {
      lab.world().servers().set(WEB, "status", "SHUTOFF");
      queue.mark(Mark.of(Kind.SERVER, WEB));
      await()
          .atMost(20, SECONDS)
          .until(() -> !log.linesWith("changes could not be stored").isEmpty());
    }
    assertEquals("stopped", queue.state().layers().fact(Server.class, WEB).orElseThrow().state());
    assertEquals("ACTIVE", status());
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
    Path block = block(directory.viewPickle());
    learnThatItStoppedInVain();

    Files.delete(block);

    await().atMost(20, SECONDS).until(() -> status().equals("STOPPED"));
  }

  @Test
  void aChangeIsPublishedOnceViewJsonCanBeWritten() throws Exception {
    Path block = block(directory.viewJson());
    learnThatItStoppedInVain();

    Files.delete(block);

    await().atMost(20, SECONDS).until(() -> status().equals("STOPPED"));
  }

  @Test
  void aStartThatFailsIsMadeUpFor() throws Exception {
    Path block = block(directory.viewPickle());
    learnThatItStoppedInVain();
    queue.close();
    Files.delete(directory.marks());
    try (LogCapture log = new LogCapture(Level.INFO, LogFormat.TEXT)) {
      queue = LabQueue.start(lab.config().set("view.retries", 0), folder);
      await().atMost(20, SECONDS).until(() -> !log.linesWith("cannot be kept up").isEmpty());

      Files.delete(block);

      await().atMost(20, SECONDS).until(() -> status().equals("STOPPED"));
      await().atMost(20, SECONDS).until(() -> !log.linesWith("is kept up again").isEmpty());
    }
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
    Path block = Files.createDirectory(DataDirectory.beside(directory.viewJson(), "new"));
    Files.createFile(block.resolve("file"));
    learnThatItStoppedInVain();
    await().atMost(20, SECONDS).until(() -> queue.state().current().generation() > 4);

    Files.delete(block.resolve("file"));
    Files.delete(block);

    await().atMost(20, SECONDS).until(() -> status().equals("STOPPED"));
    await().atMost(20, SECONDS).until(() -> !queue.state().isUnpublished());
    assertEquals(List.of("ACTIVE STOPPED"), statuses());
  }

  @Test
  void theHistoryTellsOfAChangeThatTheNextProcessPublishes() throws Exception {
    Path block = block(directory.viewJson());
    learnThatItStoppedInVain();
    queue.close();
    Files.delete(directory.marks());
    Files.delete(block);

    queue = LabQueue.start(lab.config().set("view.retries", 0), folder);

    await().atMost(20, SECONDS).until(() -> status().equals("STOPPED"));
    await().atMost(20, SECONDS).until(() -> !queue.state().isUnpublished());
    assertEquals(List.of("ACTIVE STOPPED"), statuses());
  }

  @Test
  void whatHasBeenPublishedIsNotPublishedAgain() throws Exception {
    lab.world().servers().set(WEB, "status", "SHUTOFF");
    queue.mark(Mark.of(Kind.SERVER, WEB));
    await().atMost(20, SECONDS).until(() -> status().equals("STOPPED"));
    await().atMost(20, SECONDS).until(() -> queue.marks().size() == 0);
    long generation = queue.state().current().generation();

    queue.mark(Mark.of(Kind.SERVER, WEB));

    await().atMost(20, SECONDS).until(() -> queue.marks().size() == 0);
    assertEquals(generation, queue.state().current().generation());
  }
}
