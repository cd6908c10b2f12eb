// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.mapping;

import java.util.BitSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * The units of one rack, 1 to its height, each free or in use. Front and back are not told apart
 * (semantics.md section 9).
 */
final class Slots {
  private final int height;
  private final BitSet used = new BitSet();

  Slots(int height) {
    this.height = height;
  }

  /**
   * Takes units. They may be in use already or outside of the rack, as the portal may show them so.
   */
  void occupy(int start, int end) {
    if (start >= 0 && end >= start) {
      used.set(start, end + 1);
    }
  }

  boolean isFree(int start, int end) {
    int next = used.nextSetBit(Math.max(start, 0));
    return start >= 1 && end <= height && (next < 0 || next > end);
  }

  /** The lowest start from which {@code size} units are free. */
  OptionalInt lowest(int size) {
    return starts(size).findFirst();
  }

  /** The highest start from which {@code size} units are free. */
  OptionalInt highest(int size) {
    return starts(size).max();
  }

  private IntStream starts(int size) {
    return IntStream.rangeClosed(1, height - size + 1)
        .filter(start -> isFree(start, start + size - 1));
  }

  /** The units in use, ascending. */
  List<Integer> occupied() {
    return used.stream().boxed().toList();
  }
}
