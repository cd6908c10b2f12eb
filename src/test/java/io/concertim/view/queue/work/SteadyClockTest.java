// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.queue.work;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.model.layer.Kind;
import io.concertim.view.queue.ReadRequest;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A wall clock that is set back by an hour, and what waits by a clock meanwhile. */
class SteadyClockTest {
  private static final Instant START = Instant.parse("2026-11-24T12:00:00Z");
  private static final ReadRequest WEB = ReadRequest.of(Kind.SERVER, "web");

  @TempDir private Path folder;
  private final AtomicReference<Instant> wall = new AtomicReference<>(START);
  private final AtomicLong nanos = new AtomicLong(42);
  private final SteadyClock steady = new SteadyClock(wall::get, nanos::get);

  private void pass(Duration time) {
    wall.updateAndGet(now -> now.plus(time));
    nanos.addAndGet(time.toNanos());
  }

  private void setBackByAnHour() {
    wall.updateAndGet(now -> now.minus(Duration.ofHours(1)));
  }

  @Test
  void goesOnEvenlyWhenTheWallClockIsSetBack() {
    assertEquals(START, steady.instant());
    pass(Duration.ofSeconds(1));
    setBackByAnHour();
    pass(Duration.ofSeconds(1));
    assertEquals(START.plusSeconds(2), steady.instant());
  }

  @Test
  void nothingWaitsForTheHourThatIsSetBack() throws IOException {
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    InstantSource told = wall::get;
    ReadQueue marks =
        new ReadQueue(
            new FileReadRequests(folder.resolve("marks")),
            steady,
            Duration.ofMillis(500),
            () -> true,
            meters);
    PendingWrites finished = new PendingWrites(marks, steady, told, meters);
    readAndStore(marks, finished);
    setBackByAnHour();
    marks.add(List.of(WEB.because("compute.instance.update", wall.get())));
    assertEquals(List.of(), marks.take(Set.of()), "half a second has not passed");
    pass(Duration.ofMillis(500));

    readAndStore(marks, finished);

    assertEquals(0, marks.size());
    assertFalse(finished.isStoreDue());
    double longest = meters.get("view.event.lag").timer().max(TimeUnit.SECONDS);
    assertTrue(longest < 2, () -> longest + " s");
  }

  private void readAndStore(ReadQueue marks, PendingWrites finished) throws IOException {
    if (marks.size() == 0) {
      marks.add(List.of(WEB));
    }
    List<ObjectRead> reads = marks.take(Set.of());
    assertEquals(1, reads.size());
    finished.add(reads, List.of());
    assertTrue(finished.isStoreDue());
    DefaultExchange exchange = new DefaultExchange(new DefaultCamelContext());
    finished.toStore(exchange);
    pass(Duration.ofMillis(100));
    finished.stored(exchange.getProperty("batch", PendingWrites.Batch.class));
    pass(Duration.ofMillis(20));
  }
}
