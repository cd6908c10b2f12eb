// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.process;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.lab.EmbeddedLab;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Two processes of one kind on one data directory, the second started by mistake. */
@Timeout(900)
@Execution(ExecutionMode.CONCURRENT)
class TwoInstancesIT {
  @TempDir private Path folder;
  private EmbeddedLab lab;
  private Installation installation;

  @BeforeEach
  void install() {
    lab = EmbeddedLab.start();
    installation = Installation.of(folder, lab);
    installation.configure(Installation.config(lab).set("view.interval", "1h"));
  }

  @AfterEach
  void stop() {
    lab.close();
  }

  @Test
  void theSecondOneSaysSoAndReadsNothingUntilTheFirstHasEnded() {
    try (ViewProcess first = installation.start()) {
      installation.awaitGenerationAfter(0);
      aSyncByHandIsDoneBesideTheServiceAndUndoesNothing(first);
      lab.calls().clear();
      try (ViewProcess second = installation.start()) {
        installation.awaitLog("another view_sync (process ");
        assertTrue(second.isRunning());
        assertEquals(0, lab.calls().all().size());
        aThirdOneEndsWhenItIsToldToWhileItWaits();
        assertTrue(first.isRunning());
        long generation = installation.generation();
        first.kill();
        installation.awaitGenerationAfter(generation);
        assertTrue(installation.log().contains("the other view_sync has ended"));
      }
    }
  }

  private void aSyncByHandIsDoneBesideTheServiceAndUndoesNothing(ViewProcess service) {
    assertEquals(0, installation.runOnce().exitCode());
    assertEquals(2, installation.generation());
    assertTrue(service.isRunning());
    assertFalse(installation.log().contains("another view_sync"));
  }

  private void aThirdOneEndsWhenItIsToldToWhileItWaits() {
    int logged = installation.log().length();
    try (ViewProcess third = installation.start()) {
      await()
          .atMost(180, SECONDS)
          .until(
              () -> installation.log().substring(logged).contains("another view_sync (process "));
      third.terminate();
      await().atMost(180, SECONDS).until(() -> !third.isRunning());
    }
  }
}
