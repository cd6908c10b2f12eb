package io.concertim.view.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * How long an object waits for its next read: the interval after the last one; while marks of it
 * keep coming, after the first few reads twice as long each time, up to four seconds. A mark that
 * says what the object has become does not wait longer for that. Not safe for use by several
 * threads.
 *
 * @param <K> what names an object
 */
final class ReadIntervals<K> {
  private static final Duration LONGEST = Duration.ofSeconds(4);

  /** So many reads of one object after each other are what an operator's own steps make. */
  private static final int FEW = 6;

  private final Duration shortest;
  private final Map<K, LastRead> lastReads = new HashMap<>();

  /**
   * @param shortest time between two reads of one object
   */
  ReadIntervals(Duration shortest) {
    this.shortest = shortest;
  }

  private record LastRead(Instant at, long sequence, Duration interval, int reads) {
    Instant next() {
      return at.plus(interval);
    }

    /** Whether it has been quiet for so long that the next mark is none of a stream. */
    boolean isLongAgo(Instant now) {
      return next().plus(interval).isBefore(now);
    }
  }

  /**
   * When the object may be read next.
   *
   * @param told whether the mark says what the object has become
   */
  Instant earliest(K object, boolean told, Instant now) {
    LastRead last = lastReads.get(object);
    if (last == null) {
      return now;
    }
    Instant next = told ? last.at().plus(shortest) : last.next();
    return next.isAfter(now) ? next : now;
  }

  /**
   * Notes that a read begins.
   *
   * @param sequence of the newest mark; the same as before for a read that is repeated
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

  /** Forgets the reads after which it has been quiet for a while, before others begin. */
  void forgetLongAgo(Instant now) {
    lastReads.values().removeIf(last -> last.isLongAgo(now));
  }
}
