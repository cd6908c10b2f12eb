package io.concertim.view.merge;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Gives every read a version that is later than all versions seen before, even when the machine's
 * clock steps back (a hybrid logical clock, design D8). Versions are microseconds since 1970.
 */
public final class HybridClock {
  private final Clock clock;
  private long last;

  public HybridClock(Clock clock) {
    this.clock = clock;
  }

  /** A version later than every version given or seen before. */
  public synchronized long next() {
    last = Math.max(micros(clock.instant()), last + 1);
    return last;
  }

  /** Takes note of a version that was made elsewhere. */
  public synchronized void seen(long version) {
    last = Math.max(last, version);
  }

  public static Instant instant(long version) {
    return Instant.EPOCH.plus(version, ChronoUnit.MICROS);
  }

  public static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }
}
