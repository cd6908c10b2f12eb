// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.concertim.view.history.DeltaLine.Head;
import io.concertim.view.history.ViewDelta.Stamp;
import io.concertim.view.model.view.View;
import io.concertim.view.store.DataDirectory;
import java.io.CharConversionException;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/**
 * Earlier views, computed from a known one by the lines of {@link DeltaLog}. Each line is used only
 * if it leads to exactly the view that has been reached: where a line is missing or damaged, the
 * history ends. One line at a time is in memory, beside the view.
 */
public final class PastViews {
  private final DeltaLog log;
  private final Clock clock;

  public PastViews(DataDirectory directory, Clock clock) {
    this.log = new DeltaLog(directory, 0);
    this.clock = clock;
  }

  /**
   * The view that was the latest at a time.
   *
   * @param known the stored view
   * @throws BeyondHistoryException if the time is before the oldest view that can be computed, or
   *     in the future
   */
  public View at(Instant time, View known) throws IOException, BeyondHistoryException {
    Instant now = clock.instant();
    if (time.isAfter(now) && time.isAfter(known.writtenAt())) {
      throw BeyondHistoryException.future(time, now);
    }
    if (!time.isBefore(known.writtenAt())) {
      return forward(known, time);
    }
    Replay replay = new Replay(known);
    try (DeltaLog.Lines lines = log.lines()) {
      while (replay.stamp().writtenAt().isAfter(time)) {
        if (!goBack(replay, lines)) {
          throw BeyondHistoryException.before(time, replay.stamp().writtenAt());
        }
      }
    }
    return replay.view();
  }

  /** The latest view that the history leads to from a known one. */
  public View latest(View known) throws IOException {
    return forward(known, Instant.MAX);
  }

  private static boolean goBack(Replay replay, DeltaLog.Lines lines) throws IOException {
    byte[] line = lineTo(replay.stamp(), lines);
    if (line == null) {
      return false;
    }
    try {
      replay.back(DeltaLine.parse(line));
      return true;
    } catch (JsonProcessingException | CharConversionException | IllegalStateException e) {
      return false;
    }
  }

  /** The latest view up to a time; the known one where a line does not fit what it is used on. */
  private View forward(View known, Instant time) throws IOException {
    Replay replay = new Replay(known);
    Way way = wayToLatest(replay.stamp());
    try {
      way.back.forEach(replay::back);
      for (ViewDelta delta : way.forward) {
        if (!delta.after().writtenAt().isAfter(time)) {
          replay.forward(delta);
        }
      }
    } catch (IllegalStateException e) {
      return known;
    }
    return replay.stamp().equals(Stamp.of(known)) ? known : replay.view();
  }

  /**
   * What leads from a view to the latest.
   *
   * @param back to a view from which another process went on, if it did not know this one
   */
  private record Way(Deque<ViewDelta> back, Deque<ViewDelta> forward) {
    static Way none() {
      return new Way(new ArrayDeque<>(), new ArrayDeque<>());
    }
  }

  /**
   * The lines that lead from a view to the latest; none if they do not. Lines of views that a
   * process made before it ended, and that were never stored, are not among them.
   */
  private Way wayToLatest(Stamp known) throws IOException {
    Way way = Way.none();
    Stamp ours = known;
    Stamp theirs = null;
    try (DeltaLog.Lines lines = log.lines()) {
      for (byte[] line = lines.next(); line != null; line = lines.next()) {
        Head head = head(line);
        if (head == null) {
          continue;
        }
        if (head.after().equals(ours)) {
          way.back.addLast(DeltaLine.parse(line));
          ours = head.before();
        } else if (theirs == null || head.after().equals(theirs)) {
          way.forward.addFirst(DeltaLine.parse(line));
          theirs = head.before();
        }
        if (ours.equals(theirs)) {
          return way;
        }
        if (theirs == null || head.after().generation() < ours.generation()) {
          break;
        }
      }
    } catch (JsonProcessingException | CharConversionException e) {
      return Way.none(); // a damaged line
    }
    return Way.none();
  }

  /** The next line that leads to a view; null if there is none. */
  private static byte[] lineTo(Stamp view, DeltaLog.Lines lines) throws IOException {
    for (byte[] line = lines.next(); line != null; line = lines.next()) {
      Head head = head(line);
      if (head != null && head.after().equals(view)) {
        return line;
      }
      if (head != null && head.after().generation() <= view.generation()) {
        return null;
      }
    }
    return null;
  }

  /** How a line begins; null if the line is damaged. */
  private static Head head(byte[] line) throws IOException {
    try {
      return DeltaLine.head(line);
    } catch (JsonProcessingException | CharConversionException e) {
      return null;
    }
  }

  /**
   * A view in which objects changed.
   *
   * @param changes how many
   */
  public record Moment(Instant writtenAt, long generation, int changes) {}

  /**
   * When something changed.
   *
   * @param reachesBackTo when the oldest view was made that can be computed
   * @param moments the oldest first
   */
  public record TimeLine(Instant reachesBackTo, List<Moment> moments) {}

  /**
   * When something changed, up to a known view.
   *
   * @param most if there are more moments, some in between are left out until there are fewer
   */
  public TimeLine timeLine(View known, int most) throws IOException {
    List<Moment> moments = new ArrayList<>();
    int every = 1;
    int passed = 0;
    Stamp reached = Stamp.of(known);
    try (DeltaLog.Lines lines = log.lines()) {
      byte[] line = lineTo(reached, lines);
      while (line != null) {
        Head head = DeltaLine.head(line);
        if (head.changes() > 0 && passed++ % every == 0) {
          moments.add(new Moment(reached.writtenAt(), reached.generation(), head.changes()));
        }
        if (moments.size() > most) {
          moments = everySecond(moments);
          every *= 2;
        }
        reached = head.before();
        line = lineTo(reached, lines);
      }
    }
    Collections.reverse(moments);
    return new TimeLine(reached.writtenAt(), moments);
  }

  private static List<Moment> everySecond(List<Moment> moments) {
    List<Moment> fewer = new ArrayList<>();
    for (int i = 0; i < moments.size(); i += 2) {
      fewer.add(moments.get(i));
    }
    return fewer;
  }
}
