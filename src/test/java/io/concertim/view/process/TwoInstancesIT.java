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
      lab.calls().clear();
      try (ViewProcess second = installation.start()) {
        installation.awaitLog("another view_sync (process ");
        assertTrue(second.isRunning());
        assertEquals(0, lab.calls().all().size());
        first.kill();
        installation.awaitGenerationAfter(1);
        assertTrue(installation.log().contains("the other view_sync has ended"));
      }
    }
  }

  @Test
  void theSecondOneEndsWhenItIsToldToWhileItWaits() {
    try (ViewProcess first = installation.start()) {
      installation.awaitGenerationAfter(0);
      try (ViewProcess second = installation.start()) {
        installation.awaitLog("another view_sync (process ");
        second.terminate();
        await().atMost(180, SECONDS).until(() -> !second.isRunning());
      }
      assertTrue(first.isRunning());
    }
  }

  @Test
  void aSyncByHandIsDoneBesideTheServiceAndUndoesNothing() {
    try (ViewProcess service = installation.start()) {
      installation.awaitGenerationAfter(0);
      assertEquals(0, installation.runOnce().exitCode());
      assertEquals(2, installation.generation());
      assertTrue(service.isRunning());
      assertFalse(installation.log().contains("another view_sync"));
    }
  }
}
