// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.source.concertim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.concertim.view.log.LogOnce;
import io.concertim.view.merge.Layers;
import io.concertim.view.merge.MissingObject;
import io.concertim.view.merge.SourceRead;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.PortalDevice;
import io.concertim.view.model.layer.PortalRack;
import io.concertim.view.model.layer.Source;
import io.concertim.view.source.ListBudget;
import io.concertim.view.source.Row;
import io.concertim.view.source.RowReader;
import io.concertim.view.source.http.AnswerJson;
import io.concertim.view.source.http.AnswerRule;
import io.concertim.view.source.http.Bounds;
import io.concertim.view.source.http.CallFailures;
import io.concertim.view.source.http.LateException;
import io.concertim.view.source.http.SourceException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the devices rack by rack where the portal cannot send their list: one device of a type that
 * it has no class for makes the list answer 500, and only the rack that has the device
 * (concertim-api.md section 8). The devices of a rack that cannot be shown stay as they were.
 */
public final class RackDevices {
  private static final Logger LOG = LoggerFactory.getLogger(RackDevices.class);
  private static final ObjectMapper JSON = AnswerJson.DOCUMENT;

  private final Supplier<Layers> known;
  private final RowReader rows;
  private final LogOnce news;

  /**
   * @param known the layers before this read
   */
  public RackDevices(Supplier<Layers> known, RowReader rows, LogOnce news) {
    this.known = known;
    this.rows = rows;
    this.news = news;
  }

  /** The list of devices is answered with 500; the racks are asked once all lists are read. */
  public SourceRead spoilt(
      @ExchangeProperty("started") long started,
      @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) SourceException failure) {
    if (news.isNew("list", failure.getMessage())) {
      LOG.warn("the devices are read rack by rack, as {}", failure.getMessage());
    }
    SourceRead reading = new SourceRead(Source.CONCERTIM);
    reading.spoilt(Kind.DEVICE, started);
    return reading;
  }

  /** Whether the devices have to be read rack by rack. */
  public boolean isNeeded(@Body SourceRead lists) {
    return lists.spoilt(Kind.DEVICE) != null;
  }

  /** The racks to ask for. The reading of the lists is kept for the end. */
  public List<MissingObject> racks(Exchange exchange, @Body SourceRead lists) {
    Set<String> ids = new TreeSet<>(lists.listed(Kind.RACK));
    if (!lists.completeLists().containsKey(Kind.RACK)) { // it is what it was
      known.get().facts(PortalRack.class).forEach(rack -> ids.add(rack.id()));
    }
    ids.remove("");
    exchange.setProperty("lists", lists);
    exchange.setProperty("budget", new ListBudget(Bounds.OURS));
    return ids.stream().map(id -> new MissingObject(Kind.RACK, id, null)).toList();
  }

  /** The devices that a rack's own answer shows. */
  public SourceRead devices(
      @Body InputStream body,
      @ExchangeProperty("absence") MissingObject rack,
      @ExchangeProperty("started") long started,
      @ExchangeProperty("budget") ListBudget budget)
      throws IOException {
    JsonNode answer = JSON.readTree(body);
    JsonNode devices = answer.path("devices");
    if (AnswerRule.ofAnswer(rack, answer) != AnswerRule.Meaning.THERE || !devices.isArray()) {
      throw new SourceException("concertim: the answer is not the rack with its devices");
    }
    SourceRead reading = new SourceRead(Source.CONCERTIM);
    reading.startedAt(started);
    synchronized (budget) {
      devices.forEach(row -> rows.take(new Row(row), Kind.DEVICE, started, reading, budget));
    }
    return reading;
  }

  /** The rack has been deleted since; its devices are asked for like all that a list lacks. */
  public SourceRead gone() {
    return new SourceRead(Source.CONCERTIM);
  }

  /** The rack cannot be shown: what was known of its devices stays, and that is reported. */
  public SourceRead unreadable(
      @ExchangeProperty("absence") MissingObject rack,
      @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception failure) {
    SourceRead reading = new SourceRead(Source.CONCERTIM);
    String why = CallFailures.explained("concertim", failure).getMessage();
    if (failure instanceof LateException) {
      reading.fail(why);
      return reading;
    }
    reading.unread(
        Kind.RACK,
        rack.id(),
        "the portal cannot show it, so its devices stay as they were: " + why);
    known.get().facts(PortalDevice.class).stream()
        .filter(device -> rack.id().equals(device.rackId()))
        .forEach(device -> reading.unreadable(Kind.DEVICE, device.id()));
    return reading;
  }

  /** The lists' reading with the devices of all racks, in place of their list. */
  public SourceRead all(@ExchangeProperty("lists") SourceRead lists, @Body Object racks) {
    if (racks instanceof SourceRead reading) {
      lists.add(reading);
    }
    lists.completed(Kind.DEVICE, lists.spoilt(Kind.DEVICE));
    return lists;
  }
}
