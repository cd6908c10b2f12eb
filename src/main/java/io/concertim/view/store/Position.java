// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.store;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;

/**
 * How far a host has followed the {@link SharedLog}, as a line of the journal: {@code
 * {"entry":17,"tag":"9f…"}}. The tag is drawn by whoever made the entry. So a host finds out that
 * the log has another entry of that number, as after a failover to a database that lacked the last
 * ones.
 *
 * @param entry number of the last entry that was taken over; 0 for none
 * @param tag of that entry; empty for none
 */
public record Position(@JsonProperty("entry") long entry, @JsonProperty("tag") String tag) {
  /** The position before the first entry. */
  public static final Position START = new Position(0, "");

  /** The key that the line of a position starts with. */
  static final String FIRST_KEY = "entry";

  /**
   * This position.
   *
   * @throws IOException if it cannot be one
   */
  Position checked() throws IOException {
    if (tag == null || !DataDirectory.isGeneration(entry)) {
      throw new IOException("a position that no log can have");
    }
    return this;
  }

  boolean isStart() {
    return entry == 0;
  }
}
