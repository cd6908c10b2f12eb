// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.cluster;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.TimeUnit;

/** How this host takes part in its cluster. */
public final class ClusterMetrics {
  private ClusterMetrics() {}

  /** Registers the meters. */
  public static void register(
      MeterRegistry meters, Database database, Lease lease, PostgresLog log) {
    Gauge.builder("view.cluster.leads", lease, turn -> turn.isOurs() ? 1 : 0)
        .description("whether this host runs the full syncs")
        .register(meters);
    Gauge.builder("view.cluster.term", lease, Lease::term)
        .description("how often the turn to sync has changed hands, when this host had it last")
        .register(meters);
    Gauge.builder("view.cluster.database.up", database, used -> used.isUp() ? 1 : 0)
        .description("whether the database answered when it was asked last")
        .register(meters);
    FunctionTimer.builder(
            "view.cluster.publish",
            log,
            PostgresLog::published,
            PostgresLog::publishedNanos,
            TimeUnit.NANOSECONDS)
        .description("publications of this host, from the wait for the others to the commit")
        .register(meters);
    FunctionCounter.builder("view.cluster.entries", log, PostgresLog::followed)
        .description(
            "entries of other hosts, and of this one after a restart, that were taken over")
        .register(meters);
  }
}
