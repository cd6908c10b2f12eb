// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.history;

import io.concertim.view.model.layer.Source;
import io.concertim.view.model.view.SourceStatus;
import io.concertim.view.model.view.View;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What two views differ in, to the last field: either view can be computed from the other.
 *
 * @param sourcesBefore the sources of the view before; null if they are the same
 * @param sourcesAfter the sources of the view after; null if they are the same
 * @param edits by the name of the list; lists that are the same are missing
 */
record ViewDelta(
    Stamp before,
    Stamp after,
    Map<Source, SourceStatus> sourcesBefore,
    Map<Source, SourceStatus> sourcesAfter,
    Map<String, List<Edit>> edits) {

  /**
   * Which view it is. Generations alone do not say it, since they begin again with an empty data
   * directory, and since a view that was not stored before a crash leaves its number to another.
   */
  record Stamp(long generation, Instant writtenAt) {
    static Stamp of(View view) {
      return new Stamp(view.generation(), view.writtenAt());
    }
  }

  /** What makes one view the other. */
  static ViewDelta between(View before, View after) {
    Map<String, List<Edit>> edits = new LinkedHashMap<>();
    for (ViewPart<?> part : ViewPart.ALL) {
      List<Edit> found = edits(before, after, part);
      if (!found.isEmpty()) {
        edits.put(part.name(), found);
      }
    }
    boolean sameSources = before.sources().equals(after.sources());
    return new ViewDelta(
        Stamp.of(before),
        Stamp.of(after),
        sameSources ? null : before.sources(),
        sameSources ? null : after.sources(),
        edits);
  }

  private static <T extends Record> List<Edit> edits(View before, View after, ViewPart<T> part) {
    return Edit.between(part.list().apply(before), part.list().apply(after), part);
  }

  /** How many objects differ. */
  int changes() {
    return ViewPart.ALL.stream()
        .filter(ViewPart::holdsObjects)
        .mapToInt(part -> edits.getOrDefault(part.name(), List.of()).size())
        .sum();
  }
}
