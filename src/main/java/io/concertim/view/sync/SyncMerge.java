package io.concertim.view.sync;

import static java.util.stream.Collectors.toSet;

import io.concertim.view.merge.Absence;
import io.concertim.view.merge.DeletionGate;
import io.concertim.view.merge.EntityTag;
import io.concertim.view.merge.HybridClock;
import io.concertim.view.merge.Layers;
import io.concertim.view.merge.Reading;
import io.concertim.view.merge.Tombstones;
import io.concertim.view.model.layer.Kind;
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
import java.util.Set;

/**
 * Merges what a full sync read into what was known: first what was seen, then, once it is
 * confirmed, what was not.
 */
final class SyncMerge {
  private final Map<Source, Reading> readings;
  private final List<Absence> absences = new ArrayList<>();
  private final Map<Source, Map<String, EntityTag>> clean = new EnumMap<>(Source.class);
  private final Map<Source, List<HeldDeletion>> held;
  private boolean releasing;

  /**
   * @param before what was known when the readings had ended
   * @param readings one of each source
   * @param released whether the operator lets pass what was held before
   */
  SyncMerge(State before, Map<Source, Reading> readings, DeletionGate gate, boolean released) {
    this.readings = readings;
    this.held = new EnumMap<>(Source.class);
    this.releasing = released;
    held.putAll(before.held());
    Layers merged = before.layers();
    for (Source source : Source.values()) {
      Reading reading = readings.get(source);
      DeletionGate.Decision decision =
          gate.judge(
              merged,
              reading,
              released ? before.held().getOrDefault(source, List.of()) : List.of());
      absences.addAll(decision.confirm());
      if (isComplete(reading)) {
        held.put(source, decision.held());
      } else {
        releasing &= before.held().getOrDefault(source, List.of()).isEmpty();
      }
      if (isClean(reading, decision)) {
        clean.put(source, reading.entityTags());
      }
      merged = merged.merge(reading.observations());
    }
  }

  private static boolean isComplete(Reading reading) {
    return reading.failure() == null && !reading.isNotDue();
  }

  /** Whether the operator's release has been carried out: each source that held any was read. */
  boolean isReleased() {
    return releasing;
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
  Map<Source, Map<String, EntityTag>> clean() {
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
    List<Observation> observations = new ArrayList<>();
    readings.values().forEach(reading -> observations.addAll(reading.observations()));
    observations.addAll(confirmed);
    Layers merged = known.with(observations).layers();
    Map<Source, SourceStatus> statuses = new EnumMap<>(Source.class);
    Map<Source, List<Problem>> problems = new EnumMap<>(Source.class);
    problems.putAll(known.problems());
    for (Reading reading : readings.values()) {
      statuses.put(reading.source(), status(reading, known.sources().get(reading.source())));
      if (isComplete(reading)) {
        problems.put(reading.source(), reading.problems());
      }
    }
    Map<Kind, Long> lists = lists(known);
    return new State(
        Tombstones.forget(merged, lists),
        known.places(),
        statuses,
        problems,
        held,
        lists,
        known.generation());
  }

  /** When the lists began that are believed; one that lacks too much says nothing of the rest. */
  private Map<Kind, Long> lists(State known) {
    Map<Kind, Long> lists = new EnumMap<>(Kind.class);
    lists.putAll(known.lists());
    for (Reading reading : readings.values()) {
      if (isComplete(reading)) {
        Map<Kind, Long> believed = new EnumMap<>(Kind.class);
        believed.putAll(reading.completeLists());
        Set<String> doubted =
            held.get(reading.source()).stream().map(HeldDeletion::kind).collect(toSet());
        believed.keySet().removeIf(kind -> doubted.contains(kind.label()));
        believed.forEach((kind, started) -> lists.merge(kind, started, Math::max));
      }
    }
    return lists;
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
