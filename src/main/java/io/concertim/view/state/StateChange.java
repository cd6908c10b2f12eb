// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.state;

import io.concertim.view.merge.SeenAgain;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Observation;
import io.concertim.view.model.layer.Source;
import io.concertim.view.model.view.HeldDeletion;
import io.concertim.view.model.view.Problem;
import io.concertim.view.model.view.SourceStatus;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * How a state differs from the one that it was made of, but for places and generation.
 *
 * @param observations new and changed facts, and new tombstones
 * @param again what was only seen again
 * @param forgotten the ids of what is not known any more, by kind
 * @param sources null if nothing of them has changed; so too the following four
 */
public record StateChange(
    List<Observation> observations,
    List<SeenAgain> again,
    Map<Kind, List<String>> forgotten,
    Map<Source, SourceStatus> sources,
    Map<Source, List<Problem>> problems,
    Map<Source, List<HeldDeletion>> held,
    Map<Kind, Long> lists,
    Map<Kind, Long> asOf) {

  /** The change of a later state. */
  public static StateChange between(State before, State after) {
    List<Difference> kinds = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      kinds.add(Difference.between(before.layers(), after.layers(), kind));
    }
    return of(kinds, before, after);
  }

  /** The change of a later state that differs in these observations at most. */
  public static StateChange by(Collection<Observation> observed, State before, State after) {
    Map<Kind, Difference> kinds = new EnumMap<>(Kind.class);
    for (Observation observation : observed) {
      Kind kind = observation.kind();
      after
          .layers()
          .observation(kind, observation.id())
          .ifPresent(
              is -> kinds.computeIfAbsent(kind, Difference::new).compare(before.layers(), is));
    }
    return of(kinds.values(), before, after);
  }

  private static StateChange of(Collection<Difference> kinds, State before, State after) {
    List<Observation> observations = new ArrayList<>();
    List<SeenAgain> again = new ArrayList<>();
    Map<Kind, List<String>> forgotten = new EnumMap<>(Kind.class);
    for (Difference difference : kinds) {
      observations.addAll(difference.changed);
      again.addAll(difference.again(after.layers()));
      if (!difference.forgotten.isEmpty()) {
        forgotten.put(difference.kind, difference.forgotten);
      }
    }
    return new StateChange(
        observations,
        again,
        forgotten,
        changed(before.sources(), after.sources()),
        changed(before.problems(), after.problems()),
        changed(before.held(), after.held()),
        changed(before.lists(), after.lists()),
        changed(before.asOf(), after.asOf()));
  }

  private static <T> T changed(T before, T after) {
    return after.equals(before) ? null : after;
  }

  /** Whether more than the observations has changed. */
  public boolean isMoreThanObservations() {
    return sources != null
        || problems != null
        || held != null
        || lists != null
        || asOf != null
        || !forgotten.isEmpty();
  }
}
