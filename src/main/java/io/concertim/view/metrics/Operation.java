// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The purpose of a request, such as {@code GET servers/{id}}, for use as a label of metrics. There
 * are few such texts, since names and ids are left out.
 */
final class Operation {
  /** The collections of the systems, as they are named in paths. */
  private static final Set<String> COLLECTIONS =
      Set.of(
          ("tokens projects servers flavors os-server-groups os-services stacks volumes "
                  + "networks users teams templates racks devices accounts bundles customFields "
                  + "subscriptions")
              .split(" ", -1));

  /** Parts of a path that may follow a collection and are no ids. */
  private static final Set<String> PARTS =
      Set.of("detail", "resources", "pagination", "search", "current", "sign_in.json");

  private Operation() {}

  /**
   * The operation of a request.
   *
   * @param path with or without a query
   */
  static String of(String method, String path) {
    List<String> known = new ArrayList<>();
    for (String segment : path.replaceFirst("\\?.*", "").split("/", -1)) {
      if (known.isEmpty()) {
        if (COLLECTIONS.contains(segment)) {
          known.add(segment);
        }
      } else if (PARTS.contains(segment)) {
        known.add(segment);
      } else if (!known.get(known.size() - 1).equals("{id}")) {
        known.add("{id}");
      }
    }
    return method + " " + (known.isEmpty() ? "other" : String.join("/", known));
  }
}
