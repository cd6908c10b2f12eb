// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.metrics;

import io.concertim.view.model.layer.Source;
import io.concertim.view.source.LoadBudget;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;

/** What the reads of its lists cost each system. */
public final class LoadMetrics {

  private LoadMetrics() {}

  /** Registers the meters. */
  public static void register(MeterRegistry meters, LoadBudget budget) {
    for (Source source : Source.values()) {
      FunctionCounter.builder("view.source.busy", budget, load -> seconds(load.cost(source).used()))
          .description(
              "time that the reads of the source's lists took, and of the portal's racks and devices between two syncs")
          .baseUnit("seconds")
          .tag("source", source.label())
          .register(meters);
      Gauge.builder("view.source.rest", budget, load -> seconds(load.cost(source).rest()))
          .description("time until the source's lists may be read again")
          .baseUnit("seconds")
          .tag("source", source.label())
          .register(meters);
      Gauge.builder("view.source.load.limit", budget, load -> load.cost(source).share())
          .description("share of the time that the reads may take, see view.load")
          .tag("source", source.label())
          .register(meters);
    }
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }
}
