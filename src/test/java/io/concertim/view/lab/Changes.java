// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.lab;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * When rows have changed, in whole seconds, as OpenStack's databases have it. Nova keeps addresses
 * elsewhere, so a new address is no change of a server. Rows that never changed have no time.
 */
final class Changes {
  private static final String UNNOTICED = "addresses";

  private final Map<String, Instant> changed = new HashMap<>();
  private final Map<String, ObjectNode> removed = new LinkedHashMap<>();

  void changed(ObjectNode row) {
    changed.put(id(row), Instant.now().truncatedTo(ChronoUnit.SECONDS));
    removed.remove(id(row));
  }

  void changed(ObjectNode before, ObjectNode after) {
    if (!before.without(UNNOTICED).equals(after.deepCopy().without(UNNOTICED))) {
      changed(after);
    }
  }

  void removed(ObjectNode row) {
    changed(row);
    removed.put(id(row), row);
  }

  boolean isChangedSince(ObjectNode row, Instant time) {
    return !changed.getOrDefault(id(row), Instant.MIN).isBefore(time);
  }

  List<ObjectNode> removedSince(Instant time) {
    return removed.values().stream()
        .filter(row -> isChangedSince(row, time))
        .map(ObjectNode::deepCopy)
        .toList();
  }

  private static String id(ObjectNode row) {
    return row.path("id").asText();
  }
}
