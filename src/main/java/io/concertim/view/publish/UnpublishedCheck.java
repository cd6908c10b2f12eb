// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.publish;

import io.concertim.view.state.State;
import io.concertim.view.store.DataLock;
import io.concertim.view.store.SharedState;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Detects that the state holds something that the view's files do not show: it was not their turn
 * yet, they could not be written, or a process ended before it wrote them.
 */
public final class UnpublishedCheck {
  /** The pause before a failed publication is retried. */
  private static final Duration PAUSE = Duration.ofSeconds(2);

  /** After this time our other process, which knows it too, has not written it. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final DataLock lock;
  private final SharedState shared;
  private final PublicationRate rate;
  private final InstantSource clock;
  private State published;
  private Instant since = Instant.MIN;
  private Instant next = Instant.MIN;

  /**
   * @param clock for pauses; it is never set back
   */
  public UnpublishedCheck(
      DataLock lock, SharedState shared, PublicationRate rate, InstantSource clock) {
    this.lock = lock;
    this.shared = shared;
    this.rate = rate;
    this.clock = clock;
  }

  /** Whether the files have to be written now. Waits for a process that is writing them. */
  public boolean isDue() throws IOException, InterruptedException {
    Instant now = clock.instant();
    follow(now);
    if (!shared.isUnpublished()
        || !rate.isDue()
        || now.isBefore(next)
        || (!shared.isOwn() && now.isBefore(since.plus(PATIENCE)))) {
      return false;
    }
    lock.acquire();
    try {
      shared.follow();
    } finally {
      lock.release();
    }
    if (!shared.isUnpublished()) {
      return false;
    }
    next = now.plus(PAUSE);
    return true;
  }

  /** Both waits begin again with each publication. */
  @SuppressWarnings("ReferenceEquality") // each publication has a state of its own
  private void follow(Instant now) {
    if (shared.published() != published) {
      published = shared.published();
      since = now;
      next = Instant.MIN;
    }
  }
}
