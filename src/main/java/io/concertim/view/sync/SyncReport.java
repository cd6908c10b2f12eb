// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.sync;

import io.concertim.view.history.Change;
import io.concertim.view.log.LogOnce;
import io.concertim.view.metrics.Durations;
import io.concertim.view.metrics.RenewedGauges;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.view.Problem;
import io.concertim.view.model.view.Rack;
import io.concertim.view.model.view.View;
import io.concertim.view.publish.ViewLog;
import io.concertim.view.source.http.CallCounts;
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
import org.apache.camel.util.ObjectHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures and logs syncs. A sync that changed something has its own log line; the others share one
 * line an hour.
 */
public final class SyncReport {
  private static final Logger LOG = LoggerFactory.getLogger(SyncReport.class);
  private static final Duration LONGEST_SILENCE = Duration.ofHours(1);
  private static final String STORED = "stored";
  private static final String FAILED = "failed";

  private final Clock clock;
  private final CallCounts calls;
  private final MeterRegistry meters;
  private final LogOnce logOnce;
  private final ViewLog viewLog;
  private final AtomicInteger lastRepaired = new AtomicInteger();
  private final RenewedGauges requests;
  private Map<String, Long> callsLogged = Map.of();
  private Instant lastLogged = Instant.MIN;
  private int unlogged;
  private Duration longestUnlogged = Duration.ZERO;

  public SyncReport(Clock clock, CallCounts calls, MeterRegistry meters) {
    this.clock = clock;
    this.calls = calls;
    this.meters = meters;
    this.logOnce = new LogOnce(clock);
    this.viewLog = new ViewLog(logOnce);
    Gauge.builder("view.sync.drift", lastRepaired::doubleValue)
        .description("objects that the last full sync found changed without a notification")
        .register(meters);
    requests =
        new RenewedGauges(meters, "view.sync.requests", "requests that the last full sync sent");
    // Registered at the start, so that what has not happened yet is 0 and not absent.
    duration(STORED);
    duration(FAILED);
    Kind.NOTIFIED.forEach(this::drift);
  }

  /** Records when a sync begins, and the number of requests before it. */
  public void begin(Exchange exchange) {
    exchange.setProperty("syncStarted", clock.instant());
    exchange.setProperty("requestsBefore", calls.total());
  }

  /**
   * Reports a sync whose view has been stored.
   *
   * @param changed the number of changes, compared with the view before
   * @param repaired the number of objects that no notification had brought, by kind
   */
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
    if (logOnce.isOver("store")) {
      LOG.info("the view is stored again");
    }
    viewLog.log(view);
    if (changes > 0 || !now.isBefore(lastLogged.plus(LONGEST_SILENCE))) {
      log(view, took, changes);
      lastLogged = now;
    } else {
      unlogged++;
      longestUnlogged = longestUnlogged.compareTo(took) > 0 ? longestUnlogged : took;
    }
  }

  private void log(View view, Duration took, int changes) {
    if (unlogged > 0) {
      LOG.info(
          "{} syncs since {} changed nothing; the longest took {} s",
          unlogged,
          lastLogged,
          seconds(longestUnlogged));
      unlogged = 0;
      longestUnlogged = Duration.ZERO;
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
        calls.since(callsLogged));
    callsLogged = calls.total();
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
    requests.renew(
        calls.since(before).entrySet().stream()
            .<MultiGauge.Row<?>>map(
                sent -> MultiGauge.Row.of(Tags.of("service", sent.getKey()), sent.getValue()))
            .toList());
  }

  private Counter drift(Kind kind) {
    return Counter.builder("view.drift.repaired")
        .description("objects that full syncs found changed without a notification")
        .tag("kind", kind.label())
        .register(meters);
  }

  private Timer duration(String outcome) {
    return Durations.named("view.sync.duration", "a full sync, from its start to the stored view")
        .tag("outcome", outcome)
        .register(meters);
  }

  /**
   * Reports a sync that failed. The cause is the store, another host that syncs now, or a bug, as a
   * source that is down does not fail a sync.
   */
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
    DeposedException deposed = ObjectHelper.getException(DeposedException.class, failure);
    if (deposed != null) {
      LOG.info("the sync is given up: {}", deposed.getMessage());
      return;
    }
    if (logOnce.isNew("store", why(failure))) {
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
