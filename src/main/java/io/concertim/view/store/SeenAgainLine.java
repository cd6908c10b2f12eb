// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.store;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.concertim.view.merge.HybridClock;
import io.concertim.view.merge.SeenAgain;
import io.concertim.view.model.layer.Kind;
import java.io.IOException;
import java.util.Set;

/**
 * Objects that were seen again as they were known, as a line of the journal: {@code
 * {"again":"SERVER","seen":1732270530123456,"except":["…"]}}, or with {@code only}.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record SeenAgainLine(Kind again, long seen, Set<String> only, Set<String> except) {
  static SeenAgainLine of(SeenAgain again) {
    return new SeenAgainLine(again.kind(), again.seen(), again.only(), again.except());
  }

  /**
   * What the line says.
   *
   * @throws IOException if it cannot be understood
   */
  SeenAgain toSeenAgain() throws IOException {
    Set<String> ids = only == null ? except : only;
    if (again == null
        || (only == null) == (except == null)
        || ids.contains(null)
        || !HybridClock.isVersion(seen)) {
      throw new IOException("it does not say which objects were seen again");
    }
    return new SeenAgain(again, seen, only, except);
  }
}
