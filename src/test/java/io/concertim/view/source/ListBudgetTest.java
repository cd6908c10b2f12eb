// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.source;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.concertim.view.merge.Layers;
import io.concertim.view.merge.SourceRead;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Observation;
import io.concertim.view.model.layer.Source;
import io.concertim.view.source.concertim.ConcertimRows;
import io.concertim.view.source.http.Bounds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListBudgetTest {
  private static final int MIB = 1 << 20;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final RowParser PARSER = ConcertimRows.parsers().get(Kind.DEVICE);

  /** A device as the real portal shows it. */
  private static Row device(int number) throws IOException {
    return new Row(
        JSON.readTree(
            """
            {"id": "%s", "name": "compute-%d", "status": "ACTIVE", "type": "Instance", "cost": "0.00",
             "description": "Server Device created from Cloud by Concertim Service",
             "metadata": {"net_interfaces": "['private']", "openstack_stack_id": "%s",
                          "openstack_instance_id": "%s"},
             "location": {"depth": 2, "start_u": 1, "end_u": 1, "facing": "f", "type": "rack",
                          "rack_id": "%s"},
             "template_id": "%s", "public_ips": "['172.24.100.101']",
             "private_ips": "['10.0.100.101']", "ssh_key": "key-of-somebody", "login_user": "None",
             "volume_details": "[]"}
            """
                .formatted(
                    new UUID(number, 1),
                    number,
                    new UUID(number / 26, 2),
                    new UUID(number, 3),
                    new UUID(number / 26, 4),
                    new UUID(number % 20, 5))));
  }

  /** The sizes of docs/performance.md, with as many volumes and networks again as a third. */
  @ParameterizedTest
  @CsvSource({"128, 10000", "358, 30000", "512, 80000", "1433, 100000"})
  void aHeapHoldsTheListsOfTheSizeItIsSaidToBeFor(int heapMib, int servers) {
    ListBudget budget = new ListBudget(Bounds.ofHeap((long) heapMib * MIB));

    assertDoesNotThrow(
        () -> {
          for (int i = 0; i < servers * 4 / 3; i++) {
            budget.row();
            budget.keep(PARSER.parse(device(i)));
          }
        });
  }

  @Test
  void whatIsKnownAlreadyDoesNotCountAgain() throws IOException {
    long most = Bounds.ofHeap(MIB).keptValues();
    Layers known =
        Layers.empty()
            .merge(List.of(Observation.of(Kind.DEVICE, 1, PARSER.parse(device(7)).get(0))));
    RowReader rows = new RowReader(Map.of(Kind.DEVICE, PARSER), () -> known);
    SourceRead reading = new SourceRead(Source.CONCERTIM);
    ListBudget budget = new ListBudget(Bounds.ofHeap(MIB));

    for (int i = 0; i < most / 26; i++) {
      rows.take(device(7), Kind.DEVICE, 2, reading, budget);
    }

    assertDoesNotThrow(() -> budget.keep(Collections.nCopies((int) most - 1, "")));
    assertThrows(
        UncheckedIOException.class, () -> rows.take(device(8), Kind.DEVICE, 2, reading, budget));
  }

  @Test
  void aTextThatIsKeptOnceCountsOnceAndAnEqualOneAgain() {
    int most = (int) Bounds.ofHeap(MIB).keptBytes();
    ListBudget budget = new ListBudget(Bounds.ofHeap(MIB));
    String text = "e".repeat(most);

    assertDoesNotThrow(() -> budget.keep(List.of(text, text)));
    assertThrows(UncheckedIOException.class, () -> budget.keep("e".repeat(most)));
  }

  @Test
  void valuesCountHoweverShortTheyAre() {
    long most = Bounds.ofHeap(MIB).keptValues();
    ListBudget budget = new ListBudget(Bounds.ofHeap(MIB));

    for (long i = 0; i < most / 2; i++) {
      budget.keep(i % 2 == 0 ? null : "");
    }
    int rest = (int) (most - most / 2 - 1);
    assertDoesNotThrow(() -> budget.keep(Collections.nCopies(rest, "")));
    UncheckedIOException refusal =
        assertThrows(UncheckedIOException.class, () -> budget.keep(null));
    assertTrue(refusal.getMessage().contains("more than " + most + " values of one list"));
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
