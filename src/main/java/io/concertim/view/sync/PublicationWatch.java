package io.concertim.view.sync;

import io.concertim.view.store.DataLock;
import io.concertim.view.store.SharedState;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Notices that something is known which the files of the view do not show: they could not be
 * written, or a process ended before they were.
 */
public final class PublicationWatch {
  /** What fails is not tried again before. */
  private static final Duration PAUSE = Duration.ofSeconds(2);

  private final DataLock lock;
  private final SharedState shared;
  private final Clock clock;
  private Instant next = Instant.MIN;

  public PublicationWatch(DataLock lock, SharedState shared, Clock clock) {
    this.lock = lock;
    this.shared = shared;
    this.clock = clock;
  }

  /** Whether the files have to be made anew; whoever is just making them is waited for. */
  public boolean isDue() throws IOException, InterruptedException {
    if (!shared.isUnpublished() || clock.instant().isBefore(next)) {
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
    next = clock.instant().plus(PAUSE);
    return true;
  }
}
