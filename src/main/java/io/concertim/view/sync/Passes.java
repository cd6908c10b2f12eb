// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.sync;

import java.time.Duration;
import java.time.Instant;

/**
 * When passes of fe_updates have ended, by which it makes in the portal what the view wants. Each
 * goes by the view that it has read at its beginning, and writes view.pickle at its end.
 */
final class Passes {
  /** While passes end so often, what one has done is seen soon enough at its end. */
  private static final Duration SHORT = Duration.ofSeconds(20);

  private Instant last;
  private Instant before;

  /** A pass has ended. */
  void ended(Instant now) {
    before = last;
    last = now;
  }

  /** Whether two have ended, so that it is known how often they do. */
  boolean areKnown() {
    return before != null;
  }

  /**
   * Whether the last one could serve what has been wanted since then: it began after the one
   * before.
   */
  boolean couldServe(Instant since) {
    return areKnown() && !since.isAfter(before);
  }

  /** Whether they are short, and the next one should end soon. */
  boolean isNextNear(Instant now) {
    if (!areKnown()) {
      return false;
    }
    Duration period = Duration.between(before, last);
    return period.compareTo(SHORT) < 0 && now.isBefore(last.plus(period.multipliedBy(2)));
  }
}
