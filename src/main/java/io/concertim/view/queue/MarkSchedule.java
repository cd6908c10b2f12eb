package io.concertim.view.queue;

import io.concertim.view.model.layer.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * When which marked object is read: the first mark at once, further ones together a little later,
 * and never without a read that began after the last of them. Not safe for use by several threads.
 */
final class MarkSchedule {
  /** What became of a read. */
  enum Result {
    /** What it showed has been stored. */
    STORED,
    /** It says otherwise than the notification, which may be ahead of what is read (design D8). */
    CONTRADICTED,
    /** A list did not show the object. */
    NOT_LISTED,
    /** What is looked for does not exist yet. */
    NOT_YET,
    /** There was no answer, or it could not be stored. */
    FAILED
  }

  private static final List<Integer> CONTRADICTED = List.of(1, 2, 5);
  private static final List<Integer> NOT_YET = List.of(1, 2, 5, 10, 20, 30, 60);
  private static final List<Integer> FAILED = List.of(1, 2, 5, 10, 30);

  private final Duration interval;
  private final Map<Key, Open> open = new LinkedHashMap<>();
  private final Map<Key, Instant> lastReads = new LinkedHashMap<>();
  private long sequence;

  private record Key(Kind kind, String id) {
    static Key of(Mark mark) {
      return new Key(mark.kind(), mark.id());
    }
  }

  /** A marked object. */
  private static final class Open {
    Mark mark;
    long sequence;
    Instant since;
    Instant due;
    int tries;
    boolean reading;
    boolean single;

    boolean isDue(Instant now) {
      return !reading && !due.isAfter(now);
    }
  }

  /**
   * @param interval shortest time between two reads of one object
   */
  MarkSchedule(Duration interval) {
    this.interval = interval;
  }

  /** How often a read may be contradicted before it counts. */
  static int contradictionsAllowed() {
    return CONTRADICTED.size();
  }

  /**
   * Asks for a read; what the newest mark expects replaces what was expected before, but one that
   * expects nothing in particular does not make a deletion forgotten.
   */
  void add(Mark mark, Instant now) {
    Open object = open.computeIfAbsent(Key.of(mark), key -> new Open());
    if (object.mark == null || !object.mark.gone() || mark.expectsState()) {
      object.mark = mark;
    }
    object.sequence = ++sequence;
    object.tries = 0;
    if (object.since == null || object.reading) {
      object.since = now;
    }
    object.due = earliest(mark, now);
  }

  private Instant earliest(Mark mark, Instant now) {
    Instant last = lastReads.get(Key.of(mark));
    Instant next = last == null ? now : last.plus(interval);
    return next.isAfter(now) ? next : now;
  }

  /** Forgets a mark. */
  void drop(Mark mark) {
    open.remove(Key.of(mark));
  }

  /** How many objects of each kind are due, without those that no list shows. */
  Map<Kind, Integer> due(Instant now) {
    Map<Kind, Integer> due = new EnumMap<>(Kind.class);
    open.forEach(
        (key, object) -> {
          if (object.isDue(now) && !object.single) {
            due.merge(key.kind(), 1, Integer::sum);
          }
        });
    return due;
  }

  /**
   * The reads that are due, which begin now.
   *
   * @param waiting kinds of which only those are wanted that no list shows
   */
  List<ObjectRead> take(Set<Kind> waiting, Instant now) {
    lastReads.values().removeIf(last -> last.plus(interval).isBefore(now));
    List<ObjectRead> due = new ArrayList<>();
    open.forEach(
        (key, object) -> {
          if (object.isDue(now) && (object.single || !waiting.contains(key.kind()))) {
            object.reading = true;
            lastReads.put(key, now);
            due.add(
                new ObjectRead(
                    object.mark, object.sequence, object.since, object.tries, object.single));
          }
        });
    return due;
  }

  /** Ends a read; true if nothing is left to be read of the object. */
  boolean finish(ObjectRead read, Result result, Instant now) {
    Key key = Key.of(read.mark());
    Open object = open.get(key);
    object.reading = false;
    object.single = result == Result.NOT_LISTED;
    if (object.sequence > read.sequence()) {
      object.due = earliest(read.mark(), now);
      return false;
    }
    switch (result) {
      case STORED -> {
        open.remove(key);
        return true;
      }
      case NOT_LISTED -> object.due = now;
      case CONTRADICTED -> later(object, CONTRADICTED, now);
      case NOT_YET -> later(object, NOT_YET, now);
      case FAILED -> later(object, FAILED, now);
    }
    return false;
  }

  private static void later(Open object, List<Integer> seconds, Instant now) {
    object.due = now.plusSeconds(seconds.get(Math.min(object.tries, seconds.size() - 1)));
    object.tries++;
  }

  /** The marks that are open, in the order in which they were first made. */
  Collection<Mark> marks() {
    return open.values().stream().map(object -> object.mark).toList();
  }

  int size() {
    return open.size();
  }
}
