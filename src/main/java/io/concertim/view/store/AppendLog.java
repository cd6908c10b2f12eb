// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * A file of lines that is only appended to, and that several processes may follow, each from where
 * it stopped. One process writes at a time. A last line that a crash cut off is not read, and the
 * next writer removes it. Not safe for use by several threads.
 */
public final class AppendLog {
  private static final int BLOCK = 1 << 12;

  private final Path file;
  private Object key = "";
  private long position;

  /**
   * @param file created with the first line
   */
  public AppendLog(Path file) {
    this.file = file;
  }

  /** Whether there may be lines that were not read here. */
  public boolean isBehind() throws IOException {
    try {
      return Files.size(file) != position;
    } catch (NoSuchFileException e) {
      return position != 0;
    }
  }

  /** Whether another file, or none, is in place of the one that was followed, or it was cut. */
  public boolean isReplaced() throws IOException {
    return position > 0 && (!DataDirectory.keyOf(file).equals(key) || Files.size(file) < position);
  }

  /**
   * The complete lines since the last call, without their line feeds. A file that was replaced, or
   * has become shorter, is read from its start.
   */
  public List<byte[]> next() throws IOException {
    List<byte[]> lines = new ArrayList<>();
    Object found = DataDirectory.keyOf(file);
    try (FileChannel channel = FileChannel.open(RegularFile.of(file), StandardOpenOption.READ)) {
      if (!found.equals(key) || channel.size() < position) {
        key = found;
        position = 0;
      }
      channel.position(position);
      InputStream in = Channels.newInputStream(channel);
      LineReader reader = new LineReader(in);
      for (byte[] line = reader.next(); line != null && reader.ended(); line = reader.next()) {
        lines.add(line);
        position += line.length + 1L;
      }
    } catch (NoSuchFileException e) {
      position = 0;
    }
    return lines;
  }

  /** Appends all lines or none. They are on the disk when this method returns. */
  public void add(byte[] lines) throws IOException {
    append(lines, true);
  }

  /** Appends all lines or none. A power cut may take them away again. */
  public void addUnsynced(byte[] lines) throws IOException {
    append(lines, false);
  }

  /** Lets no power cut take away what was added unsynced. */
  public void sync() throws IOException {
    try (FileChannel channel = FileChannel.open(RegularFile.of(file), StandardOpenOption.WRITE)) {
      channel.force(false);
    }
  }

  private void append(byte[] lines, boolean sync) throws IOException {
    SharedFile.makeIfMissing(file);
    Object found = DataDirectory.keyOf(file);
    try (FileChannel channel =
        FileChannel.open(RegularFile.of(file), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      long end = endOfLines(channel);
      channel.truncate(end);
      try {
        write(channel, lines, end);
        if (sync) {
          channel.force(false);
        }
      } catch (IOException e) {
        channel.truncate(end);
        throw e;
      }
      position = found.equals(key) ? Math.min(position, end) : 0;
      key = found;
      if (position == end) {
        position += lines.length;
      }
    }
  }

  /** The position after the last complete line. */
  private static long endOfLines(FileChannel channel) throws IOException {
    ByteBuffer block = ByteBuffer.allocate(BLOCK);
    for (long end = channel.size(); end > 0; end = Math.max(0, end - BLOCK)) {
      long start = Math.max(0, end - BLOCK);
      block.clear().limit((int) (end - start));
      while (block.hasRemaining() && channel.read(block, start + block.position()) > 0) {}
      for (int i = block.position() - 1; i >= 0; i--) {
        if (block.get(i) == '\n') {
          return start + i + 1;
        }
      }
    }
    return 0;
  }

  private static void write(FileChannel channel, byte[] bytes, long start) throws IOException {
    ByteBuffer rest = ByteBuffer.wrap(bytes);
    while (rest.hasRemaining()) {
      channel.write(rest, start + rest.position());
    }
  }

  /** Replaces the file by one with these lines only. Those who follow it read it from its start. */
  public void rewrite(byte[] lines) throws IOException {
    AtomicFile.replace(file, out -> out.write(lines));
    key = DataDirectory.keyOf(file);
    position = lines.length;
  }

  /**
   * Puts the file aside, in place of an earlier one, if it would be too long with more lines; the
   * next line begins a new file then.
   *
   * @param more bytes of the lines that are to be added
   * @param longest largest size of the file, in bytes
   */
  public void rotateIfFull(int more, long longest, Path earlier) throws IOException {
    if (Files.exists(file) && Files.size(file) + more > longest) {
      sync();
      Files.move(file, earlier, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /**
   * The log that goes on where this one stopped, if its file was put aside there; else one that
   * begins at the start of that file.
   */
  public AppendLog rotatedTo(Path earlier) throws IOException {
    AppendLog rest = new AppendLog(earlier);
    if (DataDirectory.keyOf(earlier).equals(key)) {
      rest.key = key;
      rest.position = position;
    }
    return rest;
  }

  /** The length of the lines that were read or written here, in bytes. */
  public long length() {
    return position;
  }
}
