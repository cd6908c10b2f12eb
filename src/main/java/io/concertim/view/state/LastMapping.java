// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.state;

import io.concertim.view.mapping.Mapped;
import io.concertim.view.mapping.MappingSettings;
import io.concertim.view.mapping.Remapping;
import io.concertim.view.mapping.ViewMapping;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Observation;
import java.lang.ref.SoftReference;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Maps what is known, and takes from the last mapping what has stayed the same. Most syncs only see
 * again what is known, most reads change one device, and mapping 50,000 devices takes half a
 * second. What is taken are the very same racks and devices, so that neither the history nor the
 * files have to compare or write them again. Used by the holder of the lock.
 */
public final class LastMapping {
  private final MappingSettings settings;

  /** It is dropped if memory is short; then everything is mapped again. */
  private SoftReference<Remapping> last = new SoftReference<>(null);

  public LastMapping(MappingSettings settings) {
    this.settings = settings;
  }

  /** The mapping of a state. */
  public Mapped of(State known) {
    Remapping before = last.get();
    Remapping now = further(before, known).orElseGet(() -> anew(before, known));
    last = new SoftReference<>(now);
    return now.mapped();
  }

  private static Optional<Remapping> further(Remapping before, State known) {
    if (before == null || !before.mapped().places().equals(known.places())) {
      return Optional.empty();
    }
    if (before.isOf(known.layers(), known.places())) {
      return Optional.of(before);
    }
    List<Observation> changed = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      Difference difference = Difference.between(before.layers(), known.layers(), kind);
      if (!difference.forgotten.isEmpty()) {
        return Optional.empty();
      }
      changed.addAll(difference.changed);
    }
    return before.with(known.layers(), changed);
  }

  private Remapping anew(Remapping before, State known) {
    Mapped mapped = ViewMapping.map(known.layers(), known.places(), settings);
    return Remapping.of(known.layers(), before == null ? mapped : mapped.sharing(before.mapped()));
  }

  /**
   * Goes on to a later state, if the last mapping is that of the state before and no more than
   * single devices change. {@link #of} would find that out too, by a walk over everything.
   *
   * @param added the observations that the later state has and the one before has not
   */
  public void add(State before, State after, Collection<Observation> added) {
    Remapping known = last.get();
    if (known != null && known.isOf(before.layers(), before.places())) {
      known.with(after.layers(), added).ifPresent(now -> last = new SoftReference<>(now));
    }
  }
}
