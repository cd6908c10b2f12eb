// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.merge.DeletionGate;
import io.concertim.view.merge.HybridClock;
import io.concertim.view.merge.SourceRead;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Network;
import io.concertim.view.model.layer.Observation;
import io.concertim.view.model.layer.Source;
import io.concertim.view.state.State;
import io.concertim.view.state.SyncMerge;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * A cloud that changes while syncs read all of it, or what it says has changed since they last
 * asked. A change has the time at which it was begun, and is to be seen a little later. Nothing
 * counts as gone that is there, and in the end all is known as by full lists only.
 */
class ChangesPropertyTest {
  private static final int OBJECTS = 5;
  private static final long END = 60;
  private static final int LONGEST_LAG = 3;
  private static final DeletionGate GATE = new DeletionGate(1, OBJECTS);

  /**
   * A change of an object.
   *
   * @param begun the time that the system gives it
   * @param seen when it is to be seen
   * @param name null if it deletes the object
   */
  private record Change(long begun, long seen, String name) {}

  private final List<List<Change>> cloud = new ArrayList<>();
  private State known;

  private void grow(Random random) {
    cloud.clear();
    cloud.add(List.of(new Change(-LONGEST_LAG, 0, "always"))); // no list is ever empty
    while (cloud.size() < OBJECTS) {
      List<Change> changes = new ArrayList<>();
      long begun = random.nextInt(20);
      for (int i = 0; i < 4 && begun < END - LONGEST_LAG; i++) {
        String name = i > 0 && random.nextInt(3) == 0 ? null : "named at " + begun;
        changes.add(new Change(begun, begun + random.nextInt(LONGEST_LAG + 1), name));
        begun = name == null ? END : begun + LONGEST_LAG + 1 + random.nextInt(20);
      }
      cloud.add(changes);
    }
    known = State.empty();
  }

  private Optional<Change> last(int number, long moment) {
    return cloud.get(number).stream()
        .filter(change -> change.seen() <= moment)
        .reduce((earlier, later) -> later);
  }

  private Observation observed(int number, long moment) {
    String id = "n" + number;
    return last(number, moment)
        .map(Change::name)
        .map(name -> Observation.of(Kind.NETWORK, moment, network(id, name)))
        .orElse(Observation.gone(Kind.NETWORK, id, moment));
  }

  private static Network network(String id, String name) {
    return new Network(id, name, null, null, null, null, null, null, null);
  }

  @Property(tries = 500)
  void endInWhatTheCloudHoldsIfItShowsDeletedObjects(@ForAll Random random) {
    grow(random);
    sync(0, false, true);
    for (long moment = 1; moment < END; moment++) {
      if (random.nextInt(3) == 0) {
        sync(moment, random.nextInt(6) > 0, true);
      }
    }
    sync(END, true, true);
    assertAllIsKnown();
  }

  @Property(tries = 500)
  void endInWhatTheCloudHoldsOnceTheFullListsAreRead(@ForAll Random random) {
    grow(random);
    for (long moment = 0; moment < END; moment++) {
      if (random.nextInt(3) == 0) {
        sync(moment, random.nextInt(6) > 0, random.nextBoolean());
      } else if (random.nextInt(3) == 0) {
        // A read of one object, after a notification.
        known = known.with(List.of(observed(random.nextInt(OBJECTS), moment)));
      }
    }
    sync(END, false, false);
    assertAllIsKnown();
  }

  private void assertAllIsKnown() {
    for (int i = 0; i < OBJECTS; i++) {
      assertEquals(
          last(i, END).map(Change::name),
          known.layers().fact(Network.class, "n" + i).map(Network::name));
    }
  }

  /**
   * One sync.
   *
   * @param changes whether it asks for changes, where it may
   * @param withDeleted whether the cloud shows deleted objects among them, as Nova does
   */
  private void sync(long moment, boolean changes, boolean withDeleted) {
    Long asOf = known.asOf().get(Kind.NETWORK);
    boolean asksForChanges = changes && asOf != null;
    long since =
        asksForChanges ? HybridClock.instant(asOf).getEpochSecond() - LONGEST_LAG : Long.MIN_VALUE;
    SourceRead reading = new SourceRead(Source.OPENSTACK);
    for (int i = 0; i < OBJECTS; i++) {
      Optional<Change> last = last(i, moment).filter(change -> change.begun() >= since);
      if (last.isPresent() && last.get().name() != null) {
        reading.observe(observed(i, moment));
      } else if (last.isPresent() && asksForChanges && withDeleted) {
        reading.deleted(Kind.NETWORK, "n" + i);
      }
    }
    reading.askedAt(Kind.NETWORK, Instant.ofEpochSecond(moment));
    if (asksForChanges) {
      reading.changed(Kind.NETWORK, moment);
    } else {
      reading.completed(Kind.NETWORK, moment);
    }
    take(moment, reading);
    for (int i = 0; i < OBJECTS; i++) {
      assertTrue(
          !known.layers().isGone(Kind.NETWORK, "n" + i) || observed(i, moment).isGone(),
          "nothing is gone that is there");
    }
  }

  private void take(long moment, SourceRead reading) {
    Map<Source, SourceRead> readings = new EnumMap<>(Source.class);
    for (Source source : Source.values()) {
      readings.put(source, SourceRead.notDue(source));
    }
    readings.put(Source.OPENSTACK, reading);
    SyncMerge merge = new SyncMerge(known, readings, GATE, false);
    List<Observation> confirmed =
        merge.absences().stream()
            .map(absence -> observed(Integer.parseInt(absence.id().substring(1)), moment))
            .toList();
    known = merge.after(known, confirmed);
  }
}
