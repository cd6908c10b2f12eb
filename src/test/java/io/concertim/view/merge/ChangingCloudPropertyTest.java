// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.merge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Observation;
import io.concertim.view.model.layer.Project;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * A cloud that changes while two writers read it: a read returns the truth of some moment between
 * its start and its end, or lags behind it, and arrives late, twice or in any order.
 */
class ChangingCloudPropertyTest {
  private static final List<String> IDS = List.of("a", "b", "c");
  private static final int LONGEST_LAG = 5;

  /** What the cloud held at each moment; null for nothing. */
  private final List<TreeMap<String, String>> history = new ArrayList<>();

  private record Read(String id, long started) {}

  @Property(tries = 300)
  void endsAsTheCloudDoesAndNeverUndoesALaterRead(@ForAll Random random) {
    history.clear();
    history.add(new TreeMap<>());
    List<Layers> writers = new ArrayList<>(List.of(Layers.empty(), Layers.empty()));
    List<Read> reading = new ArrayList<>();
    List<Observation> onTheirWay = new ArrayList<>();
    for (int step = 0; step < 150; step++) {
      history.add(new TreeMap<>(history.get(history.size() - 1)));
      switch (random.nextInt(5)) {
        case 0 -> change(random);
        case 1 -> reading.add(new Read(IDS.get(random.nextInt(IDS.size())), now()));
        case 2 -> {
          if (!reading.isEmpty()) {
            Read read = reading.remove(random.nextInt(reading.size()));
            onTheirWay.add(answer(read, random));
          }
        }
        case 3 -> {
          if (!onTheirWay.isEmpty()) {
            Observation arrives = onTheirWay.get(random.nextInt(onTheirWay.size()));
            take(writers, random.nextInt(2), List.of(arrives));
          }
        }
        default -> take(writers, 0, writers.get(1).observations());
      }
    }
    // The last confirming reads began after everything, and lag behind nothing.
    for (String id : IDS) {
      take(writers, random.nextInt(2), List.of(observed(id, now() + LONGEST_LAG, now())));
    }
    take(writers, 0, writers.get(1).observations());
    take(writers, 1, writers.get(0).observations());
    // What was still on its way is older, and changes nothing.
    take(writers, 0, onTheirWay);
    take(writers, 1, onTheirWay);

    for (Layers writer : writers) {
      for (String id : IDS) {
        assertEquals(
            Optional.ofNullable(history.get(history.size() - 1).get(id)),
            writer.fact(Project.class, id).map(Project::name));
      }
    }
    assertEquals(writers.get(0), writers.get(1));
  }

  private long now() {
    return history.size() - 1L;
  }

  private void change(Random random) {
    String id = IDS.get(random.nextInt(IDS.size()));
    if (random.nextInt(3) == 0) {
      history.get(history.size() - 1).remove(id);
    } else {
      history.get(history.size() - 1).put(id, "v" + history.size());
    }
  }

  private Observation answer(Read read, Random random) {
    long lag = random.nextInt(4) == 0 ? random.nextInt(LONGEST_LAG) : 0;
    long earliest = Math.max(0, read.started() - lag);
    long moment = earliest + random.nextInt((int) (now() - earliest) + 1);
    return observed(read.id(), read.started(), moment);
  }

  private Observation observed(String id, long seen, long moment) {
    String name = history.get((int) moment).get(id);
    return name == null
        ? Observation.gone(Kind.PROJECT, id, seen)
        : Observation.of(Kind.PROJECT, seen, new Project(id, name));
  }

  /** No observation of a read that began later is ever lost to one that began earlier. */
  private static void take(List<Layers> writers, int writer, List<Observation> arriving) {
    Layers before = writers.get(writer);
    Layers after = before.merge(arriving);
    writers.set(writer, after);
    for (Observation known : before.observations()) {
      Observation then = after.observation(known.kind(), known.id()).orElseThrow();
      assertTrue(then.seen() > known.seen() || then.equals(known) || then.seen() == known.seen());
    }
  }
}
