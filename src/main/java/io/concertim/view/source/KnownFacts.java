// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.source;

import io.concertim.view.merge.Layers;
import io.concertim.view.model.layer.Observation;
import io.concertim.view.model.layer.StackResources;
import java.util.function.Supplier;

/** Sees to it that what a read shows again is not in memory twice until it has been merged. */
public final class KnownFacts {
  private final Supplier<Layers> known;

  /**
   * @param known the layers as they are now
   */
  public KnownFacts(Supplier<Layers> known) {
    this.known = known;
  }

  /** The same observation, of the very fact that is known if that is equal. */
  public Observation shared(Observation read) {
    Observation before = known.get().observation(read.kind(), read.id()).orElse(null);
    if (before == null || before.isGone() || read.isGone()) {
      return read;
    }
    if (read.hasTheFactOf(before)) {
      return Observation.of(read.kind(), read.seen(), before.fact());
    }
    return read.fact() instanceof StackResources tree
            && before.fact() instanceof StackResources earlier
            && tree.showsTheSameAs(earlier)
        ? Observation.of(
            read.kind(),
            read.seen(),
            new StackResources(earlier.id(), tree.listedAs(), earlier.resources()))
        : read;
  }
}
