// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.queue.broker;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Notices that another program takes messages from our queue, so that each gets only a part of
 * them. A connection of ours that broke may be counted too until the broker misses its heartbeats,
 * so a second consumer counts only once it stays.
 */
public final class OtherConsumers {
  private static final Duration STAYS = Duration.ofMinutes(1);

  private final String queue;
  private final Clock clock;
  private Instant since = Instant.MAX;
  private String failure;

  OtherConsumers(String queue, Clock clock) {
    this.queue = queue;
    this.clock = clock;
  }

  /** The broker counts so many consumers of our queue, ours included. */
  synchronized void counted(int consumers) {
    Instant now = clock.instant();
    if (consumers <= 1) {
      since = Instant.MAX;
    } else if (since.equals(Instant.MAX)) {
      since = now;
    }
    failure = since.isAfter(now.minus(STAYS)) ? null : found(queue, consumers);
  }

  /** What is wrong by the last count, in one sentence with what to do; null if nothing is. */
  synchronized String failure() {
    return failure;
  }

  /** What to say of a queue with so many consumers. */
  public static String found(String queue, int consumers) {
    return consumers
        + " programs take messages from the queue "
        + queue
        + ", so each gets only a part of them; give each installation a view.queue name of its own";
  }
}
