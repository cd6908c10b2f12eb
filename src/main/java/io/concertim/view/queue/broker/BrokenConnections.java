// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.queue.broker;

import java.lang.ref.WeakReference;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Counts connections that broke soon after each other, with no message acknowledged in between. A
 * waiting message may then be the cause, and would break each new connection too.
 */
final class BrokenConnections {
  /** After so many breaks, chance is ruled out. */
  private static final int MANY = 3;

  private static final Duration SOON = Duration.ofMinutes(1);

  private final Clock clock;
  private int breaks;
  private Instant last = Instant.MIN;
  private WeakReference<Object> lastConnection = new WeakReference<>(null);

  BrokenConnections(Clock clock) {
    this.clock = clock;
  }

  /** A connection broke. The same break may be reported several times. */
  synchronized void broke(Object connection) {
    if (connection == lastConnection.get()) {
      return;
    }
    lastConnection = new WeakReference<>(connection);
    breaks = count() + 1;
    last = clock.instant();
  }

  /** A message was acknowledged, so messages get through. */
  synchronized void acknowledged() {
    breaks = 0;
  }

  /** Whether a message that waits is likely to break each connection. */
  synchronized boolean isLikelyByMessage() {
    return count() >= MANY;
  }

  /** What is wrong, in one sentence; null if nothing is. */
  synchronized String failure() {
    return count() < 2
        ? null
        : "the connection broke "
            + breaks
            + " times and no message got through in between; if that goes on, the messages in our"
            + " queue are deleted and a full sync is asked for";
  }

  private int count() {
    return last.isBefore(clock.instant().minus(SOON)) ? 0 : breaks;
  }
}
