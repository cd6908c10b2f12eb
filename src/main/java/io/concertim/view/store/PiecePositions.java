// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.store;

import io.concertim.view.pieces.Piece;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Where in a file its pieces are, in their order. */
final class PiecePositions {
  static final int NONE = -1;

  private final List<Piece> pieces = new ArrayList<>();
  private long[] bounds = new long[64];
  private Map<Object, Integer> byId;
  private Object context;
  private int next;

  void add(Piece piece, long start, long end) {
    int at = 2 * pieces.size();
    if (at == bounds.length) {
      bounds = Arrays.copyOf(bounds, 2 * at);
    }
    bounds[at] = start;
    bounds[at + 1] = end;
    pieces.add(piece);
  }

  void begin(Object given) {
    context = given;
  }

  /** Whether it is of this very context. */
  @SuppressWarnings("ReferenceEquality")
  boolean isOf(Object given) {
    return context == given;
  }

  Piece piece(int piece) {
    return pieces.get(piece);
  }

  long start(int piece) {
    return bounds[2 * piece];
  }

  long end(int piece) {
    return bounds[2 * piece + 1];
  }

  /** Starts to look for the pieces of another version. */
  void rewind() {
    next = 0;
  }

  /**
   * The piece that is written as the same bytes; {@link #NONE} if there is none. Mostly it is the
   * one after the last that was found; only after others were added or removed it is looked up.
   */
  int find(Piece wanted) {
    int at = next;
    if (at >= pieces.size() || !pieces.get(at).id().equals(wanted.id())) {
      at = byId().getOrDefault(wanted.id(), NONE);
    }
    if (at == NONE) {
      return NONE;
    }
    next = at + 1;
    return pieces.get(at).isWrittenLike(wanted) ? at : NONE;
  }

  /** The next piece, if it shows this very object; else {@link #NONE}. */
  @SuppressWarnings("ReferenceEquality")
  int same(Object shown) {
    return next < pieces.size() && pieces.get(next).shown() == shown ? next++ : NONE;
  }

  private Map<Object, Integer> byId() {
    if (byId == null) {
      byId = new HashMap<>();
      for (int i = 0; i < pieces.size(); i++) {
        byId.put(pieces.get(i).id(), i);
      }
    }
    return byId;
  }
}
