package io.concertim.view.sync;

import io.concertim.view.history.Change;
import io.concertim.view.metrics.Durations;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.view.Problem;
import io.concertim.view.model.view.Rack;
import io.concertim.view.model.view.View;
import io.concertim.view.source.CallCounts;
import io.concertim.view.source.News;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Handler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures how a sync went and tells it: in a line of its own if it changed something, else in one
 * an hour for all.
 */
public final class SyncReport {
  private static final Logger LOG = LoggerFactory.getLogger(SyncReport.class);
  private static final Duration LONGEST_SILENCE = Duration.ofHours(1);
  private static final String STORED = "stored";
  private static final String FAILED = "failed";

  private final Clock clock;
  private final CallCounts calls;
  private final MeterRegistry meters;
  private final News news;
  private final ViewNews viewNews;
  private final AtomicInteger lastRepaired = new AtomicInteger();
  private final MultiGauge requests;
  private Map<String, Long> callsTold = Map.of();
  private Instant lastTold = Instant.MIN;
  private int untold;
  private Duration longestUntold = Duration.ZERO;

  public SyncReport(Clock clock, CallCounts calls, MeterRegistry meters) {
    this.clock = clock;
    this.calls = calls;
    this.meters = meters;
    this.news = new News(clock);
    this.viewNews = new ViewNews(news);
    Gauge.builder("view.sync.drift", lastRepaired::doubleValue)
        .description("objects of which the last full sync found what notifications had not brought")
        .register(meters);
    requests =
        MultiGauge.builder("view.sync.requests")
            .description("requests that the last full sync sent")
            .register(meters);
    // Shown from the start: what has not happened yet is 0, and an alert can tell it from unknown.
    duration(STORED);
    duration(FAILED);
    Drift.TOLD.forEach(this::drift);
  }

  /** Notes when a sync begins, and how many requests there were before. */
  public void begin(Exchange exchange) {
    exchange.setProperty("syncStarted", clock.instant());
    exchange.setProperty("requestsBefore", calls.total());
  }

  /**
   * A view has been stored.
   *
   * @param changed what it shows otherwise than the one before
   * @param repaired of what notifications had not told, by kind
   */
  @Handler
  public synchronized void report(
      @ExchangeProperty("view") View view,
      @ExchangeProperty("syncStarted") Instant started,
      @ExchangeProperty("requestsBefore") Map<String, Long> before,
      @ExchangeProperty("viewChanges") List<Change> changed,
      @ExchangeProperty("repaired") Map<Kind, Integer> repaired) {
    int changes = changed.size();
    Instant now = clock.instant();
    Duration took = Duration.between(started, now);
    ended(STORED, took, before);
    repaired(repaired);
    if (news.isOver("store")) {
      LOG.info("the view is stored again");
    }
    viewNews.tell(view);
    if (changes > 0 || !now.isBefore(lastTold.plus(LONGEST_SILENCE))) {
      tell(view, took, changes);
      lastTold = now;
    } else {
      untold++;
      longestUntold = longestUntold.compareTo(took) > 0 ? longestUntold : took;
    }
  }

  private void tell(View view, Duration took, int changes) {
    if (untold > 0) {
      LOG.info(
          "{} syncs since {} changed nothing; the longest took {} s",
          untold,
          lastTold,
          seconds(longestUntold));
      untold = 0;
      longestUntold = Duration.ZERO;
    }
    LOG.info(
        "generation {} stored after {} s: {} racks ({} pending, {} gone), {} devices, "
            + "{} objects left out; {} changes, {} objects repaired; requests {}",
        view.generation(),
        seconds(took),
        view.racks().size(),
        view.racks().stream().map(Rack::pending).filter(Objects::nonNull).count(),
        view.racks().stream().filter(Rack::deleteMarker).count(),
        view.devices().size(),
        view.problems().stream().filter(p -> p.effect() == Problem.Effect.LEFT_OUT).count(),
        changes,
        lastRepaired.get(),
        calls.since(callsTold));
    callsTold = calls.total();
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }

  private void repaired(Map<Kind, Integer> repaired) {
    lastRepaired.set(repaired.values().stream().mapToInt(Integer::intValue).sum());
    repaired.forEach((kind, count) -> drift(kind).increment(count));
  }

  private void ended(String outcome, Duration took, Map<String, Long> before) {
    duration(outcome).record(took);
    requests.register(
        calls.since(before).entrySet().stream()
            .<MultiGauge.Row<?>>map(
                sent -> MultiGauge.Row.of(Tags.of("service", sent.getKey()), sent.getValue()))
            .toList(),
        true);
  }

  private Counter drift(Kind kind) {
    return Counter.builder("view.drift.repaired")
        .description("objects of which full syncs found what notifications had not brought")
        .tag("kind", kind.label())
        .register(meters);
  }

  private Timer duration(String outcome) {
    return Durations.named("view.sync.duration", "a full sync, from its start to the stored view")
        .tag("outcome", outcome)
        .register(meters);
  }

  /** A sync ended early; which source is down is no reason for that, so it is the store or us. */
  public void failed(
      Exchange exchange,
      @ExchangeProperty("syncStarted") Instant started,
      @ExchangeProperty("requestsBefore") Map<String, Long> before,
      @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception failure) {
    if (exchange.getContext().isStopping()) {
      LOG.info("the sync is given up, as the program is stopping");
      return;
    }
    ended(FAILED, Duration.between(started, clock.instant()), before);
    if (news.isNew("store", why(failure))) {
      LOG.error(
          "the sync failed, the view is not stored: {}; the next one tries again", why(failure));
    }
    LOG.debug("the sync failed", failure);
  }

  private static String why(Throwable failure) {
    Throwable cause = failure.getCause();
    return cause == null || cause == failure ? failure.toString() : failure + ", " + why(cause);
  }
}
