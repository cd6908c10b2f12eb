package io.concertim.view.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.concertim.view.store.DataDirectory;
import io.concertim.view.store.StoreJson;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * changes.jsonl: one {@link Change} a line, appended to by whoever holds the lock of the data
 * directory. Once it is long enough it becomes changes.1.jsonl, in place of the one before. Not
 * synced, as nothing but curiosity depends on it; a line that a crash cut off is skipped.
 */
public final class ChangeLog {
  private static final ObjectReader READER = StoreJson.MAPPER.readerFor(Change.class);
  private static final ObjectWriter WRITER = StoreJson.MAPPER.writerFor(Change.class);

  private static final Logger LOG = LoggerFactory.getLogger(ChangeLog.class);

  private final Path file;
  private final Path earlier;
  private final long longest;

  /**
   * @param longest so many bytes are kept, and at most as many of earlier changes
   */
  public ChangeLog(DataDirectory directory, long longest) {
    this.file = directory.changes();
    this.earlier = directory.earlierChanges();
    this.longest = longest;
  }

  /** Adds changes. */
  public void add(List<Change> changes) throws IOException {
    if (changes.isEmpty()) {
      return;
    }
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    for (Change change : changes) {
      lines.write(WRITER.writeValueAsBytes(change));
      lines.write('\n');
    }
    if (Files.exists(file) && Files.size(file) + lines.size() > longest) {
      Files.move(file, earlier, StandardCopyOption.REPLACE_EXISTING);
    }
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      if (channel.size() == 0 && Files.getFileStore(file).supportsFileAttributeView("posix")) {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw----"));
      }
      channel.position(channel.size());
      write(channel, isCutOff(channel) ? new byte[] {'\n'} : new byte[0]);
      write(channel, lines.toByteArray());
    }
  }

  private static boolean isCutOff(FileChannel channel) throws IOException {
    ByteBuffer last = ByteBuffer.allocate(1);
    return channel.size() > 0 && channel.read(last, channel.size() - 1) == 1 && last.get(0) != '\n';
  }

  private static void write(FileChannel channel, byte[] bytes) throws IOException {
    ByteBuffer rest = ByteBuffer.wrap(bytes);
    while (rest.hasRemaining()) {
      channel.write(rest);
    }
  }

  /** The changes that the test selects, the oldest first. */
  public List<Change> find(Predicate<Change> wanted) throws IOException {
    List<Change> found = new ArrayList<>();
    for (Path part : List.of(earlier, file)) {
      if (Files.exists(part)) {
        read(part, wanted, found);
      }
    }
    return found;
  }

  private static void read(Path part, Predicate<Change> wanted, List<Change> found)
      throws IOException {
    try (BufferedReader lines = Files.newBufferedReader(part)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        try {
          Change change = line.isEmpty() ? null : READER.readValue(line);
          if (change != null && wanted.test(change)) {
            found.add(change);
          }
        } catch (JsonProcessingException e) {
          LOG.debug("a line of {} is skipped, as a crash cut it off", part, e);
        }
      }
    }
  }
}
