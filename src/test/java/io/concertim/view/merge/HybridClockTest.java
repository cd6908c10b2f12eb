// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.merge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.lab.SetClock;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Versions only grow (decision D8). */
class HybridClockTest {
  private static final Instant NOON = Instant.parse("2024-06-01T12:00:00.123456Z");

  private final SetClock machine = new SetClock(NOON);
  private final HybridClock clock = new HybridClock(machine);

  @Test
  void followsTheMachinesClockInMicroseconds() {
    assertEquals(HybridClock.micros(NOON), clock.next());
    machine.set(NOON.plusSeconds(1));
    assertEquals(HybridClock.micros(NOON) + 1_000_000, clock.next());
  }

  @Test
  void givesDifferentVersionsWithinOneMicrosecond() {
    long first = clock.next();
    assertEquals(first + 1, clock.next());
  }

  @Test
  void growsWhenTheMachinesClockStepsBack() {
    long before = clock.next();
    machine.set(NOON.minusSeconds(3600));
    assertTrue(clock.next() > before);
  }

  @Test
  void isLaterThanWhatWasSeenFromElsewhere() {
    long ahead = HybridClock.micros(NOON.plusSeconds(60));
    clock.seen(ahead);
    assertEquals(ahead + 1, clock.next());
  }

  @Test
  void isNotSetBackByAnOldVersionFromElsewhere() {
    long before = clock.next();
    clock.seen(5);
    assertTrue(clock.next() > before);
  }

  @Test
  void aVersionIsATime() {
    assertEquals(NOON, HybridClock.instant(clock.next()));
  }
}
