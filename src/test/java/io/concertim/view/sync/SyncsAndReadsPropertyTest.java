// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.concertim.view.merge.DeletionGate;
import io.concertim.view.merge.SourceRead;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Observation;
import io.concertim.view.model.layer.Project;
import io.concertim.view.model.layer.Source;
import io.concertim.view.state.State;
import io.concertim.view.state.SyncMerge;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Full syncs and reads of single objects of a changing cloud, taken over late, more than once and
 * in any order, end in what the cloud holds once a sync has begun after all of it.
 */
class SyncsAndReadsPropertyTest {
  private static final int PROJECTS = 6;
  private static final int MOMENTS = 40;
  private static final long END = 2 * MOMENTS;
  private static final DeletionGate GATE = new DeletionGate(1, PROJECTS);

  /** When a project is made and deleted, and its name in between; ids are not used again. */
  private record Life(long made, long deleted) {
    Optional<Project> at(int number, long moment) {
      return moment < made || moment >= deleted
          ? Optional.empty()
          : Optional.of(new Project("p" + number, "named at " + moment / 5));
    }
  }

  private List<Life> lives;
  private State known;

  @Property(tries = 500)
  void endInWhatTheCloudHolds(@ForAll Random random) {
    known = State.empty();
    lives = new ArrayList<>(List.of(new Life(0, END + 1))); // no list is ever empty
    while (lives.size() < PROJECTS) {
      long made = random.nextInt(MOMENTS);
      lives.add(new Life(made, made + random.nextInt(MOMENTS)));
    }
    List<Runnable> steps = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      long moment = random.nextInt(MOMENTS);
      int number = random.nextInt(PROJECTS);
      steps.add(
          random.nextInt(4) > 0
              ? () -> known = known.with(List.of(observed(number, moment)))
              : () -> sync(moment, random.nextInt(3) == 0 ? random : null));
    }
    steps.addAll(steps.subList(0, 10));
    Collections.shuffle(steps, random);
    int last = steps.size() - random.nextInt(15);
    steps.add(last, () -> sync(END, null));

    steps.subList(0, last + 1).forEach(Runnable::run);
    assertAllIsKnown();
    steps.subList(last + 1, steps.size()).forEach(Runnable::run);
    assertAllIsKnown();
  }

  private void assertAllIsKnown() {
    List<Optional<Project>> truth = new ArrayList<>();
    List<Optional<Project>> held = new ArrayList<>();
    for (int i = 0; i < PROJECTS; i++) {
      truth.add(lives.get(i).at(i, END));
      held.add(known.layers().fact(Project.class, "p" + i));
    }
    assertEquals(truth, held);
  }

  private Observation observed(int number, long moment) {
    return lives
        .get(number)
        .at(number, moment)
        .map(project -> Observation.of(Kind.PROJECT, moment, project))
        .orElse(Observation.gone(Kind.PROJECT, "p" + number, moment));
  }

  /**
   * A sync that reads all at a moment.
   *
   * @param meanwhile where something else is taken over while it asks by id what its list lacks
   */
  private void sync(long moment, Random meanwhile) {
    SourceRead reading = new SourceRead(Source.OPENSTACK);
    reading.completed(Kind.PROJECT, moment);
    for (int i = 0; i < PROJECTS; i++) {
      Observation seen = observed(i, moment);
      if (!seen.isGone()) {
        reading.observe(seen);
      }
    }
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
    if (meanwhile != null) {
      int number = meanwhile.nextInt(PROJECTS);
      known = known.with(List.of(observed(number, meanwhile.nextInt(MOMENTS))));
    }
    known = merge.after(known, confirmed);
  }
}
