package io.concertim.view.merge;

import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Observation;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** When the memory of a deletion may go (design D9). */
public final class Tombstones {
  /** Longer than any sync takes, so that none can bring back what was deleted while it read. */
  private static final long SHORTEST_LIFE_MICROS = Duration.ofHours(1).toNanos() / 1000;

  private static final Set<Kind> OF_A_STACK = EnumSet.of(Kind.STACK_OUTPUTS, Kind.STACK_RESOURCES);

  private Tombstones() {}

  /**
   * The layers without the tombstones that nothing needs any more: the portal does not name the
   * object, and a complete list that began an hour later did not show it; and without what hung on
   * a stack that is gone.
   *
   * @param lists when the last complete list of each kind began that is believed
   */
  public static Layers forget(Layers layers, Map<Kind, Long> lists) {
    Map<Kind, Set<String>> named = new EnumMap<>(Kind.class);
    for (Kind kind : Kind.values()) {
      named.put(kind, DeletionGate.namedByPortal(layers, kind));
    }
    Set<String> stacks = new HashSet<>();
    layers.observations(Kind.STACK).stream()
        .filter(stack -> !stack.isGone())
        .forEach(stack -> stacks.add(stack.id()));
    return layers.without(
        observation ->
            OF_A_STACK.contains(observation.kind())
                ? !stacks.contains(observation.id())
                : isForgettable(observation, lists.get(observation.kind()))
                    && !named.get(observation.kind()).contains(observation.id()));
  }

  private static boolean isForgettable(Observation observation, Long listStarted) {
    return observation.isGone()
        && listStarted != null
        && listStarted > observation.seen() + SHORTEST_LIFE_MICROS;
  }
}
