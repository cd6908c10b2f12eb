// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;

/**
 * Gauges of one name that are all renewed at once. A scrape that met them half renewed would see
 * one twice, and fail.
 */
public final class RenewedGauges {
  private final MeterRegistry meters;
  private final MultiGauge gauges;

  public RenewedGauges(MeterRegistry meters, String name, String description) {
    this.meters = meters;
    this.gauges = MultiGauge.builder(name).description(description).register(meters);
  }

  /** Replaces the gauges by these. */
  public void renew(List<Row<?>> rows) {
    synchronized (meters) {
      gauges.register(rows, true);
    }
  }

  /** All meters in the text format of Prometheus. */
  public static String scrape(PrometheusMeterRegistry meters) {
    synchronized (meters) {
      return meters.scrape();
    }
  }
}
