// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.model.layer;

import java.util.Objects;

/**
 * One fact as it was read, or the fact that the object was gone.
 *
 * @param kind what was read
 * @param id the object's id in its own system
 * @param seen when that read started, in microseconds since 1970 (a hybrid logical clock, see
 *     {@link io.concertim.view.merge.HybridClock}); the later observation wins (decision D8)
 * @param fact what was read; null says that the object was gone (a tombstone)
 */
public record Observation(Kind kind, String id, long seen, Fact fact) {
  public Observation {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(id, "id");
    if (fact != null && !kind.type().isInstance(fact)) {
      throw new IllegalArgumentException(kind + " cannot hold a " + fact.getClass());
    }
  }

  public static Observation of(Kind kind, long seen, Fact fact) {
    return new Observation(kind, fact.id(), seen, fact);
  }

  public static Observation gone(Kind kind, String id, long seen) {
    return new Observation(kind, id, seen, null);
  }

  public boolean isGone() {
    return fact == null;
  }

  /** Whether the other observation has an equal fact, or none either, at whatever time. */
  @SuppressWarnings("ReferenceEquality") // mostly it is the same fact, and facts are long
  public boolean hasTheFactOf(Observation other) {
    return fact == other.fact || (fact != null && fact.equals(other.fact));
  }

  /** Whether the other observation says the same of the object, at whatever time. */
  public boolean showsTheSameAs(Observation other) {
    if (isGone() || other.isGone()) {
      return isGone() == other.isGone();
    }
    return fact.showsTheSameAs(other.fact);
  }
}
