// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.state;

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
 * Everything that has to survive a restart. The view is computed from it (decision D6).
 *
 * @param places the places given to devices that Concertim does not show yet, by cloud id
 * @param sources how completely and when each source was read; sources never tried are missing
 * @param problems rows that the last complete read of each source could not understand
 * @param held deletions that the last complete read of each source held
 * @param lists when the last list of each kind that was complete and believed began, in
 *     microseconds since 1970
 * @param asOf when, by the system's own clock and in microseconds since 1970, the list of each kind
 *     was asked for; every later change of an object has yet to be asked for. A kind is missing if
 *     its whole list is needed
 * @param generation of the last published view; 0 before the first
 */
public record State(
    Layers layers,
    Map<String, Place> places,
    Map<Source, SourceStatus> sources,
    Map<Source, List<Problem>> problems,
    Map<Source, List<HeldDeletion>> held,
    Map<Kind, Long> lists,
    Map<Kind, Long> asOf,
    long generation) {

  /** A state without problems, held deletions and complete lists. */
  public State(
      Layers layers,
      Map<String, Place> places,
      Map<Source, SourceStatus> sources,
      long generation) {
    this(layers, places, sources, Map.of(), Map.of(), Map.of(), Map.of(), generation);
  }

  /** The state in which nothing is known yet. */
  public static State empty() {
    return new State(Layers.empty(), Map.of(), Map.of(), 0);
  }

  /**
   * The state with these observations. Observations of an object that is not known are dropped if a
   * complete list that began later did not show the object: a process that was suspended for longer
   * than a tombstone lives must not bring the object back.
   */
  public State with(Collection<Observation> observations) {
    List<Observation> believed =
        observations.stream().filter(observation -> !isOutdated(observation)).toList();
    return with(layers.merge(believed));
  }

  /** The state with other layers. */
  public State with(Layers changed) {
    return new State(changed, places, sources, problems, held, lists, asOf, generation);
  }

  /** The state of which all lists are needed, as something that was known may be lost. */
  public State incomplete() {
    return new State(layers, places, sources, problems, held, lists, Map.of(), generation);
  }

  /** The observations that make this state differ from an earlier one. */
  public List<Observation> changesSince(State before, Collection<Observation> observations) {
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
    return new State(layers, given, sources, problems, held, lists, asOf, nextGeneration);
  }

  /**
   * Whether the Python services may act on the view: the portal and the cloud have been read
   * completely at least once. Before that the view would be incomplete.
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
    allHeld.forEach(deletion -> allProblems.addAll(deletion.problems()));
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
