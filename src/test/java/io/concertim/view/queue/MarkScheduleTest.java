package io.concertim.view.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.model.layer.Kind;
import io.concertim.view.queue.MarkSchedule.Result;
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

class MarkScheduleTest {
  private static final Instant START = Instant.ofEpochSecond(1_000_000);
  private static final Mark STOPPED = new Mark(Kind.SERVER, "s", false, "stopped");

  private final MarkSchedule schedule = new MarkSchedule(Duration.ofMillis(500));

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
    schedule.add(new Mark(Kind.SERVER, "s", false, "active"), at(600));

    ObjectRead read = schedule.take(Set.of(), at(600)).get(0);
    assertEquals("active", read.mark().state());
    assertEquals(0, read.tries());
  }

  @Example
  void aPlainMarkDoesNotMakeADeletionForgotten() {
    schedule.add(new Mark(Kind.SERVER, "s", true, null), at(0));
    schedule.add(Mark.of(Kind.SERVER, "s"), at(1));

    assertTrue(schedule.take(Set.of(), at(1)).get(0).mark().gone());
  }

  @Example
  void aKindThatWaitsForItsListKeepsItsMarksButThoseThatNoListShows() {
    schedule.add(STOPPED, at(0));
    schedule.add(Mark.of(Kind.SERVER, "t"), at(0));
    ObjectRead listed =
        schedule.take(Set.of(), at(0)).stream()
            .filter(read -> read.mark().id().equals("t"))
            .findFirst()
            .orElseThrow();
    schedule.finish(listed, Result.NOT_LISTED, at(1));
    schedule.add(Mark.of(Kind.SERVER, "u"), at(1));

    assertEquals(Map.of(Kind.SERVER, 1), schedule.due(at(1)));
    assertEquals(
        List.of("t"),
        schedule.take(Set.of(Kind.SERVER), at(1)).stream().map(read -> read.mark().id()).toList());
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
          schedule.add(Mark.of(Kind.SERVER, id), now);
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
      readUpTo.merge(read.mark().id(), began, Math::max);
    }
  }
}
