// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.queue.broker;

import io.concertim.view.queue.work.ReadQueue;
import io.concertim.view.store.AtomicFile;
import io.concertim.view.store.StoreJson;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Publishes the state of view_queue: in a file for the health check of a container, {@code {"at":…,
 * "listening":…,"since":…,"failure":…,"missing_exchanges":[…],"waiting_messages":…,"open_marks":…}},
 * and as metrics.
 */
public final class QueueHealth {
  private final Path file;
  private final QueueTopology broker;
  private final ReadQueue queue;
  private final Clock clock;

  public QueueHealth(
      Path file, QueueTopology broker, ReadQueue queue, Clock clock, MeterRegistry meters) {
    this.file = file;
    this.broker = broker;
    this.queue = queue;
    this.clock = clock;
    Gauge.builder("view.queue.listening", broker, b -> b.state().isListening() ? 1 : 0)
        .description("1 if notifications reach us")
        .register(meters);
    Gauge.builder("view.queue.marks", queue, ReadQueue::size)
        .description("objects that have to be read again")
        .register(meters);
    Gauge.builder("view.queue.depth", broker, b -> b.state().depth())
        .description("messages that waited in our queue at the last check")
        .register(meters);
  }

  /** Replaces the file. */
  public void write() throws IOException {
    byte[] health = bytes(broker.state(), queue.size(), clock.instant());
    AtomicFile.replace(file, out -> out.write(health));
  }

  /** With what could steer a terminal escaped: a broker's own words stand in it. */
  static byte[] bytes(BrokerState state, int marks, Instant at) throws IOException {
    Map<String, Object> health = new LinkedHashMap<>();
    health.put("at", at.toString());
    health.put("listening", state.isListening());
    health.put("since", state.since().toString());
    health.put("failure", state.failure());
    health.put("missing_exchanges", state.missing());
    health.put("waiting_messages", state.depth());
    health.put("open_marks", marks);
    return StoreJson.MAPPER.writeValueAsBytes(health);
  }
}
