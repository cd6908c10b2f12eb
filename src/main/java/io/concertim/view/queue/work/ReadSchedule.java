// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.queue.work;

import io.concertim.view.model.layer.Kind;
import io.concertim.view.queue.ReadRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Decides when a requested object is read: for the first request at once, for further ones together
 * a little later, and always once after the last request. Not safe for use by several threads.
 */
final class ReadSchedule {
  /** The result of a read. */
  enum Result {
    /** What the read showed has been stored. */
    STORED,
    /**
     * The read contradicts the notification, which may be ahead of a lagging replica (decision D8).
     */
    CONTRADICTED,
    /** A list did not show the object. */
    NOT_LISTED,
    /** The object does not exist yet. */
    NOT_YET,
    /** There was no answer, or the answer could not be stored. */
    FAILED
  }

  private static final List<Integer> CONTRADICTED = List.of(1, 2, 5);
  private static final List<Integer> NOT_YET = List.of(1, 2, 5, 10, 20, 30, 60);
  private static final List<Integer> FAILED = List.of(1, 2, 5, 10, 30);
  private static final Duration LONGEST_FAILING = Duration.ofHours(1);

  /** A read takes less, unless its host cannot reach the system. */
  static final Duration STUCK = Duration.ofSeconds(10);

  /** A request for a list counts as so many single ones, so that the list is read. */
  private static final int LIST = 1 << 20;

  private final Map<Key, Open> open = new LinkedHashMap<>();
  private final BackOff<Key> intervals;
  private long sequence;

  /** Comparable, so that a map finds it soon among many with the same hash. */
  private record Key(Kind kind, String id) implements Comparable<Key> {
    private static final Comparator<Key> ORDER =
        Comparator.comparing(Key::kind).thenComparing(Key::id);

    static Key of(ReadRequest request) {
      return new Key(request.kind(), request.id());
    }

    @Override
    public int compareTo(Key other) {
      return ORDER.compare(this, other);
    }
  }

  /**
   * A requested object. {@code namesState}: whether a request since the last read names the new
   * state. A contradicted read is retried at {@code repeat}. Only that retry uses up one of the
   * {@code contradictions}; a read that another request triggers earlier does not.
   */
  private static final class Open {
    ReadRequest request;
    long sequence;
    Instant since;
    Instant due;
    int tries;
    int contradictions;
    Instant repeat;
    boolean namesState;
    boolean reading;
    boolean single;
    String failure;
    Instant failing;
    boolean isOffered;

    boolean isDue(Instant now) {
      return !reading && !due.isAfter(now);
    }
  }

  /**
   * @param interval shortest time between two reads of one object
   */
  ReadSchedule(Duration interval) {
    this.intervals = new BackOff<>(interval);
  }

  /** How often a read may contradict the notification before it counts. */
  static int contradictionsAllowed() {
    return CONTRADICTED.size();
  }

  /**
   * Adds a request. The state that it names replaces the one expected before; a request that names
   * no state only asks for another read, with the same expectation.
   */
  void add(ReadRequest request, Instant now) {
    Key key = Key.of(request);
    Open object = open.computeIfAbsent(key, k -> new Open());
    if (object.request == null || !object.request.expectsState() || request.expectsState()) {
      object.request = request;
      object.contradictions = 0;
      object.repeat = null;
    }
    object.sequence = ++sequence;
    object.isOffered = false;
    object.tries = 0;
    if (object.since == null || object.reading) {
      object.since = now;
    }
    object.namesState |= request.expectsState();
    Instant earliest = intervals.earliest(key, object.namesState, now);
    if (object.due == null || object.due.isAfter(earliest)) {
      object.due = earliest;
    }
  }

  /** Adds a request that others have had before. They are not asked again to do it. */
  void goOn(ReadRequest request, Instant now) {
    add(request, now);
    open.get(Key.of(request)).isOffered = true;
  }

