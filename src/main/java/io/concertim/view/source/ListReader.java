// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.source;

import io.concertim.view.merge.EntityTag;
import io.concertim.view.merge.HybridClock;
import io.concertim.view.merge.SourceRead;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Source;
import io.concertim.view.model.view.Problem;
import io.concertim.view.source.http.Bounds;
import io.concertim.view.source.http.CallFailures;
import io.concertim.view.source.http.NoServiceException;
import io.concertim.view.source.http.SourceException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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

  /** A million rows with 100 in each page; a longer list counts as endless. */
  private static final int MOST_PAGES = 10_000;

  private static final Pattern OFFSET = Pattern.compile("([?&]offset=)(\\d{1,9})$");

  private final HybridClock clock;
  private final EntityTags tags;
  private final RowReader rows;
  private final Set<String> missingServices = ConcurrentHashMap.newKeySet();

  public ListReader(HybridClock clock, EntityTags tags, RowReader rows) {
    this.clock = clock;
    this.tags = tags;
    this.rows = rows;
  }

  /** Starts the list of the kind that the exchange property {@code kind} names. */
  public void begin(
      Exchange exchange,
      @ExchangeProperty("kind") Kind kind,
      @ExchangeProperty("path") String path) {
    exchange.setProperty("entityTag", tags.of(path));
    exchange.setProperty("reading", new SourceRead(kind.source()));
    exchange.setProperty("pages", new HashSet<String>());
    exchange.setProperty("budget", new ListBudget(Bounds.OURS));
    exchange.setProperty("started", clock.next());
    exchange.setProperty("asked", System.nanoTime());
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
      @ExchangeProperty("reading") SourceRead reading,
      @ExchangeProperty("started") long started,
      @ExchangeProperty("pages") Set<String> pages,
      @Header("X-Killbill-Pagination-NextPageUri") String nextPageUri) {
    if (isUnchanged(exchange)) {
      exchange.removeProperty("path");
      return;
    }
    answered(exchange, kind, path, started, reading);
    String link;
    ListBudget budget = exchange.getProperty("budget", ListBudget.class);
    AtomicInteger read = new AtomicInteger();
    // A list that is asked for by offset ends with a page that is empty, or that has nothing new as
    // the server knows no offset. A short page proves nothing: the server may have its own limit.
    Matcher offset = OFFSET.matcher(path);
    int known = offset.find() ? reading.listed(kind).size() : 0;
    try {
      link =
          JsonPage.read(
              body,
              node -> {
                read.incrementAndGet();
                rows.take(new Row(node), kind, started, reading, budget);
              },
              () -> cut(kind, path, reading));
    } catch (IOException e) {
      throw CallFailures.unreadable(kind.source().label(), path, e);
    } catch (UncheckedIOException e) {
      throw CallFailures.unreadable(kind.source().label(), path, e.getCause());
    }
    pages.add(path);
    String next = link == null ? nextPageUri : link;
    if (next == null && offset.reset().find() && reading.listed(kind).size() > known) {
      next = offset.replaceFirst("$1" + (Long.parseLong(offset.group(2)) + read.get()));
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
          "%s: the list %s has no end after %s pages"
              .formatted(kind.source().label(), path, MOST_PAGES));
    }
    exchange.setProperty("path", nextPath);
  }

  /** The list may lack any object; it is no complete list. */
  private static void cut(Kind kind, String path, SourceRead reading) {
    reading.unreadable(kind, null);
    reading.problem(
        new Problem(
            Problem.Effect.KEPT,
            Problem.Cause.SHORT_LIST,
            kind.label() + "s",
            "that their list lacks",
            "the system cuts its list "
                + path
                + " (truncated), so what it lacks is neither gone nor known; raise its list_limit"));
  }

  private void answered(
      Exchange exchange, Kind kind, String path, long started, SourceRead reading) {
    Message answer = exchange.getMessage();
    String tag = answer.getHeader("ETag", String.class);
    if (tag != null && kind.source() == Source.CONCERTIM) {
      reading.entityTag(path, new EntityTag(kind, tag, started));
    }
    String date = answer.getHeader("Date", String.class);
    if (date != null) {
      try {
        Instant answered = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date));
        reading.answeredAt(kind, answered);
        reading.askedAt(
            kind, ChangesSince.asked(answered, exchange.getProperty("asked", Long.class), started));
      } catch (DateTimeException e) {
        LOG.debug("{}: {} is answered with an odd Date: {}", kind.source().label(), path, date);
      }
    }
  }

  /** Ends the list of a service that the cloud does not have: it has no objects. */
  public void noService(@ExchangeProperty(Exchange.EXCEPTION_CAUGHT) NoServiceException missing) {
    if (missingServices.add(missing.getMessage())) {
      LOG.info("{}; so there are no objects of that service", missing.getMessage());
    }
  }

  private static boolean isUnchanged(Exchange exchange) {
    return exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, 0, int.class) == 304;
  }

  /**
   * The same path with the query of the next page, since servers do not always know their own
   * address.
   */
  private static String nextPath(String path, String next) {
    int query = next.indexOf('?');
    return path.replaceFirst("\\?.*", "") + (query < 0 ? "" : next.substring(query));
  }

  /** Ends the list, or that of what has changed; the body becomes what it gave. */
  public SourceRead end(
      Exchange exchange,
      @ExchangeProperty("kind") Kind kind,
      @ExchangeProperty("reading") SourceRead reading,
      @ExchangeProperty("started") long started) {
    if (isUnchanged(exchange)) {
      reading.unchanged(started);
    } else if (ChangesSince.isAsked(exchange)) {
      reading.changed(kind, started);
    } else {
      reading.completed(kind, started);
    }
    exchange.removeProperty("entityTag");
    ChangesSince.forget(exchange);
    return reading;
  }
}
