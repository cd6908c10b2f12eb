// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.state;

import static java.util.stream.Collectors.toSet;

import io.concertim.view.merge.DeletionGate;
import io.concertim.view.merge.EntityTag;
import io.concertim.view.merge.HybridClock;
import io.concertim.view.merge.Layers;
import io.concertim.view.merge.MissingObject;
import io.concertim.view.merge.ShownAsDeleted;
import io.concertim.view.merge.SourceRead;
import io.concertim.view.merge.Tombstones;
import io.concertim.view.merge.Unconfirmed;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Observation;
import io.concertim.view.model.layer.Source;
import io.concertim.view.model.view.HeldDeletion;
import io.concertim.view.model.view.Problem;
import io.concertim.view.model.view.SourceStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Merges what a sync read of all or some sources into what was known: first what was seen, then,
 * once it is confirmed, what was not.
 */
public final class SyncMerge {
  private final Map<Source, SourceRead> readings;
  private final Confirmation confirmation;
  private final List<MissingObject> absences = new ArrayList<>();
  private final Map<Source, Map<String, EntityTag>> clean = new EnumMap<>(Source.class);
  private final Map<Source, List<HeldDeletion>> held;
  private boolean releasing;

  /**
   * @param before what was known when the readings had ended
   * @param readings one of each source that was read
   * @param released whether the operator lets pass what was held before
   */
  public SyncMerge(
      State before, Map<Source, SourceRead> readings, DeletionGate gate, boolean released) {
    this.readings = readings;
    this.confirmation = new Confirmation(before.problems());
    this.held = new EnumMap<>(Source.class);
    this.releasing = released;
    held.putAll(before.held());
    Layers merged = before.layers();
    for (SourceRead reading : readings.values()) {
      Source source = reading.source();
      DeletionGate.Decision decision =
          gate.judge(merged, reading, before.held().getOrDefault(source, List.of()), released);
      absences.addAll(decision.confirm());
      confirmation.expect(decision.doubts());
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

  private static boolean isComplete(SourceRead reading) {
    return reading.failure() == null && !reading.isNotDue();
  }

  /** Whether the operator's release has been carried out: each source that held any was read. */
  public boolean isReleased() {
    return releasing;
  }

  private static boolean isClean(SourceRead reading, DeletionGate.Decision decision) {
    return reading.failure() == null
        && reading.problems().isEmpty()
        && decision.held().isEmpty()
        && decision.confirm().isEmpty();
  }

  /**
   * The sources of which all that was read is taken over, and nothing is in doubt; each with the
   * entity tags of its lists.
   */
  public Map<Source, Map<String, EntityTag>> clean() {
    return clean;
  }

  /** The sources that were read. */
  public Set<Source> sources() {
    return readings.keySet();
  }

  /** What has to be asked for by id before it counts as gone. */
  public List<MissingObject> absences() {
    return absences;
  }

  /**
   * What is known now.
   *
   * @param known what is known by now, from whom ever; what was read since wins over this sync
   * @param answers about the objects that were asked for by id: {@link Observation}s of what was
   *     shown or denied, {@link ShownAsDeleted} of what was shown to be deleted, and {@link
   *     Unconfirmed} for those that nothing was told of
   */
  public State after(State known, List<?> answers) {
    Map<Source, List<Problem>> kept =
        confirmation.problems(only(Observation.class, answers), only(Unconfirmed.class, answers));
    Layers merged = known.with(observations(answers)).layers();
    Map<Source, SourceStatus> statuses = new EnumMap<>(Source.class);
    Map<Source, List<Problem>> problems = new EnumMap<>(Source.class);
    problems.putAll(known.problems());
    for (SourceRead reading : readings.values()) {
      statuses.put(reading.source(), status(reading, known.sources().get(reading.source())));
      if (isComplete(reading)) {
        List<Problem> all = new ArrayList<>(reading.problems());
        all.addAll(stillUnreadable(known, reading));
        all.addAll(kept.getOrDefault(reading.source(), List.of()));
        problems.put(reading.source(), all);
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
        asOf(known),
        known.generation());
  }

  /** All that was seen, and what is believed of these answers about what was not. */
  public List<Observation> observations(List<?> answers) {
    List<Observation> all = new ArrayList<>();
    readings.values().forEach(reading -> all.addAll(reading.observations()));
    all.addAll(confirmation.believed(only(Observation.class, answers)));
    only(ShownAsDeleted.class, answers).forEach(deleted -> all.add(deleted.observation()));
    return all;
  }

  private static <T> List<T> only(Class<T> type, List<?> answers) {
    return answers.stream().filter(type::isInstance).map(type::cast).toList();
  }

  /** When the lists began that are believed; one that lacks too much says nothing of the rest. */
  private Map<Kind, Long> lists(State known) {
    Map<Kind, Long> lists = new EnumMap<>(Kind.class);
    lists.putAll(known.lists());
    for (SourceRead reading : readings.values()) {
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

  /** Rows that could not be understood stay so until the system shows them again. */
  private static List<Problem> stillUnreadable(State known, SourceRead reading) {
    return known.problems().getOrDefault(reading.source(), List.of()).stream()
        .filter(problem -> problem.cause() == Problem.Cause.UNREADABLE)
        .filter(problem -> !isShown(reading, problem))
        .toList();
  }

  private static boolean isShown(SourceRead reading, Problem problem) {
    return Stream.of(Kind.values())
        .filter(kind -> kind.label().equals(problem.object()))
        .anyMatch(
            kind ->
                reading.completeLists().containsKey(kind)
                    || reading.mayHaveAny(kind)
                    || reading.deleted(kind).contains(problem.id())
                    || reading.listed(kind).contains(problem.id()));
  }

  /** From when on changes have to be asked for; nothing where a list was not read to its end. */
  private Map<Kind, Long> asOf(State known) {
    Map<Kind, Long> asOf = new EnumMap<>(Kind.class);
    asOf.putAll(known.asOf());
    for (SourceRead reading : readings.values()) {
      if (isComplete(reading)) {
        for (Kind kind : Kind.values()) {
          boolean isRead =
              reading.completeLists().containsKey(kind) || reading.changes().containsKey(kind);
          Instant asked = reading.askedAt(kind);
          if (reading.mayHaveAny(kind) || (isRead && asked == null)) {
            asOf.remove(kind);
          } else if (isRead) {
            asOf.put(kind, HybridClock.micros(asked));
          }
        }
      }
    }
    return asOf;
  }

  private static SourceStatus status(SourceRead reading, SourceStatus last) {
    if (reading.isNotDue()) {
      return last;
    }
    return reading.failure() == null
        ? SourceStatus.completeAt(HybridClock.instant(reading.started()))
        : SourceStatus.failedAt(HybridClock.instant(reading.started()), reading.failure(), last);
  }
}
