// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.pieces;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A part of a file that is the same as long as what it shows is the same, wherever it stands.
 *
 * @param id finds the piece in another version of the file
 * @param shown the record that the piece shows
 * @param ordered what else the piece shows, and those of the record's maps whose order it shows:
 *     equal maps may differ in their order. Null if there is nothing
 */
public record Piece(Object id, Object shown, Object ordered) {

  /** Whether both are written as the same bytes. */
  public boolean isWrittenLike(Piece other) {
    return Objects.equals(shown, other.shown) && isAlike(ordered, other.ordered);
  }

  private static boolean isAlike(Object one, Object other) {
    if (one instanceof Map<?, ?> map && other instanceof Map<?, ?> otherMap) {
      return map == otherMap || areAlike(map.entrySet(), otherMap.entrySet());
    }
    if (one instanceof Map.Entry<?, ?> entry && other instanceof Map.Entry<?, ?> otherEntry) {
      return Objects.equals(entry.getKey(), otherEntry.getKey())
          && isAlike(entry.getValue(), otherEntry.getValue());
    }
    if (one instanceof List<?> list && other instanceof List<?> otherList) {
      return list == otherList || areAlike(list, otherList);
    }
    return Objects.equals(one, other);
  }

  private static boolean areAlike(Iterable<?> some, Iterable<?> others) {
    Iterator<?> one = some.iterator();
    Iterator<?> other = others.iterator();
    while (one.hasNext() && other.hasNext()) {
      if (!isAlike(one.next(), other.next())) {
        return false;
      }
    }
    return !one.hasNext() && !other.hasNext();
  }
}
