package io.concertim.view.queue;

import io.concertim.view.model.layer.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;

/**
 * Whether objects of a kind are asked for so fast, at once or one by one, that their list is the
 * cheaper way. Not safe for use by several threads.
 */
final class Pace {
  private static final Duration WINDOW = Duration.ofSeconds(10);
  private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);

  /** A list is cheaper than reading this part of its objects one by one. */
  private static final int PART = 100;

  private final int threshold;
  private final Map<Kind, Deque<Instant>> reads = new EnumMap<>(Kind.class);
  private final Map<Kind, Instant> listing = new EnumMap<>(Kind.class);
  private final Map<Kind, Instant> nextLists = new EnumMap<>(Kind.class);

  /**
   * @param threshold of more objects within ten seconds the list is read, unless they are few of
   *     what there is
   */
  Pace(int threshold) {
    this.threshold = threshold;
  }

  /**
   * Whether that many more reads are too many.
   *
   * @param known how many objects of the kind there are
   */
  boolean isCrowded(Kind kind, int due, int known, Instant now) {
    return due + recent(kind, now).size() > Math.max(threshold, known / PART);
  }

  /** When objects of the kind were asked for in the last ten seconds. */
  private Deque<Instant> recent(Kind kind, Instant now) {
    Deque<Instant> recent = reads.computeIfAbsent(kind, k -> new ArrayDeque<>());
    while (!recent.isEmpty() && recent.peekFirst().plus(WINDOW).isBefore(now)) {
      recent.removeFirst();
    }
    return recent;
  }

  /** How many reads are remembered. */
  int remembered() {
    return reads.values().stream().mapToInt(Deque::size).sum();
  }

  /** Notes that one object is asked for by its id. */
  void read(Kind kind, Instant now) {
    recent(kind, now).addLast(now);
  }

  /** Whether the list may be read now: one at a time, and not one after the other. */
  boolean mayList(Kind kind, Instant now) {
    return !listing.containsKey(kind) && !now.isBefore(nextLists.getOrDefault(kind, Instant.MIN));
  }

  /** Notes that the list is being read. */
  void list(Kind kind, Instant now) {
    listing.put(kind, now);
  }

  /**
   * Notes that the list has been read, or could not be: there is a pause for as long as it took.
   */
  void listed(Kind kind, Instant now) {
    Duration took = Duration.between(listing.remove(kind), now);
    nextLists.put(kind, now.plus(took.compareTo(SHORTEST_PAUSE) > 0 ? took : SHORTEST_PAUSE));
  }
}
