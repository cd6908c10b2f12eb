// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.state;

import io.concertim.view.merge.Layers;
import io.concertim.view.merge.SeenAgain;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Observation;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** How the observations of one kind differ. */
final class Difference {
  final Kind kind;

  /** New and changed facts, and new tombstones. */
  final List<Observation> changed = new ArrayList<>();

  /** The ids of what is not known any more. */
  final List<String> forgotten = new ArrayList<>();

  private final Map<Long, Set<String>> seenAgain = new TreeMap<>();

  Difference(Kind kind) {
    this.kind = kind;
  }

  static Difference between(Layers before, Layers after, Kind kind) {
    Difference difference = new Difference(kind);
    if (before.shareAll(kind, after)) {
      return difference;
    }
    for (Observation is : after.observations(kind)) {
      difference.compare(before, is);
    }
    for (Observation was : before.observations(kind)) {
      if (after.observation(kind, was.id()).isEmpty()) {
        difference.forgotten.add(was.id());
      }
    }
    return difference;
  }

  void compare(Layers before, Observation is) {
    Observation was = before.observation(kind, is.id()).orElse(null);
    if (was == null || !isSame(was, is)) {
      changed.add(is);
    } else if (was.seen() != is.seen()) {
      seenAgain.computeIfAbsent(is.seen(), seen -> new LinkedHashSet<>()).add(is.id());
    }
  }

  private static boolean isSame(Observation was, Observation is) {
    return is.isGone() ? was.equals(is) : was.hasTheFactOf(is);
  }

  /** What was only seen again. What most of them were seen by is a list: told by what it lacks. */
  List<SeenAgain> again(Layers after) {
    List<SeenAgain> all = new ArrayList<>();
    seenAgain.forEach(
        (seen, ids) ->
            all.add(
                ids.size() > after.observations(kind).size() / 2
                    ? SeenAgain.allBut(seenBefore(seen, after), kind, seen)
                    : SeenAgain.only(kind, seen, ids)));
    return all;
  }

  private Set<String> seenBefore(long version, Layers after) {
    Set<String> older = new TreeSet<>();
    for (Observation is : after.observations(kind)) {
      if (!is.isGone() && is.seen() < version) {
        older.add(is.id());
      }
    }
    return older;
  }
}
