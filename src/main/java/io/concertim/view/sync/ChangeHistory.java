package io.concertim.view.sync;

import io.concertim.view.history.Change;
import io.concertim.view.history.ChangeLog;
import io.concertim.view.history.ViewDifference;
import io.concertim.view.history.ViewDifference.Difference;
import io.concertim.view.model.view.View;
import io.concertim.view.store.SharedState;
import io.concertim.view.store.State;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes down and tells of each view what it shows otherwise than the one published before. */
public final class ChangeHistory {
  private static final Logger LOG = LoggerFactory.getLogger(ChangeHistory.class);
  private static final int MOST_TOLD = 10;
  private static final int MOST_UNWRITTEN = 10_000;

  private final ChangeLog changes;
  private final EarlierView earlierView;
  private final SharedState shared;
  private final Clock clock;
  private final MeterRegistry meters;
  private final List<Change> unwritten = new ArrayList<>();

  public ChangeHistory(
      ChangeLog changes,
      EarlierView earlierView,
      SharedState shared,
      Clock clock,
      MeterRegistry meters) {
    this.changes = changes;
    this.earlierView = earlierView;
    this.shared = shared;
    this.clock = clock;
    this.meters = meters;
  }

  /**
   * Takes down what will have changed, and sets the exchange property {@code viewChanges} to it;
   * called by the holder of the lock, right before the view is put in place. Should that fail, the
   * next call takes back what this one took down.
   *
   * @param before what was known before
   * @param causes why which objects were read again; null for a full sync
   */
  public synchronized void record(
      Exchange exchange,
      @ExchangeProperty("stateBefore") State before,
      @ExchangeProperty("view") View view,
      @ExchangeProperty("causes") Causes causes)
      throws IOException {
    View earlier = earlierView.find();
    List<Change> found = new ArrayList<>();
    exchange.setProperty("viewChanges", found);
    if (earlier == null) {
      return; // all of it is new
    }
    Instant now = clock.instant();
    for (Difference one : ViewDifference.between(earlier, view)) {
      found.add(change(one, view.generation(), why(causes).of(one.id()), now));
    }
    State published = shared.published();
    long whole = Math.max(earlier.generation(), published == null ? 0 : published.generation());
    unwritten.removeIf(change -> change.generation() > whole);
    unwritten.addAll(found);
    try {
      if (whole < before.generation()) {
        changes.takeBack(whole);
      }
      changes.add(unwritten);
      unwritten.clear();
    } catch (IOException e) {
      LOG.warn("{} changes cannot be added to changes.jsonl: {}", unwritten.size(), e.toString());
      unwritten.subList(0, Math.max(0, unwritten.size() - MOST_UNWRITTEN)).clear();
    }
  }

  /** Tells what has changed, once the view is in place. */
  public synchronized void published(
      @ExchangeProperty("view") View view,
      @ExchangeProperty("viewChanges") List<Change> found,
      @ExchangeProperty("causes") Causes causes) {
    earlierView.published(view);
    found.forEach(change -> count(change, why(causes).of(change.id())));
    tell(found);
  }

  private static Causes why(Causes causes) {
    return causes == null ? Causes.FULL_SYNC : causes;
  }

  private void count(Change change, Causes.Cause cause) {
    Counter.builder("view.changes")
        .description("what the published view shows otherwise than the one before")
        .tags("kind", change.kind(), "op", change.op().name().toLowerCase(Locale.ROOT))
        .tag("cause", cause.group())
        .register(meters)
        .increment();
  }

  private static Change change(Difference one, long generation, Causes.Cause cause, Instant now) {
    Long delay =
        cause.at() == null ? null : Math.max(0, Duration.between(cause.at(), now).toMillis());
    return new Change(
        now,
        generation,
        cause.text(),
        delay,
        one.kind(),
        one.id(),
        one.name(),
        one.op(),
        one.field(),
        one.before(),
        one.after());
  }

  private static void tell(List<Change> found) {
    found.stream()
        .limit(MOST_TOLD)
        .forEach(change -> LOG.info("{}; {}", change.told(), change.because()));
    if (found.size() > MOST_TOLD) {
      LOG.info("and {} more changes, see changes.jsonl", found.size() - MOST_TOLD);
    }
  }
}
