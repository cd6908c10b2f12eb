package io.concertim.view.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Lines that are only ever added, by any process that holds the lock, and that every process reads
 * on from where it stopped. A line that a crash cut off was never promised to anybody: it is not
 * read, and the next writer cuts it away.
 */
final class Journal {
  private final Path file;
  private Object key = "";
  private long position;

  /**
   * @param file made by the first line
   */
  Journal(Path file) {
    this.file = file;
  }

  /** Whether there may be lines that were not read here. */
  boolean isBehind() throws IOException {
    try {
      return Files.size(file) != position;
    } catch (NoSuchFileException e) {
      return position != 0;
    }
  }

  /**
   * The whole lines since the last call, without their line feeds. A file that is another one by
   * now, or has become shorter, is read from its start: a line that is read twice changes nothing.
   */
  List<byte[]> next() throws IOException {
    List<byte[]> lines = new ArrayList<>();
    Object found = DataDirectory.keyOf(file);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
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

  /** Adds whole lines after all that were read, and returns when they are on the disk. */
  void add(byte[] lines) throws IOException {
    if (Files.notExists(file)) {
      SharedFile.makeIfMissing(file);
      key = DataDirectory.keyOf(file);
      position = 0;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      position = Math.min(position, channel.size());
      channel.truncate(position);
      channel.position(position);
      ByteBuffer rest = ByteBuffer.wrap(lines);
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
      channel.force(false);
      position += lines.length;
    }
  }

  long length() {
    return position;
  }
}
