// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.metrics;

import io.concertim.view.model.layer.Source;
import io.concertim.view.model.view.Device;
import io.concertim.view.model.view.HeldDeletion;
import io.concertim.view.model.view.Rack;
import io.concertim.view.model.view.SourceStatus;
import io.concertim.view.model.view.View;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Metrics for the operator: the age of each source, and the content of the view. */
public final class ViewMetrics {
  private static final List<String> STATES = List.of("ok", "stale", "never");

  private final AtomicLong generation;
  private final AtomicLong pending;
  private final AtomicLong gone;
  private final AtomicLong held;
  private final RenewedGauges objects;
  private final RenewedGauges problems;

  /**
   * Registers the meters.
   *
   * @param sources supplies the current status of each source
   */
  public ViewMetrics(
      MeterRegistry meters, Supplier<Map<Source, SourceStatus>> sources, Clock clock) {
    generation = gauge(meters, "view.generation", "number of the published view");
    pending = gauge(meters, "view.racks.pending", "racks that wait for their billing subscription");
    gone = gauge(meters, "view.racks.gone", "racks marked for deletion");
    held = gauge(meters, "view.deletions.held", "objects missing in a list whose deletion is held");
    objects = new RenewedGauges(meters, "view.objects", "objects in the view");
    problems =
        new RenewedGauges(
            meters, "view.problems", "objects left out, adjusted or kept as they are");
    for (Source source : Source.values()) {
      Gauge.builder("view.source.age", () -> age(sources.get().get(source), clock))
          .description("seconds since the last complete read of the source began")
          .baseUnit("seconds")
          .tag("source", source.label())
          .register(meters);
      for (String state : STATES) {
        Gauge.builder(
                "view.source.state", () -> state(sources.get().get(source)).equals(state) ? 1 : 0)
            .description("1 for the state that the source is in")
            .tags("source", source.label(), "state", state)
            .register(meters);
      }
    }
  }

  /** Updates the metrics from a published view. The view is not kept. */
  public void published(View view) {
    generation.set(view.generation());
    pending.set(view.racks().stream().filter(rack -> rack.pending() != null).count());
    gone.set(view.racks().stream().filter(Rack::deleteMarker).count());
    held.set(view.held().stream().map(HeldDeletion::ids).mapToInt(List::size).sum());
    List<MultiGauge.Row<?>> rows = new ArrayList<>();
    rows.addAll(counted(view.racks().stream(), rack -> kind("rack", rack.status())));
    rows.addAll(counted(view.devices().stream(), ViewMetrics::kind));
    rows.addAll(counted(view.templates().stream(), template -> kind("template", null)));
    rows.addAll(counted(view.teams().stream(), team -> kind("team", null)));
    rows.addAll(counted(view.users().stream(), user -> kind("user", null)));
    objects.renew(rows);
    problems.renew(
        counted(
            view.problems().stream(),
            problem ->
                Tags.of("effect", label(problem.effect()), "cause", label(problem.cause()))
                    .and("object", problem.object())));
  }

  private static AtomicLong gauge(MeterRegistry meters, String name, String description) {
    AtomicLong value = new AtomicLong();
    Gauge.builder(name, value::doubleValue).description(description).register(meters);
    return value;
  }

  private static <T> List<MultiGauge.Row<?>> counted(Stream<T> all, Function<T, Tags> tags) {
    List<MultiGauge.Row<?>> rows = new ArrayList<>();
    all.collect(Collectors.groupingBy(tags, Collectors.counting()))
        .forEach((tag, count) -> rows.add(MultiGauge.Row.of(tag, count)));
    return rows;
  }

  private static Tags kind(Device device) {
    return kind(device.type().toLowerCase(Locale.ROOT), device.status());
  }

  private static Tags kind(String kind, String status) {
    return Tags.of("kind", kind, "status", status == null ? "none" : status);
  }

  private static String label(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static double age(SourceStatus status, Clock clock) {
    return status == null || status.readAt() == null
        ? Double.NaN
        : Duration.between(status.readAt(), clock.instant()).toNanos() / 1e9;
  }

  private static String state(SourceStatus status) {
    return label(status == null ? SourceStatus.State.NEVER : status.state());
  }
}
