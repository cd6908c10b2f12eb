package io.concertim.view.store;

import io.concertim.view.mapping.Mapped;
import io.concertim.view.mapping.Place;
import io.concertim.view.merge.Layers;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Observation;
import io.concertim.view.model.layer.Source;
import io.concertim.view.model.view.HeldDeletion;
import io.concertim.view.model.view.Problem;
import io.concertim.view.model.view.SourceStatus;
import io.concertim.view.model.view.View;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * All that must outlive a restart; the view is computed from it (design D6).
 *
 * @param places the places given to devices that Concertim does not show yet, by cloud id
 * @param sources how completely and when each source was read; sources never tried are missing
 * @param problems rows that the last complete read of each source could not understand
 * @param held deletions that the last complete read of each source did not believe
 * @param lists when the last list of each kind began that was read to its end and believed, in
 *     microseconds since 1970
 * @param generation of the last published view; 0 before the first
 */
public record State(
    Layers layers,
    Map<String, Place> places,
    Map<Source, SourceStatus> sources,
    Map<Source, List<Problem>> problems,
    Map<Source, List<HeldDeletion>> held,
    Map<Kind, Long> lists,
    long generation) {

  /** A state without problems, held deletions and complete lists. */
  public State(
      Layers layers,
      Map<String, Place> places,
      Map<Source, SourceStatus> sources,
      long generation) {
    this(layers, places, sources, Map.of(), Map.of(), Map.of(), generation);
  }

  /** Nothing known yet. */
  public static State empty() {
    return new State(Layers.empty(), Map.of(), Map.of(), 0);
  }

  /**
   * The state with these observations, without those of objects that are not known to exist and
   * that a complete list which began later did not show: a process that was suspended for longer
   * than a deletion is remembered must not bring the object back.
   */
  public State with(Collection<Observation> observations) {
    List<Observation> believed =
        observations.stream().filter(observation -> !isOutdated(observation)).toList();
    return new State(layers.merge(believed), places, sources, problems, held, lists, generation);
  }

  /** Those of the observations by which this state shows something else than an earlier one. */
  public List<Observation> news(State before, Collection<Observation> observations) {
    return observations.stream()
        .filter(
            seen -> {
              Observation was = before.layers.observation(seen.kind(), seen.id()).orElse(null);
              Observation is = layers.observation(seen.kind(), seen.id()).orElse(null);
              return was == null ? is != null : !was.showsTheSameAs(is);
            })
        .toList();
  }

  private boolean isOutdated(Observation observation) {
    return !observation.isGone()
        && observation.seen() < lists.getOrDefault(observation.kind(), Long.MIN_VALUE)
        && layers
            .observation(observation.kind(), observation.id())
            .filter(known -> !known.isGone())
            .isEmpty();
  }

  /** The state once a view with these places has been published. */
  public State published(Map<String, Place> given, long nextGeneration) {
    return new State(layers, given, sources, problems, held, lists, nextGeneration);
  }

  /**
   * Whether the Python services may act on its view: the portal and the cloud have been read once,
   * for until then it would be half a truth.
   */
  public boolean isPublishable() {
    return wasRead(Source.CONCERTIM) && wasRead(Source.OPENSTACK);
  }

  private boolean wasRead(Source source) {
    SourceStatus status = sources.get(source);
    return status != null && status.readAt() != null;
  }

  /** The view of this state. */
  public View view(Mapped mapped, Instant writtenAt) {
    List<Problem> allProblems = new ArrayList<>(mapped.problems());
    problems.values().forEach(allProblems::addAll);
    List<HeldDeletion> allHeld = new ArrayList<>();
    held.values().forEach(allHeld::addAll);
    return new View(
        generation,
        writtenAt,
        sources,
        mapped.teams(),
        mapped.users(),
        mapped.templates(),
        mapped.racks(),
        mapped.devices(),
        allProblems,
        allHeld);
  }
}
