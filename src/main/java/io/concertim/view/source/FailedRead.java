// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.source;

import io.concertim.view.merge.HybridClock;
import io.concertim.view.merge.SourceRead;
import io.concertim.view.model.layer.Source;
import io.concertim.view.source.http.CallFailures;
import io.concertim.view.source.http.LateException;
import java.util.Locale;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Handler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns a source that could not be read into a failed read with the reason. */
public final class FailedRead {
  private static final Logger LOG = LoggerFactory.getLogger(FailedRead.class);

  private final HybridClock clock;

  public FailedRead(HybridClock clock) {
    this.clock = clock;
  }

  @Handler
  public SourceRead of(
      @ExchangeProperty("system") String system,
      @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception failure) {
    RuntimeException explained = CallFailures.explained(system, failure);
    if (explained.getCause() instanceof RuntimeException) {
      LOG.error("reading {} failed in a way that should not happen", system, failure);
    }
    SourceRead reading =
        SourceRead.failed(
            Source.valueOf(system.toUpperCase(Locale.ROOT)), clock.next(), explained.getMessage());
    if (explained instanceof LateException
        || CallFailures.mayStillCompute(system, explained.getCause())) {
      reading.giveUp();
    }
    return reading;
  }
}
