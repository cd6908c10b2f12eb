// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.publish;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.apache.camel.ExchangeProperty;

/**
 * Limits how often the two files are written: writing them takes at most a share of the time. What
 * the files lack meanwhile is in the journal and in the history.
 */
public final class PublicationRate {
  private final double share;
  private final InstantSource clock;
  private Instant began;
  private Instant next = Instant.MIN;

  /**
   * @param share of the time, above 0, at most 1
   * @param clock is never set back
   */
  public PublicationRate(double share, InstantSource clock) {
    this.share = share;
    this.clock = clock;
  }

  /** Whether the files are to be written: it is their turn, or they are asked for. */
  public boolean isDueOrAskedFor(@ExchangeProperty("publishNow") boolean askedFor) {
    return askedFor || isDue();
  }

  synchronized boolean isDue() {
    return !clock.instant().isBefore(next);
  }

  /** Writing begins. */
  public synchronized void begin() {
    began = clock.instant();
  }

  /** Writing has ended well. */
  public synchronized void end() {
    Duration took = Duration.between(began, clock.instant());
    next = began.plusNanos((long) (took.toNanos() / share));
  }
}
