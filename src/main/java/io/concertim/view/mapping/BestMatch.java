// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.mapping;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/**
 * Finds a portal object by its cloud id. Of several with the same id the one with the fewest
 * unknown parts is taken, of equal ones the earlier (semantics.md section 2).
 */
final class BestMatch {
  private BestMatch() {}

  static <T> Map<String, T> index(
      Iterable<T> objects, Function<T, String> cloudId, ToIntFunction<T> unknownParts) {
    Map<String, T> best = new HashMap<>();
    for (T object : objects) {
      String id = cloudId.apply(object);
      if (id != null) {
        best.merge(
            id,
            object,
            (kept, other) ->
                unknownParts.applyAsInt(other) < unknownParts.applyAsInt(kept) ? other : kept);
      }
    }
    return best;
  }

  static int unknown(String... parts) {
    return (int) Stream.of(parts).filter(Objects::isNull).count();
  }
}
