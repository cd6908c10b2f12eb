// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.history;

import java.time.Instant;

/** The history does not hold a view of the requested time; the message says how far it reaches. */
public final class BeyondHistoryException extends Exception {
  private BeyondHistoryException(String message) {
    super(message);
  }

  static BeyondHistoryException before(Instant time, Instant oldest) {
    return new BeyondHistoryException(
        "the history reaches back to " + oldest + ", so the view of " + time + " is not known");
  }

  static BeyondHistoryException future(Instant time, Instant now) {
    return new BeyondHistoryException(time + " is in the future: it is " + now + " now");
  }
}
