// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.queue.work;

import io.concertim.view.merge.Layers;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.StackResource;
import io.concertim.view.model.layer.StackResources;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the top-level stack of a nested stack, since changes of a nested stack are read with its
 * top-level stack.
 */
public final class StackTops {
  private static final int MOST = 100_000;

  private final Map<String, String> remembered =
      Collections.synchronizedMap(
          new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
              return size() > MOST;
            }
          });

  /** Records the parent of a nested stack that no known tree has yet. */
  void remember(String nestedId, String parentId) {
    remembered.put(nestedId, parentId);
  }

  /** The top-level stack, or the nearest known ancestor; empty for a stack that is not nested. */
  Optional<String> topOf(String stackId, Layers known) {
    if (known.observation(Kind.STACK, stackId).isPresent()) {
      return Optional.empty();
    }
    String parent = remembered.get(stackId);
    if (parent == null) {
      parent = listedIn(stackId, known);
      if (parent != null) {
        remember(stackId, parent);
      }
    }
    return Optional.ofNullable(parent);
  }

  private static String listedIn(String stackId, Layers known) {
    for (StackResources tree : known.facts(StackResources.class)) {
      for (StackResource resource : tree.resources()) {
        if (resource.physicalId().equals(stackId)) {
          return tree.id();
        }
      }
    }
    return null;
  }
}
