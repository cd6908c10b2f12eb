// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.sync;

import io.concertim.view.source.http.Deadline;
import io.concertim.view.store.DataLock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;

/**
 * Lets one read of the portal run at a time, of all processes on one data directory (decision D17).
 * There are two such turns: this one of full syncs, and that of looks between two syncs ({@link
 * LookTurn}).
 */
public sealed class PortalTurn implements AutoCloseable permits LookTurn {
  /** A portal of 10,000 devices needs 25 s for their list (concertim-api.md section 0). */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  private final DataLock lock;
  private final String property;
  private final Duration longestWait;
  private final AtomicBoolean isTaken = new AtomicBoolean();

  /**
   * Opens the lock file of a turn.
   *
   * @param longestWait after that time a full sync reads all the same
   */
  PortalTurn(Path file, Duration longestWait) throws IOException {
    this.lock = DataLock.open(file);
    this.property = "turn " + file.getFileName();
    this.longestWait = longestWait;
  }

  /** Opens the lock file of a turn. */
  public PortalTurn(Path file) throws IOException {
    this(file, LONGEST_WAIT);
  }

  /**
   * Waits for the turn of a full sync. A process that keeps its turn for half a minute may be
   * suspended, so the sync then goes on without a turn.
   *
   * @throws io.concertim.view.source.http.LateException if the source's deadline comes first
   */
  public final void await(Exchange exchange, @ExchangeProperty("deadline") Long deadline)
      throws IOException, InterruptedException {
    Duration left = Deadline.left(deadline);
    if (!take(exchange, left.compareTo(longestWait) < 0 ? left : longestWait)) {
      Deadline.check(deadline, "concertim");
    }
  }

  final boolean take(Exchange exchange, Duration longest) throws IOException, InterruptedException {
    boolean taken = lock.tryAcquire(longest);
    exchange.setProperty(property, taken);
    if (taken) {
      isTaken.set(true);
    }
    return taken;
  }

  /** Gives the turn back, if this exchange has it. */
  public final void giveBack(Exchange exchange) throws IOException {
    if (Boolean.TRUE.equals(exchange.removeProperty(property))) {
      release();
    }
  }

  private void release() throws IOException {
    if (isTaken.compareAndSet(true, false)) {
      lock.release();
    }
  }

  /** Lets none begin. Calls that are going on have been broken off before, and have no turn. */
  @Override
  public void close() throws IOException {
    release();
    lock.close();
  }
}
