// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.state;

import io.concertim.view.merge.Layers;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Observation;
import java.util.EnumMap;
import java.util.Map;

/**
 * Counts the objects that a full sync found changed although a notification should have brought the
 * change before. It measures how well notifications arrive.
 */
public final class Drift {
  private Drift() {}

  /**
   * The number of objects of each kind that differ, including new and removed ones.
   *
   * @param change what the sync has changed in these layers
   */
  public static Map<Kind, Integer> of(StateChange change, Layers before) {
    Map<Kind, Integer> differing = new EnumMap<>(Kind.class);
    for (Observation found : change.observations()) {
      boolean isKnown =
          before
              .observation(found.kind(), found.id())
              .map(known -> known.showsTheSameAs(found))
              .orElse(found.isGone());
      if (!isKnown && Kind.NOTIFIED.contains(found.kind())) {
        differing.merge(found.kind(), 1, Integer::sum);
      }
    }
    return differing;
  }
}