  /** The requests that have not been answered for a while, each once. */
  List<ReadRequest> stuck(Instant now) {
    List<ReadRequest> stuck = new ArrayList<>();
    for (Open object : open.values()) {
      if (!object.isOffered
          && (object.reading || object.failure != null)
          && object.since.plus(STUCK).isBefore(now)) {
        object.isOffered = true;
        stuck.add(object.request);
      }
    }
    return stuck;
  }

  /** The number of due objects by kind, without those that can only be read by id. */
  Map<Kind, Integer> due(Instant now) {
    Map<Kind, Integer> due = new EnumMap<>(Kind.class);
    open.forEach(
        (key, object) -> {
          if (object.isDue(now) && !object.single) {
            due.merge(key.kind(), object.request.isList() ? LIST : 1, Integer::sum);
          }
        });
    return due;
  }

  /**
   * The reads that are due, which begin now.
   *
   * @param waiting kinds that wait for their list; of these only objects are taken that can only be
   *     read by id
   */
  List<ObjectRead> take(Set<Kind> waiting, Instant now) {
    intervals.forgetLongAgo(now);
    List<ObjectRead> due = new ArrayList<>();
    open.forEach(
        (key, object) -> {
          if (object.isDue(now) && (object.single || !waiting.contains(key.kind()))) {
            object.reading = true;
            object.namesState = false;
            if (object.repeat != null && !object.repeat.isAfter(now)) {
              object.contradictions++;
              object.repeat = null;
            }
            intervals.read(key, object.sequence, now);
            due.add(
                new ObjectRead(
                    object.request,
                    object.sequence,
                    object.since,
                    object.contradictions,
                    object.single));
          }
        });
    return due;
  }

  /**
   * Ends a read; true if no read of the object is left to do. A read that has ended already changes
   * nothing.
   */
  boolean finish(ObjectRead read, Result result, Instant now) {
    Key key = Key.of(read.request());
    Open object = open.get(key);
    if (object == null || !object.reading) {
      return false;
    }
    object.reading = false;
    object.single = result == Result.NOT_LISTED;
    if (result != Result.FAILED) {
      object.failure = null;
    }
    if (result == Result.CONTRADICTED
        && object.repeat == null
        && object.request.equals(read.request())) {
      object.repeat = now.plusSeconds(pause(CONTRADICTED, object.contradictions));
    }
    if (object.sequence > read.sequence()) {
      object.due = intervals.earliest(key, object.namesState, now);
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

  /** What became of a request whose read failed. */
  enum Failure {
    /** It is retried, and had not failed in this way just before. */
    NEW,
    /** It is retried. */
    SAME,
    /** It failed in the same way for an hour, and is dropped. */
    DROPPED
  }

  /**
   * Ends a read that failed.
   *
   * @param how tells one way of failing from others
   */
  Failure fail(ObjectRead read, String how, Instant now) {
    Key key = Key.of(read.request());
    Open object = open.get(key);
    if (object == null || !object.reading) {
      return Failure.SAME;
    }
    boolean isNew = !how.equals(object.failure);
    if (isNew) {
      object.failure = how;
      object.failing = now;
    } else if (!now.isBefore(object.failing.plus(LONGEST_FAILING))) {
      open.remove(key);
      return Failure.DROPPED;
    }
    finish(read, Result.FAILED, now);
    return isNew ? Failure.NEW : Failure.SAME;
  }

  /**
   * Drops all requests of which no read is going on.
   *
   * @return their kinds
   */
  Set<Kind> dropWaiting() {
    Set<Kind> dropped = EnumSet.noneOf(Kind.class);
    open.forEach(
        (key, object) -> {
          if (!object.reading) {
            dropped.add(key.kind());
          }
        });
    open.values().removeIf(object -> !object.reading);
    return dropped;
  }

  private static void later(Open object, List<Integer> seconds, Instant now) {
    object.due = now.plusSeconds(pause(seconds, object.tries));
    object.tries++;
  }

  private static int pause(List<Integer> seconds, int tries) {
    return seconds.get(Math.min(tries, seconds.size() - 1));
  }

  /** The open requests, in the order in which they were first added. */
  Collection<ReadRequest> requests() {
    return open.values().stream().map(object -> object.request).toList();
  }

  int size() {
    return open.size();
  }
}
