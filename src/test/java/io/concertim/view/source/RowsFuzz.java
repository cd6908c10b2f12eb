// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.fuzz.FuzzTarget;
import io.concertim.view.merge.HybridClock;
import io.concertim.view.merge.Layers;
import io.concertim.view.merge.SourceRead;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Observation;
import io.concertim.view.source.concertim.ConcertimRows;
import io.concertim.view.source.http.AddressFuzz;
import io.concertim.view.source.http.SourceException;
import io.concertim.view.source.killbill.KillBillRows;
import io.concertim.view.source.openstack.OpenStackRows;
import io.concertim.view.store.ObservationLine;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Clock;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;

/**
 * The input is a page of a list. What is understood of it is written to the journal and read again,
 * and its next page is at the same host.
 */
public final class RowsFuzz implements FuzzTarget {
  private static final String PATH = "/list?limit=100";

  private final List<Kind> kinds;
  private final DefaultCamelContext camel = new DefaultCamelContext();
  private final ListReader reader =
      new ListReader(
          new HybridClock(Clock.systemUTC()),
          new EntityTags(() -> Optional.of(Layers.empty())),
          new RowReader(parsers(), Layers::empty));

  /**
   * @param kinds for each of which the page is read
   */
  public RowsFuzz(Kind... kinds) {
    this.kinds = List.of(kinds);
  }

  private static Map<Kind, RowParser> parsers() {
    Map<Kind, RowParser> parsers = new EnumMap<>(Kind.class);
    parsers.putAll(ConcertimRows.parsers());
    parsers.putAll(OpenStackRows.parsers());
    parsers.putAll(KillBillRows.parsers());
    return parsers;
  }

  @Override
  public void accept(byte[] page) throws Exception {
    for (Kind kind : kinds) {
      Exchange exchange = new DefaultExchange(camel);
      exchange.setProperty("path", PATH);
      reader.begin(exchange, kind, PATH);
      SourceRead reading = exchange.getProperty("reading", SourceRead.class);
      try {
        reader.page(
            exchange,
            new ByteArrayInputStream(page),
            kind,
            PATH,
            reading,
            exchange.getProperty("started", Long.class),
            new HashSet<>(),
            null);
      } catch (SourceException e) {
        assertNotNull(e.getMessage());
      }
      reading.problems().forEach(problem -> assertNotNull(problem.reason()));
      for (Observation seen : reading.observations()) {
        isReadAgain(seen);
      }
      String next = exchange.getProperty("path", String.class);
      if (next != null) {
        assertTrue(next.startsWith("/list"), next);
        AddressFuzz.staysAtItsService(next);
      }
    }
  }

  /** What the journal then has is what was understood. */
  public static void isReadAgain(Observation seen) throws IOException {
    byte[] line = ObservationLine.bytes(seen);
    for (int i = 0; i < line.length - 1; i++) {
      assertTrue(line[i] != '\n', "a line within a line");
    }
    assertEquals(seen, ObservationLine.parse(line));
  }
}
