// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.store;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * Reads the lines of an {@link AppendLog}'s file from a position on, and keeps only one block and
 * one line in memory. A last line that is not complete is left out. The file that was opened is
 * read to its end even if it is put aside meanwhile.
 */
public final class ForwardLines implements AutoCloseable {
  private final FileChannel file;
  private LineReader lines;
  private long next;
  private long position;

  /**
   * @param path a file that does not exist has no lines
   */
  public ForwardLines(Path path) throws IOException {
    this.file = RegularFile.openIfThere(path);
    from(0);
  }

  /** Lets the next line be the one that begins there. */
  public void from(long start) throws IOException {
    next = start;
    position = start;
    if (file != null) {
      file.position(start);
      lines = new LineReader(Channels.newInputStream(file));
    }
  }

  /** The next line without its line feed; null after the last. */
  public byte[] next() throws IOException {
    byte[] line = file == null ? null : lines.next();
    if (line == null || !lines.ended()) {
      return null;
    }
    position = next;
    next += line.length + 1L;
    return line;
  }

  /** Where the line begins that was read last. */
  public long position() {
    return position;
  }

  @Override
  public void close() throws IOException {
    if (file != null) {
      file.close();
    }
  }
}
