// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.state;

import io.concertim.view.merge.MissingObject;
import io.concertim.view.merge.Unconfirmed;
import io.concertim.view.model.layer.Observation;
import io.concertim.view.model.layer.Source;
import io.concertim.view.model.view.Problem;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the answers about missing objects are worth: where something speaks against a deletion, two
 * syncs have to find it by the object's id before it counts (decision D9).
 */
final class Confirmation {
  private final Map<Key, String> doubts = new HashMap<>();
  private final Set<Key> foundBefore = new HashSet<>();

  private record Key(String kind, String id) {
    static Key of(MissingObject object) {
      return new Key(object.kind().label(), object.id());
    }

    static Key of(Observation observation) {
      return new Key(observation.kind().label(), observation.id());
    }
  }

  /**
   * @param before what an earlier sync reported
   */
  Confirmation(Map<Source, List<Problem>> before) {
    before
        .values()
        .forEach(
            problems ->
                problems.stream()
                    .filter(problem -> problem.cause() == Problem.Cause.NOT_CONFIRMED)
                    .forEach(p -> foundBefore.add(new Key(p.object(), p.id()))));
  }

  /** Notes what speaks against the deletion of objects that are asked for. */
  void expect(Map<MissingObject, String> more) {
    more.forEach((object, doubt) -> doubts.put(Key.of(object), doubt));
  }

  /** The observations without the deletions that another sync has to find too. */
  List<Observation> believed(List<Observation> shown) {
    return shown.stream().filter(seen -> !isTooEarly(seen)).toList();
  }

  private boolean isTooEarly(Observation seen) {
    Key key = Key.of(seen);
    return seen.isGone() && doubts.containsKey(key) && !foundBefore.contains(key);
  }

  /** What there is to report of the objects that were asked for. */
  Map<Source, List<Problem>> problems(List<Observation> shown, List<Unconfirmed> unconfirmed) {
    Map<Source, List<Problem>> problems = new EnumMap<>(Source.class);
    for (Observation seen : shown) {
      if (isTooEarly(seen)) {
        add(problems, seen.kind().source(), waiting(Key.of(seen), doubts.get(Key.of(seen))));
      }
    }
    for (Unconfirmed open : unconfirmed) {
      Key key = Key.of(open.object());
      add(
          problems,
          open.object().kind().source(),
          foundBefore.contains(key) ? waiting(key, open.reason()) : unread(key, open.reason()));
    }
    return problems;
  }

  private static void add(Map<Source, List<Problem>> problems, Source source, Problem problem) {
    problems.computeIfAbsent(source, s -> new ArrayList<>()).add(problem);
  }

  private static Problem waiting(Key key, String doubt) {
    return kept(
        Problem.Cause.NOT_CONFIRMED,
        key,
        "neither its list nor the question for it by its id shows it, but "
            + doubt
            + "; it counts as gone if the next sync finds it so too");
  }

  private static Problem unread(Key key, String reason) {
    return kept(
        Problem.Cause.NOT_READ,
        key,
        "its list lacks it, and asking for it by its id failed: " + reason);
  }

  private static Problem kept(Problem.Cause cause, Key key, String reason) {
    return new Problem(Problem.Effect.KEPT, cause, key.kind(), key.id(), reason);
  }
}
