// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.queue.work;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Exponential back-off for reads of one object: usually the interval since the last read; after six
 * reads in a row twice as long each time, up to four seconds. A request that names the object's new
 * state waits for the interval only. Not safe for use by several threads.
 *
 * @param <K> identifies an object
 */
final class BackOff<K> {
  private static final Duration LONGEST = Duration.ofSeconds(4);

  /** An operator's own steps cause about this many reads of one object in a row. */
  private static final int FEW = 6;

  private final Duration shortest;
  private final Map<K, LastRead> lastReads = new HashMap<>();

  /**
   * @param shortest time between two reads of one object
   */
  BackOff(Duration shortest) {
    this.shortest = shortest;
  }

  private record LastRead(Instant at, long sequence, Duration interval, int reads) {
    Instant next() {
      return at.plus(interval);
    }

    /**
     * Whether the last read is so long ago that the next request does not belong to the same
     * stream.
     */
    boolean isLongAgo(Instant now) {
      return next().plus(interval).isBefore(now);
    }
  }

  /**
   * When the object may be read next.
   *
   * @param namesState whether the request names the object's new state
   */
  Instant earliest(K object, boolean namesState, Instant now) {
    LastRead last = lastReads.get(object);
    if (last == null) {
      return now;
    }
    Instant next = namesState ? last.at().plus(shortest) : last.next();
    return next.isAfter(now) ? next : now;
  }

  /**
   * Records that a read begins.
   *
   * @param sequence of the newest request; the same as before for a retry
   */
  void read(K object, long sequence, Instant now) {
    lastReads.merge(
        object,
        new LastRead(now, sequence, shortest, 1),
        (last, first) -> new LastRead(now, sequence, next(last, sequence), last.reads() + 1));
  }

  private static Duration next(LastRead last, long sequence) {
    if (last.sequence() == sequence
        || last.reads() < FEW
        || last.interval().compareTo(LONGEST) >= 0) {
      return last.interval();
    }
    Duration doubled = last.interval().multipliedBy(2);
    return doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
  }

  /** Forgets reads that are long ago. */
  void forgetLongAgo(Instant now) {
    lastReads.values().removeIf(last -> last.isLongAgo(now));
  }
}
