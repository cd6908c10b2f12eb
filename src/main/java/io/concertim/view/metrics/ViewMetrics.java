package io.concertim.view.metrics;

import io.concertim.view.model.layer.Source;
import io.concertim.view.model.view.HeldDeletion;
import io.concertim.view.model.view.Problem;
import io.concertim.view.model.view.Rack;
import io.concertim.view.model.view.SourceStatus;
import io.concertim.view.model.view.View;
import io.concertim.view.source.CallCounts;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;

/** What an operator watches: how old each source is, what is in the view, what a sync costs. */
public final class ViewMetrics {
  private static final View NONE =
      new View(
          0, null, Map.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(),
          List.of());

  private final Map<String, Long> lastCalls = new ConcurrentHashMap<>();
  private volatile View view = NONE;
  private volatile double lastDuration = Double.NaN;

  /**
   * Registers the meters.
   *
   * @param services every service that calls are counted for
   */
  public ViewMetrics(
      MeterRegistry registry, CallCounts calls, Iterable<String> services, Clock clock) {
    gauge(registry, "view.generation", "number of the published view", View::generation);
    for (Source source : Source.values()) {
      Gauge.builder("view.source.age", this, metrics -> metrics.age(source, clock))
          .description("seconds since the last complete read of the source began")
          .baseUnit("seconds")
          .tag("source", source.label())
          .register(registry);
      Gauge.builder("view.source.up", this, metrics -> metrics.isUp(source))
          .description("1 if the last read of the source was complete")
          .tag("source", source.label())
          .register(registry);
    }
    objects(registry, "rack", v -> v.racks().size());
    objects(registry, "device", v -> v.devices().size());
    objects(registry, "template", v -> v.templates().size());
    objects(registry, "team", v -> v.teams().size());
    objects(registry, "user", v -> v.users().size());
    gauge(
        registry,
        "view.racks.pending",
        "racks that wait for their billing subscription",
        v -> v.racks().stream().filter(rack -> rack.pending() != null).count());
    gauge(
        registry,
        "view.racks.gone",
        "racks marked for deletion",
        v -> v.racks().stream().filter(Rack::deleteMarker).count());
    gauge(
        registry,
        "view.deletions.held",
        "objects missing in a list whose deletion is not believed",
        v -> v.held().stream().map(HeldDeletion::ids).mapToInt(List::size).sum());
    for (Problem.Effect effect : Problem.Effect.values()) {
      Gauge.builder("view.problems", this, metrics -> metrics.problems(effect))
          .description("objects left out, adjusted or kept as they are")
          .tag("effect", effect.name().toLowerCase(Locale.ROOT))
          .register(registry);
    }
    Gauge.builder("view.sync.duration", this, metrics -> metrics.lastDuration)
        .description("how long the last full sync took")
        .baseUnit("seconds")
        .register(registry);
    for (String service : services) {
      FunctionCounter.builder("view.api.calls", calls, counts -> counts.of(service).sum())
          .description("HTTP requests sent")
          .tag("service", service)
          .register(registry);
      Gauge.builder("view.sync.api.calls", lastCalls, last -> last.getOrDefault(service, 0L))
          .description("HTTP requests of the last full sync")
          .tag("service", service)
          .register(registry);
    }
  }

  /** Takes note of a published view, and of what its sync took. */
  public void published(View published, Duration duration, Map<String, Long> calls) {
    view = published;
    lastDuration = duration.toNanos() / 1e9;
    lastCalls.putAll(calls);
  }

  private void gauge(
      MeterRegistry registry, String name, String description, ToDoubleFunction<View> value) {
    Gauge.builder(name, this, metrics -> value.applyAsDouble(metrics.view))
        .description(description)
        .register(registry);
  }

  private void objects(MeterRegistry registry, String kind, ToDoubleFunction<View> count) {
    Gauge.builder("view.objects", this, metrics -> count.applyAsDouble(metrics.view))
        .description("objects in the view")
        .tag("kind", kind)
        .register(registry);
  }

  private double age(Source source, Clock clock) {
    SourceStatus status = view.sources().get(source);
    return status == null || status.readAt() == null
        ? Double.NaN
        : Duration.between(status.readAt(), clock.instant()).toNanos() / 1e9;
  }

  private double isUp(Source source) {
    SourceStatus status = view.sources().get(source);
    return status != null && status.complete() ? 1 : 0;
  }

  private double problems(Problem.Effect effect) {
    return view.problems().stream().filter(problem -> problem.effect() == effect).count();
  }
}
