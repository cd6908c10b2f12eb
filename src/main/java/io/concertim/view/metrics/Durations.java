// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.metrics;

import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.stream.LongStream;

/** How every duration is exposed: as a histogram in seconds, with the same few buckets. */
public final class Durations {
  private static final Duration[] BUCKETS =
      LongStream.of(10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000, 60_000, 300_000)
          .mapToObj(Duration::ofMillis)
          .toArray(Duration[]::new);

  private Durations() {}

  /**
   * A timer to be tagged and registered.
   *
   * @param name with dots, such as {@code view.sync.duration}; Prometheus adds the unit
   */
  public static Timer.Builder named(String name, String description) {
    return Timer.builder(name).description(description).serviceLevelObjectives(BUCKETS);
  }
}
