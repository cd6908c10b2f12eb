// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.model.view;

import java.time.Instant;
import java.util.Collection;
import java.util.List;

/**
 * Objects that a list no longer shows, and that are not believed to be gone.
 *
 * @param kind such as {@code server}
 * @param reason why not
 * @param since when the first list lacked them; null where an earlier version held them
 */
public record HeldDeletion(String kind, List<String> ids, String reason, Instant since) {
  /** The same of those objects alone that are among these. */
  public HeldDeletion of(Collection<String> some) {
    return new HeldDeletion(kind, ids.stream().filter(some::contains).toList(), reason, since);
  }

  /** The same as problems of the single objects, with what each waits for and since when. */
  public List<Problem> problems() {
    String wait =
        "its deletion is held%s: %s; it stays until its list shows it again, or until"
                .formatted(since == null ? "" : " since " + since, reason)
            + " resync --release-deletions lets it be asked for by its id";
    return ids.stream()
        .map(id -> new Problem(Problem.Effect.KEPT, Problem.Cause.HELD, kind, id, wait))
        .toList();
  }
}
