// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.process;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.lab.EmbeddedLab;
import io.concertim.view.lab.Fault;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A process that is suspended in the middle of its work, and goes on when others have gone on. */
@Timeout(900)
@Execution(ExecutionMode.CONCURRENT)
class SuspendedIT {
  private static final String WEB = "5e000000-0000-4000-8000-0000000000a1";

  @TempDir private Path folder;
  private EmbeddedLab lab;
  private Installation installation;

  @BeforeEach
  void install() {
    lab = EmbeddedLab.start();
    installation = Installation.of(folder, lab);
    installation.configure(
        Installation.config(lab).set("view.interval", "6h").set("view.response_timeout", "60s"));
  }

  @AfterEach
  void stop() {
    lab.close();
  }

  private String status() {
    return installation.status(WEB);
  }

  /** Others would wait for a lock that a suspended process holds, which is never broken. */
  private boolean isSuspendedWithoutTheLock(ViewProcess process) throws IOException {
    process.suspend();
    try (FileChannel file =
            FileChannel.open(installation.data("view.lock"), StandardOpenOption.WRITE);
        FileLock lock = file.tryLock()) {
      if (lock == null) {
        process.resume();
      }
      return lock != null;
    }
  }

  @Test
  void undoesNothingThatOthersHaveLearntSince() throws IOException {
    installation.sync();
    lab.faults().fail("/neutron/v2.0/networks", Fault.hold(), 1);
    lab.calls().clear();
    try (ViewProcess old = installation.start()) {
      await()
          .atMost(180, SECONDS)
          .until(
              () ->
                  lab.calls().all().stream().anyMatch(c -> c.path().contains("/servers/detail"))
                      && !lab.calls().matching("/neutron/v2.0/networks").isEmpty());
      await().atMost(180, SECONDS).until(() -> isSuspendedWithoutTheLock(old));
      lab.world().servers().set(WEB, "status", "SHUTOFF");
      installation.sync();
      long generation = installation.generation();
      assertEquals("STOPPED", status());

      old.resume();
      lab.faults().clear();

      installation.awaitGenerationAfter(generation);
      assertEquals("STOPPED", status(), "its list was begun before");
      assertTrue(old.isRunning());
    }
  }
}
