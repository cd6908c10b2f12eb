package io.concertim.view.sync;

import io.concertim.view.metrics.Durations;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.view.HeldDeletion;
import io.concertim.view.model.view.Problem;
import io.concertim.view.model.view.Rack;
import io.concertim.view.model.view.SourceStatus;
import io.concertim.view.model.view.View;
import io.concertim.view.source.CallCounts;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Handler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the log how a sync went: one line, one for each failed source, and what is new. */
public final class SyncReport {
  private static final Logger LOG = LoggerFactory.getLogger(SyncReport.class);

  private final Clock clock;
  private final CallCounts calls;
  private final MeterRegistry meters;
  private final AtomicInteger lastRepaired = new AtomicInteger();
  private Map<String, Long> callsBefore = Map.of();
  private Set<Problem> reported = Set.of();
  private List<HeldDeletion> reportedHeld = List.of();

  public SyncReport(Clock clock, CallCounts calls, MeterRegistry meters) {
    this.clock = clock;
    this.calls = calls;
    this.meters = meters;
    Gauge.builder("view.sync.drift", lastRepaired::doubleValue)
        .description("objects of which the last full sync found what notifications had not brought")
        .register(meters);
  }

  @Handler
  public synchronized void report(
      @ExchangeProperty("view") View view,
      @ExchangeProperty("syncStarted") Instant started,
      @ExchangeProperty("repaired") Map<Kind, Integer> repaired) {
    view.sources().values().stream()
        .filter(status -> !status.complete())
        .forEach(status -> LOG.warn("{}{}", status.reason(), kept(status)));
    view.problems().stream()
        .filter(problem -> !reported.contains(problem))
        .forEach(SyncReport::report);
    reported = new HashSet<>(view.problems());
    if (!view.held().equals(reportedHeld)) {
      view.held().forEach(SyncReport::report);
      reportedHeld = view.held();
    }
    Duration took = Duration.between(started, clock.instant());
    Map<String, Long> made = calls.since(callsBefore);
    callsBefore = calls.total();
    ended("stored", took);
    lastRepaired.set(repaired.values().stream().mapToInt(Integer::intValue).sum());
    repaired.forEach(
        (kind, count) ->
            Counter.builder("view.drift.repaired")
                .description("objects of which full syncs found what notifications had not brought")
                .tag("kind", kind.label())
                .register(meters)
                .increment(count));
    LOG.info(
        "generation {} stored after {} s: {} racks ({} pending, {} gone), {} devices, "
            + "{} objects left out; requests {}",
        view.generation(),
        took.toMillis() / 1000.0,
        view.racks().size(),
        view.racks().stream().map(Rack::pending).filter(Objects::nonNull).count(),
        view.racks().stream().filter(Rack::deleteMarker).count(),
        view.devices().size(),
        view.problems().stream().filter(p -> p.effect() == Problem.Effect.LEFT_OUT).count(),
        made);
  }

  private void ended(String outcome, Duration took) {
    Durations.named("view.sync.duration", "a full sync, from its start to the stored view")
        .tag("outcome", outcome)
        .register(meters)
        .record(took);
  }

  /** A sync ended early; which source is down is no reason for that, so it is the store or us. */
  public void failed(
      Exchange exchange,
      @ExchangeProperty("syncStarted") Instant started,
      @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception failure) {
    if (exchange.getContext().isStopping()) {
      LOG.info("the sync is given up, as the program is stopping");
      return;
    }
    ended("failed", Duration.between(started, clock.instant()));
    LOG.error(
        "the sync failed, the view is not stored: {}; the next one tries again", why(failure));
    LOG.debug("the sync failed", failure);
  }

  private static String why(Throwable failure) {
    Throwable cause = failure.getCause();
    return cause == null || cause == failure ? failure.toString() : failure + ", " + why(cause);
  }

  private static String kept(SourceStatus status) {
    return status.readAt() == null
        ? "; it was never read completely"
        : "; what was read at " + status.readAt() + " is kept";
  }

  private static void report(Problem problem) {
    switch (problem.effect()) {
      case LEFT_OUT ->
          LOG.warn("{} {} is left out: {}", problem.object(), problem.id(), problem.reason());
      case ADJUSTED, KEPT ->
          LOG.info("{} {}: {}", problem.object(), problem.id(), problem.reason());
    }
  }

  private static void report(HeldDeletion held) {
    LOG.warn(
        "{} deletions of kind {} are held: {}. If they are right, make release-deletions.flag in"
            + " the data directory. {}",
        held.ids().size(),
        held.kind(),
        held.reason(),
        held.ids());
  }
}
