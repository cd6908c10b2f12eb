// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.metrics;

import io.concertim.view.source.http.CertificateDates;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;

/** How long the certificates of the systems are still valid. */
public final class CertificateMetrics {
  private CertificateMetrics() {}

  /**
   * Registers the meters, which are NaN as long as a system has shown no certificate.
   *
   * @param systems their names in the configuration file
   * @return where it is to be noted what they show
   */
  public static CertificateDates register(MeterRegistry meters, Clock clock, String... systems) {
    CertificateDates dates = new CertificateDates();
    for (String system : systems) {
      Gauge.builder("view.certificate.left", dates, shown -> left(shown, system, clock))
          .description("time until the first certificate that the system has shown last ends")
          .baseUnit("seconds")
          .tag("system", system)
          .strongReference(true)
          .register(meters);
    }
    return dates;
  }

  private static double left(CertificateDates dates, String system, Clock clock) {
    return dates
        .end(system)
        .map(end -> (double) Duration.between(clock.instant(), end).toSeconds())
        .orElse(Double.NaN);
  }
}
