// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Units of a rack (semantics.md section 9). */
class SlotsTest {

  @Property
  void givesWhatTryingEveryStartWouldGive(
      @ForAll @IntRange(min = 1, max = 12) int height,
      @ForAll Set<@IntRange(min = 1, max = 12) Integer> used,
      @ForAll @IntRange(min = 1, max = 5) int size) {
    Slots slots = new Slots(height);
    used.forEach(unit -> slots.occupy(unit, unit));
    IntPredicate fits =
        start ->
            start + size - 1 <= height
                && IntStream.range(start, start + size).noneMatch(used::contains);
    assertEquals(IntStream.rangeClosed(1, height).filter(fits).min(), slots.lowest(size));
    assertEquals(IntStream.rangeClosed(1, height).filter(fits).max(), slots.highest(size));
    for (int start = -1; start <= height + 1; start++) {
      assertEquals(start >= 1 && fits.test(start), slots.isFree(start, start + size - 1));
    }
    assertEquals(new TreeSet<>(used).stream().toList(), slots.occupied());
  }

  @Test
  @DisplayName("A13: a device of one unit may take the top unit")
  void theTopUnitIsUsed() {
    Slots slots = new Slots(3);
    slots.occupy(1, 2);
    assertEquals(OptionalInt.of(3), slots.lowest(1));
  }

  @Test
  @DisplayName("A13: a rack of height one takes a device")
  void aRackOfOneUnitTakesADevice() {
    assertEquals(OptionalInt.of(1), new Slots(1).lowest(1));
  }

  @Test
  void fromAboveTheHighestRunIsTaken() {
    assertEquals(OptionalInt.of(41), new Slots(42).highest(2));
  }

  @Test
  void unitsThatThePortalShowsOutsideTheRackDoNoHarm() {
    Slots slots = new Slots(2);
    slots.occupy(2, 9);
    slots.occupy(0, -1);
    assertTrue(slots.isFree(1, 1));
    assertFalse(slots.isFree(2, 2));
  }
}
