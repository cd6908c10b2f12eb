package io.concertim.view.queue;

import io.concertim.view.metrics.Durations;
import io.concertim.view.model.layer.Observation;
import io.concertim.view.sync.Causes;
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

/** What reads showed and is not stored yet; whatever is there is stored together. */
public final class FinishedReads {
  private static final Logger LOG = LoggerFactory.getLogger(FinishedReads.class);

  private static final Causes.Cause READ_AGAIN = new Causes.Cause("read again", "event", null);

  private final Marks marks;
  private final InstantSource clock;
  private final InstantSource wall;
  private final Timer lag;
  private final List<ObjectRead> reads = new ArrayList<>();
  private final List<Observation> observations = new ArrayList<>();
  private Instant nextStore = Instant.MIN;

  /**
   * @param clock that of the marks
   * @param wall what tells how long ago the cloud sent its notifications
   */
  public FinishedReads(Marks marks, InstantSource clock, InstantSource wall, MeterRegistry meters) {
    this.marks = marks;
    this.lag =
        Durations.named("view.event.lag", "from a notification to the stored view")
            .register(meters);
    this.clock = clock;
    this.wall = wall;
  }

  /**
   * What is stored together.
   *
   * @param reads that are done once the observations are stored
   */
  public record Batch(List<ObjectRead> reads, List<Observation> observations, Instant started) {}

  synchronized void add(List<ObjectRead> finished, List<Observation> shown) {
    reads.addAll(finished);
    observations.addAll(shown);
  }

  /** Whether something is there to be stored, and the last time was long enough ago. */
  public synchronized boolean isStoreDue() {
    return !(reads.isEmpty() && observations.isEmpty()) && !clock.instant().isBefore(nextStore);
  }

  /** Takes all that is to be stored now, and sets the exchange property {@code batch} to it. */
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
      Mark mark = read.mark();
      if (mark.event() != null) {
        Causes.Cause cause = new Causes.Cause(mark.event(), "event", mark.at());
        byId.put(mark.id(), cause);
        others = cause;
      }
    }
    return new Causes(byId, byId.size() == 1 ? others : READ_AGAIN);
  }

  /** All of it has been stored. Storing pauses for an eighth of the time that it took. */
  public synchronized void stored(@ExchangeProperty("batch") Batch batch) {
    marks.finish(batch.reads(), MarkSchedule.Result.STORED);
    Instant now = clock.instant();
    for (ObjectRead read : batch.reads()) {
      Instant sent = read.mark().at();
      Duration took =
          sent == null
              ? Duration.between(read.since(), now)
              : Duration.between(sent, wall.instant());
      lag.record(took.isNegative() ? Duration.ZERO : took);
    }
    nextStore = now.plus(Duration.between(batch.started(), now).dividedBy(8));
  }

  /** It could not be stored, and is read again. */
  public void notStored(
      @ExchangeProperty("batch") Batch batch,
      @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception failure) {
    LOG.error("changes could not be stored and are read again later: {}", failure.toString());
    marks.finish(batch.reads(), MarkSchedule.Result.FAILED);
  }
}
