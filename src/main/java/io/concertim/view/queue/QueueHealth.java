package io.concertim.view.queue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Tells how view_queue is: in a file for the health check of a container, {@code {"at":…,
 * "listening":…,"since":…,"failure":…,"missing_exchanges":[…],"waiting_messages":…,"open_marks":…}},
 * and as metrics.
 */
public final class QueueHealth {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;
  private final QueueDeclarer broker;
  private final Marks marks;
  private final Clock clock;

  public QueueHealth(
      Path file, QueueDeclarer broker, Marks marks, Clock clock, MeterRegistry meters) {
    this.file = file;
    this.broker = broker;
    this.marks = marks;
    this.clock = clock;
    Gauge.builder("view.queue.listening", broker, b -> b.state().isListening() ? 1 : 0)
        .description("1 if notifications reach us")
        .register(meters);
    Gauge.builder("view.queue.marks", marks, Marks::size)
        .description("objects that have to be read again")
        .register(meters);
    Gauge.builder("view.queue.depth", broker, b -> b.state().depth())
        .description("messages that waited in our queue when it was last looked at")
        .register(meters);
  }

  /** Writes the file anew, as a whole. */
  public void write() throws IOException {
    BrokerState state = broker.state();
    Map<String, Object> health = new LinkedHashMap<>();
    health.put("at", clock.instant().toString());
    health.put("listening", state.isListening());
    health.put("since", state.since().toString());
    health.put("failure", state.failure());
    health.put("missing_exchanges", state.missing());
    health.put("waiting_messages", state.depth());
    health.put("open_marks", marks.size());
    Path next = file.resolveSibling(file.getFileName() + ".tmp-new");
    Files.write(next, JSON.writeValueAsBytes(health));
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
