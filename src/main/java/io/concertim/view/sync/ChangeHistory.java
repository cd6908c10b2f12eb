package io.concertim.view.sync;

import io.concertim.view.history.Change;
import io.concertim.view.history.ChangeLog;
import io.concertim.view.history.ViewDifference;
import io.concertim.view.history.ViewDifference.Difference;
import io.concertim.view.mapping.MappingSettings;
import io.concertim.view.mapping.ViewMapping;
import io.concertim.view.model.view.View;
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
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells of each view that has been stored what it shows otherwise than the one before. */
public final class ChangeHistory {
  private static final Logger LOG = LoggerFactory.getLogger(ChangeHistory.class);
  private static final int MOST_TOLD = 10;

  private final ChangeLog changes;
  private final MappingSettings settings;
  private final Clock clock;
  private final MeterRegistry meters;
  private final Consumer<View> published;
  private View last;

  /**
   * @param published is told of each view
   */
  public ChangeHistory(
      ChangeLog changes,
      MappingSettings settings,
      Clock clock,
      MeterRegistry meters,
      Consumer<View> published) {
    this.changes = changes;
    this.settings = settings;
    this.clock = clock;
    this.meters = meters;
    this.published = published;
  }

  /**
   * Takes down what has changed, and sets the exchange property {@code viewChanges} to it; called
   * by the holder of the lock, once the view is in place.
   *
   * @param before what the view before was made of
   * @param causes why which objects were read again; null for a full sync
   */
  public synchronized void record(
      Exchange exchange,
      @ExchangeProperty("stateBefore") State before,
      @ExchangeProperty("view") View view,
      @ExchangeProperty("causes") Causes causes) {
    View earlier = viewOf(before);
    last = view;
    published.accept(view);
    exchange.setProperty("viewChanges", List.of());
    if (earlier.generation() == 0) {
      return; // all of it is new
    }
    Causes why = causes == null ? Causes.FULL_SYNC : causes;
    Instant now = clock.instant();
    List<Change> found = new ArrayList<>();
    for (Difference one : ViewDifference.between(earlier, view)) {
      found.add(change(one, view.generation(), why.of(one.id()), now));
    }
    exchange.setProperty("viewChanges", found);
    tell(found);
    try {
      changes.add(found);
    } catch (IOException e) {
      LOG.warn("{} changes cannot be added to changes.jsonl: {}", found.size(), e.toString());
    }
  }

  /** Another process may have published since. */
  private View viewOf(State before) {
    return last != null && last.generation() == before.generation()
        ? last
        : before.view(ViewMapping.map(before.layers(), before.places(), settings), clock.instant());
  }

  private Change change(Difference one, long generation, Causes.Cause cause, Instant now) {
    Counter.builder("view.changes")
        .description("what the published view shows otherwise than the one before")
        .tags("kind", one.kind(), "op", one.op().name().toLowerCase(Locale.ROOT))
        .tag("cause", cause.group())
        .register(meters)
        .increment();
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
