// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.sync;

import io.concertim.view.merge.SourceRead;
import io.concertim.view.metrics.Durations;
import io.concertim.view.model.layer.Source;
import io.concertim.view.source.LoadBudget;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;

/**
 * Says whether a source may be read in a full sync, and measures how long the whole read takes,
 * from {@code begin} to {@code end}.
 */
public final class SourceTimer {
  private final LoadBudget budget;
  private final MeterRegistry meters;

  public SourceTimer(LoadBudget budget, MeterRegistry meters) {
    this.budget = budget;
    this.meters = meters;
  }

  /** Whether the source has rested long enough since its last read. */
  public boolean isDue(@ExchangeProperty("system") String system) {
    return budget.isDue(source(system));
  }

  /** What a sync takes for the answers of a source that rests. */
  public SourceRead resting(@ExchangeProperty("system") String system) {
    return SourceRead.notDue(source(system));
  }

  /** The read begins, or begins only now, as it had to wait. */
  public void begin(Exchange exchange, @ExchangeProperty("system") String system) {
    exchange.setProperty("readBegan", budget.begin(source(system)));
  }

  /** The read has ended, whether or not it failed. */
  public void end(
      @ExchangeProperty("system") String system,
      @ExchangeProperty("readBegan") Instant began,
      @Body SourceRead reading) {
    Duration took = budget.end(source(system), began, reading.isGivenUp());
    Durations.named("view.source.read.duration", "the whole read of a source in a full sync")
        .tags("source", system, "outcome", reading.failure() == null ? "complete" : "failed")
        .register(meters)
        .record(took);
  }

  private static Source source(String system) {
    return Source.valueOf(system.toUpperCase(Locale.ROOT));
  }
}
