// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.merge;

import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Observation;
import java.util.Set;

/**
 * Objects that a read showed just as they were known: only the time they were seen is new. It never
 * makes an observation older, and never touches a tombstone, so it does not matter in which order
 * several of these are taken over.
 *
 * @param seen when the read started, in microseconds since 1970
 * @param only the ids of these objects, or null if they are all but {@code except}
 * @param except the ids of the objects of this kind that are not meant; null if {@code only} is not
 */
public record SeenAgain(Kind kind, long seen, Set<String> only, Set<String> except) {

  /** These objects. */
  public static SeenAgain only(Kind kind, long seen, Set<String> ids) {
    return new SeenAgain(kind, seen, ids, null);
  }

  /** All objects of the kind but these. */
  public static SeenAgain allBut(Set<String> ids, Kind kind, long seen) {
    return new SeenAgain(kind, seen, null, ids);
  }

  /**
   * Whether an earlier one, of the same kind, changes nothing that this one does not change too.
   * Both are of all objects but some.
   */
  public boolean covers(SeenAgain earlier) {
    return seen >= earlier.seen && earlier.except.containsAll(except);
  }

  /** The observation as it is after this. */
  Observation applyTo(Observation known) {
    return known.isGone() || known.seen() >= seen || !isMeant(known.id())
        ? known
        : new Observation(known.kind(), known.id(), seen, known.fact());
  }

  private boolean isMeant(String id) {
    return only != null ? only.contains(id) : !except.contains(id);
  }
}
