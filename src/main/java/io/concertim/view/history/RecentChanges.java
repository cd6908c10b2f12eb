package io.concertim.view.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import io.concertim.view.store.DataDirectory;
import io.concertim.view.store.FileStamp;
import io.concertim.view.store.LineReader;
import io.concertim.view.store.StoreJson;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The newest lines of {@link ChangeLog}, whoever wrote them, for those who ask again and again: a
 * file that has grown is read on from where it had ended.
 */
public final class RecentChanges {
  private static final Logger LOG = LoggerFactory.getLogger(RecentChanges.class);
  private static final ObjectReader READER = StoreJson.MAPPER.readerFor(Change.class);

  private final Path file;
  private final Path earlier;
  private final int most;
  private final Deque<Change> changes = new ArrayDeque<>();
  private Object fileKey;
  private long position;
  private boolean begun;
  private boolean dropped;

  /**
   * @param most so many are kept
   */
  public RecentChanges(DataDirectory directory, int most) {
    this.file = directory.changes();
    this.earlier = directory.earlierChanges();
    this.most = most;
  }

  /**
   * Changes of generations after one.
   *
   * @param complete whether these are all that there were
   * @param changes the oldest first
   */
  public record Since(boolean complete, List<Change> changes) {}

  /** Changes if and only if there are other changes. */
  public String stamp() throws IOException {
    return FileStamp.of(file);
  }

  /**
   * The newest changes of generations after this one. Those after 0 are never all, as what the
   * first view shows is no change.
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
    Object key = key(file);
    if (begun && Objects.equals(key, fileKey) && (key == null || Files.size(file) >= position)) {
      position += read(file, position);
      return;
    }
    if (begun && fileKey != null && fileKey.equals(key(earlier))) {
      read(earlier, position);
    } else {
      changes.clear(); // those of a data directory that was begun anew are others
      dropped = fileKey != null || Files.exists(earlier); // which took the place of one before
      read(earlier, 0);
    }
    begun = true;
    fileKey = key;
    position = read(file, 0);
  }

  private static Object key(Path path) throws IOException {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  /** Takes the whole lines from there on, and returns their length. */
  private long read(Path path, long from) throws IOException {
    long length = 0;
    List<Change> found = new ArrayList<>();
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        InputStream in = Channels.newInputStream(channel.position(from))) {
      LineReader lines = new LineReader(in);
      for (byte[] line = lines.next(); line != null && lines.ended(); line = lines.next()) {
        length += line.length + 1L;
        try {
          found.add(READER.readValue(line));
        } catch (JsonProcessingException | CharConversionException e) {
          LOG.debug("a line of {} is skipped, as a crash cut it off", path, e);
        }
      }
    } catch (NoSuchFileException e) {
      return 0;
    }
    changes.addAll(found);
    while (changes.size() > most) {
      changes.removeFirst();
      dropped = true;
    }
    return length;
  }
}
