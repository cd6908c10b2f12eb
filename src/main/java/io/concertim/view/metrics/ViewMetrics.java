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
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** What an operator watches: how old each source is, what is in the view, what a sync costs. */
public final class ViewMetrics {
  private final Map<String, Long> lastCalls = new ConcurrentHashMap<>();
  private volatile Map<Source, SourceStatus> sources = Map.of();
  private volatile Map<String, Double> numbers = Map.of();
  private volatile double lastDuration = Double.NaN;

  /**
   * Registers the meters.
   *
   * @param services every service that calls are counted for
   */
  public ViewMetrics(
      MeterRegistry registry, CallCounts calls, Iterable<String> services, Clock clock) {
    gauge(registry, "view.generation", "number of the published view");
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
    for (String kind : List.of("rack", "device", "template", "team", "user")) {
      gauge(registry, "view.objects", "objects in the view", "kind", kind);
    }
    gauge(registry, "view.racks.pending", "racks that wait for their billing subscription");
    gauge(registry, "view.racks.gone", "racks marked for deletion");
    gauge(
        registry,
        "view.deletions.held",
        "objects missing in a list whose deletion is not believed");
    for (Problem.Effect effect : Problem.Effect.values()) {
      gauge(
          registry,
          "view.problems",
          "objects left out, adjusted or kept as they are",
          "effect",
          label(effect));
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

  /** Takes note of a published view, which is not kept, and of what its sync took. */
  public void published(View view, Duration duration, Map<String, Long> calls) {
    Map<String, Double> counted = new HashMap<>();
    counted.put("view.generation", (double) view.generation());
    counted.put("view.objects rack", (double) view.racks().size());
    counted.put("view.objects device", (double) view.devices().size());
    counted.put("view.objects template", (double) view.templates().size());
    counted.put("view.objects team", (double) view.teams().size());
    counted.put("view.objects user", (double) view.users().size());
    counted.put("view.racks.pending", count(view.racks(), rack -> rack.pending() != null));
    counted.put("view.racks.gone", count(view.racks(), Rack::deleteMarker));
    counted.put(
        "view.deletions.held",
        (double) view.held().stream().map(HeldDeletion::ids).mapToInt(List::size).sum());
    for (Problem.Effect effect : Problem.Effect.values()) {
      counted.put(
          "view.problems " + label(effect),
          count(view.problems(), problem -> problem.effect() == effect));
    }
    numbers = counted;
    sources = view.sources();
    lastDuration = duration.toNanos() / 1e9;
    lastCalls.putAll(calls);
  }

  private static <T> double count(List<T> objects, Predicate<T> test) {
    return objects.stream().filter(test).count();
  }

  private static String label(Problem.Effect effect) {
    return effect.name().toLowerCase(Locale.ROOT);
  }

  private void gauge(MeterRegistry registry, String name, String description, String... tag) {
    String key = tag.length == 0 ? name : name + " " + tag[1];
    Gauge.builder(name, this, metrics -> metrics.numbers.getOrDefault(key, 0.0))
        .description(description)
        .tags(tag)
        .register(registry);
  }

  private double age(Source source, Clock clock) {
    SourceStatus status = sources.get(source);
    return status == null || status.readAt() == null
        ? Double.NaN
        : Duration.between(status.readAt(), clock.instant()).toNanos() / 1e9;
  }

  private double isUp(Source source) {
    SourceStatus status = sources.get(source);
    return status != null && status.complete() ? 1 : 0;
  }
}
