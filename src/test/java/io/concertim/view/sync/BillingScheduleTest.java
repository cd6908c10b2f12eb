// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.sync;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.lab.SetClock;
import io.concertim.view.model.view.BilledId;
import io.concertim.view.model.view.NamePair;
import io.concertim.view.model.view.Rack;
import io.concertim.view.model.view.SourceStatus;
import io.concertim.view.model.view.View;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BillingScheduleTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final SetClock clock = new SetClock(NOON);
  private final BillingSchedule schedule = new BillingSchedule(clock, MINUTE);

  private static Rack pending(String stack) {
    return new Rack(
        new BilledId(null, stack, null),
        new NamePair(stack, stack),
        "",
        null,
        42,
        "ACTIVE",
        "",
        List.of(),
        "",
        Map.of(),
        Map.of(),
        Map.of(),
        List.of(),
        List.of(),
        "no subscription",
        false,
        false);
  }

  /** A view with these stacks pending, for which Kill Bill has just been read. */
  private SourceStatus read(String... stacks) {
    SourceStatus status = SourceStatus.completeAt(clock.instant());
    List<Rack> racks = Stream.of(stacks).map(BillingScheduleTest::pending).toList();
    schedule.stored(
        new View(
            1,
            clock.instant(),
            Map.of(),
            List.of(),
            List.of(),
            List.of(),
            racks,
            List.of(),
            List.of(),
            List.of()),
        status);
    return status;
  }

  @Test
  void isDueOnceAtTheStartAndThenAtTheInterval() {
    assertTrue(schedule.isDue(null));
    assertTrue(schedule.isDue(SourceStatus.completeAt(NOON)), "an earlier process read it");
    SourceStatus status = read();

    assertFalse(schedule.isDue(status));
    clock.pass(MINUTE.minusMillis(1));
    assertFalse(schedule.isDue(status));
    clock.pass(Duration.ofMillis(1));
    assertTrue(schedule.isDue(status));
  }

  @Test
  void isDueAfterAFailure() {
    SourceStatus status = read();

    assertTrue(schedule.isDue(SourceStatus.failedAt(clock.instant(), "down", status)));
  }

  @Test
  void isDueAtOnceForTenMinutesAfterARackBecamePendingAndNoLonger() {
    read("old");
    clock.pass(Duration.ofMinutes(9));
    assertTrue(schedule.isDue(read("old")));
    clock.pass(MINUTE);
    assertFalse(schedule.isDue(read("old")));
    assertTrue(schedule.isDue(read("old", "new")), "another one has become pending");
    clock.pass(Duration.ofMinutes(10));
    assertFalse(schedule.isDue(read("old", "new")));
  }

  @Test
  void isDueAtOnceForARackThatBecomesPendingAgain() {
    read("rack");
    clock.pass(Duration.ofMinutes(20));
    read();

    assertTrue(schedule.isDue(read("rack")));
  }

  @Test
  void isDueWhereTheClockHasBeenSetBackAndNotForEverForAPendingRack() {
    SourceStatus status = read();
    clock.set(NOON.minus(Duration.ofDays(1)));
    assertTrue(schedule.isDue(status));

    clock.set(NOON);
    read("rack");
    clock.set(NOON.minus(Duration.ofDays(1)));
    assertFalse(schedule.isDue(read("rack")));
  }
}
