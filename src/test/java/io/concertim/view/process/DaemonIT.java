// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.process;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.lab.CallLog;
import io.concertim.view.lab.EmbeddedLab;
import io.concertim.view.lab.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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

  @Test
  void syncsAtTheStartAndThenAtEveryInterval() {
    interval("1s");
    try (ViewProcess process = installation.start()) {
      awaitGeneration(4);

      assertTrue(process.isRunning());
    }
  }

  @Test
  void syncsWhenCronSaysSo() {
    installation.configure(Installation.config(lab).set("view.cron", "* * * * * ?"));
    try (ViewProcess process = installation.start()) {
      awaitGeneration(4);

      assertTrue(process.isRunning());
    }
  }

  @Test
  void syncsAtOnceWhenTheFlagIsThereAlsoWhileTheSystemsRest() throws IOException {
    installation.configure(Installation.config(lab).set("view.load", Map.of("concertim", 0.01)));
    try (ViewProcess process = installation.start()) {
      awaitGeneration(1);

      installation.flag("resync.flag");

      awaitGeneration(2);
      assertFalse(Files.exists(installation.data("resync.flag")));
      assertTrue(process.isRunning());
    }
  }

  @Test
  void aHoldKeepsTheSyncWaitingUntilAFlagComes() throws IOException {
    interval("1s");
    installation.flag("resync.hold");
    try (ViewProcess process = installation.start()) {
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
  }

  @Test
  void ignoresAForgottenHoldAndSaysSoOnce() throws IOException {
    interval("1s");
    installation.flag("resync.hold");
    Files.setLastModifiedTime(
        installation.data("resync.hold"),
        FileTime.from(Instant.now().minus(Duration.ofMinutes(6))));
    try (ViewProcess process = installation.start()) {
      awaitGeneration(3);

      assertEquals(
          1,
          process.errors().lines().filter(line -> line.contains("resync.hold")).count(),
          process.errors());
      assertTrue(Files.exists(installation.data("resync.hold")));
    }
  }

  @Test
  void neverRunsTwoSyncsAtOnce() throws IOException {
    lab.faults().fail("/keystone/v3/projects", Fault.delay(Duration.ofMillis(500)));
    interval("1s");
    try (ViewProcess process = installation.start()) {
      await()
          .atMost(180, SECONDS)
          .until(
              () -> {
                installation.flag("resync.flag");
                return installation.generation() >= 5;
              });
      assertTrue(process.isRunning());
    }
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

  @Test
  void endsQuietlyWhileItWaits() throws IOException {
    try (ViewProcess process = installation.start()) {
      awaitGeneration(1);
      await().atMost(180, SECONDS).until(() -> process.errors().lines().count() == 1);

      process.terminate();

      await().atMost(30, SECONDS).until(() -> !process.isRunning());
      assertFalse(installation.log().lines().anyMatch(ViewProcess::isOfAStackTrace));
      assertEquals(1, process.errors().lines().count(), process::errors);
    }
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
