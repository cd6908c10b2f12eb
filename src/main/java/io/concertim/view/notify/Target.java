// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.notify;

import io.concertim.view.config.NotifyTarget;
import io.concertim.view.history.Change;
import io.concertim.view.history.ChangesAfter;
import io.concertim.view.history.ChangesAfter.Entry;
import io.concertim.view.store.DataDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one target still has to get, in the order of the history, and when. Its cursor is on the
 * disk, so that a restart goes on after the last change that the target has accepted.
 */
public final class Target {
  static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

  private static final Logger LOG = LoggerFactory.getLogger(Target.class);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

  /** What was sent in this time before a kill is sent again. */
  private static final Duration DONE_PAUSE = Duration.ofSeconds(1);

  /** To pass over again what nobody wants costs nothing. */
  private static final Duration PASSED_PAUSE = Duration.ofSeconds(30);

  private static final int MOST_READ = 100;

  private final NotifyTarget settings;
  private final Predicate<Change> wanted;
  private final DataDirectory directory;
  private final LongSupplier settled;
  private final InstantSource steady;
  private final Runnable gaps;
  private final Path file;
  private final Deque<Entry> waiting = new ArrayDeque<>();
  private ChangesAfter history;
  private String done;
  private String written;
  private Instant writtenAt = Instant.MIN;
  private Instant next = Instant.MIN;
  private Duration pause = FIRST_PAUSE;

  /**
   * @param settled the generation of the last view that the files show; 0 if it is not known
   * @param steady a clock that is never set back, for pauses
   * @param gaps is called when changes may have been lost
   */
  Target(
      NotifyTarget settings,
      DataDirectory directory,
      LongSupplier settled,
      InstantSource steady,
      Runnable gaps) {
    this.settings = settings;
    this.wanted = Wanted.by(settings);
    this.directory = directory;
    this.settled = settled;
    this.steady = steady;
    this.gaps = gaps;
    this.file = directory.notified(settings.name());
  }

  NotifyTarget settings() {
    return settings;
  }

  /** Its name in the configuration. */
  public String getName() {
    return settings.name();
  }

  /** Whether it has an HTTP address; else it is an exchange. */
  public boolean isHttp() {
    return settings.url().isPresent();
  }

  /** Whether a change is to be sent now. Reads on in the history if none is waiting. */
  synchronized boolean isDue() throws IOException {
    if (steady.instant().isBefore(next)) {
      return false;
    }
    if (!hasBegun()) {
      return false;
    }
    while (!isWantedNext()) {
      ChangesAfter.Next found = history.next(settled.getAsLong(), MOST_READ);
      if (found.gap()) {
        tellGap();
      }
      if (found.changes().isEmpty()) {
        saveAfter(PASSED_PAUSE);
        return false;
      }
      waiting.addAll(found.changes());
    }
    return true;
  }

  /** Passes over what the target does not want. */
  private boolean isWantedNext() {
    while (!waiting.isEmpty() && !wanted.test(waiting.element().change())) {
      done = waiting.remove().id();
    }
    return !waiting.isEmpty();
  }

  /**
   * Goes on after the cursor. A new target begins with the changes from now on, once it is known
   * which of those in the history no crash takes back.
   */
  private boolean hasBegun() throws IOException {
    if (history != null) {
      return true;
    }
    if (Files.exists(file)) {
      done = cursor();
    } else {
      long shown = settled.getAsLong();
      if (shown == 0 && ChangesAfter.newest(directory, Long.MAX_VALUE) != null) {
        return false;
      }
      done = ChangesAfter.newest(directory, shown);
      new Cursor(done).write(file);
    }
    written = done;
    history = new ChangesAfter(directory, done);
    return true;
  }

  private String cursor() {
    try {
      return Cursor.read(file).last();
    } catch (IOException e) {
      LOG.warn(
          "{}: {} cannot be understood ({}), so all changes that the history keeps are sent again",
          settings.key(),
          file,
          e.getMessage());
      return null;
    }
  }

  private void tellGap() {
    gaps.run();
    LOG.warn(
        "{}: the history does not reach back to the last change that was sent, so that changes"
            + " may be missing there; it goes on with the oldest that is kept, see"
            + " view.history_bytes",
        settings.key());
  }

  /** The change that is to be sent. */
  synchronized Entry head() {
    return waiting.element();
  }

  /** The change need not be sent again: the target has it, or never takes it. */
  synchronized void done() throws IOException {
    done = waiting.remove().id();
    pause = FIRST_PAUSE;
    saveAfter(DONE_PAUSE);
  }

  private void saveAfter(Duration least) throws IOException {
    if (steady.instant().isAfter(writtenAt.plus(least))) {
      save();
    }
  }

  /**
   * The change is sent again, after one second, then two, four, and so on up to five minutes.
   *
   * @param least shortest pause
   * @return the pause
   */
  synchronized Duration postpone(Duration least) {
    Duration now = pause.compareTo(least) < 0 ? least : pause;
    next = steady.instant().plus(now);
    Duration doubled = pause.multipliedBy(2);
    pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    return now;
  }

  /** Writes the cursor, unless it stands where it did. */
  synchronized void save() throws IOException {
    if (done != null && !done.equals(written)) {
      new Cursor(done).write(file);
      written = done;
      writtenAt = steady.instant();
    }
  }

  /** When the oldest change was made that waits to be sent; null if none does. */
  synchronized Instant waitingSince() {
    return waiting.isEmpty() ? null : waiting.element().change().at();
  }
}
