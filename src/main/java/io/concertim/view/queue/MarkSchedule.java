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

  private final Map<Key, Open> open = new LinkedHashMap<>();
  private final ReadIntervals<Key> intervals;
  private long sequence;

  private record Key(Kind kind, String id) {
    static Key of(Mark mark) {
      return new Key(mark.kind(), mark.id());
    }
  }

  /**
   * A marked object; {@code told} is whether a mark since its last read says what it has become. A
   * contradicted read is repeated at {@code repeat}, and only then counts as one of {@code
   * contradictions}: one that a plain mark asks for before does not.
   */
  private static final class Open {
    Mark mark;
    long sequence;
    Instant since;
    Instant due;
    int tries;
    int contradictions;
    Instant repeat;
    boolean told;
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
    this.intervals = new ReadIntervals<>(interval);
  }

  /** How often a read may be contradicted before it counts. */
  static int contradictionsAllowed() {
    return CONTRADICTED.size();
  }

  /**
   * Asks for a read; what the newest mark expects replaces what was expected before, but one that
   * expects nothing in particular only asks for another read of what is expected.
   */
  void add(Mark mark, Instant now) {
    Key key = Key.of(mark);
    Open object = open.computeIfAbsent(key, k -> new Open());
    if (object.mark == null || !object.mark.expectsState() || mark.expectsState()) {
      object.mark = mark;
      object.contradictions = 0;
      object.repeat = null;
    }
    object.sequence = ++sequence;
    object.tries = 0;
    if (object.since == null || object.reading) {
      object.since = now;
    }
    object.told |= mark.expectsState();
    Instant earliest = intervals.earliest(key, object.told, now);
    if (object.due == null || object.due.isAfter(earliest)) {
      object.due = earliest;
    }
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
    intervals.forgetLongAgo(now);
    List<ObjectRead> due = new ArrayList<>();
    open.forEach(
        (key, object) -> {
          if (object.isDue(now) && (object.single || !waiting.contains(key.kind()))) {
            object.reading = true;
            object.told = false;
            if (object.repeat != null && !object.repeat.isAfter(now)) {
              object.contradictions++;
              object.repeat = null;
            }
            intervals.read(key, object.sequence, now);
            due.add(
                new ObjectRead(
                    object.mark,
                    object.sequence,
                    object.since,
                    object.contradictions,
                    object.single));
          }
        });
    return due;
  }

  /**
   * Ends a read; true if nothing is left to be read of the object. A read that has been ended
   * already changes nothing.
   */
  boolean finish(ObjectRead read, Result result, Instant now) {
    Key key = Key.of(read.mark());
    Open object = open.get(key);
    if (object == null || !object.reading) {
      return false;
    }
    object.reading = false;
    object.single = result == Result.NOT_LISTED;
    if (result == Result.CONTRADICTED && object.repeat == null && object.mark.equals(read.mark())) {
      object.repeat = now.plusSeconds(pause(CONTRADICTED, object.contradictions));
    }
    if (object.sequence > read.sequence()) {
      object.due = intervals.earliest(key, object.told, now);
      return false;
    }
    switch (result) {
      case STORED -> {
        open.remove(key);
        return true;
      }
      case NOT_LISTED -> object.due = now;
      case CONTRADICTED -> object.due = object.repeat;
      case NOT_YET -> later(object, NOT_YET, now);
      case FAILED -> later(object, FAILED, now);
    }
    return false;
  }

  private static void later(Open object, List<Integer> seconds, Instant now) {
    object.due = now.plusSeconds(pause(seconds, object.tries));
    object.tries++;
  }

  private static int pause(List<Integer> seconds, int tries) {
    return seconds.get(Math.min(tries, seconds.size() - 1));
  }

  /** The marks that are open, in the order in which they were first made. */
  Collection<Mark> marks() {
    return open.values().stream().map(object -> object.mark).toList();
  }

  int size() {
    return open.size();
  }
}
