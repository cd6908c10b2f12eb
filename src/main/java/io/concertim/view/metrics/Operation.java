package io.concertim.view.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What a request is for, in so few different texts that metrics may be kept by them: {@code GET
 * servers/{id}}. Names and ids are data, of which there is no end.
 */
final class Operation {
  /** What the systems have, as their paths name it. */
  private static final Set<String> COLLECTIONS =
      Set.of(
          "tokens",
          "projects",
          "servers",
          "flavors",
          "os-server-groups",
          "os-services",
          "stacks",
          "volumes",
          "networks",
          "users",
          "teams",
          "templates",
          "racks",
          "devices",
          "accounts",
          "bundles",
          "customFields",
          "subscriptions");

  /** What may follow, and is no id. */
  private static final Set<String> PARTS =
      Set.of("detail", "resources", "pagination", "search", "current", "sign_in.json");

  private Operation() {}

  /**
   * The text for a request.
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
