// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.process;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.lab.EmbeddedLab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** fe_updates writes view.pickle too, from an older copy (suite.md section 2). */
@Execution(ExecutionMode.CONCURRENT)
class ForeignWriterIT {
  @TempDir private Path folder;
  private EmbeddedLab lab;
  private Installation installation;

  @BeforeEach
  void start() {
    lab = EmbeddedLab.start();
    installation = Installation.of(folder, lab);
    installation.configure(Installation.config(lab).set("view.interval", "1h"));
  }

  @AfterEach
  void stop() {
    lab.close();
  }

  @Test
  void aForeignWriteIsRepairedAtOnceAndTheRacksInQuestionAreReadAgain() throws IOException {
    Path pickle = installation.data().resolve("view.pickle");
    try (ViewProcess process = installation.start()) {
      await().atMost(180, SECONDS).until(() -> Files.exists(pickle));
      installation.awaitGenerationAfter(0);
      byte[] ours = Files.readAllBytes(pickle);
      lab.calls().clear();

      Files.write(pickle, Arrays.copyOf(ours, ours.length / 2)); // in place, and torn

      await()
          .atMost(180, SECONDS)
          .untilAsserted(() -> assertArrayEquals(ours, Files.readAllBytes(pickle)));
      await().atMost(180, SECONDS).until(() -> !lab.calls().matching("/api/v1/racks/").isEmpty());
      assertTrue(lab.calls().matching("/api/v1/devices$").isEmpty(), "that costs too much");
      assertFalse(process.errors().contains("ERROR"), process::errors);
    }
  }
}
