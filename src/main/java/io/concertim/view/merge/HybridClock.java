// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.merge;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.function.LongUnaryOperator;

/**
 * Gives every read a version that is later than all versions seen before, even when the machine's
 * clock steps back (a hybrid logical clock, decision D8). Versions are microseconds since 1970.
 */
public final class HybridClock {
  /** A far later version would let no other be newer. */
  private static final long LATEST = micros(Instant.parse("2262-01-01T00:00:00Z"));

  private final InstantSource clock;
  private final LongUnaryOperator beyondOthers;
  private long last;

  public HybridClock(InstantSource clock) {
    this(clock, version -> version);
  }

  /**
   * @param beyondOthers what makes a version later, if need be, than those that others have given
   */
  public HybridClock(InstantSource clock, LongUnaryOperator beyondOthers) {
    this.clock = clock;
    this.beyondOthers = beyondOthers;
  }

  /** A version later than every version given or seen before. */
  public synchronized long next() {
    last = beyondOthers.applyAsLong(Math.max(micros(clock.instant()), last + 1));
    return last;
  }

  /** Records a version that was made elsewhere, so that the next one is later. */
  public synchronized void seen(long version) {
    last = Math.max(last, version);
  }

  /** The latest version given or seen. */
  public synchronized long latest() {
    return last;
  }

  /** Whether a number that was read can be a version. */
  public static boolean isVersion(long number) {
    return number >= 0 && number <= LATEST;
  }

  public static Instant instant(long version) {
    return Instant.EPOCH.plus(version, ChronoUnit.MICROS);
  }

  public static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }
}
