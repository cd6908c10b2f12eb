// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.history;

import io.concertim.view.history.Change.Op;
import io.concertim.view.history.Change.Owner;
import java.time.Instant;

/** Changes for tests. */
public final class SomeChanges {
  private static final Instant AT = Instant.parse("2026-11-27T10:00:00Z");

  private SomeChanges() {}

  /** A device of the team alpha gets another status. */
  public static Change status(long generation, String device, String before, String after) {
    return of(generation, "device", device, Op.CHANGED, "status", before, after);
  }

  /** An object of the team alpha. */
  public static Change of(
      long generation, String kind, String id, Op op, String field, String before, String after) {
    return new Change(
        AT.plusSeconds(generation),
        generation,
        "full sync",
        null,
        kind,
        id,
        "name-of-" + id,
        op,
        field,
        before,
        after,
        kind.equals("device") ? new Owner("r1", "rack one") : null,
        kind.equals("team") ? null : new Owner("t1", "alpha"));
  }
}
