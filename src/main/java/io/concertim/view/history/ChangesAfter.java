// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.history;

import io.concertim.view.store.BackwardLines;
import io.concertim.view.store.DataDirectory;
import io.concertim.view.store.FileStamp;
import io.concertim.view.store.ForwardLines;
import io.concertim.view.text.Sha256;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Follows {@link ChangeLog} from one change on, whichever of its two files has it, and keeps only a
 * few changes in memory. A change is recognised by its line, so that neither a file that was put
 * aside nor one that was written again misleads. Not safe for use by several threads.
 */
public final class ChangesAfter {
  private static final int ID_LENGTH = 32;

  private final Path file;
  private final Path earlier;

  /** The change that was read last, or null to begin with the oldest. */
  private String last;

  /** Where the line of that change began when it was read. */
  private long start;

  private String end;

  /**
   * A change with its id.
   *
   * @param id 32 hexadecimal digits, the same whenever the line is read, and of no other line
   */
  public record Entry(String id, Change change) {}

  /**
   * What comes next.
   *
   * @param gap whether changes between the last one and these may be lost, as the history does not
   *     hold the last one any more
   * @param changes the oldest first
   */
  public record Next(boolean gap, List<Entry> changes) {}

  /**
   * @param last id of the change after which the next one is read; null to begin with the oldest
   */
  public ChangesAfter(DataDirectory directory, String last) {
    this.file = directory.changes();
    this.earlier = directory.earlierChanges();
    this.last = last;
  }

  /**
   * The id of the newest change that no crash takes back; null if there is none.
   *
   * @param settled the generation of the last view that is certainly in place
   */
  public static String newest(DataDirectory directory, long settled) throws IOException {
    for (Path part : List.of(directory.changes(), directory.earlierChanges())) {
      try (BackwardLines lines = new BackwardLines(part)) {
        for (byte[] line = lines.next(); line != null; line = lines.next()) {
          Change change = ChangeLog.parsed(part, line);
          if (change != null && change.generation() <= settled) {
            return id(line);
          }
        }
      }
    }
    return null;
  }

  /**
   * The changes after the last one.
   *
   * @param settled the generation of the last view that is certainly in place: a crash could take
   *     back changes of later ones, so these are not read yet
   * @param most number of changes to read
   */
  public Next next(long settled, int most) throws IOException {
    String stamp = FileStamp.of(file) + " " + settled;
    if (stamp.equals(end)) {
      return new Next(false, List.of());
    }
    // In this order: what is put aside meanwhile is then in one of the two at least.
    try (ForwardLines newer = new ForwardLines(file);
        ForwardLines older = new ForwardLines(earlier)) {
      boolean gap = last != null && !isFoundIn(newer, older) && !isFoundAgain();
      if (gap) {
        last = null;
      }
      List<Entry> found = new ArrayList<>();
      boolean isInNewer = last != null && isAt(newer, start);
      if (!isInNewer && (last == null || isAt(older, start))) {
        if (last == null) {
          older.from(0);
        }
        read(older, settled, most, found);
        newer.from(0);
        isInNewer = true;
      }
      if (isInNewer) {
        read(newer, settled, most, found);
      }
      if (found.isEmpty()) {
        end = stamp;
      }
      return new Next(gap, found);
    }
  }

  private boolean isFoundIn(ForwardLines newer, ForwardLines older) throws IOException {
    return isAt(newer, start) || isAt(older, start);
  }

  /** Whether the line of the last change begins there; the next one follows then. */
  private boolean isAt(ForwardLines lines, long position) throws IOException {
    lines.from(position);
    byte[] line = lines.next();
    return line != null && id(line).equals(last);
  }

  /** Looks for the last change, the newest lines first. */
  private boolean isFoundAgain() throws IOException {
    for (Path part : List.of(file, earlier)) {
      try (BackwardLines lines = new BackwardLines(part)) {
        for (byte[] line = lines.next(); line != null; line = lines.next()) {
          if (id(line).equals(last)) {
            start = lines.position();
            return true;
          }
        }
      }
    }
    return false;
  }

  private void read(ForwardLines lines, long settled, int most, List<Entry> found)
      throws IOException {
    while (found.size() < most) {
      byte[] line = lines.next();
      if (line == null) {
        return;
      }
      Change change = ChangeLog.parsed(file, line);
      if (change == null) {
        continue;
      }
      if (change.generation() > settled) {
        return;
      }
      last = id(line);
      start = lines.position();
      found.add(new Entry(last, change));
    }
  }

  private static String id(byte[] line) {
    return Sha256.hex(line).substring(0, ID_LENGTH);
  }
}
