// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.publish;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.merge.HybridClock;
import io.concertim.view.state.State;
import io.concertim.view.store.DataDirectory;
import io.concertim.view.store.DataLock;
import io.concertim.view.store.SharedState;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which of two processes writes the files, and when. */
class UnpublishedCheckTest {
  @TempDir private Path folder;
  private DataDirectory directory;
  private DataLock lock;
  private SharedState maker;
  private SharedState other;
  private Instant now = Instant.EPOCH;

  @BeforeEach
  void open() throws IOException {
    directory = DataDirectory.open(folder);
    lock = DataLock.open(directory.lock(), waited -> {});
    maker = shared();
    make();
    maker.published("first");
    other = shared();
  }

  @AfterEach
  void close() throws IOException {
    lock.close();
  }

  private SharedState shared() throws IOException {
    return new SharedState(directory, new HybridClock(Clock.systemUTC()));
  }

  /** A view that is not in the files yet. */
  private void make() throws IOException {
    State now = maker.current();
    maker.publishing(now.published(Map.of(), maker.nextGeneration()));
    maker.tell();
  }

  private UnpublishedCheck check(SharedState shared, PublicationRate rate) {
    InstantSource clock = () -> now;
    return new UnpublishedCheck(
        lock, shared, rate, Clock.tick(clock.withZone(ZoneOffset.UTC), Duration.ofMillis(1)));
  }

  private UnpublishedCheck check(SharedState shared) {
    return check(shared, new PublicationRate(1, () -> now));
  }

  private void pass(long millis) {
    now = now.plusMillis(millis);
  }

  @Test
  void whoMadeTheViewWritesItAtOnce() throws Exception {
    UnpublishedCheck check = check(maker);
    assertFalse(check.isDue());
    make();
    assertTrue(check.isDue());
    maker.published("second");
    make();
    assertTrue(check.isDue());
  }

  @Test
  void aFailedTryIsFollowedByAPause() throws Exception {
    UnpublishedCheck check = check(maker);
    make();
    assertTrue(check.isDue());
    pass(1900);
    assertFalse(check.isDue());
    pass(100);
    assertTrue(check.isDue());
  }

  @Test
  void theFilesWaitForTheirTurn() throws Exception {
    PublicationRate rate = new PublicationRate(0.5, () -> now);
    UnpublishedCheck check = check(maker, rate);
    rate.begin();
    pass(300);
    rate.end();
    make();
    assertFalse(check.isDue());
    pass(300);
    assertTrue(check.isDue());
  }

  @Test
  void theOtherProcessWritesItOnlyIfTheFirstOneDoesNot() throws Exception {
    UnpublishedCheck check = check(other);
    for (int i = 0; i < 5; i++) {
      make();
      other.follow();
      assertFalse(check.isDue());
      pass(4000);
      assertFalse(check.isDue());
      maker.published("json " + i);
      other.follow();
      assertFalse(check.isDue());
    }
    make();
    other.follow();
    pass(9900);
    assertFalse(check.isDue());
    pass(100);
    assertTrue(check.isDue());
  }

  @Test
  void aProcessThatStartsWritesWhatAnEarlierOneLeft() throws Exception {
    make();
    assertTrue(check(shared()).isDue());
  }
}
