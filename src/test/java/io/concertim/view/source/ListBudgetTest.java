// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.source;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.source.http.Bounds;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListBudgetTest {
  private static final int MIB = 1 << 20;

  /** A device of the portal as its record says it: 50,000 servers had 25 MB with their volumes. */
  private static final String DEVICE = "d".repeat(600);

  /** The sizes of docs/performance.md, with as many volumes and networks again as a third. */
  @ParameterizedTest
  @CsvSource({"358, 10000", "717, 30000", "768, 50000", "1050, 50000", "1433, 100000"})
  void aHeapHoldsTheListsOfTheSizeItIsSaidToBeFor(int heapMib, int servers) {
    ListBudget budget = new ListBudget(Bounds.ofHeap((long) heapMib * MIB));

    assertDoesNotThrow(
        () -> {
          for (int i = 0; i < servers * 4 / 3; i++) {
            budget.row();
            budget.keep(DEVICE);
          }
        });
  }

  @Test
  void aTextThatTakesTwoBytesForEachCharacterCountsTwice() {
    int most = (int) Bounds.ofHeap(MIB).keptBytes();
    ListBudget budget = new ListBudget(Bounds.ofHeap(MIB));

    assertDoesNotThrow(() -> budget.keep("é".repeat(most)));
    assertThrows(UncheckedIOException.class, () -> budget.keep("e"));
    UncheckedIOException refusal =
        assertThrows(
            UncheckedIOException.class,
            () -> new ListBudget(Bounds.ofHeap(MIB)).keep("漢".repeat(most / 2 + 1)));
    assertTrue(refusal.getMessage().contains("more than " + most + " bytes"));
  }
}
