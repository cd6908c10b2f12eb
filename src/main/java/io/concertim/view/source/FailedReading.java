package io.concertim.view.source;

import io.concertim.view.merge.HybridClock;
import io.concertim.view.merge.Reading;
import io.concertim.view.model.layer.Source;
import java.util.Locale;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Handler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends the reading of a source that could not be read, with the reason. */
public final class FailedReading {
  private static final Logger LOG = LoggerFactory.getLogger(FailedReading.class);

  private final HybridClock clock;

  public FailedReading(HybridClock clock) {
    this.clock = clock;
  }

  @Handler
  public Reading of(
      @ExchangeProperty("system") String system,
      @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception failure) {
    RuntimeException explained = CallFailures.explained(system, failure);
    if (explained.getCause() instanceof RuntimeException) {
      LOG.error("reading {} failed in a way that should not happen", system, failure);
    }
    return Reading.failed(
        Source.valueOf(system.toUpperCase(Locale.ROOT)), clock.next(), explained.getMessage());
  }
}
