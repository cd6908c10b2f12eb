// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.store;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Reads the lines of an {@link AppendLog}'s file, the last one first, and keeps only one block and
 * one line in memory. A last line that is not complete is left out. What is appended meanwhile is
 * not read.
 */
public final class BackwardLines implements AutoCloseable {
  private static final int BLOCK = 1 << 16;

  private final FileChannel file;
  private byte[] block = {};
  private long blockStart;

  /** The position after the line feed of the line that is read next. */
  private long end;

  /**
   * @param path a file that does not exist has no lines
   */
  public BackwardLines(Path path) throws IOException {
    this.file = RegularFile.openIfThere(path);
    this.end = file == null ? 0 : afterLineFeed(file.size());
  }

  /** The line before the last one that was read, without its line feed; null after the first. */
  public byte[] next() throws IOException {
    if (end == 0) {
      return null;
    }
    long start = afterLineFeed(end - 1);
    long feed = end - 1;
    boolean inBlock = start >= blockStart && feed <= blockStart + block.length;
    byte[] line =
        inBlock
            ? Arrays.copyOfRange(block, (int) (start - blockStart), (int) (feed - blockStart))
            : read(start, feed);
    end = start;
    return line;
  }

  /** Where the line begins that was read last. */
  public long position() {
    return end;
  }

  /** The position after the last line feed before this position; 0 if there is none. */
  private long afterLineFeed(long position) throws IOException {
    long at = position;
    while (at > 0) {
      if (at - 1 < blockStart || at - 1 >= blockStart + block.length) {
        long start = Math.max(0, at - BLOCK);
        block = read(start, at);
        blockStart = start;
      }
      if (block[(int) (at - 1 - blockStart)] == '\n') {
        return at;
      }
      at--;
    }
    return 0;
  }

  private byte[] read(long start, long limit) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(limit - start));
    while (bytes.hasRemaining()) {
      if (file.read(bytes, start + bytes.position()) < 0) {
        throw new EOFException("the file was cut while it was read");
      }
    }
    return bytes.array();
  }

  @Override
  public void close() throws IOException {
    if (file != null) {
      file.close();
    }
  }
}
