// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.source.http;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Ends what takes too long from outside: a socket's own timeout begins anew with every byte, so
 * that who sends one now and then is never late.
 */
final class TimeLimit implements AutoCloseable {
  private static final ScheduledThreadPoolExecutor CLOCK = clock();

  private final ScheduledFuture<?> end;
  private final long deadline;

  private TimeLimit(Duration longest, Runnable breakOff) {
    deadline = System.nanoTime() + longest.toNanos();
    end = CLOCK.schedule(breakOff, longest.toNanos(), TimeUnit.NANOSECONDS);
  }

  /**
   * Begins now.
   *
   * @param breakOff is run on another thread once the time is over, unless this was closed before
   */
  static TimeLimit of(Duration longest, Runnable breakOff) {
    return new TimeLimit(longest, breakOff);
  }

  /** Whether the time is over. */
  boolean passed() {
    return System.nanoTime() - deadline >= 0;
  }

  @Override
  public void close() {
    end.cancel(false);
  }

  private static ScheduledThreadPoolExecutor clock() {
    ScheduledThreadPoolExecutor clock =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "time-limit");
              thread.setDaemon(true);
              return thread;
            });
    clock.setRemoveOnCancelPolicy(true);
    return clock;
  }
}
