// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.process;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.lab.CallLog;
import io.concertim.view.lab.EmbeddedLab;
import io.concertim.view.lab.Fault;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The program as a service: when it syncs, and how it is steered and stopped. */
@Timeout(900)
@Execution(ExecutionMode.CONCURRENT)
class DaemonIT {
  private static final String FIRST_CALL_OF_A_SYNC = "/concertim/api/v1/users/current";
  private static final String DATA = "70000000-0000-4000-8000-0000000000a1";

  @TempDir private Path folder;
  private EmbeddedLab lab;
  private Installation installation;

  @BeforeEach
  void install() {
    lab = EmbeddedLab.start();
    installation = Installation.of(folder, lab);
    interval("1h");
  }

  @AfterEach
  void stop() {
    lab.close();
  }

  private void interval(String interval) {
    installation.configure(Installation.config(lab).set("view.interval", interval));
  }

  private void awaitGeneration(long generation) {
    await().atMost(180, SECONDS).until(() -> installation.generation() >= generation);
  }

  private int syncsBegun() {
    return lab.calls().matching(FIRST_CALL_OF_A_SYNC).size();
  }

  /** One process for all: each step leaves everything as it was. */
  @Test
  void isSteeredByFilesWhileItRuns() throws IOException {
    Path old = logOf(40);
    Path large = logOf(1);
    try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
      file.setLength(2L << 30); // all of it a hole, which takes no place
    }
    interval("1s");
    installation.flag("resync.hold");
    try (ViewProcess process = installation.start()) {
      // Logs that are too old, or too large together, are removed at the start.
      await().atMost(180, SECONDS).until(() -> Files.notExists(old) && Files.notExists(large));
      aHoldKeepsTheSyncWaitingUntilAFlagComes(process);
      awaitGeneration(installation.generation() + 3);
      ignoresAForgottenHoldAndSaysSoOnce(process);
      neverRunsTwoSyncsAtOnce();
      saysWhatItKeeps(process);
      assertTrue(process.isRunning());
    }
  }

  private Path logOf(int daysAgo) throws IOException {
    String day =
        LocalDate.now(ZoneId.systemDefault())
            .minusDays(daysAgo)
            .format(DateTimeFormatter.ofPattern("dd-MM-yyyy"));
    return Files.writeString(
        installation.logs().resolve("view_sync~" + day + ".log"), "what was\n");
  }

  private void aHoldKeepsTheSyncWaitingUntilAFlagComes(ViewProcess process) throws IOException {
    await()
        .during(Duration.ofSeconds(4))
        .atMost(180, SECONDS)
        .until(() -> process.isRunning() && syncsBegun() == 0);

    installation.flag("resync.flag");
    awaitGeneration(1);
    long generation = installation.generation();
    await()
        .during(Duration.ofSeconds(2))
        .atMost(180, SECONDS)
        .until(() -> installation.generation() <= generation + 1);

    Files.delete(installation.data("resync.hold"));
    awaitGeneration(generation + 2);
  }

  private void ignoresAForgottenHoldAndSaysSoOnce(ViewProcess process) throws IOException {
    installation.flag("resync.hold");
    Files.setLastModifiedTime(
        installation.data("resync.hold"),
        FileTime.from(Instant.now().minus(Duration.ofMinutes(6))));
    await().atMost(180, SECONDS).until(() -> process.errors().contains("resync.hold"));
    awaitGeneration(installation.generation() + 3);

    assertEquals(
        1,
        process.errors().lines().filter(line -> line.contains("resync.hold")).count(),
        process.errors());
    Files.delete(installation.data("resync.hold"));
  }

  private void neverRunsTwoSyncsAtOnce() {
    lab.faults().fail("/keystone/v3/projects", Fault.delay(Duration.ofMillis(500)));
    long generation = installation.generation();
    await()
        .atMost(180, SECONDS)
        .until(
            () -> {
              installation.flag("resync.flag");
              return installation.generation() >= generation + 5;
            });
    lab.faults().clear();
    // Each sync begins with this call and does not end before the slow one is answered.
    int begun = 0;
    for (CallLog.Entry entry : lab.calls().all()) {
      if (entry.path().equals(FIRST_CALL_OF_A_SYNC)) {
        begun++;
      } else if (entry.path().startsWith("/keystone/v3/projects")) {
        begun--;
      }
      assertTrue(begun <= 1, "a sync began before the last one had ended");
    }
  }

  /** What becomes of it is in DeletionTest. */
  private void saysWhatItKeeps(ViewProcess process) {
    lab.faults().fail("/cinder/.*/volumes/detail", Fault.rewritten(all -> all.replace(DATA, "x")));
    installation.awaitLog("exists, but the list lacked it; kept");
    lab.faults().fail("/nova/.*/servers/detail", Fault.status(200).withBody("{\"servers\": []}"));
    await().atMost(180, SECONDS).until(() -> process.errors().contains("release-deletions.flag"));
  }

  private static long count(List<String> lines, String part) {
    return lines.stream().filter(line -> line.contains(part)).count();
  }

  @Test
  void goesOnWhenTheStoreFailsAndSaysSo() throws IOException {
    Path inTheWay = Files.createDirectory(installation.data("view.json.tmp-new"));
    try (ViewProcess process = installation.start()) {
      await().atMost(180, SECONDS).until(() -> process.errors().contains("ERROR"));

      Files.delete(inTheWay);
      installation.flag("resync.flag");

      awaitGeneration(2);
      List<String> errors =
          process.errors().lines().filter(line -> line.contains("ERROR")).toList();
      // A publication between the sync and its line says so for itself.
      assertEquals(1, count(errors, "the sync failed"), process.errors());
      assertTrue(count(errors, "cannot be kept up to date") <= 1, process.errors());
      for (String error : errors) {
        assertTrue(error.matches(".*(the sync failed|cannot be kept up to date).*"), error);
        assertTrue(error.contains("view.json.tmp-new"), error);
      }
      assertFalse(process.errors().lines().anyMatch(ViewProcess::isOfAStackTrace));
    }
  }

  @Test
  void failsARunOfOneSyncWhenTheStoreFails() throws IOException {
    Files.createDirectory(installation.data("view.json.tmp-new"));

    ViewProcess.Ended ended = installation.runOnce();

    assertEquals(1, ended.exitCode(), ended.err());
    assertEquals(1, ended.errorLines().stream().filter(line -> line.contains("ERROR")).count());
    assertTrue(ended.err().contains("view.json.tmp-new"), ended.err());
    assertFalse(ended.hasStackTrace(), ended.err());
  }

  @Test
  void endsSoonAfterItIsToldToEvenInTheMiddleOfASlowRead() throws IOException {
    installation.sync();
    lab.calls().clear();
    lab.faults().fail("/heat/", Fault.hang());
    try (ViewProcess process = installation.start()) {
      await().atMost(180, SECONDS).until(() -> !lab.calls().matching("/heat/").isEmpty());

      process.terminate();

      await().atMost(30, SECONDS).until(() -> !process.isRunning());
      assertFalse(process.errors().lines().anyMatch(ViewProcess::isOfAStackTrace), process::errors);
      assertFalse(installation.log().lines().anyMatch(ViewProcess::isOfAStackTrace));
      assertFalse(process.errors().contains("ERROR"), process::errors);
    }
    assertEquals(1, installation.generation());
    assertNoTemporaryFiles();
  }

  /** fe_updates writes view.pickle too, from an older copy (suite.md section 2). */
  @Test
  void aForeignWriteIsRepairedAtOnceAndItEndsQuietlyWhileItWaits() throws IOException {
    Path pickle = installation.data("view.pickle");
    try (ViewProcess process = installation.start()) {
      await().atMost(180, SECONDS).until(() -> Files.exists(pickle));
      awaitGeneration(1);
      await().atMost(180, SECONDS).until(() -> process.errors().lines().count() == 1);
      byte[] ours = Files.readAllBytes(pickle);
      lab.calls().clear();

      Files.write(pickle, Arrays.copyOf(ours, ours.length / 2)); // in place, and torn

      await()
          .atMost(180, SECONDS)
          .untilAsserted(() -> assertArrayEquals(ours, Files.readAllBytes(pickle)));
      await().atMost(180, SECONDS).until(() -> !lab.calls().matching("/api/v1/racks/").isEmpty());
      assertTrue(lab.calls().matching("/api/v1/devices$").isEmpty(), "that costs too much");

      process.terminate();

      await().atMost(30, SECONDS).until(() -> !process.isRunning());
      assertFalse(installation.log().lines().anyMatch(ViewProcess::isOfAStackTrace));
      assertEquals(1, process.errors().lines().count(), process::errors);
      assertFalse(process.errors().contains("ERROR"), process::errors);
    }
    Files.deleteIfExists(installation.data("views.jsonl")); // of what was read again
    assertNoTemporaryFiles();
  }

  private void assertNoTemporaryFiles() throws IOException {
    try (Stream<Path> files = Files.list(installation.data())) {
      assertEquals(
          List.of(
              "journal-1.jsonl",
              "layers.jsonl",
              "portal-look.lock",
              "portal.lock",
              "view.clock",
              "view.json",
              "view.lock",
              "view.pickle",
              "view_sync.lock"),
          files.map(file -> file.getFileName().toString()).sorted().toList());
    }
  }
}
