// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.lab;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** OpenStack's paging by marker and limit: a full page ends with a link to the next one. */
final class Paging {
  private Paging() {}

  /** The rows after the marker, all of them without one; empty when the marker is unknown. */
  static Optional<List<ObjectNode>> afterMarker(Call call, List<ObjectNode> rows) {
    Optional<String> marker = call.query().first("marker");
    if (marker.isEmpty()) {
      return Optional.of(rows);
    }
    for (int i = 0; i < rows.size(); i++) {
      if (rows.get(i).path("id").asText().equals(marker.get())) {
        return Optional.of(rows.subList(i + 1, rows.size()));
      }
    }
    return Optional.empty();
  }

  /**
   * One page.
   *
   * @param rows with their {@code id}
   * @param form how the service shows a row
   * @param max the service's own limit; 0 for none
   * @throws NumberFormatException when the limit asked for is not a number
   */
  static ObjectNode page(
      Call call,
      List<ObjectNode> rows,
      String collection,
      int max,
      UnaryOperator<ObjectNode> form) {
    int asked = call.query().number("limit").orElse(0);
    int limit = asked == 0 || (max > 0 && max < asked) ? max : asked;
    boolean full = limit > 0 && rows.size() >= limit;
    List<ObjectNode> page = full ? rows.subList(0, limit) : rows;
    ObjectNode body = Json.object(collection, Json.array(page.stream().map(form).toList()));
    if (full) {
      String last = page.get(page.size() - 1).path("id").asText();
      String next = call.url() + "?" + call.query().with("marker", last);
      String name = collection.equals("stacks") ? "links" : collection + "_links";
      body.set(name, Json.array(List.of(OpenStackService.link("next", next))));
    }
    return body;
  }
}
