// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.queue.work;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.queue.ReadRequest;
import io.concertim.view.store.AppendLog;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.apache.camel.Body;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The work queue of open read requests, in memory and as lines of a file, so that none is lost with
 * the process (decision D12): {@code {"kind":"SERVER","id":"…","gone":true,"state":"…"}} for a
 * request, and the same with {@code "done":true} once it is done.
 */
public final class ReadQueue {
  private static final Logger LOG = LoggerFactory.getLogger(ReadQueue.class);
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(
                  JsonInclude.Include.NON_DEFAULT, JsonInclude.Include.NON_DEFAULT))
          .build();

  /** A file of at most this length, in bytes, is kept although nothing in it is open. */
  private static final long SHORT = 1 << 16;

  /** So many open requests are more than reading one by one can keep up with. */
  private static final int MOST = 20_000;

  private final Path file;
  private final AppendLog log;
  private final InstantSource clock;
  private final ReadSchedule schedule;
  private final BooleanSupplier requestSync;
  private final MeterRegistry meters;
  private long compactAt = 1 << 23;

  private record Line(
      Kind kind, String id, boolean gone, String state, String event, String at, boolean done) {
    static Line of(ReadRequest request, boolean done) {
      return done
          ? new Line(request.kind(), request.id(), false, null, null, null, true)
          : new Line(
              request.kind(),
              request.id(),
              request.gone(),
              request.state(),
              request.event(),
              request.at() == null ? null : request.at().toString(),
              false);
    }

    ReadRequest request() {
      return new ReadRequest(kind, id, gone, state, event, at == null ? null : Instant.parse(at));
    }
  }

  /**
   * Continues with the requests that an earlier process left.
   *
   * @param clock a clock that is not set back, which would delay reads
   * @param readInterval shortest time between two reads of one object
   * @param requestSync asks for a full sync, where requests had to be dropped
   * @throws IOException if the file cannot be read or made
   */
  public ReadQueue(
      Path file,
      InstantSource clock,
      Duration readInterval,
      BooleanSupplier requestSync,
      MeterRegistry meters)
      throws IOException {
    this.file = file;
    this.log = new AppendLog(file);
    this.clock = clock;
    this.requestSync = requestSync;
    this.meters = meters;
    this.schedule = new ReadSchedule(readInterval);
    replay();
    rewrite();
  }

  private void replay() throws IOException {
    for (byte[] text : log.next()) {
      if (text.length == 0) {
        continue;
      }
      try {
        Line line = JSON.readValue(text, Line.class);
        if (line.done()) {
          schedule.drop(line.request());
        } else {
          schedule.add(line.request(), clock.instant());
        }
      } catch (IOException | RuntimeException e) {
        LOG.warn(
            "a line of {} is skipped, as a crash cut it off: {} characters", file, text.length);
      }
    }
    if (schedule.size() > 0) {
      LOG.info("{} read requests of an earlier process are open and are done now", schedule.size());
    }
  }

  /** Adds requests. They are on the disk when this method returns. */
  public synchronized void add(@Body List<ReadRequest> requests) throws IOException {
    if (requests.isEmpty()) {
      return;
    }
    write(lines(requests, false), true);
    for (ReadRequest request : requests) {
      schedule.add(request, clock.instant());
      Counter.builder("view.queue.marks.made")
          .description("read requests; one read answers all requests for one object")
          .tag("kind", request.kind().label())
          .register(meters)
          .increment();
    }
    if (schedule.size() > MOST) {
      readListsInstead();
    }
  }

  /** A list shows what is there, and the full sync finds out what is not. */
  private void readListsInstead() throws IOException {
    int before = schedule.size();
    for (Kind kind : schedule.dropWaiting()) {
      if (ReadTask.isListable(kind)) {
        schedule.add(ReadRequest.list(kind), clock.instant());
      }
    }
    rewrite();
    LOG.warn(
        "{} read requests are open, more than {}: the lists are read instead, and a full sync {}",
        before,
        MOST,
        requestSync.getAsBoolean() ? "is asked for" : "should be, but cannot be asked for");
  }

  /** The number of due objects by kind, without those that can only be read by id. */
  synchronized Map<Kind, Integer> due() {
    return schedule.due(clock.instant());
  }

  /**
   * The reads that are due, which begin now.
   *
   * @param waiting kinds that wait for their list; of these only objects are taken that can only be
   *     read by id
   */
  synchronized List<ObjectRead> take(Set<Kind> waiting) {
    return schedule.take(waiting, clock.instant());
  }

  /**
   * Records the result of reads. The lines are not synced, since a lost line only costs another
   * read.
   */
  synchronized void finish(Collection<ObjectRead> reads, ReadSchedule.Result result) {
    List<ReadRequest> done = new ArrayList<>();
    for (ObjectRead read : reads) {
      count(read, result);
      if (schedule.finish(read, result, clock.instant())) {
        done.add(read.request());
      }
    }
    writeDone(done);
  }

  /**
   * Ends reads that failed.
   *
   * @param how tells one way of failing from others
   */
  synchronized Failed failed(Collection<ObjectRead> reads, String how) {
    boolean isNew = false;
    List<ReadRequest> dropped = new ArrayList<>();
    for (ObjectRead read : reads) {
      count(read, ReadSchedule.Result.FAILED);
      switch (schedule.fail(read, how, clock.instant())) {
        case NEW -> isNew = true;
        case DROPPED -> dropped.add(read.request());
        case SAME -> {}
      }
    }
    writeDone(dropped);
    return new Failed(isNew, dropped);
  }

  /**
   * What became of requests whose reads failed.
   *
   * @param isNew whether one of them had not failed in this way before
   * @param dropped the requests that failed in the same way for an hour
   */
  record Failed(boolean isNew, List<ReadRequest> dropped) {}

  private void count(ObjectRead read, ReadSchedule.Result result) {
    Counter.builder("view.queue.reads")
        .description("objects that were read again, and what came of it")
        .tags("kind", read.request().kind().label())
        .tag("outcome", result.name().toLowerCase(Locale.ROOT))
        .register(meters)
        .increment();
  }

  private void writeDone(List<ReadRequest> done) {
    try {
      write(lines(done, true), false);
      if (log.length() > compactAt || (schedule.size() == 0 && log.length() > SHORT)) {
        rewrite();
      }
    } catch (IOException e) {
      LOG.warn("{} cannot be written, so some reads are done again later: {}", file, e.toString());
    }
  }

  /** The number of objects that have to be read. */
  public synchronized int size() {
    return schedule.size();
  }

  /** Appends all lines or none. A file that was removed is created again. */
  private void write(byte[] lines, boolean sync) throws IOException {
    if (log.isReplaced()) {
      LOG.error("{} has been removed or replaced; it is written again", file);
      rewrite();
    }
    if (sync) {
      log.add(lines);
    } else {
      log.addUnsynced(lines);
    }
  }

  private static byte[] lines(Collection<ReadRequest> requests, boolean done) throws IOException {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    for (ReadRequest request : requests) {
      lines.write(JSON.writeValueAsBytes(Line.of(request, done)));
      lines.write('\n');
    }
    return lines.toByteArray();
  }

  /** Replaces the file by one with the open requests only. */
  private void rewrite() throws IOException {
    log.rewrite(lines(schedule.requests(), false));
    compactAt = Math.max(1 << 23, 2 * log.length());
  }
}
