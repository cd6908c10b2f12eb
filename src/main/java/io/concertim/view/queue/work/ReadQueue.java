// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.queue.work;

import io.concertim.view.model.layer.Kind;
import io.concertim.view.queue.ReadRequest;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Duration;
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

/** The work queue of open read requests, in memory and in a log that outlives the process. */
public final class ReadQueue {
  private static final Logger LOG = LoggerFactory.getLogger(ReadQueue.class);

  /** So many open requests are more than reading one by one can keep up with. */
  private static final int MOST = 20_000;

  private final ReadRequestLog log;
  private final InstantSource clock;
  private final ReadSchedule schedule;
  private final BooleanSupplier requestSync;
  private final MeterRegistry meters;

  /**
   * Continues with the requests that an earlier process left.
   *
   * @param clock a clock that is not set back, which would delay reads
   * @param readInterval shortest time between two reads of one object
   * @param requestSync asks for a full sync, where requests had to be dropped
   * @throws IOException if the file cannot be read or made
   */
  public ReadQueue(
      ReadRequestLog log,
      InstantSource clock,
      Duration readInterval,
      BooleanSupplier requestSync,
      MeterRegistry meters)
      throws IOException {
    this.log = log;
    this.clock = clock;
    this.requestSync = requestSync;
    this.meters = meters;
    this.schedule = new ReadSchedule(readInterval);
    goOn(log.open(), "an earlier process");
  }

  /**
   * Lets other hosts of the cluster read what this one fails to read, and goes on with what they
   * offer or have left when they ended.
   */
  public synchronized void adopt() {
    try {
      List<ReadRequest> stuck = schedule.stuck(clock.instant());
      if (!stuck.isEmpty()) {
        log.offer(stuck);
        LOG.warn(
            "{} objects could not be read for {} s, so another host may",
            stuck.size(),
            ReadSchedule.STUCK.toSeconds());
      }
      goOn(log.adopted(), "another host or process");
    } catch (IOException e) {
      LOG.debug("whether another host has left read requests is not known", e);
    }
  }

  private void goOn(List<ReadRequest> open, String of) {
    open.forEach(request -> schedule.goOn(request, clock.instant()));
    if (!open.isEmpty()) {
      LOG.info("{} read requests of {} are open and are done now", open.size(), of);
    }
  }

  /** Adds requests. They are on the disk when this method returns. */
  public synchronized void add(@Body List<ReadRequest> requests) throws IOException {
    if (requests.isEmpty()) {
      return;
    }
    log.add(requests, schedule::requests);
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

  /**
   * A list shows what is there, and the full sync finds out what is not. It is asked for first, as
   * it makes up for what is dropped.
   *
   * @throws IOException also if it cannot be asked for; nothing is dropped then
   */
  private void readListsInstead() throws IOException {
    int before = schedule.size();
    if (!requestSync.getAsBoolean()) {
      throw new IOException(
          ("%d read requests are open, more than %d, and the full sync in their place cannot be asked"
                  + " for; see why resync.flag cannot be made")
              .formatted(before, MOST));
    }
    for (Kind kind : schedule.dropWaiting()) {
      if (ReadTask.isListable(kind)) {
        schedule.add(ReadRequest.list(kind), clock.instant());
      }
    }
    log.replace(schedule.requests());
    LOG.warn(
        "{} read requests are open, more than {}: the lists are read instead, and a full sync is"
            + " asked for",
        before,
        MOST);
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
      log.done(done, schedule::requests);
    } catch (IOException e) {
      LOG.warn(
          "it cannot be recorded that {} reads are done, so they are done again later: {}",
          done.size(),
          e.toString());
    }
  }

  /** The number of objects that have to be read. */
  public synchronized int size() {
    return schedule.size();
  }
}
