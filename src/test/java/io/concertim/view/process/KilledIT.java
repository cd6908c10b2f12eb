// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.process;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.app.LabSync;
import io.concertim.view.lab.EmbeddedLab;
import io.concertim.view.lab.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import net.razorvine.pickle.Unpickler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What readers see of a program that is killed, and what the next one goes on from. */
@Timeout(900)
@Execution(ExecutionMode.CONCURRENT)
class KilledIT {
  private static final int KILLS = 6;
  private static final String WEB = "5e000000-0000-4000-8000-0000000000a1";

  @TempDir private Path folder;
  private EmbeddedLab lab;
  private Installation installation;

  @BeforeEach
  void install() {
    lab = EmbeddedLab.start();
    installation = Installation.of(folder, lab);
  }

  @AfterEach
  void stop() {
    lab.close();
  }

  @Test
  void readersNeverSeeATornOrAnOlderFileHoweverOftenItIsKilled() throws Exception {
    installation.configure(Installation.config(lab).set("view.interval", "50ms"));
    installation.sync();
    Reader looks = new Reader();
    ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    ScheduledFuture<?> reader = thread.scheduleWithFixedDelay(looks, 0, 2, MILLISECONDS);
    Random random = new Random(42);
    try {
      for (int kill = 0; kill < KILLS && !reader.isDone(); kill++) {
        long generation = installation.generation();
        try (ViewProcess process = installation.start()) {
          await()
              .pollInterval(Duration.ofMillis(5))
              .atMost(180, SECONDS)
              .until(() -> reader.isDone() || installation.generation() > generation);
          await()
              .pollDelay(Duration.ofMillis(random.nextInt(400)))
              .pollInterval(Duration.ofMillis(1))
              .until(() -> true);
          process.kill();
        }
      }
    } finally {
      thread.shutdown();
    }
    assertTrue(thread.awaitTermination(60, SECONDS));
    assertNull(looks.failure);
    assertTrue(looks.done > KILLS, "looks at the files");
    assertTrue(installation.generation() > KILLS);
  }

  /** Looks at both files, again and again until something is wrong with one. */
  private final class Reader implements Runnable {
    private int done;
    private Throwable failure;
    private long last;

    @Override
    public void run() {
      try {
        long generation = installation.generation();
        assertTrue(generation >= last, generation + " came after " + last);
        last = generation;
        new Unpickler().loads(Files.readAllBytes(installation.data("view.pickle")));
        done++;
      } catch (IOException | RuntimeException | AssertionError e) {
        failure = e;
        throw new IllegalStateException(e);
      }
    }
  }

  @Test
  void theNextOneGoesOnFromWhatWasStoredWhileASourceIsDown() throws Exception {
    installation.sync();
    int racks = installation.view().path("racks").size();
    lab.faults().fail("/(concertim|keystone)/", Fault.drop());

    LabSync.run(Installation.config(lab), folder);

    assertEquals(2, installation.generation());
    assertEquals(racks, installation.view().path("racks").size());
    assertEquals("ACTIVE", installation.status(WEB));
    assertFalse(installation.source("openstack").path("complete").asBoolean());
    assertTrue(installation.source("openstack").path("read_at").isTextual());
  }
}
