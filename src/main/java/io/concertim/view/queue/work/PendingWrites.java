// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.queue.work;

import io.concertim.view.metrics.Durations;
import io.concertim.view.model.layer.Observation;
import io.concertim.view.publish.Causes;
import io.concertim.view.queue.ReadRequest;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Observations of reads that are not stored yet. All of them are stored together, once nothing else
 * is being stored; docs/performance.md says why Camel's aggregate does not do that.
 */
public final class PendingWrites {
  private static final Logger LOG = LoggerFactory.getLogger(PendingWrites.class);

  private static final Causes.Cause READ_AGAIN = new Causes.Cause("read again", "event", null);

  private final ReadQueue queue;
  private final InstantSource clock;
  private final InstantSource wall;
  private final Timer lag;
  private final List<ObjectRead> reads = new ArrayList<>();
  private final List<Observation> observations = new ArrayList<>();
  private Instant nextStore = Instant.MIN;

  /**
   * @param clock the clock of the request log
   * @param wall the wall clock, to measure the delay since the cloud's notifications
   */
  public PendingWrites(
      ReadQueue queue, InstantSource clock, InstantSource wall, MeterRegistry meters) {
    this.queue = queue;
    this.lag =
        Durations.named("view.event.lag", "from a notification to the stored view")
            .register(meters);
    this.clock = clock;
    this.wall = wall;
  }

  /**
   * Observations that are stored together.
   *
   * @param reads reads that are done once the observations are stored
   */
  public record Batch(List<ObjectRead> reads, List<Observation> observations, Instant started) {}

  synchronized void add(List<ObjectRead> finished, List<Observation> shown) {
    reads.addAll(finished);
    observations.addAll(shown);
  }

  /** Whether there is something to store, and the last time was long enough ago. */
  public synchronized boolean isStoreDue() {
    return !(reads.isEmpty() && observations.isEmpty()) && !clock.instant().isBefore(nextStore);
  }

  /**
   * Takes everything that has to be stored now, and sets the exchange property {@code batch} to it.
   */
  public synchronized List<Observation> toStore(Exchange exchange) {
    Batch batch = new Batch(List.copyOf(reads), List.copyOf(observations), clock.instant());
    reads.clear();
    observations.clear();
    exchange.setProperty("batch", batch);
    exchange.setProperty("causes", causes(batch.reads()));
    return batch.observations();
  }

  private static Causes causes(List<ObjectRead> reads) {
    Map<String, Causes.Cause> byId = new HashMap<>();
    Causes.Cause others = READ_AGAIN;
    for (ObjectRead read : reads) {
      ReadRequest request = read.request();
      if (request.event() != null) {
        Causes.Cause cause = new Causes.Cause(request.event(), "event", request.at());
        byId.put(request.id(), cause);
        others = cause;
      }
    }
    return new Causes(byId, byId.size() == 1 ? others : READ_AGAIN);
  }

  /**
   * Records that the batch has been stored. The next one waits for an eighth of the time that this
   * one took.
   */
  public synchronized void stored(@ExchangeProperty("batch") Batch batch) {
    queue.finish(batch.reads(), ReadSchedule.Result.STORED);
    Instant now = clock.instant();
    for (ObjectRead read : batch.reads()) {
      Instant sent = read.request().at();
      Duration took =
          sent == null
              ? Duration.between(read.since(), now)
              : Duration.between(sent, wall.instant());
      lag.record(took.isNegative() ? Duration.ZERO : took);
    }
    nextStore = now.plus(Duration.between(batch.started(), now).dividedBy(8));
  }

  /** Records that the batch could not be stored. Its objects are read again. */
  public void notStored(
      @ExchangeProperty("batch") Batch batch,
      @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception failure) {
    LOG.error(
        "observations could not be stored; their objects are read again later: {}",
        failure.toString());
    queue.finish(batch.reads(), ReadSchedule.Result.FAILED);
  }
}
