// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.history;

import io.concertim.view.store.AppendLog;
import io.concertim.view.store.DataDirectory;
import io.concertim.view.store.FileStamp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;

/**
 * The newest lines of {@link ChangeLog}, of all writers, for clients that poll. Of a file that has
 * grown only the new part is read.
 */
public final class RecentChanges {

  private final Path file;
  private final Path earlier;
  private final int most;
  private final Deque<Change> changes = new ArrayDeque<>();
  private AppendLog log;
  private boolean begun;
  private boolean dropped;

  /**
   * @param most number of changes to keep
   */
  public RecentChanges(DataDirectory directory, int most) {
    this.file = directory.changes();
    this.earlier = directory.earlierChanges();
    this.log = new AppendLog(file);
    this.most = most;
  }

  /**
   * The changes after a generation.
   *
   * @param complete whether these are certainly all changes
   * @param changes the oldest first
   */
  public record Since(boolean complete, List<Change> changes) {}

  /** An entity tag for the list of changes; it differs if and only if the list does. */
  public String stamp() throws IOException {
    return FileStamp.of(file);
  }

  /**
   * The newest changes after this generation. For generation 0 they are never complete, since what
   * the first view shows is not a change.
   *
   * @param limit at most so many
   */
  public synchronized Since since(long generation, int limit) throws IOException {
    follow();
    List<Change> found =
        changes.stream().filter(change -> change.generation() > generation).toList();
    boolean all = generation > 0 && (found.size() < changes.size() || !dropped);
    return found.size() > limit
        ? new Since(false, found.subList(found.size() - limit, found.size()))
        : new Since(all, found);
  }

  /**
   * The newest changes that the test selects, the newest first.
   *
   * @param limit at most so many
   */
  public synchronized List<Change> latest(Predicate<Change> wanted, int limit) throws IOException {
    follow();
    List<Change> found = new ArrayList<>();
    changes
        .descendingIterator()
        .forEachRemaining(
            change -> {
              if (found.size() < limit && wanted.test(change)) {
                found.add(change);
              }
            });
    return found;
  }

  private void follow() throws IOException {
    if (!begun || log.isReplaced()) {
      AppendLog rest = log.rotatedTo(earlier);
      if (rest.length() == 0) {
        changes.clear(); // a data directory that was made again has other changes
        dropped = log.length() > 0 || Files.exists(earlier); // which replaced a previous one
      }
      read(rest);
      log = new AppendLog(file);
      begun = true;
    }
    read(log);
  }

  private void read(AppendLog lines) throws IOException {
    for (byte[] line : lines.next()) {
      Change change = ChangeLog.parsed(file, line);
      if (change != null) {
        changes.add(change);
      }
    }
    while (changes.size() > most) {
      changes.removeFirst();
      dropped = true;
    }
  }
}
