package io.concertim.view.queue;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.store.DataDirectory;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Body;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The marks that are open, in memory and as lines of a file, so that none is lost with the process
 * (design D12): {@code {"kind":"SERVER","id":"…","gone":true,"state":"…"}} for a mark, and the same
 * with {@code "done":true} once it has been worked off.
 */
public final class Marks implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Marks.class);
  private static final JsonMapper JSON =
      JsonMapper.builder().serializationInclusion(JsonInclude.Include.NON_DEFAULT).build();

  /** So long a file is worth keeping although nothing in it is open. */
  private static final long SHORT = 1 << 16;

  private final Path file;
  private final InstantSource clock;
  private final MarkSchedule schedule;
  private final MeterRegistry meters;
  private FileChannel channel;
  private Object key;
  private long length;
  private long compactAt = 1 << 23;

  private record Line(
      Kind kind, String id, boolean gone, String state, String event, String at, boolean done) {
    static Line of(Mark mark, boolean done) {
      return done
          ? new Line(mark.kind(), mark.id(), false, null, null, null, true)
          : new Line(
              mark.kind(),
              mark.id(),
              mark.gone(),
              mark.state(),
              mark.event(),
              mark.at() == null ? null : mark.at().toString(),
              false);
    }

    Mark mark() {
      return new Mark(kind, id, gone, state, event, at == null ? null : Instant.parse(at));
    }
  }

  /**
   * Takes up the marks that an earlier process left.
   *
   * @param clock that no read has to wait for longer because it is set back
   * @param readInterval shortest time between two reads of one object
   * @throws IOException if the file cannot be read or made
   */
  public Marks(Path file, InstantSource clock, Duration readInterval, MeterRegistry meters)
      throws IOException {
    this.file = file;
    this.clock = clock;
    this.meters = meters;
    this.schedule = new MarkSchedule(readInterval);
    if (Files.exists(file)) {
      replay();
    }
    rewrite();
  }

  private void replay() throws IOException {
    String all = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    for (String text : all.lines().toList()) {
      if (text.isEmpty()) {
        continue;
      }
      try {
        Line line = JSON.readValue(text, Line.class);
        if (line.done()) {
          schedule.drop(line.mark());
        } else {
          schedule.add(line.mark(), clock.instant());
        }
      } catch (JsonProcessingException | RuntimeException e) {
        LOG.warn(
            "a line of {} is skipped, as a crash cut it off: {} characters", file, text.length());
      }
    }
    if (schedule.size() > 0) {
      LOG.info("{} marks of an earlier process are open and worked off now", schedule.size());
    }
  }

  /** Adds marks; they are on the disk when this returns. */
  public synchronized void add(@Body List<Mark> marks) throws IOException {
    if (marks.isEmpty()) {
      return;
    }
    write(lines(marks, false), true);
    for (Mark mark : marks) {
      schedule.add(mark, clock.instant());
      Counter.builder("view.queue.marks.made")
          .description("asks to read an object again; many of one object are answered by one read")
          .tag("kind", mark.kind().label())
          .register(meters)
          .increment();
    }
  }

  /** How many objects of each kind are due, without those that no list shows. */
  synchronized Map<Kind, Integer> due() {
    return schedule.due(clock.instant());
  }

  /**
   * The reads that are due, which begin now.
   *
   * @param waiting kinds of which only those are wanted that no list shows
   */
  synchronized List<ObjectRead> take(Set<Kind> waiting) {
    return schedule.take(waiting, clock.instant());
  }

  /** Says what became of reads. A line of it that is lost costs a read, so it is not synced. */
  synchronized void finish(Collection<ObjectRead> reads, MarkSchedule.Result result) {
    List<Mark> done = new ArrayList<>();
    for (ObjectRead read : reads) {
      Counter.builder("view.queue.reads")
          .description("objects that were read again, and what came of it")
          .tags("kind", read.mark().kind().label())
          .tag("outcome", result.name().toLowerCase(Locale.ROOT))
          .register(meters)
          .increment();
      if (schedule.finish(read, result, clock.instant())) {
        done.add(read.mark());
      }
    }
    try {
      write(lines(done, true), false);
      if (length > compactAt || (schedule.size() == 0 && length > SHORT)) {
        rewrite();
      }
    } catch (IOException e) {
      LOG.warn("{} cannot be written, so some reads are done again later: {}", file, e.toString());
    }
  }

  /** How many objects have to be read. */
  public synchronized int size() {
    return schedule.size();
  }

  /**
   * Adds whole lines or none: what a failed write left behind is cut off first, and a file that has
   * been removed is made again.
   */
  private void write(byte[] lines, boolean sync) throws IOException {
    if (!key.equals(DataDirectory.keyOf(file))) {
      LOG.error("{} has been removed or replaced; it is written again", file);
      rewrite();
    }
    if (channel.size() != length) {
      channel.truncate(length);
    }
    writeAll(channel, lines, length);
    if (sync) {
      channel.force(false);
    }
    length += lines.length;
  }

  private static void writeAll(FileChannel channel, byte[] bytes, long start) throws IOException {
    ByteBuffer rest = ByteBuffer.wrap(bytes);
    while (rest.hasRemaining()) {
      channel.write(rest, start + rest.position());
    }
  }

  private static byte[] lines(Collection<Mark> marks, boolean done) throws IOException {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    for (Mark mark : marks) {
      lines.write(JSON.writeValueAsBytes(Line.of(mark, done)));
      lines.write('\n');
    }
    return lines.toByteArray();
  }

  /** Replaces the file by one with the open marks only. */
  private void rewrite() throws IOException {
    Path next = file.resolveSibling(file.getFileName() + ".tmp-new");
    Files.deleteIfExists(next);
    byte[] lines = lines(schedule.marks(), false);
    FileChannel fresh = FileChannel.open(next, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (Files.getFileStore(next).supportsFileAttributeView("posix")) {
        Files.setPosixFilePermissions(next, PosixFilePermissions.fromString("rw-rw----"));
      }
      writeAll(fresh, lines, 0);
      fresh.force(true);
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      DataDirectory.syncNames(file.getParent());
    } catch (IOException e) {
      fresh.close();
      throw e;
    }
    if (channel != null) {
      channel.close();
    }
    channel = fresh;
    key = DataDirectory.keyOf(file);
    length = lines.length;
    compactAt = Math.max(1 << 23, 2 * length);
  }

  @Override
  public synchronized void close() throws IOException {
    channel.close();
  }
}
