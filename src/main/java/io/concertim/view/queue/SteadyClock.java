package io.concertim.view.queue;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * Time to wait by: it goes on evenly when the wall clock is set, forwards or back, and from then on
 * differs from it. So it is for schedules, not for what others read.
 */
public final class SteadyClock implements InstantSource {
  private final Instant start;
  private final LongSupplier nanos;
  private final long startNanos;

  /** A clock that shows the wall clock's time now. */
  public SteadyClock() {
    this(InstantSource.system(), System::nanoTime);
  }

  SteadyClock(InstantSource wall, LongSupplier nanos) {
    this.start = wall.instant();
    this.nanos = nanos;
    this.startNanos = nanos.getAsLong();
  }

  @Override
  public Instant instant() {
    return start.plus(Duration.ofNanos(nanos.getAsLong() - startNanos));
  }
}
