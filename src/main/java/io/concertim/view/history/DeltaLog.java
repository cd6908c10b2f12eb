// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.history;

import io.concertim.view.model.view.View;
import io.concertim.view.store.AppendLog;
import io.concertim.view.store.BackwardLines;
import io.concertim.view.store.DataDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * views.jsonl: one {@link ViewDelta} a line. The holder of the data directory's lock appends what
 * makes a view of the one before. A file that is long enough becomes views.1.jsonl and replaces the
 * previous one. A line whose view is never stored, since its process has ended, does no harm: the
 * next line leads from an earlier view past it.
 */
public final class DeltaLog {
  private final Path file;
  private final Path earlier;
  private final long longest;

  /**
   * @param longest largest size of the file, in bytes; views.1.jsonl takes at most as much again
   */
  public DeltaLog(DataDirectory directory, long longest) {
    this.file = directory.views();
    this.earlier = directory.earlierViews();
    this.longest = longest;
  }

  /** Adds what makes one view the other. A power cut may take it away until {@link #sync}. */
  public void add(View before, View after) throws IOException {
    byte[] line = DeltaLine.of(ViewDelta.between(before, after));
    AppendLog log = new AppendLog(file);
    log.rotateIfFull(line.length, longest, earlier);
    log.addUnsynced(line);
  }

  /** Returns when all that was added, by whichever process, is on the disk. */
  public void sync() throws IOException {
    if (Files.exists(file)) {
      new AppendLog(file).sync();
    }
  }

  /** The lines, the last one first. */
  Lines lines() throws IOException {
    for (; ; ) {
      Object key = DataDirectory.keyOf(file);
      Lines lines = new Lines(new BackwardLines(file), new BackwardLines(earlier));
      if (DataDirectory.keyOf(file).equals(key)) {
        return lines;
      }
      lines.close(); // it became the earlier one meanwhile
    }
  }

  /** The lines of both files, the last one first. */
  record Lines(BackwardLines later, BackwardLines earlier) implements AutoCloseable {

    /** The next line; null after the first line of all. */
    byte[] next() throws IOException {
      byte[] line = later.next();
      return line == null ? earlier.next() : line;
    }

    @Override
    public void close() throws IOException {
      try (earlier) {
        later.close();
      }
    }
  }
}
