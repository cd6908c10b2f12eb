// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.lab;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** The machine's clock, which a test may put forward; thread safe. */
public final class MovedClock implements InstantSource {
  private volatile Duration ahead = Duration.ZERO;

  /** Puts it forward by this much more. */
  public synchronized void pass(Duration time) {
    ahead = ahead.plus(time);
  }

  @Override
  public Instant instant() {
    return Instant.now().plus(ahead);
  }
}
