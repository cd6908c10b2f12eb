// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.process;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/** What view_queue writes of itself every few seconds. */
final class QueueHealthFile {
  private QueueHealthFile() {}

  /** Waits until it says twice anew that no mark is open. */
  static void awaitNoOpenMarks(Installation program) {
    Instant asked = Instant.now();
    Set<Instant> idle = new HashSet<>();
    await()
        .atMost(180, SECONDS)
        .until(
            () -> {
              JsonNode health = read(program.data("view_queue.health"));
              Instant at = Instant.parse(health.path("at").asText());
              if (health.path("open_marks").asInt() > 0) {
                idle.clear();
              } else if (at.isAfter(asked)) {
                idle.add(at);
              }
              return idle.size() >= 2;
            });
  }

  private static JsonNode read(Path file) throws IOException {
    return new ObjectMapper().readTree(Files.readAllBytes(file));
  }
}
