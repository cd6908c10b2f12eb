// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.queue.work;

import io.concertim.view.queue.ReadRequest;
import io.concertim.view.store.AppendLog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The open read requests of a host alone: marks.jsonl, with one {@link ReadRequestLine} a line. */
public final class FileReadRequests implements ReadRequestLog {
  private static final Logger LOG = LoggerFactory.getLogger(FileReadRequests.class);

  /** A file of at most this length, in bytes, is kept although nothing in it is open. */
  private static final long SHORT = 1 << 16;

  private static final long LONG = 1 << 23;

  private final Path file;
  private final AppendLog log;
  private long compactAt = LONG;

  public FileReadRequests(Path file) {
    this.file = file;
    this.log = new AppendLog(file);
  }

  @Override
  public List<ReadRequest> open() throws IOException {
    Map<List<Object>, List<ReadRequest>> byObject = new LinkedHashMap<>();
    for (byte[] text : log.next()) {
      if (text.length == 0) {
        continue;
      }
      try {
        ReadRequestLine line = ReadRequestLine.parse(text);
        List<Object> object = Arrays.asList(line.kind(), line.id());
        if (line.done()) {
          byObject.remove(object);
        } else {
          byObject.computeIfAbsent(object, o -> new ArrayList<>()).add(line.request());
        }
      } catch (IOException | RuntimeException e) {
        LOG.warn(
            "a line of {} is skipped, as a crash cut it off: {} characters", file, text.length);
      }
    }
    List<ReadRequest> open = byObject.values().stream().flatMap(List::stream).toList();
    replace(open);
    return open;
  }

  /** They are on the disk when this method returns. */
  @Override
  public void add(Collection<ReadRequest> requests, Supplier<Collection<ReadRequest>> open)
      throws IOException {
    replaceIfLost(open);
    log.add(opened(requests));
  }

  /** The lines are not synced, since a lost line only costs another read. */
  @Override
  public void done(Collection<ReadRequest> requests, Supplier<Collection<ReadRequest>> open)
      throws IOException {
    replaceIfLost(open);
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    for (ReadRequest request : requests) {
      add(ReadRequestLine.done(request), lines);
    }
    log.addUnsynced(lines.toByteArray());
    if (log.length() > compactAt || (log.length() > SHORT && open.get().isEmpty())) {
      replace(open.get());
    }
  }

  /** A file that was removed is made again. */
  private void replaceIfLost(Supplier<Collection<ReadRequest>> open) throws IOException {
    if (log.isReplaced()) {
      LOG.error("{} has been removed or replaced; it is written again", file);
      replace(open.get());
    }
  }

  @Override
  public void replace(Collection<ReadRequest> open) throws IOException {
    log.rewrite(opened(open));
    compactAt = Math.max(LONG, 2 * log.length());
  }

  private static byte[] opened(Collection<ReadRequest> requests) throws IOException {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    for (ReadRequest request : requests) {
      add(ReadRequestLine.open(request), lines);
    }
    return lines.toByteArray();
  }

  private static void add(ReadRequestLine line, ByteArrayOutputStream lines) throws IOException {
    lines.write(line.bytes());
    lines.write('\n');
  }
}
