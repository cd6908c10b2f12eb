package io.concertim.view.sync;

import io.concertim.view.merge.Absence;
import io.concertim.view.merge.DeletionGate;
import io.concertim.view.merge.HybridClock;
import io.concertim.view.merge.Layers;
import io.concertim.view.merge.Reading;
import io.concertim.view.merge.Tombstones;
import io.concertim.view.model.layer.Observation;
import io.concertim.view.model.layer.Source;
import io.concertim.view.model.view.HeldDeletion;
import io.concertim.view.model.view.Problem;
import io.concertim.view.model.view.SourceStatus;
import io.concertim.view.store.State;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Merges what a full sync read into what was known: first what was seen, then, once it is
 * confirmed, what was not.
 */
final class SyncMerge {
  private final Map<Source, Reading> readings;
  private final List<Absence> absences = new ArrayList<>();
  private final List<Observation> gone = new ArrayList<>();
  private final Map<Source, Map<String, String>> clean = new EnumMap<>(Source.class);
  private final Map<Source, List<HeldDeletion>> held;

  /**
   * @param before what was known when the readings had ended
   * @param readings one of each source
   * @param released whether the operator lets held deletions pass
   */
  SyncMerge(State before, Map<Source, Reading> readings, DeletionGate gate, boolean released) {
    this.readings = readings;
    this.held = new EnumMap<>(Source.class);
    held.putAll(before.held());
    Layers merged = before.layers();
    for (Source source : Source.values()) {
      Reading reading = readings.get(source);
      DeletionGate.Decision decision = gate.judge(merged, reading, released);
      absences.addAll(decision.confirm());
      gone.addAll(decision.gone());
      if (reading.failure() == null && !reading.isNotDue()) {
        held.put(source, decision.held());
      }
      if (isClean(reading, decision)) {
        clean.put(source, reading.entityTags());
      }
      merged = merged.merge(reading.observations());
    }
  }

  private static boolean isClean(Reading reading, DeletionGate.Decision decision) {
    return reading.failure() == null
        && reading.problems().isEmpty()
        && decision.held().isEmpty()
        && decision.confirm().isEmpty();
  }

  /**
   * The sources of which all that was read is taken over, and nothing is in doubt; each with the
   * entity tags of its lists.
   */
  Map<Source, Map<String, String>> clean() {
    return clean;
  }

  /** What has to be asked for by id before it counts as gone. */
  List<Absence> absences() {
    return absences;
  }

  /**
   * What is known now.
   *
   * @param known what is known by now, from whom ever; what was read since wins over this sync
   * @param confirmed what was asked for by id
   */
  State after(State known, List<Observation> confirmed) {
    List<Observation> observations = new ArrayList<>(gone);
    readings.values().forEach(reading -> observations.addAll(reading.observations()));
    observations.addAll(confirmed);
    Layers merged = known.with(observations).layers();
    Map<Source, SourceStatus> statuses = new EnumMap<>(Source.class);
    Map<Source, List<Problem>> problems = new EnumMap<>(Source.class);
    problems.putAll(known.problems());
    for (Reading reading : readings.values()) {
      statuses.put(reading.source(), status(reading, known.sources().get(reading.source())));
      if (reading.failure() == null && !reading.isNotDue()) {
        problems.put(reading.source(), reading.problems());
      }
    }
    return new State(
        Tombstones.forget(merged, readings.values()),
        known.places(),
        statuses,
        problems,
        held,
        known.generation());
  }

  private static SourceStatus status(Reading reading, SourceStatus last) {
    if (reading.isNotDue()) {
      return last;
    }
    return reading.failure() == null
        ? SourceStatus.completeAt(HybridClock.instant(reading.started()))
        : SourceStatus.failedAt(HybridClock.instant(reading.started()), reading.failure(), last);
  }
}
