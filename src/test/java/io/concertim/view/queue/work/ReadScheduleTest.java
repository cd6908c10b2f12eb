// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.queue.work;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.model.layer.Kind;
import io.concertim.view.queue.ReadRequest;
import io.concertim.view.queue.work.ReadSchedule.Failure;
import io.concertim.view.queue.work.ReadSchedule.Result;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class ReadScheduleTest {
  private static final Instant START = Instant.ofEpochSecond(1_000_000);
  private static final ReadRequest STOPPED = new ReadRequest(Kind.SERVER, "s", false, "stopped");

  private final ReadSchedule schedule = new ReadSchedule(Duration.ofMillis(500));

  private static Instant at(long millis) {
    return START.plusMillis(millis);
  }

  @Example
  void theFirstMarkIsReadAtOnceAndWhatFollowsTogether() {
    schedule.add(STOPPED, at(0));
    ObjectRead first = schedule.take(Set.of(), at(0)).get(0);
    for (int i = 1; i <= 100; i++) {
      schedule.add(STOPPED, at(i));
    }
    assertEquals(List.of(), schedule.take(Set.of(), at(100)));
    assertFalse(schedule.finish(first, Result.STORED, at(101)));
    assertEquals(List.of(), schedule.take(Set.of(), at(499)));

    ObjectRead second = schedule.take(Set.of(), at(500)).get(0);
    assertTrue(schedule.finish(second, Result.STORED, at(520)));
    assertEquals(0, schedule.size());
  }

  @Example
  void aReadThatContradictsIsRepeatedAfterOneTwoAndFiveSeconds() {
    schedule.add(STOPPED, at(0));
    long now = 0;
    for (int seconds : List.of(1, 2, 5)) {
      schedule.finish(schedule.take(Set.of(), at(now)).get(0), Result.CONTRADICTED, at(now));
      assertEquals(List.of(), schedule.take(Set.of(), at(now + seconds * 1000L - 1)));
      now += seconds * 1000L;
    }
    assertEquals(3, schedule.take(Set.of(), at(now)).get(0).tries());
  }

  @Example
  void aNewerMarkReplacesWhatWasExpectedAndIsNotMadeToWait() {
    schedule.add(STOPPED, at(0));
    schedule.finish(schedule.take(Set.of(), at(0)).get(0), Result.CONTRADICTED, at(10));
    schedule.add(new ReadRequest(Kind.SERVER, "s", false, "active"), at(600));

    ObjectRead read = schedule.take(Set.of(), at(600)).get(0);
    assertEquals("active", read.request().state());
    assertEquals(0, read.tries());
  }

  @Example
  void aReadThatFailsTheSameWayForAnHourIsDropped() {
    schedule.add(STOPPED, at(0));
    long now = 0;
    assertEquals(Failure.NEW, fail("status 400", now));
    now += 1000;
    assertEquals(Failure.SAME, fail("status 400", now));
    now += Duration.ofMinutes(50).toMillis();
    assertEquals(Failure.NEW, fail("status 500", now));
    now += Duration.ofMinutes(59).toMillis();
    schedule.add(STOPPED, at(now));
    assertEquals(Failure.SAME, fail("status 500", now));
    now += Duration.ofMinutes(1).toMillis();
    assertEquals(Failure.DROPPED, fail("status 500", now));
    assertEquals(0, schedule.size());
  }

  private Failure fail(String how, long now) {
    return schedule.fail(schedule.take(Set.of(), at(now)).get(0), how, at(now));
  }

  @Example
  void aReadThatSucceedsInBetweenMakesTheHourBeginAgain() {
    schedule.add(STOPPED, at(0));
    assertEquals(Failure.NEW, fail("status 500", 0));
    ObjectRead read = schedule.take(Set.of(), at(2000)).get(0);
    schedule.add(STOPPED, at(2001));
    schedule.finish(read, Result.STORED, at(2002));
    assertEquals(Failure.NEW, fail("status 500", 5000));
  }

  @Example
  void aRequestForAListCountsAsMany() {
    schedule.add(ReadRequest.list(Kind.NETWORK), at(0));
    assertTrue(schedule.due(at(0)).get(Kind.NETWORK) > 100_000);
  }

  /** 2 to the power of 15 ids, made of Aa and BB, have one hash code. */
  @Example
  void idsWithOneHashCodeCostNoMoreThanOthers() {
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          for (int i = 0; i < 1 << 15; i++) {
            StringBuilder id = new StringBuilder();
            for (int bit = 0; bit < 15; bit++) {
              id.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            schedule.add(ReadRequest.of(Kind.SERVER, id.toString()), at(0));
          }
          assertEquals(1 << 15, schedule.take(Set.of(), at(0)).size());
        });
  }

  @Example
  void aPlainMarkDoesNotMakeADeletionForgotten() {
    schedule.add(new ReadRequest(Kind.SERVER, "s", true, null), at(0));
    schedule.add(ReadRequest.of(Kind.SERVER, "s"), at(1));

    assertTrue(schedule.take(Set.of(), at(1)).get(0).request().gone());
  }

  @Example
  void aPlainMarkChangesNeitherWhatIsExpectedNorHowOftenItWasContradicted() {
    schedule.add(STOPPED, at(0));
    schedule.finish(schedule.take(Set.of(), at(0)).get(0), Result.CONTRADICTED, at(0));
    schedule.finish(schedule.take(Set.of(), at(1000)).get(0), Result.CONTRADICTED, at(1000));

    schedule.add(ReadRequest.of(Kind.SERVER, "s"), at(1600));
    ObjectRead early = schedule.take(Set.of(), at(1600)).get(0);
    assertEquals("stopped", early.request().state());
    schedule.finish(early, Result.CONTRADICTED, at(1610));

    assertEquals(List.of(), schedule.take(Set.of(), at(2999)), "it was brought forward, no more");
    assertEquals(2, schedule.take(Set.of(), at(3000)).get(0).tries());
  }

  @Example
  void plainMarksNeverMakeAContradictedReadCountBeforeEightSeconds() {
    schedule.add(STOPPED, at(0));
    long last = 0;
    for (long now = 0; last == 0 && now < 60_000; now += 50) {
      for (ObjectRead read : schedule.take(Set.of(), at(now))) {
        if (read.tries() < ReadSchedule.contradictionsAllowed()) {
          schedule.add(ReadRequest.of(Kind.SERVER, "s"), at(now));
          schedule.finish(read, Result.CONTRADICTED, at(now));
        } else {
          last = now;
        }
      }
      schedule.add(ReadRequest.of(Kind.SERVER, "s"), at(now));
    }
    assertTrue(last >= 8_000 && last < 20_000, last + " ms");
  }

  @Example
  void failuresAreNoContradictions() {
    schedule.add(STOPPED, at(0));
    long now = 0;
    for (int seconds : List.of(1, 2, 5, 10)) {
      schedule.finish(schedule.take(Set.of(), at(now)).get(0), Result.FAILED, at(now));
      now += seconds * 1000L;
    }
    assertEquals(0, schedule.take(Set.of(), at(now)).get(0).tries());
  }

  @Example
  void aReadThatIsEndedTwiceChangesNothing() {
    schedule.add(STOPPED, at(0));
    ObjectRead read = schedule.take(Set.of(), at(0)).get(0);
    assertTrue(schedule.finish(read, Result.STORED, at(1)));
    assertFalse(schedule.finish(read, Result.FAILED, at(2)));
    assertEquals(0, schedule.size());

    schedule.add(STOPPED, at(3));
    assertFalse(schedule.finish(read, Result.STORED, at(4)));
    assertEquals(1, schedule.size());
  }

  @Example
  void marksThatKeepComingAreReadEverMoreSeldomAndTheLastOfThemIsRead() {
    List<Long> reads = new ArrayList<>();
    long end = Duration.ofMinutes(5).toMillis();
    for (long now = 0; now <= end + 4_000; now += 10) {
      if (now % 300 == 0 && now <= end) {
        schedule.add(ReadRequest.of(Kind.STACK, "s"), at(now));
      }
      for (ObjectRead read : schedule.take(Set.of(), at(now))) {
        reads.add(now);
        schedule.finish(read, Result.STORED, at(now));
      }
    }

    assertEquals(
        List.of(0L, 500L, 1_000L, 1_500L, 2_000L, 2_500L, 3_000L, 4_000L, 6_000L, 10_000L),
        reads.subList(0, 10));
    assertTrue(reads.size() < 90, () -> reads.size() + " reads");
    assertTrue(reads.get(reads.size() - 1) >= end);
    assertEquals(0, schedule.size());

    schedule.add(ReadRequest.of(Kind.STACK, "s"), at(end + 20_000));
    ObjectRead fresh = schedule.take(Set.of(), at(end + 20_000)).get(0);
    schedule.finish(fresh, Result.STORED, at(end + 20_000));
    schedule.add(ReadRequest.of(Kind.STACK, "s"), at(end + 20_001));
    assertEquals(1, schedule.take(Set.of(), at(end + 20_500)).size(), "after the interval again");
  }

  @Example
  void aMarkThatSaysWhatTheObjectHasBecomeIsNotMadeToWaitByThoseThatKeepComing() {
    long now = 0;
    long last = 0;
    for (; now < 30_000; now += 100) {
      schedule.add(ReadRequest.of(Kind.SERVER, "s"), at(now));
      for (ObjectRead read : schedule.take(Set.of(), at(now))) {
        last = now;
        schedule.finish(read, Result.STORED, at(now));
      }
    }
    long told = last + 4_000; // the last read, after which the next would be four seconds later
    for (; now <= told; now += 100) {
      schedule.add(ReadRequest.of(Kind.SERVER, "s"), at(now));
    }
    ObjectRead read = schedule.take(Set.of(), at(told)).get(0);
    schedule.add(STOPPED, at(told + 100));
    assertFalse(schedule.finish(read, Result.STORED, at(told + 150)));

    assertEquals(List.of(), schedule.take(Set.of(), at(told + 499)));
    assertEquals("stopped", schedule.take(Set.of(), at(told + 500)).get(0).request().state());
  }

  @Example
  void aKindThatWaitsForItsListKeepsItsMarksButThoseThatNoListShows() {
    schedule.add(STOPPED, at(0));
    schedule.add(ReadRequest.of(Kind.SERVER, "t"), at(0));
    ObjectRead listed =
        schedule.take(Set.of(), at(0)).stream()
            .filter(read -> read.request().id().equals("t"))
            .findFirst()
            .orElseThrow();
    schedule.finish(listed, Result.NOT_LISTED, at(1));
    schedule.add(ReadRequest.of(Kind.SERVER, "u"), at(1));

    assertEquals(Map.of(Kind.SERVER, 1), schedule.due(at(1)));
    assertEquals(
        List.of("t"),
        schedule.take(Set.of(Kind.SERVER), at(1)).stream()
            .map(read -> read.request().id())
            .toList());
  }

  @Example
  void whatIsNotReadForTenSecondsIsStuckOnce() {
    schedule.add(STOPPED, at(0));
    schedule.add(ReadRequest.of(Kind.VOLUME, "v"), at(0));
    schedule.add(ReadRequest.of(Kind.NETWORK, "n"), at(0));
    List<ObjectRead> reads = schedule.take(Set.of(Kind.NETWORK), at(0));
    schedule.fail(reads.get(1), "status 500", at(1000));
    assertEquals(List.of(), schedule.stuck(at(10_000)));

    assertEquals(
        Set.of(STOPPED, ReadRequest.of(Kind.VOLUME, "v")),
        Set.copyOf(schedule.stuck(at(10_001))),
        "one is being read, one has failed; that of the third has not begun");
    assertEquals(List.of(), schedule.stuck(at(20_000)));

    schedule.add(STOPPED, at(20_000));
    assertEquals(List.of(), schedule.stuck(at(30_000)));
    assertEquals(List.of(STOPPED), schedule.stuck(at(30_001)));
  }

  @Example
  void whatAnotherHostFailedToReadIsNotStuckHere() {
    schedule.goOn(STOPPED, at(0));
    schedule.fail(schedule.take(Set.of(), at(0)).get(0), "status 500", at(1000));

    assertEquals(List.of(), schedule.stuck(at(20_000)));
  }

  /** Whatever happens in whatever order: the last mark is followed by a read that began later. */
  @Property
  void noMarkIsEverForgotten(@ForAll Random random) {
    Map<String, Integer> marked = new HashMap<>();
    Map<String, Integer> readUpTo = new HashMap<>();
    Map<ObjectRead, Integer> reading = new HashMap<>();
    int step = 0;
    for (; step < 200; step++) {
      Instant now = at(step * 100L);
      switch (random.nextInt(3)) {
        case 0 -> {
          String id = "s" + random.nextInt(3);
          schedule.add(ReadRequest.of(Kind.SERVER, id), now);
          marked.put(id, step);
        }
        case 1 -> begin(now, step, reading);
        default -> {
          Result[] results = {Result.STORED, Result.FAILED, Result.CONTRADICTED, Result.NOT_LISTED};
          for (ObjectRead read : new ArrayList<>(reading.keySet())) {
            end(read, results[random.nextInt(results.length)], now, reading, readUpTo);
          }
        }
      }
    }
    while (schedule.size() > 0) {
      step += 100;
      begin(at(step * 100L), step, reading);
      for (ObjectRead read : new ArrayList<>(reading.keySet())) {
        end(read, Result.STORED, at(step * 100L), reading, readUpTo);
      }
    }
    marked.forEach((id, last) -> assertTrue(readUpTo.get(id) >= last, id));
  }

  private void begin(Instant now, int step, Map<ObjectRead, Integer> reading) {
    schedule.take(Set.of(), now).forEach(read -> reading.put(read, step));
  }

  private void end(
      ObjectRead read,
      Result result,
      Instant now,
      Map<ObjectRead, Integer> reading,
      Map<String, Integer> readUpTo) {
    int began = reading.remove(read);
    schedule.finish(read, result, now);
    if (result == Result.STORED) {
      readUpTo.merge(read.request().id(), began, Math::max);
    }
  }
}
