// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.source;

import static io.concertim.view.model.layer.Source.CONCERTIM;
import static io.concertim.view.model.layer.Source.OPENSTACK;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.model.layer.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LoadBudgetTest {
  private static final Duration CREDIT = Duration.ofSeconds(5);

  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private LoadBudget budget = budget(0.1, Duration.ofHours(1));

  private LoadBudget budget(double share, Duration longestRest) {
    return new LoadBudget(
        Map.of("concertim", share, "openstack", share, "killbill", share), longestRest, () -> now);
  }

  private void pass(Duration time) {
    now = now.plus(time);
  }

  private void read(Source source, Duration took) {
    Instant began = budget.begin(source);
    pass(took);
    budget.end(source, began, false);
  }

  @Test
  void aSystemIsReadAtOnceAndThenRestsAsItsShareSays() {
    assertTrue(budget.isDue(CONCERTIM));
    read(CONCERTIM, Duration.ofSeconds(25));

    assertEquals(Duration.ofSeconds(225), budget.cost(CONCERTIM).rest());
    assertTrue(budget.isDue(OPENSTACK), "each system has its own");
    pass(Duration.ofSeconds(224));
    assertFalse(budget.isDue(CONCERTIM));
    pass(Duration.ofSeconds(1));
    assertTrue(budget.isDue(CONCERTIM));
  }

  @Test
  void aRequestIsAnsweredOnceAndPaidForLater() {
    read(CONCERTIM, Duration.ofSeconds(10));
    budget.request();
    assertTrue(budget.isDue(CONCERTIM));
    read(CONCERTIM, Duration.ofSeconds(10));

    assertFalse(budget.isDue(CONCERTIM));
    assertEquals(Duration.ofMinutes(3), budget.cost(CONCERTIM).rest());
  }

  @Test
  void aRequestBeyondTheCreditIsKeptUntilThereIsSome() {
    for (int i = 0; i < 4; i++) {
      budget.request();
      assertTrue(budget.isDue(CONCERTIM));
      read(CONCERTIM, Duration.ofSeconds(10));
    }
    budget.request();

    assertFalse(budget.isDue(CONCERTIM));
    pass(Duration.ofMinutes(1));
    assertTrue(budget.isDue(CONCERTIM));
  }

  @Test
  void twoReadsAtOnceCountForThemselves() {
    Instant first = budget.begin(CONCERTIM);
    pass(Duration.ofSeconds(20));
    Instant second = budget.begin(CONCERTIM);
    pass(Duration.ofSeconds(5));
    budget.end(CONCERTIM, first, false);
    budget.end(CONCERTIM, second, false);

    assertEquals(Duration.ofSeconds(30), budget.cost(CONCERTIM).used());
  }

  @Test
  void aSystemRestsNineTimesAsLongAsItWorkedForATenthOfTheTime() {
    assertEquals(Duration.ofSeconds(225), LoadBudget.rest(Duration.ofSeconds(25), 0.1));
    assertEquals(Duration.ZERO, LoadBudget.rest(Duration.ofSeconds(25), 1));
  }

  @Test
  void nothingBeginsWhileThePortalMayStillWorkForAReadThatWasGivenUp() {
    Instant began = budget.begin(CONCERTIM);
    pass(Duration.ofSeconds(10));
    budget.end(CONCERTIM, began, true);
    budget.request();

    pass(Duration.ofSeconds(9));
    assertFalse(budget.isDue(CONCERTIM), "not even on credit");
    pass(Duration.ofSeconds(1));
    assertTrue(budget.isDue(CONCERTIM));
  }

  @Test
  void looksAtThePortalAndReadsOfItsListsDoNotHoldUpEachOther() {
    read(CONCERTIM, Duration.ofSeconds(25));
    assertTrue(budget.allowsLook(CREDIT));
    pass(budget.cost(CONCERTIM).rest());
    Instant began = now;
    pass(Duration.ofSeconds(25));
    budget.looked(began, Duration.between(began, now), false);

    assertFalse(budget.allowsLook(CREDIT));
    assertTrue(budget.isDue(CONCERTIM));
    assertEquals(Duration.ofSeconds(50), budget.cost(CONCERTIM).used());
  }

  @Test
  void aLookThatFailedWaitsAsLongAsItTook() {
    Instant began = now;
    pass(Duration.ofSeconds(1));
    budget.looked(began, Duration.between(began, now), true);

    assertFalse(budget.allowsLook(CREDIT));
    pass(Duration.ofSeconds(1));
    assertTrue(budget.allowsLook(CREDIT));
  }

  @Test
  void thePeriodIsThatOfTheLastRead() {
    assertEquals(Duration.ZERO, budget.period(CONCERTIM));
    read(CONCERTIM, Duration.ofSeconds(25));
    assertEquals(Duration.ofSeconds(250), budget.period(CONCERTIM));
  }

  @Property
  void looksNeverTakeMoreThanHalfOfTheShareAndTheirCredit(
      @ForAll @DoubleRange(min = 0.01, max = 1) double share,
      @ForAll List<@IntRange(min = 1, max = 2_000) Integer> looks) {
    budget = budget(share, Duration.ofDays(365));
    Instant start = now;
    for (int milliseconds : looks) {
      while (!budget.allowsLook(CREDIT)) {
        pass(Duration.ofMillis(250));
      }
      Instant began = now;
      pass(Duration.ofMillis(milliseconds));
      budget.looked(began, Duration.between(began, now), false);
    }

    double whole = Duration.between(start, now).toMillis();
    assertTrue(budget.cost(CONCERTIM).used().toMillis() <= whole * share / 2 + 5_000 + 2_000);
  }

  @Test
  void theRestEndsBeforeWhatWasReadIsTooOld() {
    budget = budget(0.1, Duration.ofMinutes(7));
    read(CONCERTIM, Duration.ofMinutes(5));

    assertEquals(Duration.ofMinutes(7), budget.cost(CONCERTIM).rest());
    budget.request();
    assertTrue(budget.isDue(CONCERTIM));
  }

  @Property
  void aSystemNeverWorksForMoreThanItsShare(
      @ForAll @DoubleRange(min = 0.01, max = 1) double share,
      @ForAll List<@IntRange(min = 1, max = 60_000) Integer> reads) {
    budget = budget(share, Duration.ofDays(365));
    Instant start = now;
    for (int milliseconds : reads) {
      pass(budget.cost(CONCERTIM).rest());
      assertTrue(budget.isDue(CONCERTIM));
      read(CONCERTIM, Duration.ofMillis(milliseconds));
    }
    pass(budget.cost(CONCERTIM).rest());

    double whole = Duration.between(start, now).toNanos();
    assertTrue(budget.cost(CONCERTIM).used().toNanos() <= whole * share * (1 + 1e-6) + 1);
  }
}
