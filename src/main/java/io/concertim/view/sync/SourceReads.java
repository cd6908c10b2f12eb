package io.concertim.view.sync;

import io.concertim.view.merge.Reading;
import io.concertim.view.metrics.Durations;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;

/** Measures how long the whole read of a source takes, from {@code begin} to {@code end}. */
public final class SourceReads {
  private final MeterRegistry meters;

  public SourceReads(MeterRegistry meters) {
    this.meters = meters;
  }

  public void begin(Exchange exchange) {
    exchange.setProperty("readBegan", System.nanoTime());
  }

  public void end(
      @ExchangeProperty("system") String system,
      @ExchangeProperty("readBegan") long began,
      @Body Reading reading) {
    Durations.named("view.source.read.duration", "the whole read of a source in a full sync")
        .tags("source", system, "outcome", reading.failure() == null ? "complete" : "failed")
        .register(meters)
        .record(Duration.ofNanos(System.nanoTime() - began));
  }
}
