package io.concertim.view.sync;

import io.concertim.view.merge.Layers;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Observation;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What a full sync found otherwise in the cloud than it was known by then, although notifications
 * tell of it: the measure of how well they reach us.
 */
final class Drift {
  /** What notifications tell of (openstack.md, "The bus"). */
  static final List<Kind> TOLD =
      List.of(
          Kind.PROJECT,
          Kind.STACK,
          Kind.STACK_RESOURCES,
          Kind.SERVER,
          Kind.SERVER_GROUP,
          Kind.VOLUME,
          Kind.NETWORK);

  private Drift() {}

  /** How many objects of each kind differ, also those that have come or gone. */
  static Map<Kind, Integer> between(Layers before, Layers after) {
    Map<Kind, Integer> differing = new EnumMap<>(Kind.class);
    for (Kind kind : TOLD) {
      for (Observation found : after.observations(kind)) {
        boolean isKnown =
            before
                .observation(kind, found.id())
                .map(known -> known.showsTheSameAs(found))
                .orElse(found.isGone());
        if (!isKnown) {
          differing.merge(kind, 1, Integer::sum);
        }
      }
    }
    return differing;
  }
}
