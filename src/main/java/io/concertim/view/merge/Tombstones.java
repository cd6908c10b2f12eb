// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.merge;

import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Observation;
import io.concertim.view.model.layer.Stack;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** Decides when a tombstone may be forgotten (decision D9). */
public final class Tombstones {
  /** Longer than any sync takes, so that no sync can bring back what was deleted while it read. */
  private static final long SHORTEST_LIFE_MICROS = Duration.ofHours(1).toNanos() / 1000;

  private static final Set<Kind> OF_A_STACK = EnumSet.of(Kind.STACK_OUTPUTS, Kind.STACK_RESOURCES);

  private Tombstones() {}

  /**
   * Drops the tombstones that are not needed any more: the portal does not name the object, and a
   * complete list that began at least an hour later did not show it. Also drops the outputs and
   * resources of stacks that are gone.
   *
   * @param lists when the last complete list that is believed began, by kind
   */
  public static Layers forget(Layers layers, Map<Kind, Long> lists) {
    Map<Kind, Set<String>> named = new EnumMap<>(Kind.class);
    return layers.without(
        observation ->
            OF_A_STACK.contains(observation.kind())
                ? layers.fact(Stack.class, observation.id()).isEmpty()
                : isForgettable(observation, lists.get(observation.kind()))
                    && !named
                        .computeIfAbsent(
                            observation.kind(), kind -> DeletionGate.namedByPortal(layers, kind))
                        .contains(observation.id()));
  }

  private static boolean isForgettable(Observation observation, Long listStarted) {
    return observation.isGone()
        && listStarted != null
        && listStarted > observation.seen() + SHORTEST_LIFE_MICROS;
  }
}
