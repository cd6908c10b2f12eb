// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Source;
import io.concertim.view.publish.PortalPart;
import io.concertim.view.source.LoadBudget;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OfferWatchTest {
  private static final String OFFER = "+RACK 1-a r1\n";
  private static final String OTHER = "+RACK 2-b r2\n";
  private static final String CHANGE = "~DEVICE 1-c d\n";

  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private String offer;
  private final LoadBudget budget =
      new LoadBudget(
          Map.of("concertim", 0.1, "openstack", 0.1, "killbill", 0.1),
          Duration.ofHours(1),
          () -> now);
  private OfferWatch watch = watch(true);

  private OfferWatch watch(boolean byTime) {
    return new OfferWatch(
        () -> offer,
        () -> byTime,
        Duration.ofSeconds(3),
        () -> Duration.ofSeconds(60),
        budget,
        () -> now);
  }

  private void pass(long seconds) {
    now = now.plusSeconds(seconds);
  }

  private List<String> look(long seconds, boolean failed) {
    List<String> parts = watch.begin().stream().map(PortalPart::id).sorted().toList();
    pass(seconds);
    watch.end(failed);
    return parts;
  }

  private List<String> look() {
    return look(0, false);
  }

  /** After how many seconds it is due again. */
  private long wait(int most) {
    long seconds = 0;
    while (!watch.isDue() && seconds < most) {
      pass(1);
      seconds++;
    }
    return seconds;
  }

  private List<Long> waits(int looks) {
    List<Long> waits = new ArrayList<>();
    for (int i = 0; i < looks; i++) {
      waits.add(wait(1000));
      look();
    }
    return waits;
  }

  @Test
  void looksAtNothingWhileNothingIsOffered() {
    assertEquals(100, wait(100));
    offer = OFFER;
    assertEquals(3, wait(100));
    assertEquals(List.of(new PortalPart(Kind.RACK, "r1")), watch.begin());
  }

  @Test
  void looksEverMoreSeldomAtAnOfferThatStaysTheSame() {
    offer = OFFER;

    assertEquals(List.of(3L, 6L, 12L, 24L, 48L, 60L, 60L), waits(7));
  }

  @Test
  void looksSoonAtAnotherOfferAndAtThatOnly() {
    offer = OFFER;
    waits(6);
    watch.isDue();
    offer = OFFER + OTHER;

    assertEquals(3, wait(1000));
    assertEquals(List.of("r2"), look());
  }

  @Test
  void whenAnOfferIsTakenOthersMaySoonBeToo() {
    offer = OFFER + OTHER;
    waits(5);
    offer = OFFER + "+RACK 1-1 r2\n";

    assertEquals(3, wait(1000));
    assertEquals(List.of("r1", "r2"), look());
  }

  @Test
  void looksAtOnceWhenAPassHasEndedUntilThreeHaveLeftItAsItWas() {
    watch.written();
    offer = OFFER + CHANGE;
    for (int pass = 0; pass < 3; pass++) {
      watch.written();
      assertTrue(watch.isDue());
      assertEquals(List.of("d", "r1"), look());
      assertFalse(watch.isDue());
    }
    watch.written();
    assertFalse(watch.isDue());

    assertEquals(24, wait(1000), "the offer is looked at all the same, but seldom");
    assertEquals(List.of("r1"), look());
    offer = OFFER + "~DEVICE 1-cc d\n";
    watch.written();
    assertTrue(watch.isDue());
    assertEquals(List.of("d"), look(), "another change of the same device");
  }

  @Test
  void aPassWhileNothingWasEverOfferedIsNoReasonToLook() {
    watch.written();

    assertFalse(watch.isDue());
  }

  @Test
  void aRefusedOfferIsNotLookedAtSoonerBecauseAnotherIsTaken() {
    watch.written();
    offer = OFFER + OTHER;
    for (int pass = 0; pass < 3; pass++) {
      watch.written();
      watch.isDue();
      look();
    }
    offer = OFFER;

    assertEquals(24, wait(1000));
  }

  @Test
  void aProcessThatDoesNotListenLooksAfterAPassOnly() {
    watch = watch(false);
    offer = OFFER;
    assertEquals(1000, wait(1000));
    watch.written();
    assertTrue(watch.isDue());
  }

  @Test
  void neverLooksTwiceAtOnceAndForgetsNoPass() {
    offer = OFFER;
    watch.written();
    assertTrue(watch.isDue());
    watch.begin();
    watch.written();
    assertFalse(watch.isDue(), "a look is going on");
    watch.end(false);

    assertTrue(watch.isDue(), "the pass ended after the look had begun");
  }

  @Test
  void aLookThatFailedDoesNotCountAsOneAfterAPass() {
    watch.written();
    offer = OFFER;
    watch.written();
    watch.isDue();
    look(2, true);

    assertEquals(38, wait(1000), "2 s at 5 % are paid for after 40 s");
    look();
    for (int pass = 0; pass < 3; pass++) {
      watch.written();
      assertTrue(watch.isDue());
      look();
    }
    watch.written();
    assertFalse(watch.isDue());
  }

  @Test
  void theSeldomSeenComeFirstAndTheOthersNext() {
    offer =
        String.join("", IntStream.range(0, 20).mapToObj(i -> "+RACK 1-a r" + i + "\n").toList());
    wait(1000);
    look();
    offer += OTHER.replace("r2", "new");
    watch.isDue();
    watch.written();
    assertTrue(watch.isDue());

    List<String> first = look();
    assertEquals(20, first.size());
    assertTrue(first.contains("new"));
    assertTrue(watch.isDue());
    assertEquals(1, look().size());
    assertFalse(watch.isDue());
  }

  @Test
  void aPassThatBeganBeforeItWasWantedHasNotRefusedIt() {
    offer = OFFER;
    for (int pass = 0; pass < 3; pass++) {
      watch.written();
      pass(10);
      offer = "+RACK 1-" + pass + " r1\n";
      assertFalse(watch.isDue(), "wanted since the pass has begun, at the earliest");
      watch.written();
      assertTrue(watch.isDue(), "it may have begun later than that");
      look();
    }
    for (int pass = 0; pass < 3; pass++) {
      pass(10);
      watch.written();
      assertTrue(watch.isDue());
      look();
    }
    pass(10);
    watch.written();
    assertFalse(watch.isDue());
  }

  @Test
  void whilePassesEndOftenAnOfferWaitsForTheNextOne() {
    offer = OFFER;
    watch.written();
    pass(12);
    watch.written();
    look();
    offer = OTHER;

    assertEquals(24, wait(1000), "the next one is late by as much as it was to take");
    look();
    pass(21);
    watch.written();
    look();
    assertEquals(12, wait(1000), "passes take long, so one may have served it long before it ends");
  }

  @Test
  void changesDoNotUseTheCreditThatOffersMayNeed() {
    offer = CHANGE;
    watch.written();
    watch.isDue();
    look(2, false);
    offer = "~DEVICE 1-cc d\n" + OFFER;
    watch.written();

    assertTrue(watch.isDue());
    assertEquals(List.of("r1"), look(), "the change waits until the look before is paid for");
    offer = "~DEVICE 1-cc d\n";
    assertEquals(18, wait(1000), "of 2 s at 5 %, one is paid for after 20 s");
    assertEquals(List.of("d"), look());
  }

  @Test
  void whatWeDoWithTheAnswersIsNotThePortalsWork() {
    offer = OFFER;
    wait(1000);
    watch.begin();
    pass(1);
    watch.answered();
    pass(100);
    watch.end(false);

    assertEquals(Duration.ofSeconds(1), budget.cost(Source.CONCERTIM).used());
  }

  @Test
  void whatNoPassHasEndedForWaitsUntilAllIsPaidForOncePassesAreKnown() {
    offer = OFFER;
    watch.written();
    pass(30);
    watch.written();
    watch.isDue();
    look(1, false);

    assertEquals(19, wait(1000), "1 s at 5 % is paid for after 20 s");
    watch.written();
    assertTrue(watch.isDue());
    look(1, false);
    watch.written();
    assertTrue(watch.isDue(), "what a pass may have served is looked at on credit");
  }

  /** What a look of a second is charged with, with these answers of how long the portal worked. */
  private Duration charged(String... seconds) {
    Duration before = budget.cost(Source.CONCERTIM).used();
    watch.begin();
    pass(1);
    Arrays.asList(seconds).forEach(watch::answeredOne);
    watch.answered();
    watch.end(false);
    return budget.cost(Source.CONCERTIM).used().minus(before);
  }

  @Test
  void thePortalKnowsBestHowLongItHasWorkedWithinReason() {
    offer = OFFER;
    wait(1000);

    assertEquals(Duration.ofMillis(300), charged("0.100000", "0.2"));
    assertEquals(Duration.ofSeconds(1), charged("0.100000", null), "one answer does not say");
    assertEquals(Duration.ofSeconds(1), charged("0.1", "-1"));
    assertEquals(Duration.ofSeconds(1), charged("0.1", "1e9"));
    assertEquals(Duration.ofSeconds(1), charged("99"), "no more than it has taken");
    assertEquals(Duration.ofMillis(100), charged("0"), "no less than a tenth of it");
  }

  @Test
  void whatIsConfirmedAfterTheAnswersCountsWithAllOfItsTime() {
    offer = OFFER;
    wait(1000);
    watch.begin();
    pass(1);
    watch.answeredOne("0.2");
    pass(2);
    watch.answered();
    watch.end(false);

    assertEquals(Duration.ofMillis(2200), budget.cost(Source.CONCERTIM).used());
  }

  @Test
  void whatThePortalSaysDoesNotCountWhereItHasNotAnsweredAll() {
    offer = OFFER;
    wait(1000);
    watch.begin();
    watch.answeredOne("0.1");
    pass(1);
    watch.end(true);

    assertEquals(Duration.ofSeconds(1), budget.cost(Source.CONCERTIM).used());
  }
}
