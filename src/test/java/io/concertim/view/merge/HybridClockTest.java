package io.concertim.view.merge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/** Versions only grow (design D8). */
class HybridClockTest {
  private static final Instant NOON = Instant.parse("2024-06-01T12:00:00.123456Z");

  /** A clock that shows what it is told. */
  private static final class SetClock extends Clock {
    private Instant now = NOON;

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  private final SetClock machine = new SetClock();
  private final HybridClock clock = new HybridClock(machine);

  @Test
  void followsTheMachinesClockInMicroseconds() {
    assertEquals(HybridClock.micros(NOON), clock.next());
    machine.now = NOON.plusSeconds(1);
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
    machine.now = NOON.minusSeconds(3600);
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
