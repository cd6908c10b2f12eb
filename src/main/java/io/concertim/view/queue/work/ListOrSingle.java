// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.queue.work;

import io.concertim.view.model.layer.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;

/**
 * Decides whether so many objects of a kind are requested, at once or within seconds, that reading
 * their list is cheaper. Not safe for use by several threads.
 */
final class ListOrSingle {
  private static final Duration WINDOW = Duration.ofSeconds(10);
  private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);

  /** A list is cheaper than reading 1/100 of its objects one by one. */
  private static final int PART = 100;

  private final int threshold;
  private final Map<Kind, Deque<Instant>> reads = new EnumMap<>(Kind.class);
  private final Map<Kind, Instant> listing = new EnumMap<>(Kind.class);
  private final Map<Kind, Instant> nextLists = new EnumMap<>(Kind.class);

  /**
   * @param threshold if more objects are requested within ten seconds the list is read, unless they
   *     are only a small part of all
   */
  ListOrSingle(int threshold) {
    this.threshold = threshold;
  }

  /**
   * Whether this many more single reads are too many.
   *
   * @param known the number of objects of the kind
   */
  boolean isCrowded(Kind kind, int due, int known, Instant now) {
    return due + recent(kind, now).size() > Math.max(threshold, known / PART);
  }

  /** The times of single reads of the kind in the last ten seconds. */
  private Deque<Instant> recent(Kind kind, Instant now) {
    Deque<Instant> recent = reads.computeIfAbsent(kind, k -> new ArrayDeque<>());
    while (!recent.isEmpty() && recent.peekFirst().plus(WINDOW).isBefore(now)) {
      recent.removeFirst();
    }
    return recent;
  }

  /** The number of reads that are remembered. */
  int remembered() {
    return reads.values().stream().mapToInt(Deque::size).sum();
  }

  /** Records that one object is read by its id. */
  void read(Kind kind, Instant now) {
    recent(kind, now).addLast(now);
  }

  /** Whether the list may be read now: one at a time, with a pause in between. */
  boolean mayList(Kind kind, Instant now) {
    return !listing.containsKey(kind) && !now.isBefore(nextLists.getOrDefault(kind, Instant.MIN));
  }

  /** Records that the list is being read. */
  void list(Kind kind, Instant now) {
    listing.put(kind, now);
  }

  /**
   * Records that reading the list has ended, well or not. The pause after it is as long as the read
   * took.
   */
  void listed(Kind kind, Instant now) {
    Duration took = Duration.between(listing.remove(kind), now);
    nextLists.put(kind, now.plus(took.compareTo(SHORTEST_PAUSE) > 0 ? took : SHORTEST_PAUSE));
  }
}
