package io.concertim.view.source;

import io.concertim.view.merge.EntityTag;
import io.concertim.view.merge.HybridClock;
import io.concertim.view.merge.Reading;
import io.concertim.view.model.layer.Fact;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Observation;
import io.concertim.view.model.layer.Source;
import io.concertim.view.model.view.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads one list page after page: {@code begin}, then {@code page} for every answer until the
 * exchange property {@code path} is gone, then {@code end}.
 */
public final class ListReader {
  private static final Logger LOG = LoggerFactory.getLogger(ListReader.class);

  /** With 100 rows in each, a million; a list that still goes on has no end. */
  private static final int MOST_PAGES = 10_000;

  private static final Pattern OFFSET = Pattern.compile("([?&]offset=)(\\d{1,9})$");

  private final HybridClock clock;
  private final EntityTags tags;
  private final Map<Kind, RowParser> parsers;

  public ListReader(HybridClock clock, EntityTags tags, Map<Kind, RowParser> parsers) {
    this.clock = clock;
    this.tags = tags;
    this.parsers = Map.copyOf(parsers);
  }

  /** Starts the list of the kind that the exchange property {@code kind} names. */
  public void begin(
      Exchange exchange,
      @ExchangeProperty("kind") Kind kind,
      @ExchangeProperty("path") String path) {
    exchange.setProperty("entityTag", tags.of(path));
    exchange.setProperty("reading", new Reading(kind.source()));
    exchange.setProperty("pages", new HashSet<String>());
    exchange.setProperty("started", clock.next());
  }

  /**
   * Takes the rows of one page, and sets the property {@code path} to the next page or removes it.
   *
   * @param nextPageUri where Kill Bill says that the next page is
   * @throws SourceException if the body is not a list in JSON, or ends too early
   */
  public void page(
      Exchange exchange,
      @Body InputStream body,
      @ExchangeProperty("kind") Kind kind,
      @ExchangeProperty("path") String path,
      @ExchangeProperty("reading") Reading reading,
      @ExchangeProperty("started") long started,
      @ExchangeProperty("pages") Set<String> pages,
      @Header("X-Killbill-Pagination-NextPageUri") String nextPageUri) {
    if (isUnchanged(exchange)) {
      exchange.removeProperty("path");
      return;
    }
    answered(exchange.getMessage(), kind, path, started, reading);
    String link;
    AtomicInteger rows = new AtomicInteger();
    // A list that is asked for by offset ends with a page that is empty, or that has nothing new as
    // the server knows no offset. A short page proves nothing: the server may have its own limit.
    Matcher offset = OFFSET.matcher(path);
    int known = offset.find() ? reading.listed(kind).size() : 0;
    try {
      link =
          JsonPage.read(
              body,
              node -> {
                rows.incrementAndGet();
                take(new Row(node), kind, started, reading);
              });
    } catch (IOException e) {
      throw CallFailures.unreadable(kind.source().label(), path, e);
    }
    pages.add(path);
    String next = link == null ? nextPageUri : link;
    if (next == null && offset.reset().find() && reading.listed(kind).size() > known) {
      next = offset.replaceFirst("$1" + (Long.parseLong(offset.group(2)) + rows.get()));
    }
    if (next == null) {
      exchange.removeProperty("path");
      return;
    }
    String nextPath = nextPath(path, next);
    if (pages.contains(nextPath)) {
      throw new SourceException(
          kind.source().label() + ": the list " + path + " names a page again: " + nextPath);
    }
    if (pages.size() >= MOST_PAGES) {
      throw new SourceException(
          kind.source().label()
              + ": the list "
              + path
              + " has no end after "
              + MOST_PAGES
              + " pages");
    }
    exchange.setProperty("path", nextPath);
  }

  private void answered(Message answer, Kind kind, String path, long started, Reading reading) {
    String tag = answer.getHeader("ETag", String.class);
    if (tag != null && kind.source() == Source.CONCERTIM) {
      reading.entityTag(path, new EntityTag(kind, tag, started));
    }
    String date = answer.getHeader("Date", String.class);
    if (date != null) {
      try {
        reading.answeredAt(kind, Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date)));
      } catch (DateTimeException e) {
        LOG.debug("{}: {} is answered with an odd Date: {}", kind.source().label(), path, date);
      }
    }
  }

  private static boolean isUnchanged(Exchange exchange) {
    return exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, 0, int.class) == 304;
  }

  private void take(Row row, Kind kind, long started, Reading reading) {
    RowParser parser = parsers.get(kind);
    try {
      List<Fact> facts = parser.parse(row);
      if (parser.isDeleted(row)) {
        reading.deleted(kind, row.needed("id"));
        return;
      }
      for (Fact fact : facts) {
        reading.observe(Observation.of(Kind.of(fact.getClass()), started, fact));
      }
    } catch (RowException e) {
      String id = row.text("id");
      reading.unreadable(kind, id);
      reading.problem(
          new Problem(
              Problem.Effect.LEFT_OUT, Problem.Cause.UNREADABLE, kind.label(), id, e.getMessage()));
    }
  }

  /** The same path with the next page's query: servers do not always know their own address. */
  private static String nextPath(String path, String next) {
    int query = next.indexOf('?');
    return path.replaceFirst("\\?.*", "") + (query < 0 ? "" : next.substring(query));
  }

  /** Ends the list; the body becomes what it gave. */
  public Reading end(
      Exchange exchange,
      @ExchangeProperty("kind") Kind kind,
      @ExchangeProperty("reading") Reading reading,
      @ExchangeProperty("started") long started) {
    if (isUnchanged(exchange)) {
      reading.unchanged(started);
    } else {
      reading.completed(kind, started);
    }
    exchange.removeProperty("entityTag");
    return reading;
  }
}
