// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RenewedGaugesTest {
  private static final int GAUGES = 100;

  @Test
  void areScrapedWhileTheyAreRenewed() {
    PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    RenewedGauges gauges = new RenewedGauges(meters, "view.some", "some");
    gauges.renew(rows(0));
    CompletableFuture<Void> renewals =
        CompletableFuture.runAsync(
            () -> IntStream.range(0, 2_000).forEach(i -> gauges.renew(rows(i))));

    while (!renewals.isDone()) {
      assertEquals(
          GAUGES,
          RenewedGauges.scrape(meters)
              .lines()
              .filter(line -> line.startsWith("view_some{"))
              .count());
    }
    renewals.join();
  }

  private static List<Row<?>> rows(int value) {
    return IntStream.range(0, GAUGES)
        .<Row<?>>mapToObj(i -> Row.of(Tags.of("of", "service-" + i), value))
        .toList();
  }
}
