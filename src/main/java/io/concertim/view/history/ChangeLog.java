package io.concertim.view.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.concertim.view.store.DataDirectory;
import io.concertim.view.store.LineReader;
import io.concertim.view.store.SharedFile;
import io.concertim.view.store.StoreJson;
import java.io.ByteArrayOutputStream;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * changes.jsonl: one {@link Change} a line, appended to by whoever holds the lock of the data
 * directory, before the view that shows them is put in place. Once it is long enough it becomes
 * changes.1.jsonl, in place of the one before. A line that a crash cut off is skipped.
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

  /** Adds all changes or none; they are on the disk when this returns. */
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
    SharedFile.makeIfMissing(file);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      long length = channel.size();
      channel.position(length);
      try {
        write(channel, isCutOff(channel) ? new byte[] {'\n'} : new byte[0]);
        write(channel, lines.toByteArray());
        channel.force(false);
      } catch (IOException e) {
        channel.truncate(length);
        throw e;
      }
    }
  }

  /** Takes back the changes of views after this generation, which were never put in place. */
  public void takeBack(long generation) throws IOException {
    long kept = 0;
    try (InputStream in = Files.newInputStream(file)) {
      LineReader lines = new LineReader(in);
      byte[] line = lines.next();
      while (line != null && !isAfter(generation, line)) {
        kept += line.length + (lines.ended() ? 1 : 0);
        line = lines.next();
      }
    } catch (NoSuchFileException e) {
      return;
    }
    if (kept == Files.size(file)) {
      return;
    }
    // Those who follow the file by its length must see that it is another one.
    Path shorter = DataDirectory.beside(file, "shorter");
    try (FileChannel from = FileChannel.open(file);
        FileChannel to = SharedFile.replace(shorter)) {
      for (long done = 0; done < kept; ) {
        done += from.transferTo(done, kept - done, to);
      }
      to.force(true);
    }
    Files.move(shorter, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private boolean isAfter(long generation, byte[] line) throws IOException {
    Change change = parsed(file, line);
    return change != null && change.generation() > generation;
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
    try (InputStream in = Files.newInputStream(part)) {
      LineReader lines = new LineReader(in);
      for (byte[] line = lines.next(); line != null; line = lines.next()) {
        Change change = parsed(part, line);
        if (change != null && wanted.test(change)) {
          found.add(change);
        }
      }
    }
  }

  /**
   * The change of a line; null where a crash has cut it off, be it in the middle of a character.
   */
  private static Change parsed(Path part, byte[] line) throws IOException {
    try {
      return line.length == 0 ? null : READER.readValue(line);
    } catch (JsonProcessingException | CharConversionException e) {
      LOG.debug("a line of {} is skipped, as a crash cut it off", part, e);
      return null;
    }
  }
}
