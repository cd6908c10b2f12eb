// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.concertim.view.store.AppendLog;
import io.concertim.view.store.DataDirectory;
import io.concertim.view.store.ForwardLines;
import io.concertim.view.store.StoreJson;
import java.io.ByteArrayOutputStream;
import java.io.CharConversionException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * changes.jsonl: one {@link Change} a line. The holder of the data directory's lock appends the
 * changes of a view before it puts the view in place. A file that is long enough becomes
 * changes.1.jsonl and replaces the previous one. A line that a crash cut off is skipped.
 */
public final class ChangeLog {
  private static final ObjectReader READER = StoreJson.MAPPER.readerFor(Change.class);
  private static final ObjectWriter WRITER = StoreJson.MAPPER.writerFor(Change.class);

  private static final Logger LOG = LoggerFactory.getLogger(ChangeLog.class);

  private final Path file;
  private final Path earlier;
  private final long longest;

  /**
   * @param longest largest size of the file, in bytes; changes.1.jsonl takes at most as much again
   */
  public ChangeLog(DataDirectory directory, long longest) {
    this.file = directory.changes();
    this.earlier = directory.earlierChanges();
    this.longest = longest;
  }

  /** Appends all changes or none. They are on the disk when this method returns. */
  public void add(List<Change> changes) throws IOException {
    if (changes.isEmpty()) {
      return;
    }
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    for (Change change : changes) {
      lines.write(WRITER.writeValueAsBytes(change));
      lines.write('\n');
    }
    AppendLog log = new AppendLog(file);
    log.rotateIfFull(lines.size(), longest, earlier);
    log.add(lines.toByteArray());
  }

  /**
   * Removes the changes of views after this generation, since those views were never put in place.
   */
  public void takeBack(long generation) throws IOException {
    AppendLog log = new AppendLog(file);
    ByteArrayOutputStream kept = new ByteArrayOutputStream();
    for (byte[] line : log.next()) {
      if (isAfter(generation, line)) {
        log.rewrite(kept.toByteArray());
        return;
      }
      kept.write(line);
      kept.write('\n');
    }
  }

  private boolean isAfter(long generation, byte[] line) throws IOException {
    Change change = parsed(file, line);
    return change != null && change.generation() > generation;
  }

  /** The changes that the test selects, the oldest first. */
  public List<Change> find(Predicate<Change> wanted) throws IOException {
    List<Change> found = new ArrayList<>();
    for (Path part : List.of(earlier, file)) {
      try (ForwardLines lines = new ForwardLines(part)) {
        for (byte[] line = lines.next(); line != null; line = lines.next()) {
          Change change = parsed(part, line);
          if (change != null && wanted.test(change)) {
            found.add(change);
          }
        }
      }
    }
    return found;
  }

  /** The change of a line; null if a crash has cut the line off, possibly within a character. */
  static Change parsed(Path part, byte[] line) throws IOException {
    try {
      return line.length == 0 ? null : READER.readValue(line);
    } catch (JsonProcessingException | CharConversionException e) {
      LOG.debug("a line of {} is skipped, as a crash cut it off", part, e);
      return null;
    }
  }
}
