// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.lab.SetClock;
import io.concertim.view.merge.HybridClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Versions of two processes of one data directory, on a host whose clock is set back. */
class VersionFileTest {
  private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");

  @TempDir private Path folder;
  private final SetClock host = new SetClock(NOON);
  private DataDirectory directory;
  private HybridClock sync;
  private HybridClock queue;

  @BeforeEach
  void startBoth() throws IOException {
    directory = DataDirectory.open(folder);
    sync = process();
    queue = process();
  }

  private HybridClock process() {
    return new HybridClock(host, new VersionFile(directory)::beyond);
  }

  private void setBack() {
    sync.next();
    queue.next();
    host.set(NOON.minus(Duration.ofHours(1)));
  }

  private void assertOrdered() {
    long list = 0;
    for (int i = 0; i < 5; i++) {
      list = sync.next();
    }
    long read = queue.next();
    assertTrue(read > list, "the read began after the list");
    assertTrue(sync.next() > read);
  }

  @Test
  void aReadThatBeginsAfterTheListOfTheOtherProcessIsLater() {
    setBack();

    assertOrdered();
  }

  @Test
  void theyAreOrderedAlsoOnceOneOrBothWereStartedAgain() {
    setBack();
    long stored = sync.next();
    for (int i = 0; i < 5; i++) {
      sync.next();
    }

    queue = process();
    queue.seen(stored);
    assertOrdered();

    sync = process();
    sync.seen(stored);
    assertOrdered();
  }

  @Test
  void theyAreOrderedAlsoOnceTheFileWasRemovedDamagedOrRestored() throws IOException {
    setBack();
    long stored = sync.next();
    queue.seen(stored);
    for (byte[] found :
        new byte[][] {
          null,
          {},
          {1},
          "no version".getBytes(StandardCharsets.US_ASCII),
          new byte[8],
          {0, 0, 0, 0, 0, 0, 0, 9}
        }) {
      Files.delete(directory.versions());
      if (found != null) {
        Files.write(directory.versions(), found);
      }
      assertOrdered();
    }
  }

  @Test
  void followTheHostsClockOnceItIsAsLateAgain() {
    setBack();
    assertOrdered();
    host.set(NOON.plusSeconds(1));

    assertEquals(HybridClock.micros(NOON.plusSeconds(1)), queue.next());
  }

  @Test
  void goOnWhileTheFileCannotBeUsed() throws IOException {
    Files.createDirectory(directory.versions());

    assertTrue(sync.next() < sync.next());
  }
}
