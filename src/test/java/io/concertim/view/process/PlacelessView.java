// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Compares views by what does not depend on how they came about. */
final class PlacelessView {
  private PlacelessView() {}

  /** Each rack and device of a view, but for places: a device keeps its own when others go. */
  static Set<String> of(JsonNode view) {
    TreeSet<String> objects = new TreeSet<>();
    for (String list : List.of("racks", "devices")) {
      for (JsonNode object : view.path(list)) {
        ObjectNode placeless =
            ((ObjectNode) object).deepCopy().without(List.of("location", "occupied"));
        objects.add(list + " " + placeless + "\n");
      }
    }
    return objects;
  }

  /** What the actual view lacks, and what it has besides; empty where both are equal. */
  static List<String> differences(Set<String> expected, Set<String> actual) {
    List<String> differences = new ArrayList<>();
    expected.stream()
        .filter(one -> !actual.contains(one))
        .map("lacks "::concat)
        .forEach(differences::add);
    actual.stream()
        .filter(one -> !expected.contains(one))
        .map("has "::concat)
        .forEach(differences::add);
    return differences;
  }
}
